"""Pieces of a model's reply to whole sentences with the numbers they cite.

A sentence is passed on, its citations included, when the next one has begun: so no marker is ever
seen half. How the reply is cut into pieces does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BRACKET = r"\[[^\[\]\n]{0,40}\]"
_BOUNDARY = re.compile(
    rf"(?P<end>[.!?…]+[\"”’'»)*]*)(?:\s*{_BRACKET})*\s+(?=[^\s\[])|\s*\n\s*(?=[^\s\[])"
)
_MARKER = re.compile(_BRACKET)
_NUMBERS = re.compile(r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]", re.ASCII)
_LIST_ITEM = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+|#+\s+)")
_ITEM_NUMBER = re.compile(r"\s*\d{1,2}\.")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mrs?|Ms|Drs?|Prof|St|Sen|Rep|Gov|Gen|Lt|Col"
    r"|Sgt|Capt|Jr|Sr|vs|No|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$"
)
_THOUGHT = re.compile(r"\s*<think>")
_THOUGHT_END = "</think>"


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of a reply.

    Attributes:
        text: without markers.
        numbers: those it cites, in order, each once; whether they were given is not known here.
        strange: brackets that look like citations and are none, such as [1-3] or [²].
    """

    text: str
    numbers: tuple[int, ...]
    strange: tuple[str, ...]


class SentenceStream:
    """Takes a reply piece by piece and gives out sentences as they are whole."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking: bool | None = None  # None: too early to tell

    def feed(self, piece: str) -> list[Stated]:
        """The sentences that are whole now."""
        self._held += piece
        self._skip_thought()
        return [] if self._thinking is not False else self._whole()

    def end(self) -> list[Stated]:
        """What is left when the reply is over."""
        if self._thinking:
            return []
        found = [*self._whole(), _stated(self._held)]
        self._held = ""
        return [stated for stated in found if stated.text]

    def _skip_thought(self) -> None:
        """Leave out what a model writes to itself before it answers."""
        if self._thinking is None:
            start = self._held.lstrip()
            if _THOUGHT.match(start):
                self._thinking = True
            elif start and not "<think>".startswith(start):
                self._thinking = False
        if self._thinking and _THOUGHT_END in self._held:
            self._held = self._held.split(_THOUGHT_END, 1)[1]
            self._thinking = False

    def _whole(self) -> list[Stated]:
        found: list[Stated] = []
        start = 0
        for match in _BOUNDARY.finditer(self._held):
            if _is_end(self._held, start, match):
                found.append(_stated(self._held[start : match.end()]))
                start = match.end()
        self._held = self._held[start:]
        return [stated for stated in found if stated.text]


def without_thought(reply: str) -> str:
    """A whole reply without what a model writes to itself before it answers."""
    return reply.partition(_THOUGHT_END)[2] if _THOUGHT.match(reply) else reply


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    if match["end"] is None or "\n" in match[0]:
        return True
    if text[match.end()].islower():
        return False
    if match["end"] != ".":
        return True
    before = text[start : match.start()]
    return not _ABBREVIATION.search(before[-12:]) and not _ITEM_NUMBER.fullmatch(before + ".")


def _stated(text: str) -> Stated:
    numbers: dict[int, None] = {}
    strange: list[str] = []

    def without(match: re.Match[str]) -> str:
        marker = match[0]
        if _NUMBERS.fullmatch(marker):
            numbers.update((int(digits), None) for digits in re.findall(r"\d+", marker, re.ASCII))
        elif any(sign.isnumeric() for sign in marker):
            strange.append(marker)
        else:
            return marker
        return ""

    plain = _MARKER.sub(without, _LIST_ITEM.sub("", text)).replace("**", "")
    plain = re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(plain.split()))
    printable = "".join(sign for sign in plain if sign.isprintable())
    return Stated(printable, tuple(numbers), tuple(strange))
