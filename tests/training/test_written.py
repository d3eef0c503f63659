"""Questions written on passages of news, as rows to train on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.training.rows import LABELS
from tests.bench.training.written import written

PASSAGE = {
    "n": 3,
    "id": "a",
    "title": "Bridge opens",
    "text": "Ada Lom opened the bridge on Monday.",
}


def folder(tmp_path: Path, *lines: str) -> Path:
    """A folder with one passage and one block."""
    (tmp_path / "passages.jsonl").write_text(f"{json.dumps(PASSAGE)}\n", "utf-8")
    (tmp_path / "one.txt").write_text("\n".join(["## 3", *lines]), "utf-8")
    return tmp_path


def test_a_question_has_its_answers_places_or_none(tmp_path: Path) -> None:
    found = written(
        folder(tmp_path, "+ who opened the bridge | Ada Lom", "- who built the bridge?")
    )

    told, not_told = found.readings
    assert [told.text[slice(*span)] for span in told.spans] == ["Ada Lom"]
    assert (told.question, told.title) == ("who opened the bridge", "Bridge opens")
    assert (not_told.question, not_told.spans) == ("who built the bridge?", ())


def test_a_claim_is_said_and_denied(tmp_path: Path) -> None:
    found = written(folder(tmp_path, "n Did Bo Skarn open the bridge?"))

    assert [(claim.claim, LABELS[claim.label]) for claim in found.claims] == [
        ("Did Bo Skarn open the bridge?", "contradict"),
        ("Bo Skarn did open the bridge.", "contradict"),
        ("Bo Skarn did not open the bridge.", "support"),
    ]
    assert all(claim.text.startswith("Bridge opens. Ada Lom") for claim in found.claims)


@pytest.mark.parametrize("line", ["+ who opened it | Bo Skarn", "* who opened it"])
def test_a_line_that_cannot_be_right_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"Bo Skarn|\* who opened it"):
        written(folder(tmp_path, line))
