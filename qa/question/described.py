"""Whom or what the last question asked for, called by what it says of it; and whose that is.

Nobody knows yet who won when "How old is she?" follows "Who won the regatta?": she is "the person
who won the regatta". A relative clause says so in a sentence that anybody would write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.language.kinds import is_animal, is_role
from qa.language.phrases import Phrase, phrases
from qa.question.frame import Frame, frame_of

_MOST_WORDS = 14  # of a description
_OWNED = re.compile(r"(?P<before>[A-Z].*?)['’]s? [a-z].*|.* of (?P<behind>(?:the )?[A-Z].*)")
_BE = ("is", "are", "was", "were")


def described(kind: str, last: str) -> str | None:
    """What a pronoun stands for where that is what the last question asks for.

    Args:
        kind: of the pronoun, as for `qa.question.pronouns.Pronoun`.
        last: the last question, standing alone.

    Returns:
        "the lions that got out of the zoo" for "many" after "How many lions got out of the zoo?";
        None where the question asks for nothing of that kind and number.
    """
    frame = frame_of(last)
    if not frame or not frame.is_of_subject or frame.end - max(frame.verb, 0) > _MOST_WORDS:
        return None
    noun = frame.counted.split()[-1].lower() if frame.counted else ""
    several = any(w.low == noun and w.tag in ("NNS", "NNPS") for w in frame.parsed.words)
    if kind == "person" and (several or frame.asks in ("what", "how many", "how much")):
        return None
    if kind == "person" and noun and not (is_role(noun) or is_animal(noun)):
        return None
    if (kind == "many") != several and not (kind == "many" and frame.asks == "who"):
        return None
    if kind == "thing" and (not noun or is_role(noun)):
        return None
    return _with_clause(frame, noun, plural=kind == "many") if kind != "place" else None


def _with_clause(frame: Frame, noun: str, *, plural: bool) -> str | None:
    """What is asked for with what is told of it."""
    words = frame.parsed.words
    if frame.asks == "who":
        if frame.verb < 0:  # "Who is the mayor?": the mayor
            return None
        called = "the people who" if plural else "the person who"
    else:
        called = f"the {frame.counted} {'who' if is_role(noun) else 'that'}"
    start = frame.front if frame.front >= 0 else frame.verb
    done = frame.verb > 0 and words[frame.verb].tag in ("VBN", "VBG")
    if frame.asks != "who" and done and words[start].low in _BE:  # "the men cleared of murder"
        return f"the {frame.counted} {frame.said(frame.verb)}"
    return f"{called} {frame.said(start)}"


def owner_in(found: Iterable[Phrase]) -> str | None:
    """Whose somebody is who was asked for: "Norland" of "the mayor of Norland", if it is no person.

    The parser takes most names that it does not know for people's: that of a full name it is.
    """
    owned = (_OWNED.fullmatch(phrase.text) for phrase in found)
    owners = (match["before"] or match["behind"] for match in owned if match)
    named = [p for owner in owners for p in phrases(f"It was {owner}.") if p.named]
    is_full = bool(named) and named[0].kind == "person" and " " in named[0].text
    return named[0].whole if named and not is_full else None
