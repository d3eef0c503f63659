"""The tables of the chats, as statements name them; `qa.chats.migrations` makes them.

chats            a row a chat: whose it is, its title, when it was begun and changed
turns            a row a turn: the question, the reply as JSON, filters, rating, comment; both
                 with a checksum: see `qa.chats.checksums`
shown_versions   a row for each version of an article that a turn cites or shows; each of them
                 is pinned with the index: see `qa.chats.pinning`
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

_META = MetaData()


def _texts(names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names.split()]


def _numbers(names: str) -> list[Column[int]]:
    return [Column(name, BigInteger) for name in names.split()]


CHATS = Table(
    "chats",
    _META,
    Column("number", Integer, primary_key=True),
    *_texts("id owner title words created updated"),
    *_numbers("renamed imported sum"),
)
TURNS = Table(
    "turns",
    _META,
    *_numbers("chat number rating imported sum"),
    *_texts("asked_at question comment filters words reply"),
)
SHOWN = Table("shown_versions", _META, *_texts("version"), *_numbers("chat turn"))
