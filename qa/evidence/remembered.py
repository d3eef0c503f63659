"""The reader for the time of one question, which reads no passage twice for the same words."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evidence.reader import Reader
from qa.evidence.scores import Entailment, PassageScores


class RememberingReader:
    """A reader that keeps what it has read; made for each question, and dropped with it.

    Args:
        reader: does the reading.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._held: dict[tuple[str, str, str], PassageScores] = {}

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        """See `Reader.read`."""
        new = [p for p in dict.fromkeys(passages) if (question, *p) not in self._held]
        for passage, scores in zip(new, self._reader.read(question, new), strict=True):
            self._held[question, *passage] = scores
        return [self._held[question, *passage] for passage in passages]

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `Reader.score`."""
        return self._reader.score(question, texts)

    def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
        """See `Reader.entail`."""
        return self._reader.entail(claim, texts)
