"""Questions made from an article by patterns: candidates, each with the place that answers it. Pure.

Every pattern turns words that stand in the article into a question, so that it is in the article's
own English. Whether the index answers it must be seen by asking: see `qa.suggesting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from index.article import Article
from index.split import sentence_spans
from qa.clauses import (
    OPENERS,
    POINTING,
    Clause,
    base_of,
    has_name,
    names_in,
    read_clause,
    stands_alone,
)
from qa.dates import find_dates
from qa.quantities import Quantity, find_quantities, singular
from qa.quotations import Quotation, find_quotations
from qa.topic import OFFICES, phrases, strong_words
from qa.words import STOP_WORDS, words

LONGEST = 100  # characters of a question
_READ = 8_000  # characters of an article that are looked at
_MOST_WORDS = 15
_LONG = 10  # words of a subject and a predicate, from which the latter is shortened
_SENTENCE = (25, 260)  # characters
_NAME = r"[A-Z][\w’'-]*\w(?: (?:(?:of|the|de|van|von|bin|al) )*[A-Z][\w’'.-]*\w){0,4}"
_DATELINE = re.compile(r"^(?:\([A-Z][\w ]{1,20}\)\s*|[A-Z]{3}[^-–—]{0,60}\s[-–—]+\s+)")
_ASIDE = re.compile(rf"^((?:The )?{_NAME}),? (?:\([^)]*\) |(?<=, )[^,()]{{3,90}}, )")
_ODD = re.compile(r"[\"“”«»()\[\]{}<>|;:@#*_=\\/…!?•~^`]|\.\.|https?|www\.")
_ALLOWED = re.compile(r"[A-ZÀ-ž][0-9A-Za-zÀ-ž ,.'’&$£€%–-]*\?")
_ROLES = (
    "president|chief executive|CEO|chairman|chairwoman|chair|director|executive director|mayor"
    "|governor|head|founder|co-founder|leader|commissioner|author|editor|prime minister"
    "|foreign minister|spokesman|spokeswoman|spokesperson|secretary-general|general manager"
)
_ROLE = re.compile(
    rf"(?P<name>{_NAME}), (?:the )?(?P<role>(?:{_ROLES})) (?P<of>of|at|for) (?P<what>(?:the )?{_NAME})"
    r"(?=,|\.|$)"
)
_APPOSED = re.compile(
    rf"(?:^|(?<=[a-z] ))(?P<name>(?:[Tt]he )?{_NAME}), (?P<what>an? [^,]{{8,80}})[,.]"
)
_PEOPLE = re.compile(
    r"\b(?:actor|actress|author|artist|singer|politician|lawyer|attorney|officer|player|coach|writer"
    r"|engineer|teacher|professor|physician|doctor|journalist|scientist|director|student|analyst"
    r"|economist|novelist|activist|researcher|historian|spokesman|spokeswoman|spokesperson|expert"
    r"|composer|painter|soldier|captain|minister|senator|man|woman|fellow|partner|founder"
    r"|lecturer|musician|rapper|boxer|golfer|footballer|quarterback|pitcher|striker|midfielder"
    r"|goalkeeper|comedian|entrepreneur|businessman|businesswoman|farmer|manager|producer|chemist"
    r"|physicist|astronomer|biologist|psychologist|judge|member|legend|star|veteran|candidate|leader|host|owner|king|queen|chef|critic|born)\b"
)
_ROLE_BEFORE = re.compile(
    rf"(?:(?<=[a-z,] )|(?<=^The )){_PEOPLE.pattern} (?P<name>{_NAME})(?=[ ,.])"
)
_BODIES = frozenset(
    "authority agency department ministry office times news inc police court corp company university"
    " college school bank party committee council association house group journal commission"
    " institute center centre foundation union service press senate congress administration post"
    " league club board ltd llc team army navy force network organization organisation city county"
    " state states kingdom church hospital street island river sea war act international industries foods media partners capital systems"
    " technologies records pictures studios entertainment airlines motors energy holdings global"
    " exchange telegraph guardian mail post magazine street".split()
)
_DEMONYMS = frozenset(
    "american british russian ukrainian german french italian spanish canadian australian japanese"
    " chinese indian israeli palestinian mexican brazilian republican democrat democratic irish"
    " scottish dutch swedish english welsh european african asian korean turkish polish".split()
)
_NO_TOPIC = re.compile(r"(?:ian|ish|ese|ean|can|tic|day|ary|’s|'s)$|^(?:CEO|Mr|Mrs|Ms|Dr|I)\b")
_TASTELESS = frozenset(
    "rape raped rapist porn pornography suicide incest genitals molested".split()
)
_MONEY_VERBS = frozenset("raise pay cost spend earn invest lose donate receive make".split())
_AHEAD = re.compile(
    r"(?:On|In) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+"
    r"|(?:[A-Z][a-z]+ )?(?:1[5-9]|20)\d\d)(?: (?:1[5-9]|20)\d\d)?,? (?=[A-Z]|the\b|an?\b)"
)
_CONJUNCTION = re.compile(r"^(?:But|And|So|Meanwhile,|However,|Still,|Later,|Also,) (?=[A-Z])")
_BECAUSE = re.compile(r",? because |,? due to |,? in response to |, citing |,? in protest ")
_PLACE = re.compile(r"(?<=\w) (?:in|at|on|from|near|during|for|with|to)\b")
_TAIL = re.compile(
    r"$|,|\.| (?:after|as|when|while|amid|following|before|in|at|to|for|with|during|and|but|by|from)\b"
)
_LOOSE = re.compile(
    r",? (?:after|while|when|amid|following|although|though|but|which|because|according)\b"
    r"|, (?:who|where|as|with|and (?:he|she|it|they)|[a-z]+ing|said)\b"
    r"|, (?=[^,]{2,60}\b(?:said|says|told|announced|reported|reports|wrote)\b)"
)
_SUFFERED = frozenset(
    "arrest kill injure destroy fire damage ban suspend sentence dismiss abandon cancel rescue attack"
    " seize evacuate".split()
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
_PERSON = (
    re.compile(rf"({_NAME}), \d\d,"),
    re.compile(rf"\b(?:President|Minister|Dr\.|Mr\.|Mrs\.|Ms\.|Sen\.|Rep\.|Gov\.) ({_NAME})"),
    re.compile(
        rf"({_NAME}),? (?:an?|the|its|their|his|her)? ?(?:[a-z-]+ ){{0,3}}{_PEOPLE.pattern}"
    ),
    re.compile(rf"{_PEOPLE.pattern} ({_NAME})"),
)
_HANGING = re.compile(
    r"(?:^|\s)(?:the|an?|of|to|at|in|on|for|from|with|by|and|or|as|his|her|its|their)$"
    r"|(?:^|\s)[-–]|[-–](?:\s|$)"
)
_INNER = frozenset("not but that which who while when because after before where".split())
_TIMES = frozenset("day month year weekday season part".split())
_SAYING = frozenset("say tell add ask announce argue explain think want feel see get".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the place of the article that answers it.

    Attributes:
        question: stands alone, ends in "?".
        kind: the pattern that made it: "said", "who", "what", "why", "when", "where",
            "many", "fate" or "did".
        start, end: characters of the article's text, end exclusive.
    """

    question: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of an article while its sentences are gone through."""

    article: Article
    names: frozenset[str]
    persons: frozenset[str]
    quotations: Sequence[Quotation]

    def full_name(self, subject: str) -> str:
        """The full name of a person that is called by the surname; any other subject as it is."""
        named = [name for name in self.persons if name.endswith(f" {subject}")]
        return named[0] if len(named) == 1 else subject


def candidates(article: Article) -> list[Candidate]:
    """The questions that patterns make from an article's beginning, in the order they stand.

    Nothing comes of an article that is not in English; all are `presentable`.
    """
    if not is_english(article.text):
        return []
    text = article.text[:_READ]
    quotations = find_quotations(text)
    reading = _Reading(article, names_in(text), _persons(text, quotations), quotations)
    spans = sentence_spans(text)
    made = [
        *_said(reading, text, spans),
        *_from_sentences(reading, text, spans),
    ]
    unique = {c.question: c for c in reversed(made) if presentable(c.question)}
    return sorted(unique.values(), key=lambda c: (c.start, c.question))


def presentable(question: str) -> bool:
    """Whether a question may be shown: short, plain, neither shouted nor distasteful."""
    said = words(question)
    loud = [word for word in re.findall(r"[^\W\d_]+", question) if len(word) > 5 and word.isupper()]
    return bool(
        len(question) <= LONGEST
        and _ALLOWED.fullmatch(question)
        and 3 <= len(said) <= _MOST_WORDS
        and not loud
        and not POINTING & set(said[1:])
        and not _TASTELESS & set(said)
        and max(map(len, said)) <= 24
    )


def is_english(text: str) -> bool:
    """Whether the beginning of a text looks like English prose: enough of its commonest words."""
    said = words(text[:1_500])
    return len(said) >= 8 and sum(word in STOP_WORDS for word in said) >= 0.22 * len(said)


def _from_sentences(
    reading: _Reading, text: str, spans: Sequence[tuple[int, int]]
) -> Iterator[Candidate]:
    for number, (start, end) in enumerate(spans):
        sentence = folded(text[start:end])
        if _SENTENCE[0] <= len(sentence) <= _SENTENCE[1] and sentence.endswith("."):
            for kind, question in _of_sentence(reading, sentence, first=number < 2):
                yield Candidate(question, kind, start, end)


def folded(sentence: str) -> str:
    """A sentence in one line, without the place and agency ahead of it."""
    line = " ".join(sentence.split())
    line = re.sub(r" (?=[,.;:)’'])|(?<=\() ", "", line)  # texts that come as tokens
    line = re.sub(r"(\d), (?=\d{4}\b)", r"\1 ", line)  # "May 3, 2021": no comma of a clause
    return _DATELINE.sub("", line)


def _of_sentence(reading: _Reading, sentence: str, *, first: bool) -> Iterator[tuple[str, str]]:
    yield from _roles(sentence)
    yield from _apposed(reading, sentence)
    yield from _introduced(sentence)
    if first:
        yield from _defined(reading, sentence)
    plain = _ASIDE.sub(r"\1 ", _CONJUNCTION.sub("", sentence))
    yield from _counted(reading, plain)
    ahead = _AHEAD.match(plain)
    clause = read_clause(plain[ahead.end() :] if ahead else plain, reading.names)
    if clause is None:
        return
    clause = replace(clause, subject=reading.full_name(clause.subject))
    if not stands_alone(clause.subject, reading.article.title, reading.article.text):
        return
    yield from _why(clause)
    yield from _when(clause, dated=bool(ahead))
    yield from _happened(clause)
    yield from _where(clause)
    yield from _maker(clause)
    yield from _announced(clause)
    yield from _how_many(clause)
    yield from _who(reading, clause)


def _roles(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _ROLE.finditer(sentence):
        yield "who", f"Who is the {match['role']} {match['of']} {match['what']}?"


def _apposed(reading: _Reading, sentence: str) -> Iterator[tuple[str, str]]:
    for match in _APPOSED.finditer(sentence):
        name = match["name"][:1].lower() + match["name"][1:] if match["name"][:4] == "The " else ""
        name = name or match["name"]
        person = _PEOPLE.search(match["what"])
        if person and " " in name and _is_full_name(name):
            yield "who", f"Who is {name}?"
        elif not person and _is_thing(reading, name):
            yield "what", f"What is {name}?"


def _introduced(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _ROLE_BEFORE.finditer(sentence):
        if _is_full_name(match["name"]):
            yield "who", f"Who is {match['name']}?"


def _is_thing(reading: _Reading, name: str) -> bool:
    """Whether a name is certain to be no person's: one word that is no surname, or with "the"."""
    bare = name.removeprefix("the ")
    text = reading.article.text
    if _NO_TOPIC.search(bare) or bare.endswith("s") or bare.split()[0].casefold() in OFFICES:
        return False
    longer = re.search(rf"[A-Z][\w.]+ {re.escape(name)}\b|\b{re.escape(name)} [A-Z]", text)
    return bare != name or (" " not in name and name in reading.names and not longer)


