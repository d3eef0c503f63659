"""Questions that a passage looks like answering and does not."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nlargest

from tests.bench.training.rows import Reading

_NAME = re.compile(
    r"(?<![.?!]\s)(?<!^)\b[A-Z][\w'’.-]+(?:\s+(?:(?:of|the|de|von)\s+)?[A-Z][\w'’.-]+)*"
)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    "the a an of in on at to for by with from and or is are was were be been what which who whom "
    "whose when where why how many much did do does has have had that this it its as not".split()
)
_LEAST_SHARED = 2  # content words of the question that a near-miss has
_PASSAGES_OF_WORD, _CLOSEST, _CHOSEN = 400, 12, 3  # looked through, looked at, drawn from
_NEAR = 0.4  # of the exchanges take something that the passage itself names
_EXCHANGE_WEIGHT = 0.8  # some exchanged questions are answered all the same


def of_other_passages(rows: Sequence[Reading], chance: random.Random) -> Iterator[Reading]:
    """Each question with the passage of its document that is most like it but lacks its answer."""
    documents: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    titles: dict[str, str] = {}
    for row in rows:
        if row.text not in documents[row.group]:
            documents[row.group][row.text] = content(row.text)
        titles[row.text] = row.title
    for row in rows:
        if not row.spans:
            continue
        asked = content(row.question)
        others = [
            (len(asked & held) + chance.random(), text)
            for text, held in documents[row.group].items()
            if text != row.text and not holds(text, row)
        ]
        shared, text = max(others, default=(0.0, ""))
        if shared >= _LEAST_SHARED:
            title = titles[text]
            yield replace(row, text=text, spans=(), title=title, source="other passage", weight=1.0)


def off_topic(
    rows: Sequence[Reading], passages: Sequence[Reading], chance: random.Random
) -> Iterator[Reading]:
    """Each question with a passage of another document that shares its words, not its answer."""
    known = list({row.text: row for row in passages}.values())
    holding: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(known):
        for word in content(row.text):
            holding[word].append(place)
    for row in rows:
        shared: dict[int, float] = defaultdict(float)
        for word in sorted(content(row.question)):
            places = holding.get(word, [])
            for place in places[:_PASSAGES_OF_WORD]:
                shared[place] += 1 / (1 + len(places)) ** 0.5
        others = [
            known[place]
            for place in nlargest(_CLOSEST, shared, key=shared.__getitem__)
            if known[place].group != row.group and not holds(known[place].text, row)
        ]
        if others:
            other = chance.choice(others[:_CHOSEN])
            yield replace(
                row,
                text=other.text,
                title=other.title,
                spans=(),
                settled=False,
                source="off topic",
                weight=1.0,
            )


def by_exchange(rows: Sequence[Reading], chance: random.Random) -> Iterator[Reading]:
    """Questions with a name, year or number exchanged for another of the same kind."""
    pools: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for kind, found in _things(row.question):
            pools[kind].append(found)
    for row in rows:
        question = _exchanged(row, pools, chance) if row.spans else None
        if question:
            yield replace(
                row, question=question, spans=(), source="exchange", weight=_EXCHANGE_WEIGHT
            )


def _exchanged(
    row: Reading, pools: Mapping[str, Sequence[str]], chance: random.Random
) -> str | None:
    """The question about something else; None where that may mean the same."""
    told = row.text.casefold()
    things = [(kind, found) for kind, found in _things(row.question) if found.casefold() in told]
    if not things:
        return None
    kind, found = chance.choice(things)
    near = [other for its, other in _things(row.text) if its == kind and other != found]
    other = chance.choice(near if near and chance.random() < _NEAR else pools[kind])
    answers = (row.text[start:end] for start, end in row.spans)
    if any(other in answer or answer in other for answer in answers):
        return None
    if other.casefold() in row.question.casefold() or found in other or other in found:
        return None
    if other in near and kind == "name" and len(found.split()) < 2:
        return None  # a single word may be another name of the same
    return row.question.replace(found, other, 1)


def holds(text: str, row: Reading) -> bool:
    """Whether a text has the words of an answer to a row's question."""
    told = text.casefold()
    return any(row.text[start:end].casefold() in told for start, end in row.spans)


def _things(text: str) -> Iterator[tuple[str, str]]:
    """Names, years and numbers of a text, each with its kind."""
    for match in _NAME.finditer(text):
        yield "name", re.sub(r"['’]s$", "", match.group()).rstrip(".")
    for match in _YEAR.finditer(text):
        yield "year", match.group()
    for match in _NUMBER.finditer(text):
        if not _YEAR.fullmatch(match.group()):
            yield "number", match.group()


def content(text: str) -> frozenset[str]:
    """The words of a text that are not common, in small letters."""
    return frozenset(_WORD.findall(text.casefold())) - _COMMON
