"""What an index holds, for people and programs. Reads only; loads no model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.article import Summary
from index.place import Place
from index.storage.manifest import Manifest
from index.store import open_index
from index.terminal import one_line


@dataclass(frozen=True, slots=True)
class Status:
    """The state of an index.

    Attributes:
        near_duplicates: how many groups of articles tell mostly the same words.
        articles: None unless they were asked for.
    """

    place: Place
    generation: str
    manifest: Manifest
    near_duplicates: int
    articles: tuple[Summary, ...] | None

    @property
    def size(self) -> int | None:
        """The bytes that its files take; None where it lies in no folder."""
        if not isinstance(self.place, Path):
            return None
        return sum(int(file["bytes"]) for file in self.manifest.files.values())

    def as_json(self) -> dict[str, Any]:
        """The status as plain values."""
        manifest = self.manifest
        counts = manifest.counts
        values: dict[str, Any] = {
            "index": str(self.place),
            "generation": self.generation,
            "built": manifest.built,
            "articles": manifest.counts.articles,
            "passages": manifest.counts.passages,
            "vectors": manifest.counts.vectors,
            "near_duplicates": self.near_duplicates,
            "complete": counts.complete,
            "encoder": manifest.encoder.name,
            "encoder_fingerprint": manifest.encoder.fingerprint,
            "dimensions": manifest.encoder.dimensions,
            "max_tokens": manifest.max_tokens,
            "bytes": self.size,
        }
        if self.articles is not None:
            values["list"] = [_article(summary) for summary in self.articles]
        return values

    def as_text(self) -> str:
        """The status in a few lines, then a line an article."""
        values = self.as_json()
        size = "" if self.size is None else f", {self.size / 1e6:.1f} MB"
        lines = [
            f"index: {values['index']}, generation {values['generation']}, built {values['built']}",
            f"holds: {values['articles']:,} articles, {values['passages']:,} passages, "
            f"{values['vectors']:,} vectors{size}",
            f"encoder: {values['encoder']}, {values['dimensions']} dimensions, "
            f"passages of up to {values['max_tokens']} tokens",
            f"near-duplicates: {values['near_duplicates']:,} groups of articles",
        ]
        if not values["complete"]:
            lines.append(
                f"vectors: {self.manifest.counts.covered:.0%} so far; all passages are found by "
                "their words; python -m index fill, a build or the running page adds the rest"
            )
        for article in self.articles or ():
            day = article.published.isoformat() if article.published else "no date"
            told = (article.id, day, article.source or "no source", article.title)
            lines.append("\t".join(map(one_line, told)))
        return "\n".join(lines)


def status(index_dir: Place, *, articles: bool = False) -> Status:
    """The status of the live generation.

    Args:
        index_dir: where the index is.
        articles: whether to list the articles.

    Raises:
        IndexMissing, IndexBroken: see `open_index`.
    """
    index = open_index(index_dir)
    listed = tuple(index.articles()) if articles else None
    return Status(index_dir, index.name, index.manifest, len(index.near_groups()), listed)


def _article(summary: Summary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "version": summary.version,
        "title": summary.title,
        "source": summary.source,
        "published": summary.published.isoformat() if summary.published else None,
        "url": summary.url,
        "origin": summary.origin,
        "passages": summary.passages,
    }
