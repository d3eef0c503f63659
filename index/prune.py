"""Dropping earlier versions of articles that nobody cites any more.

Every edit keeps the old text, so that a citation made before it still shows its words. This module
says which versions are not the articles' own any more, and drops those that are not to be kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.report import BuildReport, Tell
from index.run import open_run
from index.store import open_index


@dataclass(frozen=True, slots=True)
class OldVersion:
    """A version that its article has no more; `stored_bytes` is what dropping it frees at most."""

    article_id: str
    version: str
    stored_bytes: int

    def as_json(self) -> dict[str, Any]:
        """The version as plain values."""
        return {
            "article_id": self.article_id,
            "version": self.version,
            "stored_bytes": self.stored_bytes,
        }


def old_versions(index_dir: Path, keep: Collection[str] = ()) -> list[OldVersion]:
    """What `prune` would drop.

    Args:
        index_dir: the index.
        keep: versions that are still cited.

    Raises:
        IndexMissing, IndexBroken: see `open_index`.
    """
    found = open_index(index_dir).earlier_versions()
    return [OldVersion(*row) for row in found if row[1] not in keep]


def prune(
    index_dir: Path,
    keep: Collection[str] = (),
    *,
    progress: Tell | None = None,
) -> tuple[list[OldVersion], BuildReport | None]:
    """Drop the earlier versions that are not to be kept.

    Args:
        index_dir: the index.
        keep: versions that are still cited.
        progress: told how far it is.

    Returns:
        What was dropped, and the report of the run; None when there was nothing to drop.

    Raises:
        IndexMissing, IndexBroken, IndexBusy, BuildError: as for `index.build.build`.
    """
    if not old_versions(index_dir, keep):
        return [], None
    with open_run(index_dir, None, None, progress) as run:
        found = [OldVersion(*row) for row in run.staging.database.earlier_versions()]
        dropped = [old for old in found if old.version not in keep]
        for old in dropped:
            run.staging.database.forget_version(old.article_id, old.version)
        run.staging.database.drop_forgotten_texts()
        run.notes.append(f"{len(dropped)} earlier versions dropped")
        return dropped, run.finish()


def cited_versions(files: Iterable[Path]) -> set[str]:
    """The versions that saved answers or chats cite.

    Args:
        files: JSON or JSON lines in which citations have `article_id` and `version`, such as the
            answers of `python -m qa ask --json`.

    Raises:
        UsageError: a file cannot be read as that.
    """
    return {version for path in files for version in _versions(_values(path))}


def _values(path: Path) -> Iterator[Any]:
    try:
        text = path.read_text("utf-8")
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            yield from [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as JSON ({error}); nothing was dropped") from error


def _versions(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a JSON file holds
    if isinstance(value, dict):
        if "article_id" in value and isinstance(value.get("version"), str):
            yield value["version"]
        value = list(value.values())
    if isinstance(value, list | Iterator):
        for part in value:
            yield from _versions(part)
