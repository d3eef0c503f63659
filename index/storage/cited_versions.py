"""Which versions of articles are cited, by saved answers and by saved chats. Reads only.

The contract with whoever keeps chats: `chats.sqlite` in the index's folder has a table
`cited_versions` with a column `version`, in which every version stands that a kept chat cites or
shows; it changes in the transaction in which the chat does. Other columns are its keeper's own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from index.errors import IndexBroken, UsageError

CHATS = "chats.sqlite"
_WAIT = 30.0  # seconds for whoever is writing


def chat_versions(index_dir: Path) -> set[str]:
    """The versions that the chats kept with an index cite; none where no chats are kept.

    Raises:
        IndexBroken: the chats are there, but cannot be read.
    """
    path = index_dir / CHATS
    if not path.exists():
        return set()
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_WAIT)) as db:
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return set()  # just being made
            return {row[0] for row in db.execute("SELECT DISTINCT version FROM cited_versions")}
    except sqlite3.Error as error:
        raise IndexBroken(
            f"what the saved chats in {path} cite cannot be read ({error}); nothing was dropped; "
            "move the file away if the chats are not wanted any more"
        ) from error


def cited_versions(files: Iterable[Path]) -> set[str]:
    """The versions that saved answers or exported chats cite.

    Args:
        files: JSON or JSON lines in which citations have `article_id` and `version`, such as the
            answers of `python -m qa ask --json`.

    Raises:
        UsageError: a file cannot be read as that.
    """
    return {version for path in files for version in versions_in(_values(path))}


def versions_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    """The versions that JSON values cite: each `version` beside an `article_id`, at any depth."""
    if isinstance(value, dict):
        if "article_id" in value and isinstance(value.get("version"), str):
            yield value["version"]
        value = list(value.values())
    if isinstance(value, list | Iterator):
        for part in value:
            yield from versions_in(part)


def _values(path: Path) -> Iterator[Any]:
    try:
        text = path.read_text("utf-8")
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            yield from [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as JSON ({error}); nothing was dropped") from error
