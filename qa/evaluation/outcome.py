"""What came of one question. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Ranking:
    """Names in the order found, each once, and which names would have been right."""

    found: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """The place of the first right one, 1 for the best; None when none was found."""
        right = set(self.right)
        return next((rank for rank, name in enumerate(self.found, 1) if name in right), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what was answered, and how that compares with what is known.

    A figure that cannot be known is None: whether an answer holds the gold one where none was
    given, how articles rank where no relevant ones are named, and all of them for a question that
    the articles do not answer.

    Attributes:
        id, question, kind, answerable, answers: as in `Question`; `question` as it was asked.
        refused: whether there was no answer.
        said: the answer's sentences, in order; empty when refused.
        cited: `article_id`, `start`, `end` and `quote` of every citation.
        confidence: how sure the answer is, higher is surer; comparable within a run.
        articles: the ids of the articles found.
        passages: the passages found, by article and characters.
        answer_rank: which sentence of the answer is the first to hold a gold answer, from 1.
        answer_recall: the share of the gold answer's tokens in the answer, the best of several.
        evidence_f1: of the answer's tokens against those of the evidence.
        evidence_cited: whether a sentence of the answer is a sentence of the evidence.
        short: the short answer, "" when there is none, None where the product gives none at all.
        short_exact, short_f1: the short answer against the gold ones, the best of several.
        right: whether the answer is right, see `judge.is_right`; False when refused.
        exact: how many citations are word for word what the article says there.
        timings_ms: milliseconds by stage.
        relevant: how many citations are evidence or hold a gold answer.
        evidence_share: the share of the evidence, 0 to 1, that is cited.
        support: of each sentence that a language model wrote, "supported", "weak" or
            "unsupported"; empty where none wrote.
        written: whether a language model wrote the answer rather than falling back on quotations;
            None where none was asked to.
        notice: what the reader was told that was not as asked for, such as why it fell back.
        rewritten: whether it was answered as another question than was asked; None where no
            language model planned.
        parts: how many questions it was asked in, 0 for one; likewise.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    answers: tuple[str, ...]
    refused: bool
    said: tuple[str, ...]
    cited: tuple[Mapping[str, Any], ...]
    confidence: float
    articles: Ranking | None
    passages: Ranking | None
    answer_rank: int | None
    answer_recall: float | None
    evidence_f1: float | None
    evidence_cited: bool | None
    short: str | None
    short_exact: bool | None
    short_f1: float | None
    right: bool | None
    exact: int
    timings_ms: Mapping[str, float]
    relevant: int | None = None
    evidence_share: float | None = None
    support: tuple[str, ...] = ()
    written: bool | None = None
    notice: str = ""
    rewritten: bool | None = None
    parts: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The outcome that `as_json` gave.

        Raises:
            TypeError, KeyError: these are not the values of an outcome.
        """
        held = dict(values)
        for name in ("articles", "passages"):
            ranking = held[name]
            held[name] = ranking and Ranking(tuple(ranking["found"]), tuple(ranking["right"]))
        for name in ("answers", "said", "cited", "support"):
            held[name] = tuple(held.get(name, ()))
        return cls(**held)
