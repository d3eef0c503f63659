"""What was asked, asked for its reason, its time, and for what those in the story say of it.

"Why were ships waiting?" after "How many ships were waiting?": these are the questions that people
put next most naturally. An article need not answer them, so an answer counts only where its
quotations say such a thing in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.article import Article
from qa.answer import Answer
from qa.language.dates import find_dates
from qa.language.kinds import ends_no_person
from qa.language.phrases import Phrase, phrases, strong_words
from qa.language.quotations import find_quotations
from qa.question.ellipsis import circumstance
from qa.question.frame import frame_of
from qa.suggesting.candidates import presentable

_SURE, _SURE_SAID = 0.8, 0.6  # confidence; who speaks is seen besides
_REASON = re.compile(
    r"\b(?:because|due to|owing to|so that|in order to|in response to|amid|after|caused|as a result"
    r"|the reason|blam\w+|citing|over (?:concern|fear|claim|alleg)\w*)\b",
    re.IGNORECASE,
)
_ASKED = ("why", "when")
_VARIED = ("who", "which", "what", "where", "how many")
_READ = 6_000  # characters of an article that are looked at for who speaks
_MOST_SPEAKERS = 2
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?: (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w’'-]+)){1,3}")


def varied(question: str) -> Iterator[tuple[str, str]]:
    """Which of "why" and "when", and a question that asks so; none where it would be no English.

    Args:
        question: that was answered, standing alone; of what is or was done.
    """
    frame, low = frame_of(question), question.casefold()
    if not frame or frame.verb < 0 or frame.asks not in _VARIED:
        return
    for asks in _ASKED:
        made = circumstance(asks, question)
        if made and asks not in low.split() and presentable(made):
            yield asks, made


def said_of(question: str, article: Article) -> Iterator[tuple[str, str]]:
    """Who speaks in an article, and a question for what they say of what was asked about.

    Args:
        question: that was answered, standing alone.
        article: that it was answered from.
    """
    about = next((p for p in phrases(question) if _is_topic(p, article.title)), None)
    if about is None:
        return
    text, known = article.text[:_READ], set(strong_words(question))
    speakers = dict.fromkeys(quoted.speaker for quoted in find_quotations(text))
    named = [one for one in speakers if _is_person(one, text) and not known & {*strong_words(one)}]
    for speaker in named[:_MOST_SPEAKERS]:
        made = f"What did {speaker} say about {about.whole}?"
        if presentable(made):
            yield speaker, made


def _is_topic(phrase: Phrase, title: str) -> bool:
    """Whether a phrase names what an article is about: most of it stands in the title."""
    words = set(strong_words(phrase.text))
    if phrase.rim or phrase.asked or phrase.kind == "time" or not words:
        return False
    telling = phrase.named or phrase.is_plural or len(words) > 1
    return telling and 2 * len(words & set(strong_words(title))) >= len(words)


def _is_person(name: str, text: str) -> bool:
    """Whether a speaker is somebody: a full name of which the last is used alone later."""
    if not _FULL_NAME.fullmatch(name) or ends_no_person(name) or name.startswith("The "):
        return False
    last = re.escape(name.split()[-1])
    alone = rf"(?:\b[a-z]\w*|[.,;:”’\"—-])\s+{last}\b(?!\s+[A-Z])"
    return bool(re.search(alone, text))


def tells(asks: str, reply: Answer) -> bool:
    """Whether an answer surely tells what was asked for.

    Args:
        asks: "why", "when", or the name of who is to have said something.
        reply: the answer.
    """
    quote = reply.citations[0].quote
    if asks == "why":
        return bool(_REASON.search(quote)) and reply.confidence >= _SURE
    if asks == "when":
        return bool(find_dates(quote, date.max)) and reply.confidence >= _SURE
    last = asks.split()[-1]
    return reply.confidence >= _SURE_SAID and any(last in one.quote for one in reply.citations)
