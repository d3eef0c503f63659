"""The short answer: the few words of the first cited sentence that name what was asked for.

Shown only where they are likely enough to be right, by how far other words are behind them, in the
sentence and in others, and by how sure it is that the articles answer, and where they are of the
kind that the question asks for; else the sentence alone says it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from qa.answer import Citation
from qa.evidence.confidence import logistic, logit, weighed
from qa.evidence.rerank import PassageReader, ScoredSentence, read_alone
from qa.language.calendar import CALENDAR_WORDS
from qa.language.numbers import CARDINALS, SCALES
from qa.language.words import STOP_WORDS, words
from qa.writing.extractive import Draft

_LIKELY = 0.5  # the least probability that a short answer is right: most are far above it
_RIVALS = 12  # of the best sentences, whose words may be the answer instead
_FURTHEST = 12.0  # logits by which a rival is behind or ahead, at most
_MOST = 0.8  # of the sentence: what is longer is not a short answer
_SIZES = "many|much|old|long|far|tall|big|large|high|deep|wide|heavy|fast"  # told by a number
_OPEN = re.compile(  # few words do not answer
    rf"why\b|how\b(?! (?:{_SIZES}|often|late)\b)|what\s+happen", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|except)\b|n['’]t\b", re.IGNORECASE
)
_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how)\b(?!\s+(?:is|was|are)\s+the\s+same)",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\d|\b(?:{'|'.join(CALENDAR_WORDS)}|today|yesterday|tomorrow|tonight|morning|noon|afternoon"
    r"|evening|night|midnight|(?:hour|minute|day|week|weekend|month|year|decade|centur)(?:s|y|ies)?"
    r"|spring|summer|autumn|winter|before|after|during|when|last|next)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"\d|\b(?:{'|'.join([*CARDINALS, *SCALES])}|\w+s of|no|half|twice|once|several|an?|single)\b"
    rf"|\b(?:{'|'.join(SCALES)})s\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b[A-Z]|\b(?:the|an?|his|her|its|their)\s")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the words of a sentence being the answer, in logits.

    Attributes:
        sharp: how far other words of the sentence are behind; 0 where none comes near, else less.
        alone: how much better than "not here", where the sentence is read by itself.
        lead: how far the best words of other sentences that name something else are behind.
        confidence: that the articles answer at all.
    """

    sharp: float
    alone: float
    lead: float
    confidence: float


# a logistic regression, by `tests.bench.shorts`
_WEIGHTS = Signs(sharp=1.25, alone=0.082, lead=0.069, confidence=0.80)
_INTERCEPT = -1.04


def short_answer(
    question: str,
    draft: Draft,
    sentences: Sequence[ScoredSentence],
    confidence: float,
    reader: PassageReader,
) -> Citation | None:
    """The words of the first sentence's quote that answer, under that citation's number.

    Args:
        question: what was asked, complete in itself.
        draft: a written answer.
        sentences: best first, among them one that stands in its first citation.
        confidence: that the articles answer, 0 to 1.
        reader: reads that sentence by itself.

    Returns:
        None where the question asks for more than a few words, is negated or double, where the
        words are not likely to be right, or the first sentence is not a quote.
    """
    if not asks_for_few_words(question):
        return None
    said = draft.sentences[0]
    quote = next((c for c in draft.citations if c.number in said.citations), None)
    if quote is None or quote.quote != said.text:
        return None
    found = next((s for s in sentences if _is_of(s, quote)), None)
    if found is None:
        return None
    span = found.span
    text = quote.article.text[span.start : span.end]
    if not passable(question, text, found.text):
        return None
    read = signs(question, found, sentences, confidence, reader)
    if read is None or likelihood(read) < _LIKELY:
        return None
    return Citation(quote.number, quote.article, span.start, span.end, text)


def asks_for_few_words(question: str) -> bool:
    """Whether a few words may answer: not why or how, nothing negated, nothing double."""
    if _OPEN.match(question) or _NEGATED.search(question):
        return False
    return len(_ASKING.findall(question)) <= 1


def passable(question: str, text: str, sentence: str) -> bool:
    """Whether words of a sentence are a part of it only and of the kind that is asked for."""
    return bool(text) and len(text) <= _MOST * len(sentence) and fits(question, text)


def signs(
    question: str,
    sentence: ScoredSentence,
    sentences: Sequence[ScoredSentence],
    confidence: float,
    reader: PassageReader,
) -> Signs | None:
    """What speaks for a sentence's span being the answer; None where the span is empty.

    Args:
        question: what was asked, complete in itself.
        sentence: one of the sentences.
        sentences: best first.
        confidence: that the articles answer, 0 to 1.
        reader: reads the sentence by itself.
    """
    span = sentence.span
    alone = read_alone(question, sentence.hit, sentence.text, reader)
    start, end = span.start - sentence.start, span.end - sentence.start
    best = alone.best(start, end)
    if best is None:
        return None
    mine = _named(sentence)
    rivals = (s.span.margin for s in sentences[:_RIVALS] if _are_rivals(mine, _named(s)))
    lead = span.margin - max(rivals, default=-math.inf)
    return Signs(
        sharp=span.margin - sentence.mass,
        alone=best.margin,
        lead=max(-_FURTHEST, min(lead, _FURTHEST)),
        confidence=logit(confidence),
    )


def likelihood(read: Signs) -> float:
    """The probability, 0 to 1, that a span answers, by what speaks for it."""
    return logistic(_INTERCEPT + weighed(astuple(read), astuple(_WEIGHTS)))


def _named(sentence: ScoredSentence) -> frozenset[str]:
    """The words and numbers that a sentence's best words name something by."""
    span = sentence.span
    return frozenset(words(sentence.hit.article.text[span.start : span.end])) - STOP_WORDS


def _are_rivals(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether they name different things: no word is shared, or "15 people" and "20 people"."""
    mine, theirs = ({word for word in named if word[0].isdigit()} for named in (one, other))
    return one.isdisjoint(other) or (bool(mine and theirs) and mine != theirs)


def fits(question: str, text: str) -> bool:
    """Whether words are of the kind that a question asks for: somebody, a time, a number."""
    asked = question.casefold()
    if re.search(rf"\bhow (?:{_SIZES})\b", asked):
        return bool(_NUMBER.search(text))
    if re.search(r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|time)\b", asked):
        return bool(_TIME.search(text))
    if re.search(r"\bwho(?:m|se)?\b", asked):
        return bool(_SOMEBODY.search(text)) and not text[0].isdigit()
    if re.search(r"\bwhere\b", asked):
        return not text[0].isdigit() and bool(re.search(r"[A-Za-z]", text))
    return True


def _is_of(sentence: ScoredSentence, quote: Citation) -> bool:
    article = sentence.hit.article
    within = quote.start <= sentence.start and sentence.end <= quote.end
    return article.id == quote.article.id and within