def _defined(reading: _Reading, sentence: str) -> Iterator[tuple[str, str]]:
    """What the thing or person of the title is, where an article begins by telling."""
    title = re.sub(r"\s*\(.*\)$", "", reading.article.title).strip()
    match = re.match(
        rf"(?P<the>(?:The|An?) )?(?P<name>{re.escape(title)})(?: \([^)]*\)|, [^,]{{3,60}},)?"
        r" (?P<verb>is|are|was|were) (?P<what>(?:an?|the|one of)\b.{5,120})",
        sentence,
        re.IGNORECASE,
    )
    if not match:
        return
    name = match["name"]
    if re.search(rf"\b{re.escape(name.casefold())}\b", reading.article.text):
        name = name.casefold()
    person = not match["the"] and " " in name and _PEOPLE.search(match["what"])
    asked = "Who" if person else "What"
    yield asked.casefold(), f"{asked} {match['verb']} {(match['the'] or '').casefold()}{name}?"


def _why(clause: Clause) -> Iterator[tuple[str, str]]:
    because = _BECAUSE.search(clause.rest)
    left = clause.rest[: because.start()] if because else ""
    asked = clause.asked(left)
    long_enough = len(left.split()) >= (1 if clause.base else 2)
    owned = clause.verb in ("has", "have", "had")  # "had to leave": no auxiliary
    if long_enough and not owned and _is_plain(left):
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
    enough = len(left.split()) >= (2 if dated or not clause.base else 1)
    if enough and _is_plain(left) and not find_dates(left, date.max):
        yield "when", f"When {asked}?"


