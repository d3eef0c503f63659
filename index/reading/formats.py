"""Which reader reads which format, and what is said when one fails; one file at a time.

The readers import their libraries when the first such file is met.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from index.errors import ReadError
from index.reading.exports.ris import read_ris
from index.reading.json_files import read_json, read_json_lines
from index.reading.plain import read_markdown, read_text
from index.reading.record import Contents
from index.reading.source import Limits, Source
from index.reading.tables import read_table

logger = logging.getLogger(__name__)

Reader = Callable[[Source, Limits], Contents]

_READERS: Final[Mapping[str, Reader]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".tsv": read_table,
    ".ris": read_ris,
}
# Read by parsers that set themselves no limits of time or memory: in `index.reading.guard` only.
GUARDED: Final = tuple(
    ".html .htm .xhtml .mhtml .mht .pdf .docx .doc .odt .rtf .epub .rss .atom .xml .eml .mbox "
    ".zip".split()
)
HOLDING_FILES: Final = (".zip", ".mbox", ".eml")
FORMATS: Final = (*_READERS, *GUARDED)
# Markup of megabytes can be made so that finding its ends takes minutes; articles are smaller.
_GUARDED_WHEN_LARGE: Final = frozenset([".txt", ".md", ".markdown", ".ris"])
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


def reader_of(source: Source) -> Reader:
    """The reader of its format; it raises whatever a parser makes of the file.

    Raises:
        ReadError: not a format we read.
    """
    if source.suffix in GUARDED:
        from index.reading.guarded import READERS

        return READERS[source.suffix]
    reader = _READERS.get(source.suffix)
    if reader is None:
        suffix = f'"{source.suffix}"' if source.suffix else "a name without suffix"
        known = ", ".join(FORMATS)
        raise source.error(f"{suffix} is not a format we read ({known}, each also as .gz)")
    return reader


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
