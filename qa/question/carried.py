"""What a question that leans on others is about, put behind it: "Why? · about: Orlava Dam".

So is written what no rule can put into the question itself as a person would.
"""

from __future__ import annotations

import re

from qa.language.calendar import YEAR
from qa.language.parsing import Parse, parse
from qa.language.phrases import asked_verb, phrases, things_said
from qa.question.pronouns import Context
from qa.question.terms import carried_terms

ABOUT = " · about: "
CARRIED = re.compile(rf"(?P<asked>.*\S){ABOUT}(?P<about>.+)", re.DOTALL)
LIKELY = 0.4  # chance from which a phrase is what a question that lacks something leans on
_EMPTY = ("be", "do", "have", "tell", "give", "show", "explain")  # verbs that are about nothing
_MOST_WORDS = 16  # of what is carried over
WH = ("WDT", "WP", "WP$", "WRB")  # tags of question words


def as_searched(question: str) -> str:
    """A question that stands alone as search and reader take it: what it is about in brackets."""
    carried = CARRIED.fullmatch(question)
    return f"{carried['asked'].rstrip(' ?.!')} ({carried['about']})?" if carried else question


def is_fragment(parsed: Parse) -> bool:
    """Whether a question has no verb of its own: "the west bank", "how many ships?"."""
    return asked_verb(parsed) < 0 and not any(
        word.tag in ("MD", "VBD", "VBZ", "VBP") or (word.tag == "VB" and word.role == "ROOT")
        for word in parsed.words
    )


def says_too_little(question: str, context: Context) -> bool:
    """Whether nobody could know what is asked for: "Who is the president?", "How many died?"."""
    if any(phrase.named for phrase in phrases(question)) or YEAR.search(question):
        return False
    parsed, said = parse(question), things_said(question)
    if not said:
        return any(word.tag in WH for word in parsed.words)
    if context.stems & set(said):
        return False
    if is_fragment(parsed):
        return len(said) <= 2
    return len(said) == 1 and any(word.low in ("the", "then", "else") for word in parsed.words)


def topic(question: str, context: Context) -> str:
    """What a question that says too little by itself is about: phrases said before.

    Those it most likely leans on, else what the last question was about.
    """
    if likely := carried_terms(question, context.talk, LIKELY):
        return _short(", ".join(likely))
    kept = [p for p in context.found if (p.named and p.kind != "time") or not p.rim]
    kept = kept or list(context.found)
    return _short(", ".join(dict.fromkeys(p.text for p in kept if things_said(f"the {p.text}"))))


def happened(context: Context) -> str:
    """What the last question asks, without its question words: what "that" stands for."""
    carried = CARRIED.fullmatch(context.last)
    asked = carried["asked"] if carried else context.last
    parsed = parse(re.split(r"(?<=[.!?])\s+(?=\w)", asked.rstrip())[-1])
    found, verb = phrases(parsed.text), asked_verb(parsed)
    inside = {place for phrase in found for place in range(phrase.start, phrase.end)}
    pieces = [(p.start, p.text) for p in found if things_said(f"the {p.text}")]
    pieces += [
        (place, word.text)
        for place, word in enumerate(parsed.words)
        if (word.tag[0] == "V" or place == verb)
        and place not in inside
        and word.lemma not in _EMPTY
    ]
    about = [text for _, text in sorted(pieces)] + ([carried["about"]] if carried else [])
    return _short(", ".join(dict.fromkeys(about)))


def _short(text: str) -> str:
    found = list(re.finditer(r"\S+", text.rstrip(" ?.!")))
    return text[: found[_MOST_WORDS - 1].end()] if len(found) > _MOST_WORDS else text.rstrip(" ?.!")


def appended(question: str, about: str) -> str:
    """A question with what it is about behind it, as far as it does not say so itself."""
    said = set(things_said(question))
    kept = [one for one in about.split(", ") if not set(things_said(f"the {one}")) <= said]
    bare = question.rstrip(" ?.!")
    made = f"{bare}?{ABOUT}{', '.join(kept)}" if kept else f"{bare}?"
    return made[:1].upper() + made[1:]
