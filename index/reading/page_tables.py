"""The tables of a web page as sentences, one a row; see `index.reading.grid`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement, builder

from index.reading.grid import MOST_ROWS, Cell, sentences_of

_IN_A_TEXT: Final = frozenset("p div ul ol form input article section h1 h2 h3 iframe".split())
_TABLE_PARTS: Final = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
_MOST_CELL_CHARS: Final = 300
_USUAL_CELL_CHARS: Final = 80
_LINKED: Final = 0.7  # of the words of a table: it is a menu
_LABEL_CHARS: Final = 80  # of a cell beside a table within a table


def tables_as_sentences(tree: HtmlElement) -> None:
    """Put sentences in the place of all tables of data, and make plain those that only lay out."""
    for table in list(tree.iter("table")):
        _label_inner(table)
    for table in reversed(list(tree.iter("table"))):  # those inside of others first
        if _is_data(table):
            _replace_by_rows(table)
        elif any(True for _ in table.iterdescendants("p", "div", "h1")):  # it only places things
            for element in table.iter(*_TABLE_PARTS):
                element.tag = "div"


def _label_inner(table: HtmlElement) -> None:
    """Where the cells of a table hold tables of data, say beside which cells each of these stands.

    | North | a table | -> Region: North – Party: Blue; Seats: 12.
    """
    rows = [list(row.iterchildren("td", "th")) for row in _own_rows(table)]
    heads = [words_in(cell) for cell in rows[0]] if rows and _all_heads(rows[0]) else []
    labelled = []
    for row in rows[1:] if heads else rows:
        inner = [cell for cell in row if next(cell.iterdescendants("table"), None) is not None]
        others = [cell for cell in row if cell not in inner and words_in(cell)]
        if len(inner) != 1 or not others or len(row) > len(heads or row):
            return
        if any(len(words_in(cell)) > _LABEL_CHARS for cell in others):
            return
        tables = list(inner[0].iterdescendants("table"))
        if len(tables) > 1 or not _is_data(tables[0]) or words_in(tables[0]) != words_in(inner[0]):
            return
        parts = [
            f"{heads[row.index(cell)]}: {words_in(cell)}" if heads else words_in(cell)
            for cell in others
        ]
        labelled.append(("; ".join(parts), tables[0]))
    if len(labelled) < 2:
        return
    place = builder.DIV()
    for label, inner_table in labelled:
        for sentence in sentences_of(_rows_of(inner_table)):
            place.append(builder.P(f"{label} – {sentence}"))
    place.tail = table.tail
    table.getparent().replace(table, place)


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of a table without those of tables in it."""
    return (row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table)


def _all_heads(row: list[HtmlElement]) -> bool:
    return len(row) > 1 and all(cell.tag == "th" for cell in row)


def _rows_of(table: HtmlElement) -> list[list[Cell]]:
    return [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]


def words_in(element: HtmlElement) -> str:
    """All words of an element on one line."""
    return " ".join(str(element.text_content()).split())


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds data, and does not only place things on a page."""
    if table.get("role") in ("presentation", "none") or table.getparent() is None:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    if len(rows) > MOST_ROWS or len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    for cell in cells:
        inside = [e.tag for e in cell.iterdescendants() if e.tag in _IN_A_TEXT]
        if len(inside) > 1 or set(inside) - {"p", "div"}:
            return False
    texts = [text for text in map(words_in, cells) if text]
    chars = sum(map(len, texts))
    linked = sum(len(words_in(link)) for link in table.iter("a"))
    headed = any(cell.tag == "th" for cell in cells)
    return (
        len(texts) >= 0.4 * len(cells)
        and max(map(len, texts), default=0) <= _MOST_CELL_CHARS
        and chars <= _USUAL_CELL_CHARS * len(texts)
        and (headed or linked <= _LINKED * chars)
    )


def _replace_by_rows(table: HtmlElement) -> None:
    rows = _rows_of(table)
    place = builder.DIV()
    caption = next(table.iterchildren("caption"), None)
    if caption is not None and (title := words_in(caption)):
        place.append(builder.P(title))
    for sentence in sentences_of(rows):
        place.append(builder.P(sentence))
    figure = next(table.iterancestors("figure"), None)
    if figure is None or figure.getparent() is None:
        place.tail = table.tail
        table.getparent().replace(table, place)
    else:  # of figures all is left out
        table.drop_tree()
        figure.addprevious(place)


def _cell(element: HtmlElement) -> Cell:
    for mark in element.iter("sup"):  # the number of a footnote
        mark.text = "" if re.fullmatch(r"\W*\w{1,2}\W*", words_in(mark)) else mark.text
    for line_break in element.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    head = element.tag == "th"
    return Cell(words_in(element), head, _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: HtmlElement, name: str) -> int:
    value = (element.get(name) or "").strip()
    if not value.isascii() or not value.isdigit():
        return 1
    return min(int(value[:4]), MOST_ROWS) or 1
