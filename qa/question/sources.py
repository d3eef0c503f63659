"""Sources named in a question. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ABOUT_ARTICLES = re.compile(
    r"\b(?:according to|articles?|reports?|report(?:ed|ing)(?: by)?|published|coverage|covered"
    r"|story|stories|wrote|writes)\b",
    re.IGNORECASE,
)
_BEHIND_SOURCE = re.compile(r"['’\"”]?(?:s\b)?\s*(?:article|report|story|coverage|wrote)")


def sources_in(question: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Those of the sources whose articles a question asks about, in the order they stand.

    Only in a question about articles: "according to", "reported by", "the article"; elsewhere the
    name of a paper or a broadcaster is a subject like others.
    """
    if not _ABOUT_ARTICLES.search(question):
        return ()
    return tuple(
        source
        for source, start, end in _named(question, sources)
        if start or _BEHIND_SOURCE.match(question, end)
    )


def sources_called(name: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Those of the sources that a name holds, in the order they stand: "the Linden Post"."""
    return tuple(source for source, _, _ in _named(name, sources))


def without_sources(text: str, sources: Iterable[str]) -> str:
    """A text without the words that say by whom: "from CNN", "the Linden Post's articles"."""
    for source in sources:
        by, name = r"\b(?:from|in|by|of|at)\s+(?:the\s+)?", _source_pattern(source)
        text = re.sub(rf"{by}{name}(?!\w)|(?<!\w){name}(?:['’]s)?(?=\s+[a-z])", "", text)
    return " ".join(text.split())


def _named(text: str, sources: Iterable[str]) -> list[tuple[str, int, int]]:
    """The sources in a text, each with where it stands first, in that order."""
    found = []
    for source in sources:
        if match := re.search(rf"(?<!\w){_source_pattern(source)}(?!\w)", text):
            found.append((source, *match.span()))
    return sorted(found, key=lambda one: (one[1], one[0]))


def _source_pattern(source: str) -> str:
    """A pattern for a source's name as people write it: "cnn.com" is CNN, "X - Sports" is X."""
    head = re.split(r"\s+[|–-]\s+|:\s+", source)[0]
    site = re.fullmatch(r"(?:www\.)?([a-z0-9-]{3,})(?:\.[a-z]{2,4}){1,2}", head)
    if site:
        return rf"(?=[A-Z])(?i:{' ?'.join(re.escape(letter) for letter in site[1])})"
    return re.escape(head)
