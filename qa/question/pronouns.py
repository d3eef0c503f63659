"""Words that point back in a conversation: which they are, and what they stand for.

A pronoun that its own question explains ("Who was Brandt and what did he do?") points nowhere else.
The others stand for a phrase of the last question: one that agrees in number and kind, the first
rather than a later one, which is the common finding on what people take up again (Grosz, Joshi &
Weinstein, Computational Linguistics 1995). Where none fits for certain, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.language.parsing import Parse, Word, parse
from qa.language.phrases import Phrase, is_capital, phrases, things_said
from qa.question.described import described, owner_in
from qa.question.terms import NOTHING_SAID, Talk

_PERSONAL = frozenset("he him his she her hers himself herself".split())
_PLURAL = frozenset("they them their theirs themselves".split())
_THING = frozenset("it its itself".split())
_POINTING = frozenset("this that these those".split())
_NOW = frozenset(  # "this year"
    "day week weekend month year season morning afternoon evening spring summer autumn fall winter"
    " century decade".split()
)
_WITHIN_NAMES = frozenset(
    "of the de der den da di do dos das del du van von la le al el bin ibn ben -".split()
)
_ELIDED = re.compile(r"[dl]['’][A-ZÀ-Þ]")  # "Côte d'Ivoire"
_BE = frozenset("is are was were be been being 's isn't aren't wasn't weren't".split())
# "is it true that", "how long does it take to": the word stands for nothing
_EMPTY_IT = re.compile(
    r"\bit(?:'s|\s+is|\s+was)?\s+(?:really\s+|still\s+|also\s+)?(?:(?:true|possible|important|known"
    r"|necessary|worth|likely|legal|illegal|safe|better|easy|hard|difficult|takes?|costs?|means?"
    r"|seems?)\b(?=.*\b(?:that|to|if|in|when)\b)|rain|snow)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the last turn that was about something was about.

    Attributes:
        last: its question, standing alone.
        answer: its answer's beginning, "" when there was none.
        found: the phrases of the question, or those that were carried into it; at least one.
        talk: what was said before, as `qa.question.terms` takes it.
    """

    last: str
    answer: str
    found: tuple[Phrase, ...]
    talk: Talk = NOTHING_SAID

    @property
    def stems(self) -> set[str]:
        """The stems of the words that say what the question was about."""
        return set(things_said(" ".join(f"the {phrase.text}" for phrase in self.found)))

    @property
    def answered(self) -> list[Phrase]:
        """The names in the answer that the question does not hold, things left out."""
        said = set(things_said(self.last))
        return [
            phrase
            for phrase in phrases(self.answer)
            if phrase.named
            and phrase.kind not in ("thing", "time")
            and not phrase.rim
            and not said & set(things_said(f"the {phrase.text}"))
        ]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun of a question that stands for something said before.

    Attributes:
        start, end: its characters in the question, end exclusive.
        kind: "person", "many" (they), "thing" or "place" (there).
        possessive: whether it is his, her, its, their.
        before: what is to be put before its meaning: "in " for "there".
        is_object: whether something is done to it.
    """

    start: int
    end: int
    kind: str
    possessive: bool = False
    before: str = ""
    is_object: bool = False


def pronouns(question: str) -> Iterator[Pronoun]:
    """The pronouns of a question that it does not explain itself."""
    empty = [m.start() for m in _EMPTY_IT.finditer(question)]
    parsed = parse(question)
    for place, word in enumerate(parsed.words):
        before = parsed.words[place - 1] if place else None
        after = parsed.words[place + 1].low if place + 1 < len(parsed.words) else ""
        if word.low in _PERSONAL | _PLURAL | _THING:
            kind = "person" if word.low in _PERSONAL else "thing"
            kind = "many" if word.low in _PLURAL else kind
            if word.start not in empty and not _explained(parsed, place, kind):
                owned, done_to = word.tag == "PRP$", word.role in ("dobj", "pobj")
                yield Pronoun(word.start, word.end, kind, owned, is_object=done_to)
        elif word.low == "there" and before and not {before.low, after} & (_BE | {"many", "much"}):
            yield Pronoun(
                word.start, word.end, "place", before="" if before.tag in ("IN", "TO") else "in "
            )


def _explained(parsed: Parse, place: int, kind: str) -> bool:
    """Whether a question itself names what one of its pronouns may stand for.

    That is before it, or, for its, his and the like, as the subject: "Of its gas, how much does
    Norland sell?". Who does something and to whom it is done are not the same: "Who beat her?".
    """
    word = parsed.words[place]
    possessive = word.tag == "PRP$"
    for phrase in phrases(parsed.text):
        ahead = phrase.end <= place
        if not ahead and not (possessive and phrase.role.startswith("nsubj")):
            continue
        if ahead and not possessive and phrase.verb == word.head and "self" not in word.low:
            continue
        if not ahead and phrase.start <= word.head < phrase.end:  # "her husband"
            continue
        if _fits(phrase, kind):
            return True
    return False


def _fits(phrase: Phrase, kind: str) -> bool:
    """Whether a pronoun of a kind may stand for a phrase."""
    if kind == "many":
        return phrase.is_plural and phrase.kind != "time"
    barred = ("person", "time") if kind == "thing" else ("place", "thing", "time")
    return not phrase.is_plural and phrase.kind not in barred


def meaning(pronoun: Pronoun, context: Context) -> str | None:
    """What a pronoun stands for, with its article; None when nothing in the context fits."""
    kind, possessive = pronoun.kind, pronoun.possessive
    if kind == "person":
        return _person(context) or (None if possessive else described(kind, context.last))
    if kind == "place":
        return _place(context)
    inner = [phrase for phrase in context.found if not phrase.rim]
    fitting = [phrase for phrase in [*inner, *context.found] if _fits(phrase, kind)]
    if kind == "thing" and _asks_who_is(context.last):
        owner = owner_in(context.found)
        if owner or asks_who(context.last):
            return owner
    names = {phrase.text for phrase in fitting if phrase.named}
    if pronoun.is_object and kind == "thing" and len(names) > 1:
        return None  # "JetBlue" or "Spirit" or the deal of both
    if fitting and fitting[0].asked and not possessive:
        return described(kind, context.last)
    owners = not fitting and kind == "thing"
    if owners:  # "the Netherlands"
        fitting = [phrase for phrase in inner if phrase.named and phrase.kind != "person"]
    if not fitting and not possessive:
        return described(kind, context.last)
    if not fitting or fitting[0].asked:
        return None
    return fitting[0].whole.partition("'s ")[0] if owners else fitting[0].whole


def _place(context: Context) -> str | None:
    found = [p for p in context.found if p.kind == "place" or (p.rim and p.kind in ("", "thing"))]
    named = [phrase for phrase in found if phrase.named] or found
    if named:
        return named[-1].whole
    of = [m[1] for p in context.found if (m := re.search(r"\bof ((?:the )?[A-Z].*)$", p.text))]
    return of[-1] if of else None


def asks_who(question: str) -> bool:
    """Whether a question asks for somebody it does not name: "Who won?", not "Who is Ann Lee?"."""
    words = parse(question).words[:3]
    if not any(word.low in ("who", "whose", "whom") for word in words):
        return bool(re.match(r"(?:\W*\w+\W+){0,3}?name\b", question, re.IGNORECASE))
    named = [p for p in phrases(question) if p.named and p.kind in ("person", "")]
    return not any(p.role in ("nsubj", "attr", "ROOT") and not p.article for p in named)


def _person(context: Context) -> str | None:
    """Whom "he" or "she" means: the answer's person if one was asked for, else the question's."""
    asked = asks_who(context.last)
    inner = [p for p in context.found if not p.rim and not p.is_plural]
    people = [p for p in [*inner, *context.found] if p.kind == "person" and not p.is_plural]
    answered = context.answered if asked or not people else []
    certain = [phrase for phrase in answered if phrase.kind == "person"]
    if asked:  # the subject of "Ana Petrik built it, Bo Crane said", whatever its name is like
        certain = [p for p in answered[:1] if p.role == "nsubj" and p.kind != "place"] or certain
        certain = certain or answered
    if certain:
        return _called(certain[0])
    if people and not asked:
        return people[0].whole
    # "the mayor" of "What did the mayor promise?" or "Who is the mayor of Norland?"
    roles = ("attr", "nsubj", "nsubjpass", "poss") if not asked or _is_of_be(context.last) else ()
    likely = [p for p in inner if _may_be_person(p) and p.role in roles]
    return likely[0].whole if likely and not likely[0].asked else None


def _may_be_person(phrase: Phrase) -> bool:
    """Whether somebody may be meant: a storm is no he, a name that the parser does not know may."""
    return _fits(phrase, "person") and (
        phrase.kind == "person" or phrase.text.split(" of ")[0].split()[-1][0].isupper()
    )


def _is_of_be(question: str) -> bool:
    return any(word.lemma == "be" and word.role == "ROOT" for word in parse(question).words)


def _asks_who_is(question: str) -> bool:
    """Whether a question is one such as "Who is the mayor of Norland?"."""
    who = any(word.low == "who" for word in parse(question).words[:3])
    return who and _is_of_be(question)


def _called(phrase: Phrase) -> str:
    """A person's name out of a phrase: "Ana Petrik" of "chief engineer Ana Petrik"."""
    return name_in(parse(f"the {phrase.text}").words[1:]) or phrase.text


