"""What a file holds, the files within it included: archives, mailboxes, attachments.

    file -> its reader -> records, and sources of files within it -> their readers -> …

How deep, how many and how much is bounded for all that one file holds together, however it is
nested: a small archive can unpack to any size.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from index.errors import ReadError
from index.reading.formats import HOLDING_FILES, complaint, reader_of
from index.reading.record import Contents, Record, Records
from index.reading.source import Limits, Source, megabytes

_DEEPEST: Final = 4  # a letter, with a letter, in a mailbox, in an archive


def records_of(source: Source, limits: Limits) -> Records:
    """The records of a file and of all files within it.

    Raises:
        ReadError: not a format we read.
        Exception: whatever a parser makes of the file; `complaint` puts it into words.
    """
    return (item for item in contents(source, limits) if not isinstance(item, Source))


def contents(source: Source, limits: Limits, skip: int = 0) -> Contents:
    """The same, with the source of each file within it in front of what that holds.

    Args:
        source: the file.
        limits: what is too large to read.
        skip: so many files within it, counted as they would come, are not read, nor is anything
            before the last of them: to go on after one that ended the process.

    Raises:
        As `records_of`; a file within that cannot be read is a `ReadError` in its place.
        MemoryError: also where it is a file within that does not fit.
    """
    return _Walk(source, limits, skip).through(source, 0)


class _Walk:
    def __init__(self, outermost: Source, limits: Limits, skip: int) -> None:
        self._outermost = outermost
        self._limits = limits
        self._skip = skip
        self._files = 0
        self._bytes = 0

    def through(self, source: Source, depth: int) -> Contents:
        for item in reader_of(source)(source, self._limits):
            if isinstance(item, Source):
                yield from self._within(item, depth + 1)
            elif not self._skip:
                yield self._named(source, item)

    def _within(self, member: Source, depth: int) -> Contents:
        self._count(member)
        if self._skip:
            self._skip -= 1
            # The last is the one that did the harm; of the others only what is in them counts.
            if not self._skip or member.suffix not in HOLDING_FILES:
                return
        else:
            yield member
        try:
            if depth > _DEEPEST:
                raise member.error(f"is packed more than {_DEEPEST} deep: not read")
            yield from self.through(member, depth)
        except (_TooMuch, MemoryError):
            raise
        except Exception as error:
            if not self._skip:
                yield complaint(member, error)

    def _count(self, member: Source) -> None:
        self._files += 1
        self._bytes += len(member.data or b"")
        if self._files > self._limits.archive_files:
            self._stop(f"{self._limits.archive_files:,} files")
        if self._bytes > self._limits.archive_bytes:
            self._stop(megabytes(self._limits.archive_bytes))

    def _stop(self, most: str) -> None:
        reason = f"holds more than the {most} we read from an archive: the rest was not read"
        raise _TooMuch(self._outermost.name, reason)

    def _named(self, source: Source, item: Record | ReadError) -> Record | ReadError:
        if isinstance(item, ReadError) or source is self._outermost:
            return item
        return replace(item, member=source.name[len(self._outermost.name) + 1 :])


class _TooMuch(ReadError):
    """Ends the reading of all that the outermost file holds."""
