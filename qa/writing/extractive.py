"""Writers: scored sentences in, a cited answer out, or the reason why there is none.

The extractive writer quotes: every sentence of its answer stands word for word in an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.answer import Citation, Hit, Sentence
from qa.evidence.rerank import ScoredSentence
from qa.language.words import STOP_WORDS, words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.reading_order import grown, in_order, whole_piece


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer wrote: sentences in the order to be read, and the citations they name.

    Attributes:
        notice: tells the reader what was not as asked for, "" when all was.
        form, headline: as for `Answer`.
        confidence: where the writer knows better than what was read says; else None.
    """

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    notice: str = ""
    form: Form = Form.OPEN
    headline: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was written, for the reader.

    Attributes:
        nearest: the passages to show instead of those found, where the writer knows better ones.
    """

    reason: str
    nearest: tuple[Hit, ...] = ()


class Writer(Protocol):
    """Writes an answer from scored sentences."""

    def write(self, question: str, sentences: Sequence[ScoredSentence]) -> Draft | Refusal:
        """Write from sentences given best first."""


@dataclass(frozen=True, slots=True)
class ExtractiveSettings:
    """How much to say.

    Attributes:
        margin: how far below the best a further sentence's score may be.
        most: sentences of an answer at most.
        redundant: the share of a sentence's words, 0 to 1, that an earlier one must hold for it
            to add nothing.
    """

    margin: float = 1.5
    most: int = 4
    redundant: float = 0.8


class ExtractiveWriter:
    """Quotes the best sentences: the best first, then those that add to it.

    A sentence that stands word for word in several articles is said once and cited in all; one that
    leans on the sentence before it is quoted with that.
    """

    def __init__(self, settings: ExtractiveSettings | None = None) -> None:
        self._settings = settings or ExtractiveSettings()

    def write(self, question: str, sentences: Sequence[ScoredSentence]) -> Draft | Refusal:
        """See `Writer.write`."""
        if not sentences:
            return Refusal("No passage of the articles shares anything with the question.")
        floor = sentences[0].score - self._settings.margin
        groups = self._distinct([s for s in sentences if s.score >= floor])
        twins = {whole_piece(group[0]): group[1:] for group in groups}
        # with what overlaps it: else it would be said once alone and once with that
        lead = grown(whole_piece(sentences[0]), list(twins))
        pieces = [lead, *in_order([piece for piece in twins if not piece.within(lead)])]
        citations = Citations()
        written = []
        for piece in pieces:
            own = citations.cite(*piece.place)
            others = map(whole_piece, twins.get(piece, ()))
            same = [citations.cite(*o.place) for o in others if _same(o.text, piece.text)]
            written.append(Sentence(piece.text, (own, *same)))
        return Draft(tuple(written), citations.all())

    def _distinct(self, sentences: Sequence[ScoredSentence]) -> list[list[ScoredSentence]]:
        """Groups of the same words in different articles; sentences that add nothing left out."""
        groups: list[list[ScoredSentence]] = []
        for sentence in sentences:
            twin = next((g for g in groups if _same(g[0].text, sentence.text)), None)
            if twin is not None:
                if all(s.hit.article.id != sentence.hit.article.id for s in twin):
                    twin.append(sentence)
            elif len(groups) < self._settings.most and not any(
                _overlap(sentence.text, group[0].text) >= self._settings.redundant
                for group in groups
            ):
                groups.append([sentence])
        return groups


def _same(one: str, other: str) -> bool:
    return words(one) == words(other)


def _overlap(text: str, earlier: str) -> float:
    """The share of a text's words that an earlier text holds, 0 to 1."""
    mine = set(words(text)) - STOP_WORDS
    return len(mine & set(words(earlier))) / len(mine) if mine else 1.0
