"""Questions about what a sentence tells: when, where, why, who did it, how many. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from qa.language.dates import find_dates
from qa.language.quantities import Quantity, find_quantities
from qa.language.words import STOP_WORDS, words
from qa.suggesting.clauses import Clause, base_of, has_name, read_clause, stands_alone
from qa.suggesting.names import NAME, PEOPLE, ArticleNames

_LONG = 10  # words of a subject and a predicate, from which the latter is shortened
_ASIDE = re.compile(rf"^((?:The )?{NAME}),? (?:\([^)]*\) |(?<=, )[^,()]{{3,90}}, )")
_ODD = re.compile(r"[\"“”«»()\[\]{}<>|;:@#*_=\\/…!?•~^`]|\.\.|https?|www\.")
_AHEAD = re.compile(
    r"(?:On|In) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+ \d{1,2}"
    r"|\d{1,2} [A-Z][a-z]+|(?:[A-Z][a-z]+ )?(?:1[5-9]|20)\d\d)"
    r"(?: (?:1[5-9]|20)\d\d)?,? (?=[A-Z]|the\b|an?\b)"
)
_CONJUNCTION = re.compile(r"^(?:But|And|So|Meanwhile,|However,|Still,|Later,|Also,) (?=[A-Z])")
_BECAUSE = re.compile(r",? because |,? due to |,? in response to |, citing |,? in protest ")
_PLACE = re.compile(r"(?<=\w) (?:in|at|on|from|near|during|for|with|to)\b")
_TAIL = re.compile(
    r"$|,|\.| (?:after|as|when|while|amid|following|before|in|at|to|for|with|during|and|but|by"
    r"|from)\b"
)
_LOOSE = re.compile(
    r",? (?:after|while|when|amid|following|although|though|but|which|because|according)\b"
    r"|, (?:who|where|as|with|and (?:he|she|it|they)|[a-z]+ing|said)\b"
    r"|, (?=[^,]{2,60}\b(?:said|says|told|announced|reported|reports|wrote)\b)"
)
_HANGING = re.compile(
    r"(?:^|\s)(?:the|an?|of|to|at|in|on|for|from|with|by|and|or|as|his|her|its|their)$"
    r"|(?:^|\s)[-–]|[-–](?:\s|$)"
)
_INNER = frozenset("not but that which who while when because after before where".split())
_SUFFERED = frozenset(
    "arrest kill injure destroy fire damage ban suspend sentence dismiss abandon cancel rescue"
    " attack seize evacuate".split()
)
_FATES = frozenset("die crash collapse disappear resign".split())
_ANNOUNCING = frozenset(
    "announce unveil launch propose promise demand discover reveal order ban approve reject publish"
    " invent introduce develop recommend suggest criticize adopt".split()
)
_PLACED = re.compile(
    r"((?:born|held|located|based|buried|filmed|built|headquartered|situated|raised|found|set))"
    r" (?:in|at|near|on|along) (?:the )?[A-Z](?!\w+ \d)"
)
_MADE = re.compile(
    r"(written|directed|produced|invented|discovered|founded|designed|built|painted|composed|sung"
    r"|created|developed|introduced|drawn|established) by (?:the )?[A-Z]"
)
_TIMES = frozenset("day month year weekday season part".split())
_SAYING = frozenset("say tell add ask announce argue explain think want feel see get".split())
_MONEY_VERBS = frozenset("raise pay cost spend earn invest lose donate receive make".split())


def of_clause(reading: ArticleNames, sentence: str) -> Iterator[tuple[str, str]]:
    """Kind and question for what a sentence tells, nothing where it is not plain enough."""
    plain = _ASIDE.sub(r"\1 ", _CONJUNCTION.sub("", sentence))
    yield from _counted(reading, plain)
    ahead = _AHEAD.match(plain)
    clause = read_clause(plain[ahead.end() :] if ahead else plain, reading.names)
    if clause is None:
        return
    clause = replace(clause, subject=reading.full_name(clause.subject))
    if not stands_alone(clause.subject, reading.title, reading.text):
        return
    yield from _why(clause)
    yield from _when(clause, dated=bool(ahead))
    yield from _happened(clause)
    yield from _where(clause)
    yield from _maker(clause)
    yield from _announced(clause)
    yield from _how_many(clause)
    yield from _who(reading, clause)


def _why(clause: Clause) -> Iterator[tuple[str, str]]:
    because = _BECAUSE.search(clause.rest)
    left = clause.rest[: because.start()] if because else ""
    asked = clause.asked(left)
    owned = clause.verb in ("has", "have", "had")  # "had to leave": no auxiliary
    if left and not owned and _is_plain(left):
        yield "why", f"Why {asked}?"


def _when(clause: Clause, *, dated: bool) -> Iterator[tuple[str, str]]:
    """When it was, by a date behind the clause or, `dated`, ahead of it."""
    if clause.verb in ("is", "are", "has", "have", "had", "can", "could", "would", "must"):
        return
    if dated:
        left = _core(clause.rest)
    else:
        named = next(iter(find_dates(clause.rest, date.max)), None)
        if not named or named.kind not in _TIMES or not _TAIL.match(clause.rest[named.end :]):
            return
        left = re.sub(r"\s*\b(?:on|in)\s+$", "", clause.rest[: named.start])
        if left == clause.rest[: named.start] and named.kind not in ("day", "weekday"):
            return
    left = left.strip()
    if len(f"{clause.subject} {left}".split()) > _LONG:
        left = _PLACE.split(left, maxsplit=1)[0]
    asked = clause.asked(left)
    told = not clause.base and re.match(r"(?:an?|the|\w+ing)\b", left)  # no deed
    if left and not told and _is_plain(left) and not find_dates(left, date.max):
        yield "when", f"When {asked}?"


def _happened(clause: Clause) -> Iterator[tuple[str, str]]:
    """What became of something or somebody with a name of two words or an article."""
    passive = re.match(r"(?:been )?(\w+)", clause.rest) if not clause.base else None
    suffered = passive and base_of(passive[1].casefold()) in _SUFFERED
    if (suffered or clause.base in _FATES) and " " in clause.subject:
        yield "fate", f"What happened to {clause.subject}?"


def _where(clause: Clause) -> Iterator[tuple[str, str]]:
    match = _PLACED.match(clause.rest)
    if match and clause.verb in ("is", "are", "was", "were"):
        yield "where", f"Where {clause.verb} {clause.subject} {match[1]}?"


def _maker(clause: Clause) -> Iterator[tuple[str, str]]:
    """Who made something: "was written by" is "wrote"."""
    match = _MADE.match(clause.rest)
    if match and clause.verb in ("was", "were"):
        past = {"written": "wrote", "sung": "sang", "drawn": "drew"}.get(match[1], match[1])
        yield "who", f"Who {past} {clause.subject}?"


def _announced(clause: Clause) -> Iterator[tuple[str, str]]:
    """What somebody announced, promised and the like."""
    object_follows = re.match(
        r"(?:an?|the|that|to|its|his|her|their|[\d$£€]|[a-z]+s\b)", clause.rest
    )
    if clause.base in _ANNOUNCING and object_follows:
        yield "did", f"What {clause.asked('')}?"


def _counted(reading: ArticleNames, sentence: str) -> Iterator[tuple[str, str]]:
    """How many, where the things counted begin the sentence."""
    figure = next(iter(find_quantities(sentence)), None)
    if not figure or figure.kind != "count" or figure.value < 3:
        return
    if not re.fullmatch(r"(?:[A-Z][a-z]+(?: [a-z]+){0,2} )?", sentence[: figure.start]):
        return
    if sentence[: figure.start] and not figure.hedge:
        return
    rest = _core(sentence[figure.end :].rstrip(".")).strip().split(" ")
    if not _is_plain(" ".join(rest)):
        return
    for place, word in enumerate(rest[:6]):
        if word in ("are", "were", "have", "had", "will") or base_of(word):
            things = rest[:place]
            if (
                things
                and not (STOP_WORDS - {"of"}) & set(things)
                and _names_of_title(reading, rest)
            ):
                yield "many", f"How many {' '.join(rest)}?"
            return


def _names_of_title(reading: ArticleNames, parts: Sequence[str]) -> bool:
    """Whether one of the words is a name that the title holds too."""
    title = set(words(reading.title))
    return any(part[:1].isupper() and set(words(part)) <= title for part in parts)


def _how_many(clause: Clause) -> Iterator[tuple[str, str]]:
    """How many or how much, where a figure is the object."""
    core = _core(clause.rest)
    figures = find_quantities(core)
    if len(figures) != 1 or not _is_plain(core):
        return
    [figure] = figures
    ahead = core[: figure.start].strip()
    if (ahead and not figure.hedge) or len(ahead.split()) > 2:
        return
    behind = core[figure.end :].strip()
    if figure.kind == "money" and clause.base in _MONEY_VERBS and _is_adverbial(behind):
        yield "many", f"How much {clause.asked(behind)}?"
    elif figure.kind == "count" and figure.value >= 3:
        yield from _objects(clause, figure, behind)


def _objects(clause: Clause, figure: Quantity, behind: str) -> Iterator[tuple[str, str]]:
    match = re.match(rf"((?:[a-z-]+ ){{0,2}}{re.escape(figure.unit)}\w*|people)\b ?(.*)", behind)
    if not match or not _is_adverbial(match[2]):
        return
    if clause.base:
        yield "many", f"How many {match[1]} {clause.asked(match[2])}?"
    elif clause.verb in ("has", "have", "had"):
        does = {"has": "does", "have": "do", "had": "did"}[clause.verb]
        yield "many", f"How many {match[1]} {does} {clause.subject} have {match[2]}".strip() + "?"


def _is_adverbial(text: str) -> bool:
    return not text or bool(re.match(r"(?:in|on|at|from|to|for|during|with|by)\b", text))


def _who(reading: ArticleNames, clause: Clause) -> Iterator[tuple[str, str]]:
    """Who did it, where a person is the subject."""
    if clause.subject not in reading.persons or clause.base in _SAYING:
        return
    core = _core(clause.rest)
    participle = (clause.verb == "was" and re.match(r"[a-z]{3,}ed\b|born\b", core)) or (
        clause.verb in ("was", "is") and core.startswith("the ") and PEOPLE.search(core[:60])
    )
    past = clause.base and len(core.split()) >= 2
    if (participle or past) and has_name(core) and _is_plain(core):
        yield "who", f"Who {clause.verb} {core}?"


def _core(rest: str) -> str:
    """A predicate up to what can be left out of it."""
    return _LOOSE.split(rest)[0].rstrip(",")


def _is_plain(text: str) -> bool:
    return not (
        "," in text or _ODD.search(text) or _HANGING.search(text) or _INNER & set(text.split())
    )
