"""Files in, articles out: the only part of indexing that knows of file formats.

A folder of a hundred thousand files holds some that are damaged, foreign or hostile. None of them
stops the others: whatever cannot be read comes out as a `ReadError` value, in its place among the
articles, and says why. Formats live in the `read_*.py` modules beside this one, which import
their libraries when the first such file is met.

    file -> Source -> a format's reader -> Record -> Article
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from index.article import Article
from index.errors import ReadError, UsageError
from index.read_bytes import Limits, Source
from index.read_feeds import read_feed
from index.read_files import files_in, shown
from index.read_html import read_html
from index.read_json import read_json, read_json_lines
from index.read_pdf import read_pdf
from index.read_plain import read_markdown, read_text
from index.read_record import Records, article_of
from index.read_tables import read_table

__all__ = ["FORMATS", "Limits", "read_articles"]

logger = logging.getLogger(__name__)

FORMATS: Final[Mapping[str, Callable[[Source, Limits], Records]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".tsv": read_table,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}

_NO_LIMITS_GIVEN: Final = Limits()
_HOPELESS: Final = 100


def read_articles(
    root: Path, *, limits: Limits = _NO_LIMITS_GIVEN
) -> Iterator[Article | ReadError]:
    """The articles of a folder, with all folders in it, or of one file.

    Files come in the order of their paths; hidden ones are passed over. Each format may also be
    packed with gzip (`news.jsonl.gz`). Holds one article (or one `.json` file) at a time.

    Args:
        root: the folder or file.
        limits: what is too large to read.

    Returns:
        An iterator of articles, their ids all different, and of one `ReadError` for each file
        or record that could not be read (its path is relative to `root`).

    Raises:
        UsageError: `root` does not exist.
    """
    root = Path(root)
    if not root.exists():
        raise UsageError(f"{root}: no such file or folder; name a folder of articles, or one file")
    return _read(root, limits)


def _read(root: Path, limits: Limits) -> Iterator[Article | ReadError]:
    first_seen: dict[str, str] = {}
    single = [Source.of(root, shown(root.name))]
    for source in files_in(root) if root.is_dir() else single:
        if isinstance(source, ReadError):
            yield source
            continue
        for item in _read_file(source, limits):
            if isinstance(item, ReadError):
                yield item
                continue
            article, place = item
            if article.id in first_seen:
                yield source.error(
                    f"duplicate id {article.id}, first seen in {first_seen[article.id]}", place
                )
                continue
            first_seen[article.id] = source.name
            yield article


def _read_file(source: Source, limits: Limits) -> Iterator[tuple[Article, str] | ReadError]:
    """The articles of one file with their places; never raises because of what the file holds."""
    reader = FORMATS.get(source.suffix)
    if reader is None:
        suffix = f'"{source.suffix}"' if source.suffix else "a name without suffix"
        known = ", ".join(FORMATS)
        yield source.error(f"{suffix} is not a format we read ({known}, each also as .gz)")
        return
    try:
        yield from _convert(source, reader(source, limits), limits)
    except ReadError as error:
        yield error
    except OSError as error:
        yield source.error(f"cannot be read: {error.strerror or error}")
    except RecursionError:
        yield source.error("is nested too deeply")
    except MemoryError:
        yield source.error("does not fit into memory")
    except Exception as error:  # a parser failed in a way of its own: the other files go on
        logger.debug("%s", source.name, exc_info=True)
        yield source.error(f"could not be parsed ({type(error).__name__}: {error})"[:300])


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
