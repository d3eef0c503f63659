"""Files in, articles out, whatever their formats.

A folder of a hundred thousand files holds some that are damaged, foreign or hostile. None of them
stops the others: whatever cannot be read comes out as a `ReadError` value, in its place among the
articles, and says why. Formats live in modules beside this one; those whose parsers have no limits
of their own are read in other processes, by `index.reading.guard`.

    file -> Source -> a format's reader (maybe under guard) -> Record -> Article
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from index.article import Article
from index.english import is_english
from index.errors import ReadError, UsageError
from index.reading.calendars import converted_beside
from index.reading.contents import records_of
from index.reading.dates import Order, day_of, is_open
from index.reading.day_order import order_of_one, orders_of
from index.reading.fields import Columns
from index.reading.files import files_in, shown
from index.reading.formats import FORMATS, complaint, is_risky
from index.reading.found import Found, Ids
from index.reading.garbled import mended
from index.reading.guard import Allowance, Guard, Readers
from index.reading.record import Record, Records, article_of
from index.reading.remarks import remarks_on
from index.reading.source import Limits, Source
from index.reading.unread import Memory, Unread, digest_of
from index.report import Remark

__all__ = ["FORMATS", "Allowance", "Limits", "read_articles"]

_LIMITS: Final = Limits()
_ALLOWANCE: Final = Allowance()
_HOPELESS: Final = 100  # records: when none of so many is an article, none will be
_MOST_COMPLAINTS: Final = 100_000  # about one file: they are all held in memory for the report
_AHEAD: Final = 3  # files given to each process at most, before their turn comes


def read_articles(
    root: Path,
    *,
    limits: Limits = _LIMITS,
    allowance: Allowance = _ALLOWANCE,
    columns: Columns = (),
    remark: Callable[[Remark], None] | None = None,
    memory: Memory | None = None,
    readers: Callable[[Allowance], AbstractContextManager[Readers]] = Guard,
) -> Iterator[Article | ReadError | Unread]:
    """The articles of a folder, with all folders in it, or of one file.

    Files come in the order of their paths; hidden ones are passed over. Each format may also be
    packed with gzip (`news.jsonl.gz`), and stand in a zip archive.
    Holds a few articles (or one `.json` file) at a time.

    Args:
        root: the folder or file.
        limits: what is too large to read.
        allowance: what parsing a web page, PDF, archive or the like may cost.
        columns: what the user calls the fields of tables and JSON.
        remark: is told of articles that could be read, yet not all that their files say of them.
        memory: knows of files that need not be read, and is told of those that were.
        readers: whoever reads what is costly to parse, within the allowance.

    Returns:
        An iterator of articles, their ids all different; of one `ReadError` for each file
        or record that could not be read (its path is relative to `root`); and of one `Unread` for
        each file that `memory` knows.

    Raises:
        UsageError: `root` does not exist.
    """
    root = Path(root)
    if not root.exists():
        raise UsageError(f"{root}: no such file or folder; name a folder of articles, or one file")
    said = remark or (lambda _: None)
    return _read(root, limits, columns, said, memory, readers(allowance))


def _read(
    root: Path,
    limits: Limits,
    columns: Columns,
    remark: Callable[[Remark], None],
    memory: Memory | None,
    readers: AbstractContextManager[Readers],
) -> Iterator[Article | ReadError | Unread]:
    ids = Ids()
    single = [Source.of(root, shown(root.name), columns)]
    sources = files_in(root, columns) if root.is_dir() else iter(single)
    with readers as guard:
        for source, found in _ahead(sources, limits, guard, memory):
            if isinstance(source, ReadError):
                yield source
                continue
            if isinstance(found, Unread):
                if ids.take(source, found):
                    for said in found.remarks:
                        remark(said)
                    yield found
                    continue
                found = guard.submit(source, limits) if is_risky(source) else None
            held = yield from _checked(
                _read_file(source, found, limits, guard.allowance), source, ids, remark
            )
            if memory and held:
                memory.keep(source, held)


def _checked(
    items: Iterator[Found | ReadError],
    source: Source,
    ids: Ids,
    remark: Callable[[Remark], None],
) -> Generator[Article | ReadError, None, Unread | None]:
    """What a file holds, each article once.

    Returns:
        For `Memory.keep`; None where a part of it failed or depends on another file.
    """
    complaints = 0
    read: list[tuple[str, str]] = []
    remarks: list[Remark] = []
    for item in items:
        found = item if isinstance(item, ReadError) else ids.first(source, item)
        if isinstance(found, Found):
            for said in found.remarks:
                remark(said)
            remarks += found.remarks
            if not is_english(found.article.text):
                remarks.append(Remark("foreign", ""))  # whoever has the text needs no telling
            read.append((found.article.id, digest_of(found.article)))
        yield found.article if isinstance(found, Found) else found
        complaints += isinstance(found, ReadError)
        if complaints == _MOST_COMPLAINTS:
            yield source.error(f"{complaints:,} of its records failed: not read on")
            break
    alone = all(said.kind != "renamed" for said in remarks)
    return Unread(tuple(read), tuple(remarks)) if read and alone and not complaints else None


_Begun = Iterable[Record | ReadError] | Unread | None


def _ahead(
    sources: Iterator[Source | ReadError], limits: Limits, guard: Readers, memory: Memory | None
) -> Iterator[tuple[Source | ReadError, _Begun]]:
    """The same files in the same order, those to be read under guard already begun."""
    waiting: deque[tuple[Source | ReadError, _Begun]] = deque()
    for source in sources:
        begun: _Begun = None
        if isinstance(source, Source) and memory:
            begun = memory.held(source)
        if isinstance(source, Source) and not begun and is_risky(source):
            begun = guard.submit(source, limits)
        waiting.append((source, begun))
        if len(waiting) > _AHEAD * guard.allowance.workers:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _read_file(
    source: Source,
    found: Iterable[Record | ReadError] | None,
    limits: Limits,
    allowance: Allowance = _ALLOWANCE,
) -> Iterator[Found | ReadError]:
    """The articles of one file with their places; never raises because of what the file holds."""
    try:
        records = records_of(source, limits) if found is None else iter(found)
        # To decide how days are written takes a second look at the file; most need none.
        orders = cache(lambda: _orders(source, found is not None, limits, allowance))
        yield from _convert(source, records, orders, limits)
    except Exception as error:
        yield complaint(source, error)


def _orders(
    source: Source, guarded: bool, limits: Limits, allowance: Allowance
) -> Mapping[str, Order | None]:
    """How days are written in a file, and in each file within it, by their names."""
    if not guarded:
        return orders_of(records_of(source, limits))
    # By a process of its own: those that read it first may wait for what they found to be used.
    with Guard(replace(allowance, workers=1)) as guard:
        return orders_of(guard.submit(source, limits))


def _convert(
    source: Source,
    records: Records,
    orders: Callable[[], Mapping[str, Order | None]],
    limits: Limits,
) -> Iterator[Found | ReadError]:
    """Records to articles; gives up on a file of another kind, after a hundred complaints."""
    errors = 0
    for record in records:
        if errors == _HOPELESS:
            raise source.error(f"none of its first {errors} records is an article: not read on")
        try:
            if isinstance(record, ReadError):
                raise record
            record = mended(record)
            article = article_of(source, record, limits)
            if not article.published and record.published:
                article = replace(article, published=_day(record, article.text, orders))
            yield Found(
                article, record.place, tuple(remarks_on(source, record, article)), bool(record.id)
            )
            errors = -1
        except ReadError as error:
            errors += errors >= 0 and error.path == source.name  # not of a file within it
            yield error


def _day(
    record: Record, text: str, orders: Callable[[], Mapping[str, Order | None]]
) -> date | None:
    """The day of a date that does not tell it by itself; None where nothing else does."""
    if is_open(record.published):
        return day_of(record.published, order_of_one(record) or orders().get(record.member))
    return converted_beside(record.published, text, record.hint)
