"""Pins: versions of articles that somebody outside the index needs, so that pruning keeps them.

    pinned    a row for each version that one thing needs, such as a saved chat
    complete  the keepers whose pins are all there, with how many these are and the sum of all: pins
              that do not fit are damaged, and as good as not complete

A keeper is a file in the index's folder whose owner pins what the file cites, and does so in an
order in which being killed loses nothing: a version is pinned before the file names it, and let go
after the file has ceased to. Pins count while the keeper's file is there. As long as such a file is
there and its pins are not known to be complete, nothing may be pruned: that is so for the chats of
older programs, which did not pin. A keeper's file that was put in the place of another, as from a
backup, is to be opened by its owner before anything is pruned. For chats in a database a small file
stands that says its address, without a password.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from index.errors import IndexBroken

PINS = "pins.sqlite"
CHATS = "chats.sqlite"
KEEPERS = {CHATS: "python -m qa chats list"}  # and what makes their pins complete
DATABASES = "chats-*.postgresql"  # files that stand for chats in a database, whose address they say
_MODULUS = 2**48
_IS_TABLE = "SELECT count(*) FROM sqlite_master WHERE name="
_WAIT_SECONDS = 30.0  # for whoever is writing
_TABLES = (
    "CREATE TABLE IF NOT EXISTS pinned(keeper TEXT NOT NULL, owner TEXT NOT NULL,"
    " version TEXT NOT NULL, PRIMARY KEY(keeper, owner, version)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS complete_pins("
    "keeper TEXT PRIMARY KEY, count INTEGER NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID",
)

Versions = Mapping[str, Collection[str]]  # by whatever needs them, named by the keeper


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins of one keeper; each change is on the disk when its method returns.

    Any number of threads and processes may change pins at once. Every method raises IndexBroken
    when they cannot be read or written.

    Attributes:
        index_dir: the index's folder, which is there; the index itself need not be.
        keeper: one of `KEEPERS`, or a name as of `DATABASES`.
    """

    index_dir: Path
    keeper: str

    def pin(self, versions: Versions) -> None:
        """Pin more versions, before the keeper's file names them."""
        with _writing(self.index_dir) as db:
            self._add(db, versions)

    def unpin(self, still_needed: Versions) -> None:
        """Let go all that these owners need no more, after the keeper's file has ceased to name it.

        The caller makes sure that nobody pins for the same owners meanwhile.
        """
        with _writing(self.index_dir) as db:
            for owner in still_needed:
                gone = "DELETE FROM pinned WHERE keeper=? AND owner=? RETURNING owner, version"
                self._count(db, db.execute(gone, (self.keeper, owner)).fetchall(), -1)
            self._add(db, still_needed)

    def complete(self, versions: Versions) -> None:
        """Make these all the keeper's pins, whatever was pinned before; from now on pruning may go.

        The caller makes sure that nobody pins for the same keeper meanwhile.
        """
        with _writing(self.index_dir) as db:
            db.execute("DELETE FROM complete_pins WHERE keeper=?", (self.keeper,))
            held = db.execute("SELECT owner, version FROM pinned WHERE keeper=?", (self.keeper,))
            surplus = [
                (self.keeper, owner, version)
                for owner, version in held
                if version not in versions.get(owner, ())
            ]
            db.executemany("DELETE FROM pinned WHERE keeper=? AND owner=? AND version=?", surplus)
            self._add(db, versions)
            rows = {(owner, version) for owner, needed in versions.items() for version in needed}
            values = (self.keeper, len(rows), _sum_of(rows))
            db.execute("INSERT INTO complete_pins VALUES(?,?,?)", values)

    def _add(self, db: sqlite3.Connection, versions: Versions) -> None:
        put = "INSERT OR IGNORE INTO pinned VALUES(?,?,?) RETURNING owner, version"
        for owner, needed in versions.items():
            for version in needed:
                new = db.execute(put, (self.keeper, owner, version)).fetchall()
                self._count(db, new, 1)

    def _count(self, db: sqlite3.Connection, rows: Sequence[tuple[str, str]], sign: int) -> None:
        """Note rows that are new or gone, where the pins are complete."""
        if rows:
            db.execute(
                "UPDATE complete_pins SET count=count+?, sum=(sum+?)%? WHERE keeper=?",
                (sign * len(rows), _MODULUS + sign * _sum_of(rows), _MODULUS, self.keeper),
            )


def pinned(index_dir: Path) -> set[str]:
    """All versions that are pinned.

    Raises:
        IndexBroken: they cannot be read, or are not known to be complete.
    """
    found: set[str] = set()
    for keeper, command in _keepers(index_dir).items():
        if (index_dir / keeper).exists():
            versions = _complete_pins(index_dir, keeper)
            if versions is None:
                raise IndexBroken(
                    f"it is not known which versions {index_dir / keeper} cites; nothing was "
                    f"dropped; run {command} --index {index_dir} once, then prune again; or move "
                    "the file away if it is not wanted any more"
                )
            found |= versions
    return found


def _keepers(index_dir: Path) -> dict[str, str]:
    """The files that may have pins, and what makes these complete."""
    found = dict(KEEPERS)
    for file in sorted(index_dir.glob(DATABASES)):
        with _told(index_dir):
            found[file.name] = f"{KEEPERS[CHATS]} --chats {file.read_text('utf-8').strip()}"
    return found


def _complete_pins(index_dir: Path, keeper: str) -> set[str] | None:
    """A keeper's pins; None as long as they are not complete."""
    if not (index_dir / PINS).exists():
        return None
    with _told(index_dir), closing(_connected(index_dir)) as db:
        db.execute("BEGIN")
        if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return None  # just being made
        if not db.execute(f"{_IS_TABLE}'complete_pins'").fetchone()[0]:
            return None  # an older program's
        noted = "SELECT count, sum FROM complete_pins WHERE keeper=?"
        known = db.execute(noted, (keeper,)).fetchone()
        rows = db.execute("SELECT owner, version FROM pinned WHERE keeper=?", (keeper,)).fetchall()
        if known != (len(rows), _sum_of(rows)):
            return None
        return {version for _, version in rows}


def _sum_of(rows: Iterable[tuple[str, str]]) -> int:
    """The sum of some rows, whatever their order: of a hash of each, 0 to `_MODULUS` - 1."""
    return sum(_hash_of(owner, version) for owner, version in rows) % _MODULUS


def _hash_of(owner: str, version: str) -> int:
    return int.from_bytes(sha256(f"{owner}\n{version}".encode()).digest()[:6], "big")


@contextmanager
def _writing(index_dir: Path) -> Iterator[sqlite3.Connection]:
    with _told(index_dir), closing(_connected(index_dir)) as db:
        db.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            db.execute(table)
        yield db
        db.execute("COMMIT")


def _connected(index_dir: Path) -> sqlite3.Connection:
    db = sqlite3.connect(index_dir / PINS, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous=FULL")  # on the disk before the keeper's own file is
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def _told(index_dir: Path) -> Iterator[None]:
    """What SQLite raises, as an error to show."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError) as error:
        raise IndexBroken(
            f"the pinned versions in {index_dir / PINS} cannot be read or written ({error}); see "
            "that there is space left; if the file is damaged, delete it: it is made anew by "
            + " and ".join(f"{command} --index {index_dir}" for command in KEEPERS.values())
        ) from error
