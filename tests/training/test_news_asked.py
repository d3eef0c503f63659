"""Questions written on news, as folders to measure with."""

from __future__ import annotations

from tests.bench.news_asked import ASKED, PARTS, lists, queries, verdicts
from tests.bench.training.rows import json_lines

TEXT = "Ada Lom opened the bridge on Monday. She said that it had cost too much."
ROW = {
    "article": "a",
    "part": "fit",
    "short": [["who opened it", 0, 7]],
    "long": [["What did Ada Lom say of it?", 37, 72]],
    "not_told": ["who built it?"],
    "yes": ["did Ada open it?"],
    "no": [],
    "open": ["was it raining?"],
    "lists": [["who and what is named", [[0, 7], [15, 25]]], ["which firms built it", []]],
}


def test_a_question_has_its_answer_or_its_evidence_or_neither() -> None:
    short, long, near = queries(ROW, TEXT)
    assert (short["answers"], short["relevant"], short["answerable"]) == (["Ada Lom"], ["a"], True)
    assert long["evidence"] == ["She said that it had cost too much."]
    assert (near["question"], near["answerable"]) == ("who built it?", False)
    assert len({short["id"], long["id"], near["id"]}) == 3


def test_a_verdict_is_of_three() -> None:
    assert [one["gold"] for one in verdicts(ROW)] == ["yes", "open"]


def test_of_several_things_each_is_named() -> None:
    several, none = lists(ROW, TEXT)
    assert several["things"] == ["Ada Lom", "the bridge"]
    assert (none["article"], none["things"]) == ("a", [])


def test_the_file_is_of_that_form() -> None:
    rows = list(json_lines(ASKED))
    asked = [row for row in rows if "part" in row]
    assert {row["part"] for row in asked} == set(PARTS)
    assert len({row["article"] for row in rows}) > 600
    assert len(asked) > 900
    for row in asked:
        assert all(start < end for _, start, end in row["short"] + row["long"])


def test_an_article_is_of_one_part() -> None:
    parts: dict[str, set[str]] = {}
    for row in json_lines(ASKED):
        parts.setdefault(row["article"], set()).add(row.get("part", ""))
    assert all(len(own - {""}) <= 1 for own in parts.values())


def test_natural_questions_are_of_all_kinds_and_in_both_parts() -> None:
    natural = [row for row in json_lines(ASKED) if row.get("natural")]
    assert {row["part"] for row in natural} == set(PARTS)
    for kind in ("short", "long", "not_told", "yes", "no", "open"):
        assert sum(len(row[kind]) for row in natural) > 100
