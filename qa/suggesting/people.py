"""Whom and what an article names, and questions about those it introduces, defines or quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.language.kinds import ends_no_person
from qa.language.parsing import Parse
from qa.language.phrases import phrases
from qa.language.words import words

_FULL_NAME = re.compile(r"[A-Z][\w’'-]*\w(?: (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w’'-]*\w)){1,3}")

_NAME_AT_END = re.compile(r"[A-Z]\S*(?: [A-Z]\S*)*$")
_OFFICE = re.compile(r"(?:the )?([a-z][\w -]*? (?:of|at) (?:the )?[A-Z][\w’'& -]*)(?:,|$)")


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of an article while its sentences are gone through.

    Attributes:
        title: the article's.
        text: its beginning, as far as it is looked at.
        persons: full names that are likely to be persons'.
    """

    title: str
    text: str
    persons: frozenset[str]

    def full_name(self, subject: str) -> str:
        """The full name of a person that is called by the surname; any other subject as it is."""
        named = [name for name in self.persons if name.endswith(f" {subject}")]
        return named[0] if len(named) == 1 else subject

    def stands_alone(self, subject: str) -> bool:
        """Whether a reader who has not read the article knows what a subject means.

        A name of two words does, one of a single word where the title holds it or it is an
        abbreviation, and what ends with a name, as "the coronation of King Charles" does.
        """
        bare = subject.removeprefix("the ")
        if not re.match(r"(?:the )?(?:.* )?[A-Z]\S*$", subject) or re.match(r"an? |\d", subject):
            return False
        if " " in bare or (bare.isupper() and bare == subject):
            return True
        within = rf"[A-Z][\w.]+ {re.escape(bare)}\b"
        return bare in words_as_written(self.title) and not re.search(within, self.text)


def _is_full_name(name: str) -> bool:
    return bool(_FULL_NAME.fullmatch(name)) and not ends_no_person(name)


def words_as_written(text: str) -> list[str]:
    """The words of a text with their capitals."""
    return re.findall(r"[\w-]+", text)


def read_names(title: str, text: str, parses: Sequence[Parse], speakers: set[str]) -> Names:
    """What an article names in its beginning, `text`, of which sentences are parsed.

    A full name that the parser takes for a person's is one where the text bears it out: by words
    spoken, by the surname alone, by "he" or "she", or by what is told behind the name.
    """
    kinds = Counter(
        (parsed.said(start, end).removesuffix("'s"), kind)
        for parsed in parses
        for start, end, kind in parsed.entities
    )
    persons = set()
    for name, kind in kinds:
        others = sum(count for (n, k), count in kinds.items() if n == name and k != "PERSON")
        if kind == "PERSON" and kinds[name, kind] > others and _is_full_name(name):
            full, last = re.escape(name), re.escape(name.split()[-1])
            alone = rf"(?<![A-Z]\w)(?<!\w\w) {last}\b(?! [A-Z])"
            told = rf"{full}(?:, (?:\d\d,|an? |the |who )|[^.]{{0,200}}\b(?:s?he|h(?:is|er|im))\b)"
            if name in speakers or re.search(f"{alone}|{told}", text):
                persons.add(name)
    return Names(title, text, frozenset(persons))


def of_names(names: Names, parsed: Parse, *, first: bool) -> Iterator[tuple[str, str]]:
    """Kind and question for each name that a sentence introduces.

    Args:
        names: what the article names.
        parsed: one sentence.
        first: whether it is one of the article's first, which may tell what the title is.
    """
    for start, end, head in parsed.chunks:
        named = _NAME_AT_END.search(parsed.said(start, end))
        name = named[0].removeprefix("The ") if named else ""
        opener = parsed.words[start].low
        for place in parsed.below(head):
            if parsed.words[place].role == "appos" and place > head:
                yield from _apposed(names, parsed, opener, name, place)
        common = any(w.tag == "NN" and w.text.islower() for w in parsed.words[start:end])
        if name in names.persons and common:  # "the singer Ann Lee"
            yield "who", f"Who is {name}?"
    if first:
        yield from _defined(names, parsed)


def _apposed(
    names: Names, parsed: Parse, opener: str, name: str, place: int
) -> Iterator[tuple[str, str]]:
    """Who or what a name is that an apposition tells: "Ann Lee, the head of Weil Steel"."""
    start, end = parsed.branch(place)
    told = parsed.said(start, end)
    if parsed.words[place].tag != "NN" or len(told.split()) < 2:
        return
    if name in names.persons:
        office = _OFFICE.match(told)
        if office and parsed.words[start].low not in ("a", "an"):
            yield "who", f"Who is the {office[1]}?"
        else:
            yield "who", f"Who is {name}?"
    elif name and re.match(r"an? ", told):
        kinds = {word.entity for word in parsed.words[: place + 1] if word.text in name.split()}
        thing = kinds & {"ORG", "FAC", "LOC", "EVENT"} and "PERSON" not in kinds
        if thing or opener == "the":
            yield "what", f"What is {'the ' * (opener == 'the')}{name}?"


def _defined(names: Names, parsed: Parse) -> Iterator[tuple[str, str]]:
    """What the thing or person of the title is, where an article begins by telling."""
    title = re.sub(r"\s*\(.*\)$", "", names.title).strip()
    match = re.match(
        rf"(?P<the>(?:The|An?) )?(?P<name>{re.escape(title)})(?: \([^)]*\)|, [^,]{{3,60}},)?"
        r" (?P<verb>is|are|was|were) (?:an?|the|one of)\b",
        parsed.text,
        re.IGNORECASE,
    )
    if not match:
        return
    name, the = match["name"], (match["the"] or "").casefold()
    if re.search(rf"\b{re.escape(name.casefold())}\b", names.text):
        name = name.casefold()
    person = name in names.persons and not the
    if not person and any(word.entity == "PERSON" for word in parsed.words[:2]) and " " in name:
        return  # who can tell
    asked = "Who" if person else "What"
    yield asked.casefold(), f"{asked} {match['verb']} {the}{name}?"


def topic_of(names: Names, near: str, speaker: str, *, direct: bool) -> Iterator[str]:
    """What a quotation speaks of that the whole article is about, in the order it stands.

    Reported words go on about all sorts of things: only what the title names counts there.
    """
    title = set(words(names.title))
    for phrase in phrases(f"That {near}"):
        bare = phrase.text.removeprefix("The ")
        said, count = set(words(bare)), _count(names, re.escape(bare))
        in_title = said <= title
        if said & {*words(speaker), "the"} or not (in_title or direct) or phrase.kind == "person":
            continue
        if phrase.named and bare[-1].isalpha() and (in_title or count >= 3):
            yield f"the {bare}" if 2 * _count(names, f"[Tt]he {re.escape(bare)}") >= count else bare
        elif in_title and count >= 4 and bare.isalpha() and phrase.is_plural:
            yield phrase.whole


def _count(names: Names, pattern: str) -> int:
    return len(re.findall(rf"\b{pattern}\b", names.text))
