"""What is written to a question: in its own form where it has one, else the best sentences."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evidence.causes import moved_up
from qa.evidence.rerank import ScoredSentence
from qa.language.quotations import holds_direct_speech
from qa.question.form import Form
from qa.writing.extractive import Draft, ExtractiveWriter, Refusal
from qa.writing.forms.choose import writer_of
from qa.writing.forms.material import Material, settings_of
from qa.writing.quotes import QuoteWriter, quotations_asked

READ_BY_WRITERS = (Form.COLLECTION, Form.SUMMARY, Form.TIMELINE)
"""Forms whose writers choose themselves what is read; the best passages may not matter."""


def write(material: Material) -> Draft | Refusal:
    """The answer in the form asked for, unless the articles are not likely to answer at all.

    Words of somebody are looked for in any case: whether they are there is plain to see. Where they
    are not, what the articles say of the matter is an answer too, if it is likely to be one.
    """
    made = _formed(material)
    if made is not None:
        return made
    question, evidence = material.question, material.evidence
    quoted: Draft | Refusal | None = None
    if evidence.sentences and (wanted := quotations_asked(question)):
        quoted = QuoteWriter(wanted, material.reader).write(question, evidence.sentences)
    if isinstance(quoted, Draft):
        return quoted
    if evidence.verdict.refusal:
        return quoted or Refusal(evidence.verdict.refusal)
    sentences: Sequence[ScoredSentence] = evidence.sentences
    if material.form is Form.SAID:
        sentences = moved_up(sentences, holds_direct_speech)
    return ExtractiveWriter(settings_of(material)).write(question, sentences)


def takes_apart(form: Form) -> bool:
    """Whether a form's writer takes the question apart: then the parser is better loaded early."""
    return form in (Form.YES_NO, Form.COMPARE)


def settled_before_writing(material: Material) -> Draft | Refusal | None:
    """What need not be given to another writer.

    That is what the form's own writer looks up for itself; and what the passages that were found do
    not answer, though that writer may, who finds others.

    Returns:
        None where there is something to write from.
    """
    if material.form in READ_BY_WRITERS or material.evidence.verdict.refusal:
        made = _formed(material)
        if made is not None:
            return made
    refusal = material.evidence.verdict.refusal
    return Refusal(refusal) if refusal else None


def _formed(material: Material) -> Draft | Refusal | None:
    """What the writer of the form makes of it; None where there is no such writer, or nothing."""
    writer = writer_of(material.form)
    return writer.write(material) if writer else None