def _happened(clause: Clause) -> Iterator[tuple[str, str]]:
    """What became of something or somebody with a name of two words or an article."""
    passive = re.match(r"(?:been )?(\w+)", clause.rest) if not clause.base else None
    suffered = passive and base_of(passive[1].casefold()) in _SUFFERED
    named = " " in clause.subject
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


def _core(rest: str) -> str:
    """A predicate up to what can be left out of it."""
    return _LOOSE.split(rest)[0].rstrip(",")


def _is_plain(text: str) -> bool:
    return not (
        "," in text or _ODD.search(text) or _HANGING.search(text) or _INNER & set(text.split())
    )


def _counted(reading: _Reading, sentence: str) -> Iterator[tuple[str, str]]:
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


def _names_of_title(reading: _Reading, parts: Sequence[str]) -> bool:
    """Whether one of the words is a name that the title holds too."""
    title = set(words(reading.article.title))
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


def _who(reading: _Reading, clause: Clause) -> Iterator[tuple[str, str]]:
    """Who did it, where a person is the subject."""
    if clause.subject not in reading.persons or clause.base in _SAYING:
        return
    core = _core(clause.rest)
    participle = (clause.verb == "was" and re.match(r"[a-z]{3,}ed\b|born\b", core)) or (
        clause.verb in ("was", "is") and core.startswith("the ")
    )
    past = clause.base and len(core.split()) >= 2
    if (participle or past) and has_name(core) and _is_plain(core):
        yield "who", f"Who {clause.verb} {core}?"


