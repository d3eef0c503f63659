"""The types of kept chats, and how large their parts may be."""

from __future__ import annotations

import secrets
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qa.errors import ChatRefused

MOST_CHATS = 1_000  # of an owner
MOST_TURNS = 1_000  # of a chat
LONGEST_TITLE = 200  # characters, as all below
LONGEST_QUESTION = 20_000  # one that was refused for its length is kept with the refusal
LONGEST_COMMENT = 2_000
LARGEST_REPLY = 2_000_000  # as JSON; a usual one has 30,000
MOST_FILTERS = 20
LONGEST_FILTER = 1_000
_TITLE = 60  # characters of the first question


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """One question of a chat, its reply, and what the reader made of it.

    Attributes:
        number: place in the chat, from 0, never used twice; turns are ordered by it.
        question: as it was typed.
        asked_at: the moment, in UTC.
        reply: what `as_json` of the `Answer` or `NoAnswer` gave, or `{"error": message}`.
        filters: what the search was narrowed by, "" for nothing: `since`, `until`, `source`, …
        rating: 1 for good, -1 for bad, 0 for not rated.
        comment: the reader's, "" for none; see `qa.chats.feedback` for what it may say.
        imported: whether it came with an imported file: see `qa.chats.imported`.

    Raises:
        ChatRefused: one of them cannot be, or is too large.
    """

    number: int
    question: str
    asked_at: datetime
    reply: Mapping[str, Any]
    filters: Mapping[str, str]
    rating: int = 0
    comment: str = ""
    imported: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.number < 2**53:
            raise ChatRefused(f"the turn's number is {self.number}; count turns from 0")
        if self.asked_at.utcoffset() != timedelta(0):
            raise ChatRefused(f"the moment of asking, {self.asked_at}, is not in UTC")
        if not checked_length("the question", self.question, LONGEST_QUESTION).strip():
            raise ChatRefused("the question is empty")
        checked_rating(self.rating, self.comment)
        if len(self.filters) > MOST_FILTERS:
            raise ChatRefused(f"{len(self.filters)} filters; at most {MOST_FILTERS} can be kept")
        for name, value in self.filters.items():
            checked_length("a filter", name + value, LONGEST_FILTER)


@dataclass(frozen=True, slots=True)
class SavedChat:
    """A chat with its turns, ordered by number.

    Attributes:
        id: a random token, fit for addresses; see `new_id`.
        created: when its first turn was kept, in UTC.
        updated: when its turns changed last, in UTC.
    """

    id: str
    title: str
    created: datetime
    updated: datetime
    turns: tuple[SavedTurn, ...]

    @property
    def imported(self) -> bool:
        """Whether any of its turns was imported."""
        return any(turn.imported for turn in self.turns)


@dataclass(frozen=True, slots=True)
class ChatSummary:
    """A chat in a list.

    Attributes:
        turns: how many it has.
        imported: whether any of them was imported.
        damaged: whether what is told here is not as it was kept.
    """

    id: str
    title: str
    created: datetime
    updated: datetime
    turns: int
    imported: bool = False
    damaged: bool = False


def new_id() -> str:
    """An id for a new chat: 24 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(12)


def title_of(question: str) -> str:
    """A title made of a chat's first question, shortened after a word where it can be."""
    folded = " ".join(question.split())
    short = textwrap.shorten(folded, _TITLE, placeholder="…")
    return short if short.strip("…") or not folded else folded[: _TITLE - 1] + "…"


def checked_title(title: str) -> str:
    """A title with its white space folded.

    Raises:
        ChatRefused: it is empty or too long.
    """
    folded = " ".join(title.split())
    if not folded:
        raise ChatRefused("the title is empty; give the chat a name")
    return checked_length("the title", folded, LONGEST_TITLE)


def checked_rating(rating: int, comment: str) -> None:
    """Make sure of a rating and its comment.

    Raises:
        ChatRefused: the rating is none of -1, 0 and 1, or the comment is too long.
    """
    if rating not in (-1, 0, 1):
        raise ChatRefused(f"the rating is {rating!r}; rate -1, 0 or 1")
    checked_length("the comment", comment, LONGEST_COMMENT)


def checked_length(what: str, text: str, most: int) -> str:
    """The text.

    Raises:
        ChatRefused: it is longer than `most` characters.
    """
    if len(text) > most:
        raise ChatRefused(f"{what} has {len(text):,} characters; at most {most:,} can be kept")
    return text
