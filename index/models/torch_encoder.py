"""Any sentence-transformers model as an encoder, on a GPU where there is one.

Importing this module imports torch and takes seconds: `load_encoder` does so only when asked.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from huggingface_hub import constants, get_session
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from index.errors import ModelError

Floats = NDArray[np.float32]
_HUB_SECONDS = 5.0  # the hub's own client tries again and again for a minute and more
_WORD = re.compile(r"\S+")
_BATCH = 8  # on a CPU small batches of like lengths waste least; the library sorts by length


class SentenceTransformersEncoder:
    """A model by hub name or folder; its own configuration gives length, pooling and prompts.

    Args:
        name: hub name or folder.
        device: a torch device; the best one there is unless given.

    Raises:
        ModelError: the model cannot be loaded.
    """

    def __init__(self, name: str, device: str | None = None) -> None:
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        offline = not Path(name).is_dir() and not _hub_answers()
        try:
            self._model = SentenceTransformer(name, device=device, local_files_only=offline)
        except Exception as error:  # the library raises OSError, ValueError, hub errors, …
            lines = str(error).strip().splitlines()
            reason = "the model hub cannot be reached" if offline else (lines or [repr(error)])[0]
            raise ModelError(
                f"the encoder {name!r} cannot be loaded ({reason}); "
                "name a folder that holds a sentence-transformers model, or a hub model that "
                "is in the local cache or can be downloaded"
            ) from error
        self.name = name
        self.fingerprint = self._fingerprint()
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode_passages`."""
        return self._encode(self._model.encode_document, texts)

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode_queries`."""
        return self._encode(self._model.encode_query, texts)

    def token_starts(self, text: str) -> list[int]:
        """See `Encoder.token_starts`; white-space words where the tokenizer knows no offsets."""
        tokenizer: Any = self._model.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return [word.start() for word in _WORD.finditer(text)]
        offsets = tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        return [int(start) for start, _ in offsets]

    def _encode(self, encode: Any, texts: Sequence[str]) -> Floats:  # noqa: ANN401 - a bound method
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        vectors: Floats = encode(
            list(texts),
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _fingerprint(self) -> str:
        """A hash of weights, prompts and length: the same for a folder and for its hub name."""
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode("utf-8"))
            digest.update(np.ascontiguousarray(tensor.float().cpu().numpy()).data)
        settings = (self._model.prompts, self._model.max_seq_length, str(self._model))
        digest.update(repr(settings).encode("utf-8"))
        return digest.hexdigest()


def _hub_answers() -> bool:
    """Whether the model hub can be asked at all; where not, only the local cache is."""
    try:
        get_session().head(constants.ENDPOINT, timeout=_HUB_SECONDS)
    except Exception:  # the client's errors differ by its version; whichever it is, it failed
        return False
    return True