def _said(reading: _Reading, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """What somebody said about something that the quotation names."""
    for quotation in reading.quotations:
        speaker = reading.full_name(quotation.speaker)
        if speaker not in reading.persons:
            continue
        first = min(quotation.start, quotation.said_start)
        last = max(quotation.end, quotation.said_end)
        if not quotation.direct:
            last = next((end for start, end in spans if start <= first < last <= end), first)
        for topic in islice(_topics(reading, text[first:last], speaker, quotation.direct), 1):
            question = f"What did {speaker} say about {topic}?"
            yield Candidate(question, "said", first, last)


def _topics(reading: _Reading, near: str, speaker: str, direct: bool) -> Iterator[str]:
    """What a quotation speaks of that the whole article is about, in the order it stands.

    Reported words go on about all sorts of things: only what the title names counts there.
    """
    text, title = reading.article.text, set(words(reading.article.title))
    for phrase in phrases(f"That {near}"):
        bare, said = phrase.text, set(words(phrase.text))
        in_title = said <= title
        if said & set(words(speaker)) or not (in_title or direct):
            continue
        if in_title or text.count(bare) >= 3:
            if topic := _named_topic(reading, bare):
                yield topic
            elif in_title and bare.isalpha() and bare.islower() and strong_words(singular(bare)):
                determined = re.search(
                    rf"\b(?:an?|his|her|its|their|our|my|your|this|that|no|any) {bare}", near
                )
                if not determined and f" {bare} " in text:
                    yield phrase.article + bare


def _named_topic(reading: _Reading, name: str) -> str:
    """A name with the article that it usually has in the text; "" for what is no name."""
    text = reading.article.text
    if not all(word in reading.names or word in ("of", "the") for word in name.split()):
        return ""
    if _NO_TOPIC.search(name) or re.search(rf"\b(?:{name.casefold()}|an? {name})\b", text):
        return ""
    the = text.count(f"the {name}") + text.count(f"The {name}")
    return f"the {name}" if 2 * the >= text.count(name) else name


def _persons(text: str, quotations: Sequence[Quotation]) -> frozenset[str]:
    """The full names of those who are certain to be persons.

    Their age or a title is told, or what they do, or they are called by the surname alone.
    """
    certain = {match[1] for pattern in _PERSON for match in pattern.finditer(text)}
    spoken = {quotation.speaker for quotation in quotations}
    subjects = set(re.findall(rf"(?:^|(?<=\. )|(?<=\n)|(?<=[a-z] )|(?<=[a-z], )){_NAME}", text))
    for name in spoken | subjects:
        parts = name.split()
        if len(parts) == 2 and text.count(parts[1]) > text.count(name) + (name not in spoken):
            certain.add(name)
    return frozenset(name for name in certain if _is_full_name(name))


def _is_full_name(name: str) -> bool:
    return bool(
        re.fullmatch(
            r"[A-Z][\w’'-]*[a-z](?: (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w’'-]*[a-z])){1,3}", name
        )
        and not (_BODIES | OPENERS | STOP_WORDS | OFFICES | _DEMONYMS) & set(words(name))
        and not re.search(r"['’]s\b", name)
    )
