"""Questions about those whom an article introduces, defines or quotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from qa.language.phrases import OFFICES, phrases, strong_words
from qa.language.quantities import singular
from qa.language.words import words
from qa.suggesting.names import NAME, PEOPLE, ArticleNames, is_full_name, is_thing, named_topic

_ROLES = (
    "president|chief executive|CEO|chairman|chairwoman|chair|director|executive director|mayor"
    "|governor|head|founder|co-founder|leader|commissioner|author|editor|prime minister"
    "|foreign minister|spokesman|spokeswoman|spokesperson|secretary-general|general manager"
)
_ROLE = re.compile(
    rf"(?P<name>{NAME}), (?:the )?(?P<role>(?:{_ROLES})) (?P<of>of|at|for)"
    rf" (?P<what>(?:the )?{NAME})(?=,|\.|$)"
)
_APPOSED = re.compile(
    rf"(?:^|(?<=[a-z] ))(?P<name>(?:[Tt]he )?{NAME}), (?P<what>an? [^,]{{8,80}})[,.]"
)
_ROLE_BEFORE = re.compile(rf"(?:(?<=[a-z,] )|(?<=^The )){PEOPLE.pattern} (?P<name>{NAME})(?=[ ,.])")


def of_names(reading: ArticleNames, sentence: str, *, first: bool) -> Iterator[tuple[str, str]]:
    """Kind and question for each name that a sentence introduces.

    Args:
        reading: what the article names.
        sentence: one sentence in one line.
        first: whether it is one of the article's first, which may tell what the title is.
    """
    yield from _roles(sentence)
    yield from _apposed(reading, sentence)
    yield from _introduced(sentence)
    if first:
        yield from _defined(reading, sentence)


def of_quotations(
    reading: ArticleNames, text: str, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """What somebody said about something that the quotation names, and where that stands.

    Args:
        reading: what the article names.
        text: the article's beginning.
        spans: its sentences.
    """
    for quotation in reading.quotations:
        speaker = reading.full_name(quotation.speaker)
        if speaker not in reading.persons:
            continue
        first = min(quotation.start, quotation.said_start)
        last = max(quotation.end, quotation.said_end)
        if not quotation.direct:
            last = next((end for start, end in spans if start <= first < last <= end), first)
        near = text[quotation.start : quotation.end] if quotation.direct else text[first:last]
        for topic in islice(_topics(reading, near, speaker, quotation.direct), 1):
            question = f"What did {speaker} say about {topic}?"
            yield question, first, last


def _topics(reading: ArticleNames, near: str, speaker: str, direct: bool) -> Iterator[str]:
    """What a quotation speaks of that the whole article is about, in the order it stands.

    Reported words go on about all sorts of things: only what the title names counts there.
    """
    text, title = reading.text, set(words(reading.title))
    for phrase in phrases(f"That {near}"):
        bare = phrase.text.removeprefix("The ")
        said = set(words(bare))
        in_title = said <= title
        if said & set(words(speaker)) or not (in_title or direct):
            continue
        if in_title or text.count(bare) >= 3:
            if topic := named_topic(reading, bare):
                yield reading.full_name(topic)
            elif in_title and bare.isalpha() and bare.islower() and _is_subject(reading, bare):
                determined = re.search(
                    rf"\b(?:an?|his|her|its|their|our|my|your|this|that|no|any) {bare}", near
                )
                if not determined and f" {bare} " in text:
                    yield phrase.article + bare


def _is_subject(reading: ArticleNames, word: str) -> bool:
    """Whether a common noun says enough, and is used often, without which it would be too vague."""
    if PEOPLE.search(word) or word in OFFICES:  # "ran for governor"
        return False
    return bool(strong_words(singular(word))) and reading.text.count(f" {word}") >= 4


def _roles(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _ROLE.finditer(sentence):
        yield "who", f"Who is the {match['role']} {match['of']} {match['what']}?"


def _apposed(reading: ArticleNames, sentence: str) -> Iterator[tuple[str, str]]:
    for match in _APPOSED.finditer(sentence):
        name = match["name"][:1].lower() + match["name"][1:] if match["name"][:4] == "The " else ""
        name = name or match["name"]
        person = PEOPLE.search(match["what"])
        if person and " " in name and is_full_name(name):
            yield "who", f"Who is {name}?"
        elif not person and is_thing(reading, name):
            yield "what", f"What is {name}?"


def _introduced(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _ROLE_BEFORE.finditer(sentence):
        if is_full_name(match["name"]):
            yield "who", f"Who is {match['name']}?"


def _defined(reading: ArticleNames, sentence: str) -> Iterator[tuple[str, str]]:
    """What the thing or person of the title is, where an article begins by telling."""
    title = re.sub(r"\s*\(.*\)$", "", reading.title).strip()
    match = re.match(
        rf"(?P<the>(?:The|An?) )?(?P<name>{re.escape(title)})(?: \([^)]*\)|, [^,]{{3,60}},)?"
        r" (?P<verb>is|are|was|were) (?P<what>(?:an?|the|one of)\b.{5,120})",
        sentence,
        re.IGNORECASE,
    )
    if not match:
        return
    name = match["name"]
    if re.search(rf"\b{re.escape(name.casefold())}\b", reading.text):
        name = name.casefold()
    person = not match["the"] and " " in name and PEOPLE.search(match["what"])
    asked = "Who" if person else "What"
    yield asked.casefold(), f"{asked} {match['verb']} {(match['the'] or '').casefold()}{name}?"
