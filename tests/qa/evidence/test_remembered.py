"""Nothing is read twice for the same words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.evidence.confidence import Verdict
from qa.evidence.reader import Reader, load_reader
from qa.evidence.reading import Reading, ScoredEvidence
from qa.evidence.remembered import RememberingReader
from qa.evidence.scores import PassageScores

PASSAGES = [
    ("Harbour", "The harbour froze in January. Ships waited outside."),
    ("", "The mayor opened the bridge on Monday."),
    ("Market", "Fish was dear that winter."),
]
ASKED = "When did the harbour freeze?"


class Counting(Reader):
    """The real reader, which tells what it was given to read."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str]] = []

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        self.given += passages
        return load_reader().read(question, passages)


def test_a_passage_is_read_once_for_a_question() -> None:
    reader = Counting()
    remembering = RememberingReader(reader)
    remembering.read(ASKED, PASSAGES[:2])
    remembering.read(ASKED, PASSAGES)
    assert reader.given == PASSAGES
    remembering.read("Who opened the bridge?", PASSAGES[1:2])
    assert reader.given == [*PASSAGES, PASSAGES[1]]


def test_scores_come_in_the_order_asked_and_as_the_reader_gives_them() -> None:
    remembering = RememberingReader(load_reader())
    remembering.read(ASKED, PASSAGES[1:])
    again = remembering.read(ASKED, [PASSAGES[2], PASSAGES[0], PASSAGES[2]])
    plain = load_reader().read(ASKED, [PASSAGES[2], PASSAGES[0], PASSAGES[2]])
    for one, other in zip(again, plain, strict=True):
        assert one.text == other.text
        assert np.array_equal(one.tokens, other.tokens)


def test_what_is_not_asked_for_is_not_read() -> None:
    done = []

    def read() -> ScoredEvidence:
        done.append(1)
        return ScoredEvidence((), (), Verdict(0.5))

    reading = Reading((), read)
    assert reading.hits == ()
    assert not done
    assert reading.evidence is reading.evidence
    assert done == [1]
