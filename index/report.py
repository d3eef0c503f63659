"""What a build says: its progress while it runs, its report at the end. Standard library only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from index.errors import ReadError
from index.terminal import one_line


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is, or other long work.

    Attributes:
        stage: "reading" (articles), "encoding" (passages), "writing" (files), or for other work
            than a build what is counted, such as "questions asked".
        done: how many so far.
        total: how many there will be; None while that is not known.
    """

    stage: str
    done: int
    total: int | None


Kind = Literal[
    "undated",
    "changed",
    "calendar",
    "cut",
    "unnamed",
    "encoding",
    "garbled",
    "translated",
    "renamed",
    "foreign",
]
"""Of a remark: its date could not be read; only the day of a change is given; its date was
converted from another calendar; its file holds its beginning alone; a field is not there that the
user named; its file is not in Unicode; its letters had been garbled, and were mended; a translation
of it was left out; another article has its id; it is not in English, which is told of files that
are not read again."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is not as it should be with an article that could be read.

    Attributes:
        what: which, and what was there, for people.
    """

    kind: Kind
    what: str


Tell = Callable[[Progress], None]
"""Is told how far a build is."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build, an addition or a removal did.

    Attributes:
        added, changed, removed, unchanged: article ids, in the order they were met.
        failed: files and records that were not indexed, with the reason.
        passages: how many the index holds now, and `vectors` how many of them have their vector.
        encoded: how many were encoded just now; the rest were taken over.
        seconds: of the whole run, and `encoding_seconds` of those spent encoding.
        notes: what else the user should know.
        undated: how many articles have a date that could not be read; the notes show the first.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[ReadError, ...] = ()
    passages: int = 0
    vectors: int = 0
    encoded: int = 0
    seconds: float = 0.0
    encoding_seconds: float = 0.0
    notes: tuple[str, ...] = ()
    undated: int = 0

    @property
    def by_fate(self) -> tuple[tuple[str, int], ...]:
        """How many articles were added, changed, … and how many files or records failed."""
        return (
            ("added", len(self.added)),
            ("changed", len(self.changed)),
            ("removed", len(self.removed)),
            ("unchanged", len(self.unchanged)),
            ("failed", len(self.failed)),
        )

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "removed": list(self.removed),
            "unchanged": list(self.unchanged),
            "failed": [{"file": e.path, "place": e.place, "reason": e.reason} for e in self.failed],
            "passages": self.passages,
            "vectors": self.vectors,
            "encoded": self.encoded,
            "seconds": round(self.seconds, 3),
            "encoding_seconds": round(self.encoding_seconds, 3),
            "notes": list(self.notes),
            "undated": self.undated,
        }

    def as_text(self) -> str:
        """The report for people: a line of counts, then a line for every failure and note."""
        counts = ", ".join(f"{count:,} {fate}" for fate, count in self.by_fate)
        lines = [
            f"articles: {counts}",
            f"passages: {self.passages:,} in the index, {self.encoded:,} encoded now"
            + ("" if self.vectors == self.passages else f", {self.vectors:,} have vectors so far"),
            f"time: {self.seconds:.1f} s, {self.encoding_seconds:.1f} s of it encoding",
            *(one_line(f"failed: {error}") for error in self.failed),
            *(one_line(f"note: {note}") for note in self.notes),
        ]
        return "\n".join(lines)
