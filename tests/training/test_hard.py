"""Which near-misses are the hard ones."""

from __future__ import annotations

from qa.evidence.reader import load_reader
from tests.bench.training.hard import fallen_for
from tests.bench.training.rows import Reading


def row(question: str, text: str) -> Reading:
    """A row that is said not to be answered."""
    return Reading(question, "", text, (), "a document", "other passage")


def test_what_the_reader_takes_for_an_answer_is_kept() -> None:
    taken = row("Who opened the new bridge?", "The new bridge was opened by Queen Margrethe.")
    seen_through = row("Who opened the new bridge?", "Bread is baked from flour, water and salt.")

    [found] = fallen_for([seen_through, taken], load_reader())

    assert found.text == taken.text
    assert found.source == "hard, other passage"
    assert not found.spans
