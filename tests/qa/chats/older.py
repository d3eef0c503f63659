"""The chats' file as earlier programs made it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

FORMAT_1 = """
CREATE TABLE chats(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL,
  title TEXT NOT NULL, renamed INTEGER NOT NULL, words TEXT NOT NULL, created TEXT NOT NULL,
  updated TEXT NOT NULL);
CREATE INDEX chats_of ON chats(owner, updated);
CREATE TABLE turns(chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
  number INTEGER NOT NULL, rating INTEGER NOT NULL, asked_at TEXT NOT NULL,
  question TEXT NOT NULL, comment TEXT NOT NULL, filters TEXT NOT NULL, words TEXT NOT NULL,
  reply TEXT NOT NULL, PRIMARY KEY(chat, number));
CREATE TABLE cited_versions(version TEXT NOT NULL, chat INTEGER NOT NULL,
  turn INTEGER NOT NULL, PRIMARY KEY(chat, turn, version),
  FOREIGN KEY(chat, turn) REFERENCES turns ON DELETE CASCADE) WITHOUT ROWID;
PRAGMA user_version=1;
"""
_NOON = "2024-03-02T12:00:00.000000+00:00"


def keep_in_format_1(path: Path, reply: dict[str, Any], versions: set[str]) -> None:
    """Make the file with Ada's chat "one" of one turn, whose reply shows these versions."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(FORMAT_1)
        db.execute(
            "INSERT INTO chats VALUES(7, 'one', 'ada', 'Ships', 1, 'ships', ?, ?)", (_NOON, _NOON)
        )
        db.execute(
            "INSERT INTO turns VALUES(7, 0, 1, ?, 'How many?', 'fine', '{}', 'how many?', ?)",
            (_NOON, json.dumps(reply)),
        )
        db.executemany("INSERT INTO cited_versions VALUES(?, 7, 0)", [(v,) for v in versions])
        db.commit()
