"""Tables that pandas wrote as JSON, column by column, as the objects that their rows are.

{"title": {"0": "A", "1": "B"}, "text": {"0": …, "1": …}}
{"columns": ["title", "text"], "index": [0, 1], "data": [["A", …], ["B", …]]}

Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rows_of(held: Mapping[str, Any]) -> list[object] | None:
    """The rows of such a table as objects, in their order; None when `held` is none."""
    columns, data = held.get("columns"), held.get("data")
    if isinstance(columns, list) and isinstance(data, list) and columns:
        if all(isinstance(row, list) and len(row) == len(columns) for row in data):
            names = [str(name) for name in columns]
            return [dict(zip(names, row, strict=True)) for row in data]
        return None
    values = list(held.values())
    if len(values) < 2 or not all(isinstance(value, dict) and value for value in values):
        return None
    keys = list(values[0])
    if not all(key.isdigit() for key in keys) or any(value.keys() != {*keys} for value in values):
        return None
    return [{name: column[key] for name, column in held.items()} for key in keys]
