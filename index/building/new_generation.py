"""A generation in the making, beside the live one: its folder, and what happens when it fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.storage.database_file import damaged
from index.storage.generations import discard, named_generation, next_generation, unwritable


@contextmanager
def new_generation(index_dir: Path, live: Path | None) -> Iterator[Path]:
    """An empty folder for the next generation, thrown away unless it went live.

    Use it only while holding the build lock. `live` is the generation that is live until then.

    Raises:
        BuildError: the folder cannot be written, also when that shows on the way.
        IndexBroken: a file of the live generation is damaged.
    """
    generation = next_generation(index_dir, live)
    try:
        yield generation
    except (OSError, sqlite3.OperationalError) as error:
        raise unwritable(index_dir, error) from error
    except sqlite3.DatabaseError as error:
        raise damaged(error) from error
    finally:
        if named_generation(index_dir) != generation:
            discard(generation)
