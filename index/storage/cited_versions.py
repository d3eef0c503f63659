"""Which versions of articles JSON cites, such as saved answers. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from index.errors import UsageError


def cited_versions(files: Iterable[Path]) -> set[str]:
    """The versions that saved answers or exported chats cite.

    Args:
        files: JSON or JSON lines in which citations have `article_id` and `version`, such as the
            answers of `python -m qa ask --json`.

    Raises:
        UsageError: a file cannot be read as that.
    """
    return {version for path in files for version in versions_in(_values(path))}


def versions_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    """The versions that JSON values cite: each `version` beside an `article_id`, at any depth."""
    if isinstance(value, dict):
        if "article_id" in value and isinstance(value.get("version"), str):
            yield value["version"]
        value = list(value.values())
    if isinstance(value, list | Iterator):
        for part in value:
            yield from versions_in(part)


def _values(path: Path) -> Iterator[Any]:
    try:
        text = path.read_text("utf-8")
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            yield from [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as JSON ({error}); nothing was dropped") from error
