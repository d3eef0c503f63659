"""A sentence asked about: when, where and why something happened, who did it, how many there were.

Precision goes before recall: only the main clause is asked about, and only where its subject can be
known by a reader who has not read the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from qa.language.dates import find_dates
from qa.language.parsing import Parse
from qa.suggesting.people import Names, words_as_written

_PARTS = frozenset("dobj attr acomp oprd prt prep agent dative npadvmod advmod xcomp".split())
# with these the matter is elsewhere: "said that …"
_BARRED = frozenset("neg expl preconj ccomp csubj parataxis intj".split())
_TIMES = frozenset("day month year weekday season part".split())
_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_COUNTED = re.compile(
    r"(?:(?:about|around|nearly|over|at least|more than|some) )?\d[\d,.]* "
    r"(?:(?:hundred|thousand|million|billion) )?(?=[a-z])"
)
_ODD = re.compile(r"[\"“”«»()\[\]{}<>|;:,@#*_=\\/…!?•~^`]|\.\.|https?|www\.|(?<!\w)[-–]|[-–](?!\w)")


@dataclass(frozen=True, slots=True)
class Part:
    """An object or an adverbial.

    Attributes:
        text: its words.
        role: what it is to the verb.
        kinds: of the names in it.
        cut: whether what stands behind it may belong to it: "the first woman" (to win).
    """

    text: str
    role: str
    kinds: frozenset[str]
    cut: bool

    @property
    def is_date(self) -> bool:
        """Whether it tells when, and nothing else."""
        found = find_dates(self.text, date.max)
        ends = bool(found) and found[-1].end >= len(self.text.rstrip(" ,")) - 1
        return ends and found[0].kind in _TIMES and len(self.text.split()) <= 5


@dataclass(frozen=True, slots=True)
class Clause:
    """The main clause of a sentence.

    Attributes:
        subject: as it stands, but the first letter of what is no name in small letters.
        helpers: the auxiliaries ahead of the verb.
        verb, base, tag: the verb as it stands, its base form, and its tag.
        passive: whether something is done to the subject: "was closed".
        ahead: the parts before the subject.
        parts: the parts right behind the verb.
    """

    subject: str
    helpers: tuple[str, ...]
    verb: str
    base: str
    tag: str
    passive: bool
    ahead: tuple[Part, ...]
    parts: tuple[Part, ...]

    def asked(self, parts: Sequence[Part] = ()) -> str:
        """In the order of a question: "did the ship run aground" with the parts given."""
        if self.helpers:
            front = [self.helpers[0], self.subject, *self.helpers[1:], self.verb]
        else:
            does = [self.verb, self.subject], [_DO.get(self.tag, ""), self.subject, self.base]
            front = does[self.base != "be"]
        return " ".join([*front, *(part.text for part in parts)])

    def told(self, parts: Sequence[Part]) -> str:
        """The verb as it stands, with the parts given: "ran aground"."""
        return " ".join([*self.helpers, self.verb, *(part.text for part in parts)])

    def plain(self, most: int) -> list[Part]:
        """The parts ahead of the first that is not plain, but for dates."""
        fit = list(takewhile(lambda p: p.role != "advcl" and not _ODD.search(p.text), self.parts))
        kept = [part for part in fit if not part.is_date][:most]
        dated = any(part.is_date for part in fit)
        return kept[:-1] if kept and kept[-1].cut and not dated else kept


def of_clause(names: Names, parsed: Parse) -> Iterator[tuple[str, str]]:
    """Kind and question for what a sentence tells, nothing where it is not plain enough."""
    clause = read_clause(names, parsed)
    if clause is None:
        return
    if match := _COUNTED.match(clause.subject):
        told = clause.told(clause.plain(3))
        if set(re.findall(r"[A-Z]\w+", told)) & set(words_as_written(names.title)):
            yield "many", f"How many {clause.subject[match.end() :]} {told}?"
    elif names.stands_alone(clause.subject):
        yield from _circumstances(clause)
        yield from _by_whom(clause)
        yield from _how_many(clause)
        yield from _who(names, clause)
        to_do = clause.parts[:1]
        if to_do and to_do[0].role == "xcomp" and to_do[0].text[:3] == "to " and not clause.passive:
            yield "did", f"What {clause.asked()} to do?"


def read_clause(names: Names, parsed: Parse) -> Clause | None:
    """The main clause of a sentence; None where it has none that could be asked about."""
    words = parsed.words
    verb = next((n for n, word in enumerate(words) if word.role == "ROOT"), -1)
    below = parsed.below(verb) if verb >= 0 else []
    subjects = [n for n in below if words[n].role in ("nsubj", "nsubjpass") and n < verb]
    if len(subjects) != 1 or any(words[n].role in _BARRED for n in below):
        return None
    helpers = tuple(words[n].low for n in below if words[n].role in ("aux", "auxpass") and n < verb)
    finite = words[verb].tag in _DO or (helpers and words[verb].tag in ("VB", "VBN", "VBG"))
    subject = names.full_name(_subject(parsed, subjects[0]))
    if not finite or not subject or (helpers and words[verb].lemma == "be"):
        return None
    return Clause(
        subject=subject,
        helpers=helpers,
        verb=words[verb].text,
        base=words[verb].lemma,
        tag=words[verb].tag,
        passive=any(words[n].role == "auxpass" for n in below),
        ahead=tuple(_part(parsed, n) for n in below if n < subjects[0]),
        parts=tuple(_parts(parsed, verb, below)),
    )


def _subject(parsed: Parse, place: int) -> str:
    """The subject with what "of" adds to it, "" for one that goes on in another way."""
    words = parsed.words
    start, end = next(((a, b) for a, b, head in parsed.chunks if head == place), (place, place + 1))
    while words[place].tag[0] == "V" and start and words[start - 1].text[0].isupper():
        start -= 1  # "The Ever Given": a name that the tagger takes for a verb
    if end < len(words) and words[end].low == "of":
        end = max(end, parsed.branch(end)[1])
    text, goes_on = parsed.said(start, end), end < len(words) and words[end].low == "and"
    if goes_on or words[start].tag in ("PRP", "PRP$") or _ODD.search(text):
        return ""
    return text if words[start].tag.startswith("NNP") else text[:1].lower() + text[1:]


def _parts(parsed: Parse, verb: int, below: Sequence[int]) -> Iterator[Part]:
    at = verb + 1
    for place in (n for n in below if n > verb):
        start, end = parsed.branch(place)
        if parsed.words[place].role not in (*_PARTS, "advcl") or start != at:
            return
        yield _part(parsed, place)
        at = end


def _part(parsed: Parse, place: int) -> Part:
    start, end = parsed.branch(place)
    kinds = frozenset(word.entity for word in parsed.words[start:end])
    behind = parsed.words[end].text if end < len(parsed.words) else ""
    cut = behind == "to" or bool(re.match(r"[A-Z\d]", behind))
    return Part(parsed.said(start, end), parsed.words[place].role, kinds, cut)


def _circumstances(clause: Clause) -> Iterator[tuple[str, str]]:
    """When it was, why, and where; of a state it is asked less well when it was."""
    parts, deed = clause.plain(2), clause.helpers or clause.base not in ("be", "have")
    lasts = clause.helpers[:1] in (("has",), ("have",))  # "when has it opened" is nobody's question
    if (
        deed
        and not lasts
        and clause.tag != "VBP"
        and any(p.is_date for p in (*clause.ahead, *clause.parts))
    ):
        left = " ".join(part.text for part in parts)
        if (parts or clause.passive) and not find_dates(left, date.max):
            yield "when", f"When {clause.asked(parts)}?"
            if len(parts) > 1:  # the whole may be too long to be shown
                yield "when", f"When {clause.asked(parts[:1])}?"
    if any(re.match(r"(?:because|due to|in response to)\b", part.text) for part in clause.parts):
        kept = takewhile(lambda p: not re.match(r"because|due|in response", p.text), parts)
        yield "why", f"Why {clause.asked(list(kept))}?"
    for part in clause.parts[:1]:
        place = re.match(r"(?:in|at|near) (?:the )?[A-Z]", part.text) and not part.is_date
        if clause.passive and place and part.kinds & {"GPE", "LOC", "FAC"}:
            yield "where", f"Where {clause.asked()}?"


def _by_whom(clause: Clause) -> Iterator[tuple[str, str]]:
    """Who did it, where it was done by somebody with a name."""
    for part in clause.parts[:1]:
        named = re.match(r"by [A-Z]", part.text) and part.kinds <= {"", "PERSON", "ORG", "NORP"}
        if part.role == "agent" and named and len(clause.helpers) == 1:
            past = clause.verb.endswith("ed")  # else it may differ: "was written", "wrote"
            yield (
                "who",
                f"Who {clause.verb} {clause.subject}?" if past else f"Who {clause.asked()} by?",
            )


def _how_many(clause: Clause) -> Iterator[tuple[str, str]]:
    """How many, where things that are counted are the object."""
    for part in clause.parts[:1]:
        number = re.match(r"(?:[a-z]+ ){0,2}(?:\d[\d,.]*|[a-z]+) (?:[mb]illion )?", part.text)
        things = part.text[number.end() :] if number else ""
        if part.role == "dobj" and part.kinds & {"CARDINAL"} and re.match(r"[a-z-]+s\b", things):
            behind = [p for p in clause.plain(3)[1:] if p.role == "prep"][:1]
            yield "many", f"How many {things} {clause.asked(behind)}?"


def _who(names: Names, clause: Clause) -> Iterator[tuple[str, str]]:
    """Who did it, where a person is the subject and what was done names something."""
    parts = clause.plain(2)
    told = " ".join(part.text for part in parts)
    weak = not parts or parts[0].role in ("xcomp", "advmod") or re.match(r"an? ", told)
    if clause.subject in names.persons and not weak and re.search(r"[A-Z]", told):
        yield "who", f"Who {clause.told(parts)}?"
