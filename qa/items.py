"""The lines of an answer that is made of lines, as its JSON has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_FIELDS = ("label", "text", "citations", "as_of")


def items_of(sentences: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What stands on each line of a list, comparison, change, timeline or listing of articles.

    Args:
        sentences: all of an answer, as plain values.

    Returns:
        For each the `label` (the item, side, time or article; "" for none), the `text`, the numbers
        of its `citations` and `as_of`, the day of the newest article cited; nothing where no
        sentence has a label, for then they are prose.
    """
    if not any(one.get("label") for one in sentences):
        return []
    return [{name: one.get(name) for name in _FIELDS} for one in sentences]
