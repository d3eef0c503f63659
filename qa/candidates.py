"""Questions made from an article by patterns: candidates, each with the place that answers it. Pure.

Every pattern turns words that stand in the article into a question, so that it is in the article's
own English. Whether the index answers it must be seen by asking: see `qa.suggesting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from index.article import Article
from index.split import sentence_spans
from qa.clauses import POINTING, Clause, base_of, has_name, names_in, read_clause
from qa.dates import find_dates
from qa.quantities import Quantity, find_quantities
from qa.quotations import find_quotations
from qa.topic import phrases
from qa.words import STOP_WORDS, words

LONGEST = 100  # characters of a question
_READ = 6_000  # characters of an article that are looked at
_MOST_WORDS = 17
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
_IS_A = re.compile(r"^(?P<verb>is|are|was|were) (?:an?|the|one of)\b")
_APPOSED = re.compile(rf"(?:^|(?<=[a-z] ))(?P<name>(?:[Tt]he )?{_NAME}), (?P<what>an? [^,]{{8,80}}),")
_PEOPLE = re.compile(
    r"\b(?:actor|actress|author|artist|singer|politician|lawyer|attorney|officer|player|coach|writer"
    r"|engineer|teacher|professor|physician|doctor|journalist|scientist|director|student|analyst"
    r"|economist|novelist|activist|researcher|historian|spokesman|spokeswoman|spokesperson|expert"
    r"|composer|painter|soldier|captain|minister|senator|man|woman|resident|fellow|partner|founder"
    r"|lecturer|musician|rapper|boxer|golfer|footballer|quarterback|pitcher|striker|midfielder"
    r"|goalkeeper|comedian|entrepreneur|businessman|businesswoman|farmer|manager|producer|chemist"
    r"|physicist|astronomer|biologist|psychologist|judge|member|legend|star|veteran|candidate|leader|host|owner|king|queen|chef|critic|born)\b"
)
_BODIES = frozenset(
    "authority agency department ministry office times news inc police court corp company university"
    " college school bank party committee council association house group journal commission"
    " institute center centre foundation union service press senate congress administration post"
    " league club board ltd llc team army navy force network organization organisation city county"
    " state states kingdom church hospital street island river sea war act".split()
)
_NO_TOPIC = re.compile(r"(?:ian|ish|ese|ean|can|tic|day|ary|’s|'s)$|^(?:CEO|Mr|Mrs|Ms|Dr|I)\b")
_TASTELESS = frozenset("rape raped rapist porn pornography suicide incest genitals molested".split())
_MONEY_VERBS = frozenset("raise pay cost spend earn invest lose donate receive make".split())
_AHEAD = re.compile(
    r"(?:On|In) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+"
    r"|(?:[A-Z][a-z]+ )?(?:1[5-9]|20)\d\d)(?: (?:1[5-9]|20)\d\d)?,? (?=[A-Z]|the\b|an?\b)"
)
_TAIL = re.compile(
    r"$|,|\.| (?:after|as|when|while|amid|following|before|in|at|to|for|with|during|and|but|by|from)\b"
)
_LOOSE = re.compile(
    r",? (?:after|while|when|amid|following|although|though|but|which|because|according)\b"
    r"|, (?:who|where|as|with|and (?:he|she|it|they)|[a-z]+ing|said)\b"
    r"|, (?=[^,]{2,60}\b(?:said|says|told|announced|reported|reports|wrote)\b)"
)
_FATES = frozenset(
    "arrest kill injure destroy fire damage sink ban suspend sentence die crash collapse disappear"
    " resign fail dismiss abandon cancel rescue attack close seize evacuate".split()
)
_ANNOUNCING = frozenset(
    "announce unveil launch propose promise demand discover reveal order ban approve reject publish"
    " win find invent introduce develop create design build recommend suggest criticize adopt".split()
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
    re.compile(rf"({_NAME}),? (?:an?|the|its|their|his|her)? ?(?:[a-z-]+ ){{0,3}}{_PEOPLE.pattern}"),
    re.compile(rf"{_PEOPLE.pattern} ({_NAME})"),
)
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

    @property
    def surnames(self) -> set[str]:
        """What persons are called after their full name stood once."""
        return {name.split()[-1] for name in self.persons}


def candidates(article: Article) -> list[Candidate]:
    """The questions that patterns make from an article's beginning, in the order they stand.

    Nothing comes of an article that is not in English; all are `presentable`.
    """
    if not is_english(article.text):
        return []
    text = article.text[:_READ]
    reading = _Reading(article, names_in(text), _persons(text))
    made = [*_said(reading, text), *_from_sentences(reading, text)]
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


def _from_sentences(reading: _Reading, text: str) -> Iterator[Candidate]:
    for number, (start, end) in enumerate(sentence_spans(text)):
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
    plain = _ASIDE.sub(r"\1 ", sentence)
    yield from _counted(plain)
    ahead = _AHEAD.match(plain)
    clause = read_clause(plain[ahead.end() :] if ahead else plain, reading.names)
    if clause is None:
        return
    if first and not clause.base and _IS_A.match(f"{clause.verb} {clause.rest}"):
        yield from _defined(reading, clause)
    yield from _why(clause)
    yield from _when(clause, dated=bool(ahead))
    yield from _happened(reading, clause)
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
        elif not person and (name.startswith("the ") or _is_alone(reading, name)):
            yield "what", f"What is {name}?"


def _is_alone(reading: _Reading, name: str) -> bool:
    """Whether a name of one word is no part of a longer one, such as a surname."""
    longer = re.search(rf"[A-Z][\w.]+ {re.escape(name)}\b|\b{re.escape(name)} [A-Z]", reading.article.text)
    return " " not in name and not longer


def _defined(reading: _Reading, clause: Clause) -> Iterator[tuple[str, str]]:
    """What something is, where an article begins by telling."""
    title = set(words(reading.article.title))
    if not set(words(clause.subject)) - STOP_WORDS <= title:
        return
    person = _PEOPLE.search(clause.rest[:120]) and " " in clause.subject
    if person and re.search(r"\b(?:[Hh]e|[Ss]he)\b", reading.article.text[:_READ]):
        yield "who", f"Who {clause.verb} {clause.subject}?"
    elif not person:
        yield "what", f"What {clause.verb} {clause.subject}?"


def _why(clause: Clause) -> Iterator[tuple[str, str]]:
    left, because, _ = clause.rest.partition(" because ")
    left = left.rstrip(",")
    asked = clause.asked(left)
    if because and _is_plain(left) and len(left.split()) >= 2 and has_name(asked):
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
    asked = clause.asked(left)
    enough = len(left.split()) >= (2 if dated or not clause.base else 1)
    if enough and _is_plain(left) and not find_dates(left, date.max) and has_name(asked):
        yield "when", f"When {asked}?"


def _happened(reading: _Reading, clause: Clause) -> Iterator[tuple[str, str]]:
    """What became of something or somebody with a name of two words or an article."""
    fate = clause.base or (
        base_of(clause.rest.split()[0].casefold()) if clause.verb in ("was", "were") else ""
    )
    named = " " in clause.subject and has_name(f". {clause.subject}")
    if fate in _FATES and named and not reading.persons & {clause.subject.split(" and ")[0]}:
        yield "fate", f"What happened to {clause.subject}?"


def _where(clause: Clause) -> Iterator[tuple[str, str]]:
    match = _PLACED.match(clause.rest)
    if match and clause.verb in ("is", "are", "was", "were") and has_name(f". {clause.subject}"):
        yield "where", f"Where {clause.verb} {clause.subject} {match[1]}?"


def _maker(clause: Clause) -> Iterator[tuple[str, str]]:
    """Who made something: "was written by" is "wrote"."""
    match = _MADE.match(clause.rest)
    if match and clause.verb in ("was", "were") and has_name(f". {clause.subject}"):
        past = {"written": "wrote", "sung": "sang", "drawn": "drew"}.get(match[1], match[1])
        yield "who", f"Who {past} {clause.subject}?"


def _announced(clause: Clause) -> Iterator[tuple[str, str]]:
    """What somebody announced, promised and the like."""
    object_follows = re.match(r"(?:an?|the|that|to|its|his|her|their|[\d$£€]|[a-z]+s\b)", clause.rest)
    if clause.base in _ANNOUNCING and object_follows and has_name(f". {clause.subject}"):
        yield "did", f"What {clause.asked('')}?"


def _core(rest: str) -> str:
    """A predicate up to what can be left out of it."""
    return _LOOSE.split(rest)[0].rstrip(",")


def _is_plain(text: str) -> bool:
    return "," not in text and not _ODD.search(text)


def _counted(sentence: str) -> Iterator[tuple[str, str]]:
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
            if things and not (STOP_WORDS - {"of"}) & set(things) and has_name(" ".join(rest)):
                yield "many", f"How many {' '.join(rest)}?"
            return


def _how_many(clause: Clause) -> Iterator[tuple[str, str]]:
    """How many or how much, where a figure is the object."""
    core = _core(clause.rest)
    figures = find_quantities(core)
    if len(figures) != 1 or not _is_plain(core) or not has_name(f". {clause.subject}"):
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
    if clause.subject not in reading.persons | reading.surnames or clause.base in _SAYING:
        return
    core = _core(clause.rest)
    participle = clause.verb in ("was", "is") and re.match(r"[a-z]{3,}ed\b|(?:the|born)\b", core)
    past = clause.base and len(core.split()) >= 2
    if (participle or past) and has_name(core) and _is_plain(core) and " not " not in f" {core} ":
        yield "who", f"Who {clause.verb} {core}?"


def _said(reading: _Reading, text: str) -> Iterator[Candidate]:
    """What somebody said about something that the quotation names."""
    for quotation in find_quotations(text):
        speaker = quotation.speaker
        if quotation.direct and speaker in reading.persons:
            first = min(quotation.start, quotation.said_start)
            near = text[first : max(quotation.end, quotation.said_end)]
            for topic in islice(_topics(reading, near, speaker), 1):
                question = f"What did {speaker} say about {topic}?"
                yield Candidate(question, "said", quotation.start, quotation.end)


def _topics(reading: _Reading, near: str, speaker: str) -> Iterator[str]:
    """What a quotation names that the whole article is about, in the order it stands."""
    text, title = reading.article.text, set(words(reading.article.title))
    for phrase in phrases(f"That {near}"):
        bare = phrase.text
        said = set(words(bare))
        if said & set(words(speaker)) or _NO_TOPIC.search(bare):
            continue
        name = all(word in reading.names or word in ("of", "the") for word in bare.split())
        thing = phrase.article and " " not in bare and bare.islower() and len(bare) > 3
        if (name and (said <= title or text.count(bare) >= 3)) or (thing and said <= title):
            yield phrase.article + bare


def _persons(text: str) -> frozenset[str]:
    """The full names of those who are certain to be persons.

    Their age or a title is told, or what they do, or they are called by the surname alone.
    """
    certain = {match[1] for pattern in _PERSON for match in pattern.finditer(text)}
    spoken = {quotation.speaker for quotation in find_quotations(text)}
    subjects = set(re.findall(rf"(?:^|(?<=\. )|(?<=\n)|(?<=[a-z] )){_NAME}", text))
    for name in spoken | subjects:
        parts = name.split()
        if len(parts) == 2 and text.count(parts[1]) > text.count(name) + (name not in spoken):
            certain.add(name)
    return frozenset(name for name in certain if _is_full_name(name))


def _is_full_name(name: str) -> bool:
    return bool(
        re.fullmatch(r"[A-Z][\w’'-]*[a-z](?: (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w’'-]*[a-z])){1,3}", name)
        and not (_BODIES | STOP_WORDS) & set(words(name))
        and not re.search(r"['’]s\b", name)
    )
