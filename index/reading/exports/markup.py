"""XML read an element at a time, so that a dump of any size fits; nothing in it is obeyed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from index.reading.source import Limits, Source, open_stream

# Control characters stand in many exports, though XML has none.
_CONTROLS: Final = bytes([*range(9), 11, 12, *range(14, 32)])
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, where those bytes are parts of letters


def elements(source: Source, limits: Limits, names: frozenset[str]) -> Iterator[Element]:
    """The elements of these names (without namespaces) in an XML file, one after another.

    One inside of another is not told by itself; each is forgotten when the next is asked for.

    Raises:
        ReadError: larger than a table may be; broken XML; XML with a document type of its own.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with open_stream(source, limits.table_bytes) as stream:
        plain = stream if stream.peek(2)[:2] in _WIDE else io.BufferedReader(_Plain(stream))
        try:
            path: list[Element] = []
            for event, element in iterparse(plain, ("start", "end"), forbid_dtd=True):
                if event == "start":
                    path.append(element)
                    continue
                path.pop()
                if local(element) in names and not any(local(outer) in names for outer in path):
                    yield element
                    element.clear()
                    if path:
                        path[-1].remove(element)
        except ParseError as error:
            raise source.error(f"is damaged ({error}): read up to there") from None
        except DefusedXmlException:
            raise source.error("declares a document type or entities: not read") from None


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Plain(io.RawIOBase):
    """Bytes without control characters."""

    def __init__(self, inner: io.BufferedReader) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while data := self._inner.read1(len(buffer)):
            if plain := data.translate(None, _CONTROLS):
                buffer[: len(plain)] = plain
                return len(plain)
        return 0
