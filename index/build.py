"""Seeds in, a published generation out: incremental, atomic, resumable.

Every run changes a copy of the live generation, gives each passage a vector and publishes the
result with one rename. Killed before that, it leaves the old generation live, and the vectors it
made are taken up by the next run. This module knows neither file formats nor models.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path

from index import duplicates
from index.article import Article
from index.database import damaged
from index.encode import DEFAULT_ENCODER, Encoder, load_encoder, stored_name
from index.errors import BuildError, IndexMissing, ReadError, UnknownArticle, UsageError
from index.fill import fill, pending_file
from index.generations import current_generation, discard, next_generation, unwritable
from index.lock import locked
from index.manifest import VECTORS, Counts, EncoderInfo, Manifest, publish
from index.pending import PendingVectors, forget
from index.read import read_articles
from index.report import BuildReport, Progress
from index.split import SplitSettings
from index.staging import ADDED, Staging
from index.store import Index, open_index
from index.vectors import encode_missing, known_vectors

__all__ = ["BuildReport", "NothingIndexed", "Progress", "add", "build", "remove"]

Tell = Callable[[Progress], None]
_FEW = 256  # passages that are encoded before publishing: half a minute at the most


class NothingIndexed(BuildError):
    """Not one article could be read.

    Attributes:
        failed: every file and record with the reason.
    """

    def __init__(self, place: Path | str, failed: Iterable[ReadError]) -> None:
        self.failed = tuple(failed)
        why = f"{len(self.failed)} failed" if self.failed else "it holds no files"
        super().__init__(
            f"nothing could be indexed from {place} ({why}); the index that was there is unchanged"
        )


def build(
    seeds: Path,
    index_dir: Path,
    *,
    encoder: str | None = None,
    split: SplitSettings | None = None,
    progress: Tell | None = None,
    fill_vectors: bool = True,
) -> BuildReport:
    """Make the index hold the articles of a folder as they are now, and those added by hand.

    Where much is new the index is published first with words alone, so that it can be searched
    at once; then the vectors fill in.

    Args:
        seeds: a folder of files, or one file; an article whose file has gone leaves the index.
        index_dir: where the index is or will be.
        encoder: see `load_encoder`; that of the index, else the default, unless given.
        split: how large passages are; as in the index, else the default, unless given.
        progress: told how far it is.
        fill_vectors: go on until every passage has its vector; else that is left to `fill`.

    Raises:
        UsageError: there are no such seeds.
        NothingIndexed: not one article could be read; the old index stays.
        IndexBusy: another build is running.
        IndexBroken: the folder holds something else.
        BuildError: the disk is full or read-only; the old index stays.
        ModelError: the encoder cannot be loaded.
    """
    if not seeds.exists():
        raise UsageError(f"there is nothing at {seeds}; name a folder of articles or a file")
    with _run(index_dir, encoder, split, progress) as run:
        seen = run.staging.take(read_articles(seeds), origin=str(seeds.resolve()))
        if not run.staging.changes.read:
            raise NothingIndexed(seeds, run.staging.changes.failed)
        run.staging.keep_only(seen)
        report = run.finish()
    return _filled(report, index_dir, run.encoder, progress) if fill_vectors else report


def add(
    files: Iterable[Path],
    index_dir: Path,
    *,
    articles: Iterable[Article | ReadError] = (),
    encoder: str | None = None,
    progress: Tell | None = None,
) -> BuildReport:
    """Add the articles of some files, or replace those with the same ids; drops nothing.

    What is added stays through later builds until it is removed.

    Args:
        files: files or folders of articles.
        index_dir: where the index is or will be.
        articles: what to add besides, such as pages from the web; errors go into the report.
        encoder: as for `build`.
        progress: told how far it is.

    Raises:
        As `build` does.
    """
    paths, others = list(files), list(articles)
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is nothing at {path}; name files or folders of articles")
    with _run(index_dir, encoder, None, progress) as run:
        for path in paths:
            run.staging.take(read_articles(path), origin=ADDED)
        run.staging.take(others, origin=ADDED)
        if not run.staging.changes.read:
            named = ", ".join(map(str, paths)) or "what was fetched"
            raise NothingIndexed(named, run.staging.changes.failed)
        report = run.finish()
    return _filled(report, index_dir, run.encoder, progress)


def remove(
    article_ids: Iterable[str], index_dir: Path, *, progress: Tell | None = None
) -> BuildReport:
    """Remove articles from search; the texts of their versions stay for old citations.

    Raises:
        IndexMissing: there is no index.
        UnknownArticle: the index holds no such id; nothing is removed then.
        Otherwise as `build` does.
    """
    if current_generation(index_dir) is None:
        raise IndexMissing(f"there is no index in {index_dir} to remove articles from")
    with _run(index_dir, None, None, progress) as run:
        for article_id in dict.fromkeys(article_ids):
            known = run.staging.known.get(article_id)
            if known is None:
                raise UnknownArticle(
                    f"the index holds no article {article_id!r}; nothing was removed; "
                    "python -m index status --articles lists the ids"
                )
            run.staging.remove(article_id)
            if known.origin != ADDED:
                run.notes.append(
                    f"{article_id} was built from {known.origin}; the next build of that brings "
                    "it back unless its file goes too"
                )
        return run.finish()


def _filled(
    report: BuildReport, index_dir: Path, encoder: Encoder, progress: Tell | None
) -> BuildReport:
    """The report of a build after its vectors filled in."""
    if report.vectors == report.passages:
        return report
    started = time.perf_counter()
    filled = fill(index_dir, encoder=encoder, progress=progress)
    return replace(
        report,
        vectors=filled.vectors,
        encoded=report.encoded + filled.encoded,
        seconds=report.seconds + time.perf_counter() - started,
        encoding_seconds=report.encoding_seconds + filled.seconds,
    )


@dataclass
class _Run:
    """One run under way, holding the build lock."""

    generation: Path
    live: Index | None
    encoder: Encoder
    split: SplitSettings
    staging: Staging
    tell: Tell
    started: float
    notes: list[str] = field(default_factory=list)

    def finish(self) -> BuildReport:
        """Write and publish, unless nothing is different; encode first where that is quick."""
        changes = self.staging.changes
        index_dir = self.generation.parent.parent
        if self.live and not changes.count and not self.notes:
            counts = self.live.manifest.counts
            if counts.vectors == counts.passages:
                forget(pending_file(index_dir))  # left by a build killed just after it published
            return self._report(counts, 0, 0.0)
        database = self.staging.database
        same = self.live and self.live.manifest.encoder.fingerprint == self.encoder.fingerprint
        with closing(PendingVectors(pending_file(index_dir))) as pending:
            live = self.live if same else None
            filling = known_vectors(database, self.encoder, live, pending)
            if len(filling.missing) <= _FEW:
                encode_missing(filling, database, self.encoder, pending, self.tell, inf)
            self.tell(Progress("writing", 0, None))
            duplicates.refresh(database)
            filling.vectors.write(self.generation / VECTORS)
            articles, passages, _ = database.counts()
            corpus = database.corpus_sha256()
            # packing rewrites all postings: worth it when much of them is new
            database.commit(pack=4 * changes.count > articles)
            counts = Counts(articles, passages, len(filling.vectors))
            publish(self.generation, self._manifest(counts, corpus))
            if not filling.missing:
                pending.clear()
        return self._report(counts, filling.encoded, filling.seconds)

    def _manifest(self, counts: Counts, corpus: str) -> Manifest:
        encoder = EncoderInfo(
            stored_name(self.encoder.name), self.encoder.fingerprint, self.encoder.dimensions
        )
        built = datetime.now(UTC).isoformat(timespec="seconds")
        return Manifest(encoder, self.split.max_tokens, counts, corpus, built, {})

    def _report(self, counts: Counts, encoded: int, encoding_seconds: float) -> BuildReport:
        changes = self.staging.changes
        return BuildReport(
            added=tuple(changes.added),
            changed=tuple(changes.changed),
            removed=tuple(changes.removed),
            unchanged=tuple(changes.unchanged),
            failed=tuple(changes.failed),
            passages=counts.passages,
            vectors=counts.vectors,
            encoded=encoded,
            seconds=time.perf_counter() - self.started,
            encoding_seconds=encoding_seconds,
            notes=tuple(self.notes),
        )


@contextmanager
def _run(
    index_dir: Path, encoder: str | None, split: SplitSettings | None, tell: Tell | None
) -> Iterator[_Run]:
    """Hold the lock and a fresh generation; throw the generation away unless it is published."""
    started = time.perf_counter()
    current_generation(index_dir)  # refuses a folder that is not ours before it puts a lock there
    with locked(index_dir):
        live_folder = current_generation(index_dir)
        live = open_index(index_dir) if live_folder else None
        name = encoder or (live.manifest.encoder.name if live else DEFAULT_ENCODER)
        loaded = load_encoder(stored_name(name))
        settings = split or SplitSettings(*((live.manifest.max_tokens,) if live else ()))
        tell = tell or (lambda _: None)
        generation = next_generation(index_dir)
        staging = None
        try:
            staging = Staging(generation, live_folder, loaded, settings, tell)
            run = _Run(generation, live, loaded, settings, staging, tell, started)
            if live and (reason := _why_anew(live, loaded, settings)):
                run.notes.append(reason)
                staging.split_anew()
            yield run
        except (OSError, sqlite3.OperationalError) as error:
            raise unwritable(index_dir, error) from error
        except sqlite3.DatabaseError as error:
            raise damaged(error) from error
        finally:
            if staging:
                staging.database.close()
            if current_generation(index_dir) != generation:
                discard(generation)


def _why_anew(live: Index, encoder: Encoder, split: SplitSettings) -> str | None:
    """Why passages and vectors of the live index cannot be kept; None when they can."""
    old = live.manifest
    if old.encoder.fingerprint != encoder.fingerprint:
        return (
            f"the encoder changed from {old.encoder.name} to {encoder.name}: "
            "every passage is encoded again"
        )
    if old.max_tokens != split.max_tokens:
        return (
            f"passages changed from {old.max_tokens} to {split.max_tokens} tokens: "
            "every article is split again"
        )
    return None
