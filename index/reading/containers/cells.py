"""Cells of tables, as the HTML that `index.reading.fragment` reads row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_PARAGRAPHS: Final = re.compile(r"</?(?:p|h2|li)>|<br>")


def table_cell(blocks: Iterable[str]) -> str:
    """A cell of what stands in it, its paragraphs as one line."""
    return f"<td>{' '.join(_PARAGRAPHS.sub(' ', ''.join(blocks)).split())}</td>"
