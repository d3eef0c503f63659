"""Dropping earlier versions of articles that nothing cites any more.

Every edit keeps the old text, so that a citation made before it still shows its words. This module
finds the versions that are no longer current and drops those that are not to be kept. Pinned ones,
such as those that saved chats cite, are always kept: see `index.storage.pins`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.building.run import open_run
from index.errors import UsageError
from index.place import Place
from index.report import BuildReport, Tell
from index.storage.pins import pinned
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


def old_versions(index_dir: Place, keep: Collection[str] = ()) -> list[OldVersion]:
    """What `prune` would drop.

    Args:
        index_dir: the index, a folder.
        keep: versions that are still cited, besides those that are pinned.

    Raises:
        UsageError: it is in a Milvus.
        IndexMissing, IndexBroken: see `open_index`; or the pins cannot be read or are not complete.
    """
    kept = {*keep, *pinned(_folder(index_dir))}
    return [old for old in _earlier(index_dir) if old.version not in kept]


def pinned_versions(index_dir: Place) -> list[OldVersion]:
    """The earlier versions that `prune` leaves because they are pinned; raises likewise."""
    kept = pinned(_folder(index_dir))
    return [old for old in _earlier(index_dir) if old.version in kept]


def _folder(place: Place) -> Path:
    """The folder that an index is; what chats cite of one in a Milvus is known to no single one."""
    if not isinstance(place, Path):
        raise UsageError(
            f"{place} keeps all versions: pages of other machines may have chats that cite them; "
            "only an index in a folder can be pruned"
        )
    return place


def _earlier(index_dir: Place) -> list[OldVersion]:
    return [OldVersion(*row) for row in open_index(index_dir).earlier_versions()]


def prune(
    index_dir: Place,
    keep: Collection[str] = (),
    *,
    progress: Tell | None = None,
) -> tuple[list[OldVersion], BuildReport | None]:
    """Drop the earlier versions that are not to be kept.

    Args:
        index_dir: the index, a folder.
        keep: versions that are still cited, besides those that are pinned.
        progress: told how far it is.

    Returns:
        What was dropped, and the report of the run; None when there was nothing to drop.

    Raises:
        IndexMissing, IndexBroken, IndexBusy, BuildError: as for `index.build.build`.
        IndexBroken: the pins cannot be read or are not complete; nothing is dropped.
    """
    if not old_versions(index_dir, keep):
        return [], None
    with open_run(index_dir, None, None, progress) as run:
        found = [OldVersion(*row) for row in run.staging.database.earlier_versions()]
        kept = {*keep, *pinned(_folder(index_dir))}
        dropped = [old for old in found if old.version not in kept]
        for old in dropped:
            run.staging.database.forget_version(old.article_id, old.version)
        run.staging.database.drop_forgotten_texts()
        run.notes.append(f"{len(dropped)} earlier versions dropped")
        return dropped, run.finish()
