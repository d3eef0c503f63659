"""What the writer of a form has to write from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.store import Index
from qa.answer import Citation, Hit, Sentence
from qa.evidence.reading import Reading, ScoredEvidence
from qa.evidence.remembered import RememberingReader
from qa.language.words import words
from qa.question.form import Form
from qa.question.request import Query
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, ExtractiveSettings, ExtractiveWriter, Refusal
from qa.writing.reading_order import Piece

FurtherSearch = Callable[[str, int], tuple[Hit, ...]]
"""More passages for other words, so many at most, best first, filtered as the question is."""


@dataclass(frozen=True, slots=True)
class Material:
    """A question with all there is to answer it from.

    Attributes:
        question: standing alone.
        form: of the answer that it asks for.
        most: sentences that it is wanted in; None where the question does not say.
        query: what was asked for besides: filters, the day of asking.
        reading: the passages found for it, read only if a writer needs them to be.
        reader: reads further passages.
        index: holds the articles.
        search: finds further passages.
    """

    question: str
    form: Form
    most: int | None
    query: Query
    reading: Reading
    reader: RememberingReader
    index: Index
    search: FurtherSearch

    @property
    def evidence(self) -> ScoredEvidence:
        """The passages found, their sentences scored, and whether they answer."""
        return self.reading.evidence


_TOLD_AT_LENGTH = (Form.COMPARE, Form.CHANGE, Form.LIST, Form.SUMMARY, Form.TIMELINE)
_AT_LENGTH = ExtractiveSettings(margin=2.5, most=6)


class FormWriter(Protocol):
    """Writes answers of one form."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """Write from the material.

        Returns:
            The answer, or why there is none; None where this form does not fit after all: then the
            question is answered as any other is.
        """


def settings_of(material: Material) -> ExtractiveSettings:
    """How much is said in the best sentences: more where no one of them is the answer."""
    settings = _AT_LENGTH if material.form in _TOLD_AT_LENGTH else ExtractiveSettings()
    return replace(settings, most=material.most or settings.most)


def led_by(
    leads: Sequence[Piece], material: Material, most: int
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Some pieces and what else is nearest and adds to them, so many sentences at most.

    In forms that are told at length it is more.

    Returns:
        The sentences, and their citations.
    """
    citations = Citations()
    written = [citations.quoted(*lead.place) for lead in leads]
    settings = settings_of(material)
    most = settings.most if material.form in _TOLD_AT_LENGTH else most
    rest = ExtractiveWriter(settings).write(material.question, material.evidence.sentences)
    if isinstance(rest, Refusal):
        return tuple(written), citations.all()
    for sentence in rest.sentences:
        held = [rest.citations[number - 1] for number in sentence.citations]
        places = [Piece(one.article, one.start, one.end) for one in held]
        said = any(place.overlaps(lead) for place in places for lead in leads)
        same = any(words(sentence.text) == words(earlier.text) for earlier in written)
        if not said and not same and len(written) < most:
            written.append(citations.taken_over(sentence, rest.citations))
    return tuple(written), citations.all()
