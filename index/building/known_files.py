"""Which files of a folder need not be read: those that are as they were when they were read last.

A file is taken to be the same when its size and times are; when the times differ, when its bytes
are. Times tell nothing of a file that was written just before it was looked at: it may have been
written again within the same tick of the clock, or the clock may have been set back. Such a file
is compared by its bytes. A file is remembered only when all of it became articles, and with it what
there was to remark: whatever has to be said of a file is said in every report.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, replace

from index.models.bundled import file_sha256
from index.reading.source import Source
from index.reading.unread import Unread, digest_of, readers_fingerprint
from index.storage.database_writer import DatabaseWriter
from index.storage.file_records import FileRecord, FileRecords

_SETTLED_NS = 3_000_000_000  # the coarsest clocks of file systems tick every two seconds
_MANY = 256  # files looked into in vain that make it worth to write down what was seen


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was before it was read; `sha256` where its times tell nothing."""

    size: int
    modified: int
    changed: int
    looked: int
    sha256: bytes | None

    @property
    def settled(self) -> bool:
        """Whether another change would show in its times."""
        return max(self.modified, self.changed) < self.looked - _SETTLED_NS


class KnownFiles:
    """The memory of one build; see `index.reading.unread.Memory`.

    Args:
        database: of the generation being made, with the articles of the one before.
        origin: the folder that is built from.
        options: all that the user chose about reading.
        read_all: have every file read whatever is known of it.
        lost: versions whose texts are to be read again.
    """

    def __init__(
        self,
        database: DatabaseWriter,
        origin: str,
        options: object,
        *,
        read_all: bool = False,
        lost: set[str] | frozenset[str] = frozenset(),
    ) -> None:
        self._database, self._records = database, FileRecords(database, origin)
        self._key = hashlib.sha256(f"{readers_fingerprint()}\n{options!r}".encode()).digest()[:16]
        self._read_all, self._lost = read_all, lost
        self._met: set[str] = set()  # files that are remembered
        self._being_read: dict[str, _Seen] = {}
        self._new = 0  # files that nothing was known of
        self._looked_into = 0  # files whose times had changed, and nothing else

    @property
    def worth_writing(self) -> bool:
        """Whether what is remembered now makes the next build much quicker."""
        return self._new > 0 or self._looked_into >= _MANY

    def held(self, source: Source) -> Unread | None:
        """See `Memory.held`."""
        try:
            seen = _look(source)
            record = None if self._read_all else self._records.get(source.name)
            if record and self._is_as_read(source, record, seen):
                self._met.add(source.name)
                return Unread(record.articles, record.remarks)
            if not seen.settled:
                seen = replace(seen, sha256=_sha256(source))
        except OSError:  # whoever opens it says why
            return None
        self._being_read[source.name] = seen
        return None

    def keep(self, source: Source, held: Unread) -> None:
        """See `Memory.keep`."""
        seen = self._being_read.pop(source.name, None)
        try:
            sha256 = _sha256(source)
            now = _look(source)
        except OSError:
            return
        same = seen and _times(seen) == _times(now) and (seen.settled or seen.sha256 == sha256)
        if not seen or not same:  # written while it was read
            return
        before = self._records.get(source.name)
        self._new += before is None or before.key != self._key
        times = (*_times(seen), seen.looked)
        record = FileRecord(*times, sha256, self._key, held.articles, held.remarks)
        self._records.put(source.name, record)
        self._met.add(source.name)

    def forget_others(self) -> None:
        """Drop what is known of files that are not there any more, or not wholly articles."""
        for name in self._records.names():
            if name not in self._met:
                self._records.forget(name)

    def _is_as_read(self, source: Source, record: FileRecord, seen: _Seen) -> bool:
        if record.key != self._key or record.size != seen.size:
            return False
        if not all(self._is_stored(one, digest) for one, digest in record.articles):
            return False
        before = replace(seen, looked=record.looked)
        if before.settled and _times(seen) == (record.size, record.modified, record.changed):
            return True
        if _sha256(source) != record.sha256:
            return False
        self._looked_into += seen.settled
        self._records.put(
            source.name,
            replace(record, modified=seen.modified, changed=seen.changed, looked=seen.looked),
        )
        return True

    def _is_stored(self, article_id: str, digest: str) -> bool:
        known = self._database.summary(article_id)
        return known is not None and known.version not in self._lost and digest_of(known) == digest


def _look(source: Source) -> _Seen:
    looked = time.time_ns()  # before the times are: what is written from now on is later
    status = os.stat(source.path)
    return _Seen(status.st_size, status.st_mtime_ns, status.st_ctime_ns, looked, None)


def _times(seen: _Seen) -> tuple[int, int, int]:
    return seen.size, seen.modified, seen.changed


def _sha256(source: Source) -> bytes:
    return bytes.fromhex(file_sha256(source.path))
