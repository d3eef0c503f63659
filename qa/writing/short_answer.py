"""The short answer: the few words of the first cited sentence that name what was asked for.

Shown only where the reader is sure of them, finds them too where the sentence stands alone, and
they are of the kind that the question asks for; else the sentence alone says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answer import Citation
from qa.evidence.confidence import logistic
from qa.evidence.rerank import PassageReader, ScoredSentence, read_alone
from qa.language.calendar import CALENDAR_WORDS
from qa.language.numbers import CARDINALS, SCALES
from qa.writing.extractive import Draft

_SURE = 0.8  # the least probability that a short answer is right
# a logistic regression; how it was fitted: tests/bench/README.md
_MARGIN, _ALONE, _INTERCEPT = 0.158, 0.187, -0.361
_MOST = 0.8  # of the sentence: what is longer is not a short answer
_SIZES = "many|much|old|long|far|tall|big|large|high|deep|wide|heavy|fast|often|late"
_OPEN = re.compile(  # few words do not answer
    rf"why\b|how\b(?! (?:{_SIZES})\b)|what\s+happen", re.IGNORECASE
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


def short_answer(
    question: str, draft: Draft, sentences: Sequence[ScoredSentence], reader: PassageReader
) -> Citation | None:
    """The words of the first sentence's quote that answer, under that citation's number.

    Args:
        question: what was asked, complete in itself.
        draft: a written answer.
        sentences: best first, among them one that stands in its first citation.
        reader: reads that citation's quote by itself.

    Returns:
        None where the question asks for more than a few words, is negated or double, where the
        reader is not sure, or the first sentence is not a quote.
    """
    if _OPEN.match(question) or _NEGATED.search(question) or len(_ASKING.findall(question)) > 1:
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
    if not text or len(text) > _MOST * len(quote.quote) or not fits(question, text):
        return None
    alone = read_alone(question, found.hit, quote.quote, reader)
    best = alone.best(span.start - quote.start, span.end - quote.start)
    if best is None or likelihood(span.margin, best.margin) < _SURE:
        return None
    return Citation(quote.number, quote.article, span.start, span.end, text)


def likelihood(margin: float, alone: float) -> float:
    """The probability, 0 to 1, that a span answers.

    By its margin, in logits over "not here", in its passage and in its sentence alone.
    """
    return logistic(_MARGIN * margin + _ALONE * alone + _INTERCEPT)


def fits(question: str, text: str) -> bool:
    """Whether words are of the kind that a question asks for: somebody, a time, a number."""
    asked = question.casefold()
    if re.search(
        r"\bhow (?:many|much|old|long|far|tall|big|large|high|deep|wide|heavy|fast)\b", asked
    ):
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
