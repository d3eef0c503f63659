"""Which of two it is, each put into the question alone and read for a yes.

"Did Lom or Skarn win?" is "Did Lom win?" and "Did Skarn win?". The one that a sentence carries
plainly better than the other is named; which of them a sentence is merely about tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evidence.rerank import ScoredSentence
from qa.evidence.verdicts import odds
from qa.language.parsing import Parse, parse
from qa.question.form import Form
from qa.writing.extractive import Draft
from qa.writing.forms.material import Material, led_by
from qa.writing.forms.yes_no import is_choice, telling
from qa.writing.reading_order import whole_piece

_SURE = -0.5  # log-odds of support against contradiction that what is named must have
_AHEAD = 1.2  # and how far ahead of the other it must be
_OF_NOUN = ("det", "amod", "compound", "nummod", "poss", "nmod")
_OBJECTS = ("dobj", "pobj")
_VERBS, _MORE = ("MD", "VBD", "VBP", "VBZ"), ("JJR", "RBR")
_SHOWN = 3  # sentences
_NO_VERB = 3  # words of a question that has lost its verb: "Did Lom?"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of two, and the question whether it is that: "Lom", "Did Lom win?"."""

    name: str
    question: str


class EitherWriter:
    """Names the one of two that the articles tell of, with the sentence that says so."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where no sentence settles it."""
        if material.evidence.verdict.refusal or not is_choice(material.question):
            return None
        two = alternatives(material.question)
        sentences = telling(material.evidence.sentences)
        if not two or not sentences:
            return None
        settled = _settled(two, sentences, material)
        if settled is None:
            return None
        name, sentence = settled
        written, citations = led_by([whole_piece(sentence)], material, _SHOWN)
        headline = f"{name[0].upper()}{name[1:]}"
        return Draft(written, citations, form=Form.YES_NO, headline=headline)


def alternatives(question: str) -> tuple[Alternative, Alternative] | None:
    """The two that a question gives to choose from; None where they cannot be told."""
    parsed = parse(question)
    words = parsed.words
    joints = [n for n, word in enumerate(words) if word.low == "or"]
    more = any(word.tag in _MORE for word in words)  # which of both figures must tell
    if len(joints) != 1 or more or words[0].tag not in _VERBS:
        return None
    joint = joints[0]
    others = [n for n, word in enumerate(words) if n > joint and word.role == "conj"]
    if not others or not 0 < words[others[0]].head < joint:
        return None
    start, end = _first_of(parsed, words[others[0]].head), parsed.branch(others[0])[1]
    while end > joint + 1 and not words[end - 1].text[0].isalnum():
        end -= 1
    shared = _shared(parsed, words[others[0]].head, others[0])
    one = f"{parsed.said(0, joint).rstrip(' ,')} {shared} {parsed.said(end, len(words))}"
    other = f"{parsed.said(0, start)} {parsed.said(joint + 1, len(words))}"
    if start < 1 or min(len(one.split()), len(other.split())) < _NO_VERB:
        return None
    return (
        Alternative(parsed.said(start, joint).rstrip(" ,"), _asked(one)),
        Alternative(parsed.said(joint + 1, end), _asked(other)),
    )


def _first_of(parsed: Parse, head: int) -> int:
    """Where the first of two begins: its noun's phrase, or its verb."""
    start = head
    while start and parsed.words[start - 1].head == head:
        if parsed.words[start - 1].role not in _OF_NOUN:
            break
        start -= 1
    return start


def _shared(parsed: Parse, first: int, other: int) -> str:
    """The object that stands behind the second of two and belongs to both: "for or against it"."""
    objects = [n for n in parsed.below(other) if parsed.words[n].role in _OBJECTS and n > other]
    own = any(parsed.words[n].role in (*_OBJECTS, "prep") for n in parsed.below(first) if n > first)
    return parsed.said(*parsed.branch(objects[0])) if objects and not own else ""


def _asked(words: str) -> str:
    return f"{' '.join(words.split()).rstrip(' ?')}?"


def _settled(
    two: Sequence[Alternative], sentences: Sequence[ScoredSentence], material: Material
) -> tuple[str, ScoredSentence] | None:
    """The one that a sentence carries plainly better, and that sentence."""
    texts = [f"{s.hit.article.title}. {s.text}" for s in sentences]
    one, other = ([odds(e) for e in material.reader.entail(a.question, texts)] for a in two)
    best = max(range(len(sentences)), key=lambda n: max(one[n], other[n]))
    high, low = max(one[best], other[best]), min(one[best], other[best])
    if high < _SURE or high - low < _AHEAD:
        return None
    return two[other[best] > one[best]].name, sentences[best]
