"""Words that point back in a conversation: which they are, and what they stand for. Pure.

A pronoun that its own question explains ("Who was Brandt and what did he do?") points nowhere else.
The others stand for a phrase of the last question: one that agrees in number, the first rather than
a later one, which is the common finding on what people take up again (Grosz, Joshi & Weinstein,
Computational Linguistics 1995).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.language.phrases import (
    AUXILIARIES,
    GENERIC,
    QUESTION_WORDS,
    Phrase,
    phrases,
    strong_words,
)
from qa.language.words import STOP_WORDS, Token

_PERSONAL = frozenset("he him his she her hers himself herself".split())
_PLURAL = frozenset("they them their theirs themselves".split())
_THING = frozenset("it its itself".split())
_POSSESSIVE = frozenset("his her its their".split())
_POINTING = frozenset("this that these those".split())
_BE = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
_PREPOSITIONS = frozenset(
    "about after at before by for from in into like near of on since than to under until with"
    " without".split()
)
# "is it true that", "how long does it take to": the word stands for nothing
_EMPTY_IT = re.compile(
    r"\bit(?:'s|\s+is|\s+was)?\s+(?:really\s+|still\s+|also\s+)?(?:(?:true|possible|important|known"
    r"|necessary|worth|likely|legal|illegal|safe|better|easy|hard|difficult|takes?|costs?|means?"
    r"|seems?)\b(?=.*\b(?:that|to|if|in|when)\b)|rain|snow)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z0-9]\S*(?: (?:(?:of|the|and|de|la|van|von) )*[A-Z0-9]\S*)*")


@dataclass(frozen=True, slots=True)
class Context:
    """What the last turn that was about something was about.

    Attributes:
        last: its question, standing alone.
        found: the phrases of the question, or those that were carried into it; at least one.
        answered: the names in its answer that are not in the question.
    """

    last: str
    found: tuple[Phrase, ...]
    answered: tuple[Phrase, ...]

    @property
    def stems(self) -> set[str]:
        """The stems of the words that say what the question was about."""
        return set(strong_words(" ".join(phrase.text for phrase in self.found)))


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun of a question that stands for something said before.

    Attributes:
        token: where it is.
        kind: "person", "many" (they), "thing" or "place" (there).
        possessive: whether it is his, her, its, their.
        before: what is to be put before its meaning: "in " for "there".
    """

    token: Token
    kind: str
    possessive: bool = False
    before: str = ""


def pronouns(question: str, found: Sequence[Token]) -> Iterator[Pronoun]:
    """The pronouns of a question, given with its tokens, that it does not explain itself."""
    empty = [m.start() for m in _EMPTY_IT.finditer(question)]
    for place, token in enumerate(found):
        before = found[place - 1].low if place else ""
        after = found[place + 1].low if place + 1 < len(found) else ""
        if token.low in _PERSONAL | _PLURAL | _THING:
            kind = "person" if token.low in _PERSONAL else "thing"
            kind = "many" if token.low in _PLURAL else kind
            if token.start not in empty and not _explained(question[: token.start], kind):
                noun_follows = after[:1].isalnum() and after not in STOP_WORDS
                yield Pronoun(
                    token, kind, token.low in _POSSESSIVE and (token.low != "her" or noun_follows)
                )
        elif token.low == "there" and before and not {before, after} & (_BE | {"many", "much"}):
            yield Pronoun(token, "place", before="" if before in _PREPOSITIONS else "in ")


def _explained(before: str, kind: str) -> bool:
    """Whether what stands before a pronoun in its own question names what it may stand for."""
    known = [p for p in phrases(re.sub(r"(?i)\bhow \w+", "", before)) if strong_words(p.text)]
    if kind == "person":
        return bool(known)
    return any(phrase.is_plural == (kind == "many") for phrase in known)


def meaning(kind: str, context: Context) -> str | None:
    """What a pronoun stands for, with its article; None when nothing in the context fits."""
    inner = [phrase for phrase in context.found if not phrase.rim] or list(context.found)
    if kind == "person":
        return _person(inner, context)
    if kind == "place":
        places = [phrase for phrase in context.found if phrase.rim]
        of = [m[1] for p in context.found if (m := re.search(rf"\bof ({_NAME.pattern})$", p.text))]
        named = [phrase for phrase in places if phrase.named] or places
        return _whole(named[-1]) if named else next(reversed(of), None)
    fitting = [phrase for phrase in inner if phrase.is_plural == (kind == "many")] or inner
    owner, _, _ = _whole(fitting[0]).partition("'s ")
    return owner


def _person(inner: Sequence[Phrase], context: Context) -> str:
    """Whom "he" or "she" means: the answer's name if one was asked for, else the question's."""
    names = [phrase for phrase in inner if phrase.named]
    asked_who = re.match(r"(?:\W*\w+\W+){0,2}?(?:who|name)\b", context.last, re.IGNORECASE)
    people = [phrase for phrase in context.answered if not phrase.rim]
    if (asked_who or not names) and people:
        found = _NAME.search(people[0].text)
        return re.split(" of | and ", found[0])[0] if found else people[0].text
    return _whole((names or inner)[0])


def _whole(phrase: Phrase) -> str:
    return phrase.article + phrase.text


def first_name(text: str) -> str:
    """The first run of words with capitals, "" when there is none."""
    found = _NAME.search(text)
    return found[0] if found else ""


def points_back(question: str, found: Sequence[Token]) -> str:
    """Whether "this" or "that" in a question, given with its tokens, stands for something before.

    Returns:
        "event" as in "When was that?", "thing" as in "in those days"; "" when it does not.
    """
    named = any(phrase.named for phrase in phrases(question))
    for place, token in enumerate(found):
        if token.low not in _POINTING or _explained(question[: token.start], "thing"):
            continue
        before = found[place - 1].low if place else ""
        after = found[place + 1].low if place + 1 < len(found) else ""
        if named and after[:1].isalnum():
            continue
        if after in ("the", "a", "an"):
            return "thing"
        alone = not after[:1].isalnum() or after in STOP_WORDS | AUXILIARIES | GENERIC
        leaning = before in AUXILIARIES | _PREPOSITIONS | QUESTION_WORDS or not after[:1].isalnum()
        if token.low != "that" or leaning or (not before and after in AUXILIARIES):
            return "event" if alone else "thing"
    return ""
