"""Questions written on passages of news, as rows to train on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.training.corpus import Article
from tests.bench.training.rows import LABELS, json_lines
from tests.bench.training.written import WRITTEN, digest, written

TEXT = "Ada Lom opened the bridge on Monday, and Bo Skarn, who had planned it, was not there. " * 5
NEWS = [Article("a", "Bridge opens", TEXT)]


def file(tmp_path: Path, **row: object) -> Path:
    """A file with questions on the one passage of the news."""
    asked: dict[str, object] = dict.fromkeys(("told", "not_told", "yes", "no", "open"), ())
    known = {"article": "a", "passage": 0, "sha256": digest(TEXT)}
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({**known, **asked, **row}), "utf-8")
    return path


def test_a_question_has_its_answers_places_or_none(tmp_path: Path) -> None:
    asked = file(tmp_path, told=[["who opened it", [[0, 7]]]], not_told=["who paid for it?"])

    told, not_told = written(asked, NEWS).readings

    assert [told.text[slice(*span)] for span in told.spans] == ["Ada Lom"]
    assert (told.question, told.title) == ("who opened it", "Bridge opens")
    assert (not_told.question, not_told.spans) == ("who paid for it?", ())


def test_a_claim_is_said_and_denied(tmp_path: Path) -> None:
    found = written(file(tmp_path, no=["Did Bo Skarn open the bridge?"]), NEWS)

    assert [(claim.claim, LABELS[claim.label]) for claim in found.claims] == [
        ("Did Bo Skarn open the bridge?", "contradict"),
        ("Bo Skarn did open the bridge.", "contradict"),
        ("Bo Skarn did not open the bridge.", "support"),
    ]
    assert all(claim.text.startswith("Bridge opens. Ada Lom") for claim in found.claims)


def test_a_question_of_yes_or_no_is_settled_by_its_passage_or_left_open(tmp_path: Path) -> None:
    asked = file(tmp_path, yes=["did Ada open it"], no=["did Bo?"], open=["did it cost much?"])

    found = written(asked, NEWS)

    assert [(row.question, row.settled) for row in found.verdicts] == [
        ("did Ada open it", True),
        ("did Bo?", True),
        ("did it cost much?", False),
    ]
    assert not found.readings
    assert not any(row.spans for row in found.verdicts)


def test_of_several_things_each_has_its_place(tmp_path: Path) -> None:
    two = ["who had to do with it", [[0, 7], [41, 49]]]

    several, none = written(file(tmp_path, lists=[two, ["which firms built it", []]]), NEWS).lists

    assert [several.text[slice(*span)] for span in several.spans] == ["Ada Lom", "Bo Skarn"]
    assert several.listed
    assert (none.question, none.spans, none.listed) == ("which firms built it", (), True)


def test_what_is_of_another_passage_is_left_out(tmp_path: Path) -> None:
    asked = file(tmp_path, not_told=["who paid for it?"], sha256="of another")
    assert not written(asked, NEWS).readings
    assert not written(file(tmp_path, not_told=["who paid for it?"]), []).readings


def test_the_file_is_of_that_form() -> None:
    rows = list(json_lines(WRITTEN))
    assert len(rows) > 1_000
    for row in rows:
        assert all(start < end for _, spans in row["told"] for start, end in spans)
        for _, things in row.get("lists", ()):
            places = [place for thing in things for place in thing]
            assert places == sorted(places)  # in order, none within another
        assert all(map(str.strip, [*row["not_told"], *row["yes"], *row["no"], *row["open"]]))
