"""Word documents (.docx) as HTML: what a reader of the final version sees.

Deleted and moved text, hidden text, field codes, headers and comments are left out; what was
inserted stays; footnotes follow the text.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

from index.reading.containers.cells import cell_of, number, table_html
from index.reading.containers.packages import xml_part
from index.reading.exports.markup import local
from index.reading.grid import Cell
from index.reading.source import Limits, Source

_LEFT_OUT: Final = frozenset(
    "del moveFrom delText instrText delInstrText pPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr "
    "Fallback footnoteReference endnoteReference commentReference annotationRef footnoteRef "
    "endnoteRef".split()
)
_LETTERS: Final = {"tab": " ", "br": "<br>", "cr": "<br>", "noBreakHyphen": "-", "ptab": " "}
_SEPARATORS: Final = ("separator", "continuationSeparator", "continuationNotice")


def html_of_word(source: Source, archive: zipfile.ZipFile, limits: Limits) -> tuple[str, str]:
    """The document as HTML, and the words of its title if it has one.

    Raises:
        ReadError: as `xml_part`, or it is no Word document.
    """
    name = _main_part(source, archive, limits)
    document = xml_part(source, archive, name, limits)
    if document is None:
        raise source.error(f"is no Word document: it has no {name}")
    folder = name.rpartition("/")[0]
    styles = _styles(xml_part(source, archive, f"{folder}/styles.xml", limits))
    writer = _Writer(styles)
    parts = ["".join(writer.blocks(document))]
    for notes in ("footnotes", "endnotes"):
        held = xml_part(source, archive, f"{folder}/{notes}.xml", limits)
        for note in held if held is not None else ():
            if _value(note, "type") not in _SEPARATORS:
                parts += writer.blocks(note)
    return "".join(parts), writer.title


def _main_part(source: Source, archive: zipfile.ZipFile, limits: Limits) -> str:
    relations = xml_part(source, archive, "_rels/.rels", limits)
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _styles(styles: Element | None) -> dict[str, str]:
    """The names of styles, which are English whatever the program's language, by their ids."""
    found = {}
    for style in styles if styles is not None else ():
        for inner in style:
            if local(inner) == "name":
                found[_value(style, "styleId")] = _value(inner, "val").lower()
    return found


def _value(element: Element, name: str) -> str:
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")


class _Writer:
    """Turns what is in a document into HTML; notes the first title or heading on the way."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        self.title = ""

    def blocks(self, element: Element) -> Iterator[str]:
        """Paragraphs and tables, at whatever depth."""
        for inner in element:
            name = local(inner)
            if name == "p":
                yield self._paragraph(inner)
            elif name == "tbl":
                yield table_html([self._row(row) for row in _inside(inner, "tr")])
            elif name not in _LEFT_OUT:
                yield from self.blocks(inner)

    def _row(self, row: Element) -> list[tuple[str, Cell]]:
        head = _property(row, "trPr", "tblHeader") is not None
        cells = []
        for cell in _inside(row, "tc"):
            span = _property(cell, "tcPr", "gridSpan")
            columns = 1 if span is None else number(_value(span, "val"))
            cells.append(cell_of("".join(self.blocks(cell)), head=head, columns=columns))
        return cells

    def _paragraph(self, paragraph: Element) -> str:
        boxes: list[Element] = []
        words = "".join(self._words(paragraph, boxes)).strip()
        style = _paragraph_style(paragraph)
        style = self._styles.get(style, style.lower())
        heading = style == "title" or style.startswith(("heading", "überschrift", "titre"))
        if heading and words and (not self.title or style == "title"):
            self.title = words.replace("<br>", " ")
        tag = "h2" if heading else "li" if _is_item(paragraph) else "p"
        after = "".join("".join(self.blocks(box)) for box in boxes)
        return f"<{tag}>{words}</{tag}>{after}" if words else after

    def _words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        for inner in element:
            name = local(inner)
            if name == "t":
                yield escape(inner.text or "", quote=False)
            elif name in _LETTERS:
                yield _LETTERS[name]
            elif name == "txbxContent":
                boxes.append(inner)
            elif name not in _LEFT_OUT and not (name == "r" and _is_hidden(inner)):
                yield from self._words(inner, boxes)


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table, or cells of a row, also where something is put around them."""
    for inner in element:
        name = local(inner)
        if name == wanted:
            yield inner
        elif name not in _LEFT_OUT and name != "tbl":
            yield from _inside(inner, wanted)


def _property(element: Element, properties: str, name: str) -> Element | None:
    for inner in element:
        if local(inner) == properties:
            return next((each for each in inner if local(each) == name), None)
    return None


def _paragraph_style(paragraph: Element) -> str:
    style = _property(paragraph, "pPr", "pStyle")
    return "" if style is None else _value(style, "val")


def _is_item(paragraph: Element) -> bool:
    return _property(paragraph, "pPr", "numPr") is not None


def _is_hidden(run: Element) -> bool:
    hidden = _property(run, "rPr", "vanish")
    return hidden is not None and _value(hidden, "val") not in ("0", "false", "off")
