"""Files in, articles out, whatever their formats.

A folder of a hundred thousand files holds some that are damaged, foreign or hostile. None of them
stops the others: whatever cannot be read comes out as a `ReadError` value, in its place among the
articles, and says why. Formats live in modules beside this one; those whose parsers have no limits
of their own are read in other processes, by `index.reading.guard`.

    file -> Source -> a format's reader (maybe under guard) -> Record -> Article
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from index.article import Article
from index.errors import ReadError, UsageError
from index.reading.fields import Columns
from index.reading.files import files_in, shown
from index.reading.formats import FORMATS, complaint, is_risky, records_of
from index.reading.guard import Allowance, Found, Guard
from index.reading.record import Records, article_of
from index.reading.source import Limits, Source

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
) -> Iterator[Article | ReadError]:
    """The articles of a folder, with all folders in it, or of one file.

    Files come in the order of their paths; hidden ones are passed over. Each format may also be
    packed with gzip (`news.jsonl.gz`). Holds a few articles (or one `.json` file) at a time.

    Args:
        root: the folder or file.
        limits: what is too large to read.
        allowance: what parsing a web page, PDF or feed may cost.
        columns: what the user calls the fields of tables and JSON.

    Returns:
        An iterator of articles, their ids all different, and of one `ReadError` for each file
        or record that could not be read (its path is relative to `root`).

    Raises:
        UsageError: `root` does not exist.
    """
    root = Path(root)
    if not root.exists():
        raise UsageError(f"{root}: no such file or folder; name a folder of articles, or one file")
    return _read(root, limits, allowance, columns)


def _read(
    root: Path, limits: Limits, allowance: Allowance, columns: Columns
) -> Iterator[Article | ReadError]:
    first_seen: dict[str, str] = {}
    single = [Source.of(root, shown(root.name), columns)]
    sources = files_in(root, columns) if root.is_dir() else iter(single)
    with Guard(allowance) as guard:
        for source, found in _ahead(sources, limits, guard):
            if isinstance(source, ReadError):
                yield source
                continue
            complaints = 0
            for item in _read_file(source, found, limits):
                checked = item if isinstance(item, ReadError) else _first(source, *item, first_seen)
                yield checked
                complaints += isinstance(checked, ReadError)
                if complaints == _MOST_COMPLAINTS:
                    yield source.error(f"{complaints:,} of its records failed: not read on")
                    break


def _first(
    source: Source, article: Article, place: str, first_seen: dict[str, str]
) -> Article | ReadError:
    """The article, or what is to be said when there was one with its id."""
    if article.id in first_seen:
        seen = first_seen[article.id]
        return source.error(f"duplicate id {article.id}, first seen in {seen}", place)
    first_seen[article.id] = source.name
    return article


def _ahead(
    sources: Iterator[Source | ReadError], limits: Limits, guard: Guard
) -> Iterator[tuple[Source | ReadError, Future[Found] | None]]:
    """The same files in the same order, those to be read under guard already begun."""
    waiting: deque[tuple[Source | ReadError, Future[Found] | None]] = deque()
    for source in sources:
        begun = None
        if isinstance(source, Source) and is_risky(source):
            begun = guard.submit(source, limits)
        waiting.append((source, begun))
        if len(waiting) > _AHEAD * guard.allowance.workers:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _read_file(
    source: Source, found: Future[Found] | None, limits: Limits
) -> Iterator[tuple[Article, str] | ReadError]:
    """The articles of one file with their places; never raises because of what the file holds."""
    try:
        records = iter(found.result()) if found else records_of(source, limits)
        yield from _convert(source, records, limits)
    except Exception as error:
        yield complaint(source, error)


def _convert(
    source: Source, records: Records, limits: Limits
) -> Iterator[tuple[Article, str] | ReadError]:
    """Records to articles; gives up on a file of another kind, after a hundred complaints."""
    errors = 0
    for record in records:
        if errors == _HOPELESS:
            raise source.error(f"none of its first {errors} records is an article: not read on")
        try:
            if isinstance(record, ReadError):
                raise record
            yield article_of(source, record, limits), record.place
            errors = -1
        except ReadError as error:
            errors += errors >= 0
            yield error
