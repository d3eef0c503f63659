"""Short follow-ups that ask the last question in another way: "Why?", "Who else?", "How many?".

Each kind is put into the last question in its own way, and only where that makes a sentence a
person would write; where it would not, nothing is made of it here.
"""

from __future__ import annotations

import re

from qa.language.phrases import phrases
from qa.question.frame import Frame, frame_of
from qa.question.pronouns import Context

_WHEN = re.compile(
    r"(?P<asks>(?:(?:since|until|till|from|by|at|in)\s+)?"
    r"(?:when|where|why|how|what year|which year|whom|how come|how long|how often))"
    r"(?P<no>\s+not)?(?:\s+(?:exactly|so|then))?",
    re.IGNORECASE,
)
_WHEN_THAT = re.compile(
    r"(?P<asks>when|where|why|how)(?:\s+(?:was|is|were)\s+(?:that|this)(?:\s+so)?"
    r"|['’]s\s+(?:that|this)|\s+did\s+(?:that|this)\s+happen|\s+(?:that|this))",
    re.IGNORECASE,
)
_ELSE = re.compile(r"(?:(?P<asks>who|what|where|when|why|how)|any(?:one|body|thing))\s+else", re.I)
_HOW_MANY = re.compile(
    r"how many(?:\s+of\s+them|\s+(?:are|were)\s+(?:there|they)|\s+in\s+(?:total|all))?", re.I
)
_TALKING = ("you", "i", "we")
_NEGATED = {"can": "can't", "will": "won't", "shall": "shan't", "am": "am not", "may": "may not"}


def is_short(question: str) -> bool:
    """Whether a question, without its mark, is one of the short ones that say a question again."""
    kinds = (_WHEN, _WHEN_THAT, _ELSE, _HOW_MANY)
    return any(kind.fullmatch(question) for kind in kinds)


def circumstance(question: str, last: str) -> str | None:
    """The last question asked for its time, place, reason or way: "Why?", "When was that?".

    Args:
        question: without "and" before it and its mark.
        last: the last question, standing alone.

    Returns:
        A whole question; None where this is no such follow-up, or the last cannot be asked so.
    """
    match = _WHEN.fullmatch(question) or _WHEN_THAT.fullmatch(question)
    frame = frame_of(last) if match else None
    if not match or not frame:
        return None
    asks = match["asks"][0].upper() + match["asks"][1:].lower()
    not_so = match.re is _WHEN and bool(match["no"])
    if not frame.is_of_subject:
        return _of_inverted(asks, frame, not_so=not_so)
    return None if not_so else _of_subject(asks, frame)


def _of_inverted(asks: str, frame: Frame, *, not_so: bool) -> str | None:
    """With another question word ahead: "Where did the floods begin?" becomes "When did the …"."""
    if frame.asks and not frame.is_of_circumstance:
        the = "" if frame.asks == "how many" else "the "
        if not frame.counted or frame.verb + 1 != frame.end:
            return None
        return f"{asks} {frame.said(frame.front)} {the}{frame.counted}?"  # "did it kill people"
    if (frame.verb < 0 and frame.asks) or frame.said(*frame.subject).casefold() in _TALKING:
        return None  # "Where is the ship?", "Can you tell me about the floods?"
    if not_so:
        negated = _NEGATED.get(frame.auxiliary, f"{frame.auxiliary}n't")
        return f"{asks} {negated} {frame.said(frame.subject[0])}?"
    front = frame.said(frame.front)
    return f"{asks} {front[0].lower()}{front[1:]}?"


def _of_subject(asks: str, frame: Frame) -> str | None:
    """Of one that asks for its subject: what it asks for is named, or left out by the passive."""
    words = frame.parsed.words
    noun = frame.counted
    if noun and frame.asks in ("which", "what"):
        noun = f"the {noun}"
    if frame.front >= 0 and noun and frame.verb >= 0:
        return f"{asks} {words[frame.front].low} {noun} {frame.said(frame.front + 1)}?"
    if frame.front >= 0 or frame.verb < 0:
        return None
    verb = words[frame.verb]
    if noun or (frame.asks == "what" and verb.lemma == "happen"):
        if not noun:
            return None
        does = {"VBD": "did", "VBZ": "does"}.get(verb.tag, "do")
        rest = frame.said(frame.verb + 1)
        return f"{asks} {does} {noun} {verb.lemma} {rest}".rstrip() + "?"
    end, done = frame.object_end(), frame.participle() if verb.tag == "VBD" else ""
    if end < 0 or not done or frame.asks != "who":
        return None
    thing = next(p for p in phrases(frame.parsed.text) if p.start == frame.verb + 1)
    was = "were" if thing.is_plural else "was"
    return f"{asks} {was} {frame.said(frame.verb + 1, end)} {done} {frame.said(end)}".rstrip() + "?"


def another(question: str, last: str) -> str | None:
    """The last question asked for more of the same: "Who else?"; None where it is not that."""
    match = _ELSE.fullmatch(question)
    frame = frame_of(last) if match else None
    if not match or not frame:
        return None
    asks = (match["asks"] or "who").lower()
    if frame.asks == asks and not frame.counted:
        word = re.match(r"\w+", last)
        return f"{word[0]} else{last[word.end() :].rstrip(' ?')}?" if word else None
    named = asks if match["asks"] else ""
    if frame.asks in ("which", "what") and frame.counted and named in ("who", "what"):
        word = re.match(r"\w+", last)
        return f"{word[0]} other{last[word.end() :].rstrip(' ?')}?" if word else None
    end = frame.object_end()
    if frame.asks or asks not in ("who", "what") or frame.verb < 0 or end < 0:
        return None
    front = frame.said(frame.front, frame.verb + 1)
    return (
        f"{asks.capitalize()} else {front[0].lower()}{front[1:]} {frame.said(end)}".rstrip() + "?"
    )


def number(question: str, last: str) -> str | None:
    """The last question asked for how many: "How many of them?"; None where it is not that."""
    frame = frame_of(last) if _HOW_MANY.fullmatch(question) else None
    if not frame or not frame.is_of_subject or frame.verb < 0:
        return None
    noun = frame.counted if frame.asks in ("which", "what") else ""
    if frame.asks == "who" and frame.parsed.words[frame.verb].tag == "VBD" and frame.front < 0:
        noun = "people"
    if not noun.endswith("s") and noun != "people":
        return None
    start = frame.front if frame.front >= 0 else frame.verb
    return f"How many {noun} {frame.said(start)}?"


def counted_noun(question: str, context: Context) -> str | None:
    """A question for "how many" of something it does not name, with that put in.

    "How many are planned?" after one on cheetahs becomes "How many cheetahs are planned?".
    """
    match = re.match(
        r"how many(?=\s+(?:are|were|have|will|did|do|died|survived|got)\b)", question, re.I
    )
    several = [p for p in context.found if p.is_plural and p.kind != "time"]
    if not match or not several:
        return None
    noun = several[0].text.split(" of ")[0]
    return f"{match[0]} {noun}{question[match.end() :]}"
