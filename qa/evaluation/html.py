"""The parts of a page: one file that loads nothing, light or dark as the reader's system is.

Whatever is not `Markup` is escaped: questions and articles are other people's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from qa.evaluation.resample import Figure

_CSS = Path(__file__).with_name("report.css")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: object) -> Markup:
    """A value as HTML: escaped, unless it is `Markup`."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_CSS.read_text('utf-8')}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            *parts,
            "</body></html>\n",
        ]
    )


def heading(title: str, note: str = "") -> Markup:
    """A section's heading, with a remark beside it."""
    small = f" <small>{escape(note)}</small>" if note else ""
    return Markup(f"<h2>{escape(title)}{small}</h2>")


def paragraph(words: object, kind: str = "") -> Markup:
    """A paragraph."""
    return Markup(f'<p class="{kind}">{text(words)}</p>')


def table(head: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> Markup:
    """A table.

    Args:
        head: of each column its name and kind: "label", "text", "number" or "".
        rows: cells, as many as columns; a cell that is None stays empty.
    """
    names = "".join(f'<th class="{kind}">{escape(name)}</th>' for name, kind in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}">{"" if cell is None else text(cell)}</td>'
            for cell, (_, kind) in zip(row, head, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return Markup(
        f'<div class="scroll"><table><thead><tr>{names}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def number(value: float, unit: str, *, signed: bool = False) -> str:
    """A share with three decimals, or whole milliseconds."""
    sign = "+" if signed else ""
    return f"{value:{sign},.0f} ms" if unit == "ms" else f"{value:{sign}.3f}"


def interval(figure: Figure, unit: str, *, signed: bool = False) -> str:
    """The bounds of a figure."""
    low = number(figure.low, unit, signed=signed).removesuffix(" ms")
    return f"{low} – {number(figure.high, unit, signed=signed)}"