def name_in(words: Sequence[Word]) -> str:
    """The first run of words with capitals, small words of names inside it; "" for none."""
    run: list[Word] = []
    for word in words:
        if is_capital(word) or (run and (word.low in _WITHIN_NAMES or _ELIDED.match(word.text))):
            run.append(word)
        elif run:
            break
    while run and not is_capital(run[-1]):
        run.pop()
    made = ""
    for before, word in zip([None, *run], run, strict=False):
        made += (" " if before and before.end < word.start else "") + word.text
    return made


def points_back(question: str) -> str:
    """Whether "this" or "that" in a question stands for something said before.

    Returns:
        "event" as in "When was that?", "thing" as in "in those days"; "" when it does not.
    """
    parsed = parse(question)
    for place, word in enumerate(parsed.words):
        if word.low not in _POINTING or word.tag in ("IN", "WDT", "WP") or word.role == "mark":
            continue
        ends = next((w.text for w in parsed.words[place:] if w.text in (".", "!", "?")), "?")
        if ends != "?" or _explained(parsed, place, "thing"):  # "That is sad. And when"
            continue
        if word.role != "det":
            return "event"
        if word.low == "this" and parsed.words[word.head].low in _NOW:
            continue
        if not any(phrase.named for phrase in phrases(question)):
            return "thing"
    return ""
