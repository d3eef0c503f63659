"""Which XML a file is: what WordPress exports, a wiki's dump, or a feed."""

from __future__ import annotations

import re
from typing import Final

from index.reading.exports.mediawiki import read_mediawiki
from index.reading.exports.wordpress import read_wordpress
from index.reading.feeds import read_feed
from index.reading.record import Records
from index.reading.source import Limits, Source, open_stream

_HEAD_BYTES: Final = 4_000
_WORDPRESS: Final = re.compile(rb"wordpress\.org/export/|<wp:wxr_version")
_MEDIAWIKI: Final = re.compile(rb"<mediawiki\b")


def read_xml(source: Source, limits: Limits) -> Records:
    """The articles of an `.xml`, `.rss` or `.atom` file.

    Raises:
        ReadError: as the reader of what it is.
    """
    with open_stream(source, limits.table_bytes) as stream:
        head = stream.read(_HEAD_BYTES).replace(b"\0", b"")  # as if UTF-16 were ASCII
    if _WORDPRESS.search(head):
        return read_wordpress(source, limits)
    if _MEDIAWIKI.search(head):
        return read_mediawiki(source, limits)
    return read_feed(source, limits)
