"""Which reader reads which format, and what is said when one fails; one file at a time.

The readers import their libraries when the first such file is met.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from index.errors import ReadError
from index.reading.feeds import read_feed
from index.reading.html import read_html
from index.reading.json_files import read_json, read_json_lines
from index.reading.pdf import read_pdf
from index.reading.plain import read_markdown, read_text
from index.reading.record import Records
from index.reading.source import Limits, Source
from index.reading.tables import read_table

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
# Read by parsers that set themselves no limits of time or memory: in `index.reading.guard` only.
GUARDED: Final = frozenset(
    suffix for suffix, reader in FORMATS.items() if reader in (read_html, read_pdf, read_feed)
)
# Markup of megabytes can be made so that finding its ends takes minutes; articles are smaller.
_GUARDED_WHEN_LARGE: Final = frozenset([".txt", ".md", ".markdown"])
_LARGE_BYTES: Final = 200_000
_LARGE_PACKED_BYTES: Final = 20_000


def is_risky(source: Source) -> bool:
    """Whether a file is to be read under guard."""
    if source.suffix not in _GUARDED_WHEN_LARGE:
        return source.suffix in GUARDED
    try:
        return source.path.stat().st_size > (_LARGE_PACKED_BYTES if source.packed else _LARGE_BYTES)
    except OSError:  # whoever opens it says why
        return False


def records_of(source: Source, limits: Limits) -> Records:
    """What a file holds, read in this process.

    Raises:
        ReadError: not a format we read.
        Exception: whatever a parser makes of the file; `complaint` puts it into words.
    """
    reader = FORMATS.get(source.suffix)
    if reader is None:
        suffix = f'"{source.suffix}"' if source.suffix else "a name without suffix"
        known = ", ".join(FORMATS)
        raise source.error(f"{suffix} is not a format we read ({known}, each also as .gz)")
    return reader(source, limits)


def complaint(source: Source, error: Exception) -> ReadError:
    """What to tell the user when reading a file ended in `error`."""
    if isinstance(error, ReadError):
        return error
    if isinstance(error, OSError):
        return source.error(f"cannot be read: {error.strerror or error}")
    if isinstance(error, RecursionError):
        return source.error("is nested too deeply")
    if isinstance(error, MemoryError):
        return source.error("does not fit into memory")
    # A parser failed in a way of its own: the other files go on.
    logger.debug("%s", source.name, exc_info=error)
    return source.error(f"could not be parsed ({type(error).__name__}: {error})"[:300])
