"""What was asked, asked for its reason and its time: "Why were ships waiting?" after "How many …?".

These are the questions that people put next most naturally. An article need not answer them, so an
answer counts only where its first quotation says such a thing in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qa.answer import Answer
from qa.language.dates import find_dates
from qa.question.ellipsis import circumstance
from qa.suggesting.candidates import presentable

_SURE = 0.8  # confidence
_REASON = re.compile(
    r"\b(?:because|due to|owing to|so that|in order to|in response to|amid|after|caused|as a result"
    r"|the reason|blam\w+|citing|over (?:concern|fear|claim|alleg)\w*)\b",
    re.IGNORECASE,
)
_ASKED = ("why", "when")


def varied(question: str) -> Iterator[tuple[str, str]]:
    """Which of "why" and "when", and a question that asks so; none where it would be no English.

    Args:
        question: that was answered, standing alone.
    """
    low = question.casefold()
    for asks in _ASKED:
        made = circumstance(asks, question)
        if made and asks not in low.split() and presentable(made):
            yield asks, made


def tells(asks: str, reply: Answer) -> bool:
    """Whether an answer surely tells the reason or the time that was asked for."""
    quote = reply.citations[0].quote
    told = bool(_REASON.search(quote)) if asks == "why" else bool(find_dates(quote, date.max))
    return told and reply.confidence >= _SURE
