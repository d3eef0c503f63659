"""The parser: its thin view, its files, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ModelError
from qa.language import parsing
from qa.language.parsing import load_parser, parse, parse_all

SENTENCE = "The ferry was closed by Ada Lind because the banks of the river gave way."


def test_words_know_what_they_are_and_where() -> None:
    parsed = parse(SENTENCE)
    closed = next(word for word in parsed.words if word.low == "closed")
    assert (closed.lemma, closed.tag, closed.role) == ("close", "VBN", "ROOT")
    assert all(SENTENCE[word.start : word.end] == word.text for word in parsed.words)
    assert [parsed.said(start, end) for start, end, _ in parsed.chunks][:2] == [
        "The ferry",
        "Ada Lind",
    ]


def test_a_branch_is_all_that_hangs_on_a_word() -> None:
    parsed = parse(SENTENCE)
    banks = next(n for n, word in enumerate(parsed.words) if word.low == "banks")
    assert parsed.said(*parsed.branch(banks)) == "the banks of the river"
    assert parsed.said(2, 2) == ""


def test_many_at_once_are_as_one_by_one() -> None:
    texts = [SENTENCE, "", "Who won?"]
    assert list(parse_all(texts)) == [parse(text) for text in texts]


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=100))
def test_any_text_has_its_words_in_place(text: str) -> None:
    parsed = parse(text)
    assert all(text[word.start : word.end] == word.text for word in parsed.words)
    assert all(parsed.branch(n)[0] <= n < parsed.branch(n)[1] for n in range(len(parsed.words)))


def test_other_files_than_the_recorded_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be read .* run: pip install"):
        parsing._check(tmp_path)
    for name in parsing._SHA256:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(ModelError, match=r"is not the one .* run: pip install"):
        parsing._check(tmp_path)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "_PACKAGE", "no_such_package")
    load_parser.cache_clear()
    with pytest.raises(ModelError, match="not installed; run: pip install"):
        load_parser()


def test_pytorch_stays_out_and_can_be_imported_after() -> None:
    code = (
        "import sys; from qa.language.parsing import parse; parse('Who won?');"
        "assert 'torch' not in sys.modules; from importlib.util import find_spec;"
        "assert find_spec('torch'); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
