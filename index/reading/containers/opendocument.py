"""OpenDocument texts (.odt) as HTML: what was deleted, comments and tables of contents left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

from index.reading.containers.cells import cell_of, number, table_html
from index.reading.containers.packages import part, xml_part
from index.reading.exports.markup import local
from index.reading.grid import Cell
from index.reading.source import Limits, Source

_LEFT_OUT: Final = frozenset(
    "tracked-changes annotation annotation-end note-citation table-of-content forms scripts "
    "sequence-decls binary-data soft-page-break desc title".split()
)
_TITLES: Final = frozenset(["Title"])


def html_of_opendocument(
    source: Source, archive: zipfile.ZipFile, limits: Limits
) -> tuple[str, str]:
    """The document as HTML, and the words of its first heading if it has one.

    Raises:
        ReadError: as `xml_part`, or it is no OpenDocument text, or encrypted.
    """
    if b"encryption-data" in part(source, archive, "META-INF/manifest.xml", limits):
        raise source.error("is encrypted: save it without a password")
    content = xml_part(source, archive, "content.xml", limits)
    if content is None:
        raise source.error("is no OpenDocument text: it has no content.xml")
    writer = _Writer()
    bodies = (body for body in content if local(body) == "body")
    text = "".join("".join(writer.blocks(body)) for body in bodies)
    return text + "".join(writer.notes), writer.title


class _Writer:
    def __init__(self) -> None:
        self.title = ""
        self.notes: list[str] = []

    def blocks(self, element: Element) -> Iterator[str]:
        """Paragraphs, lists and tables, at whatever depth."""
        for inner in element:
            name = local(inner)
            if name in ("p", "h"):
                yield self._paragraph(inner, "h2" if name == "h" else "p")
            elif name == "table":
                yield table_html(list(self._rows(inner, head=False)))
            elif name == "list-item":
                yield f"<li>{''.join(self.blocks(inner))}</li>"
            elif name not in _LEFT_OUT:
                yield from self.blocks(inner)

    def _rows(self, table: Element, *, head: bool) -> Iterator[list[tuple[str, Cell]]]:
        for inner in table:
            name = local(inner)
            if name == "table-row":
                cells = [cell for cell in inner if local(cell) == "table-cell"]
                yield [
                    cell_of("".join(self.blocks(cell)), head=head, columns=_columns(cell))
                    for cell in cells
                ]
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                yield from self._rows(inner, head=head or name == "table-header-rows")

    def _paragraph(self, paragraph: Element, tag: str) -> str:
        boxes: list[Element] = []
        words = "".join(self._words(paragraph, boxes)).strip()
        style = next((v for k, v in paragraph.attrib.items() if k.endswith("}style-name")), "")
        if words and ((tag == "h2" and not self.title) or style in _TITLES):
            self.title = words.replace("<br>", " ")
        after = "".join("".join(self.blocks(box)) for box in boxes)
        return f"<{tag}>{words}</{tag}>{after}" if words else after

    def _words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        yield escape(element.text or "", quote=False)
        for inner in element:
            name = local(inner)
            if name in ("s", "tab"):
                yield " "
            elif name == "line-break":
                yield "<br>"
            elif name == "text-box":
                boxes.append(inner)
            elif name == "note":
                self.notes += [
                    "".join(self.blocks(body)) for body in inner if local(body) == "note-body"
                ]
            elif name not in _LEFT_OUT:
                yield from self._words(inner, boxes)
            yield escape(inner.tail or "", quote=False)


def _columns(cell: Element) -> int:
    spanned = (v for k, v in cell.attrib.items() if k.endswith("}number-columns-spanned"))
    return number(next(spanned, "1"))
