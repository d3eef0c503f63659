"""Articles in, a published generation out: incremental, atomic, resumable.

Every run changes a copy of the live generation, gives each passage a vector and publishes the
result with one rename. Killed before that, it leaves the old generation live, and the vectors it
made are taken up by the next run.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index.article import Article
from index.building.run import open_run
from index.building.staging import ADDED
from index.building.stores import store_of
from index.building.workers import Workers
from index.errors import BuildError, IndexMissing, ReadError, UnknownArticle, UsageError
from index.fill import fill
from index.models.encoder import Encoder
from index.place import Place
from index.reading.fields import Columns
from index.reading.folder import read_articles
from index.report import BuildReport, Progress, Tell
from index.split import SplitSettings

__all__ = ["BuildReport", "NothingIndexed", "Progress", "add", "build", "remove", "restore"]


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
    place: Place,
    *,
    encoder: str | None = None,
    split: SplitSettings | None = None,
    progress: Tell | None = None,
    fill_vectors: bool = True,
    read_all: bool = False,
    columns: Columns | None = None,
    workers: Workers | None = None,
) -> BuildReport:
    """Make the index hold the articles of a folder as they are now, and those added by hand.

    Where much is new the index is published first with words alone, so that it can be searched
    at once; then the vectors fill in.

    Args:
        seeds: a folder of files, or one file; an article whose file has gone leaves the index.
        place: where the index is or will be.
        encoder: see `load_encoder`; that of the index, else the default, unless given.
        split: how large passages are; as in the index, else the default, unless given.
        progress: told how far it is.
        read_all: read every file, also those whose size and times say that they are as they were.
        fill_vectors: go on until every passage has its vector; else that is left to `fill`.
        columns: what tables and JSON call their fields; as for the build before, unless given.
        workers: do what needs no index: splitting, encoding. Unless given, processes on this
            machine split a large collection; the index does not depend on it.

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
    with open_run(place, encoder, split, progress, workers) as run:
        run.columns = run.columns if columns is None else columns
        changes = run.staging.changes
        origin = str(seeds.resolve())
        known = run.staging.known_files(origin, run.columns, read_all=read_all)
        articles = read_articles(
            seeds,
            columns=run.columns,
            remark=changes.note,
            memory=known,
            readers=run.workers.readers,
        )
        seen = run.staging.take(articles, origin=origin)
        known.forget_others()
        if not changes.read:
            raise NothingIndexed(seeds, changes.failed)
        run.staging.keep_only(seen)
        report = run.finish(even_so=known.worth_writing)
    return _filled(report, place, run.encoder, progress, workers) if fill_vectors else report


def add(
    files: Iterable[Path],
    place: Place,
    *,
    articles: Iterable[Article | ReadError] = (),
    encoder: str | None = None,
    progress: Tell | None = None,
    fill_vectors: bool = True,
    columns: Columns | None = None,
) -> BuildReport:
    """Add the articles of some files, or replace those with the same ids; drops nothing.

    What is added stays through later builds until it is removed, also what had been removed for
    good before.

    Args:
        files: files or folders of articles.
        place: where the index is or will be.
        articles: what to add besides, such as pages from the web; errors go into the report.
        encoder: as for `build`.
        progress: told how far it is.
        fill_vectors: as for `build`.
        columns: as for `build`; for these files alone.

    Raises:
        As `build` does.
    """
    paths, others = list(files), list(articles)
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is nothing at {path}; name files or folders of articles")
    with open_run(place, encoder, None, progress) as run:
        for path in paths:
            named = run.columns if columns is None else columns
            found = read_articles(path, columns=named, remark=run.staging.changes.note)
            run.staging.take(found, origin=ADDED)
        run.staging.take(others, origin=ADDED)
        if not run.staging.changes.read:
            read = ", ".join(map(str, paths)) or "what was fetched"
            raise NothingIndexed(read, run.staging.changes.failed)
        report = run.finish()
    return _filled(report, place, run.encoder, progress) if fill_vectors else report


def remove(
    article_ids: Iterable[str],
    place: Place,
    *,
    for_good: bool = False,
    progress: Tell | None = None,
) -> BuildReport:
    """Remove articles from search; the texts of their versions stay for old citations.

    Args:
        article_ids: which.
        place: the index.
        for_good: also have later builds leave them out, until they are added or restored.
        progress: told how far it is.

    Raises:
        IndexMissing: there is no index.
        UnknownArticle: the index holds no such id; nothing is removed then.
        Otherwise as `build` does.
    """
    if not store_of(place).exists():
        raise IndexMissing(f"there is no index in {place} to remove articles from")
    with open_run(place, None, None, progress) as run:
        for article_id in dict.fromkeys(article_ids):
            known = run.staging.database.summary(article_id)
            if known is None:
                raise UnknownArticle(
                    f"the index holds no article {article_id!r}; nothing was removed; "
                    "python -m index status --articles lists the ids"
                )
            run.staging.remove(article_id)
            if for_good:
                run.staging.database.leave_out(article_id, known.version, known.origin)
            elif known.origin != ADDED:
                run.notes.append(
                    f"{article_id} was built from {known.origin}; the next build of that brings "
                    "it back unless its file goes too"
                )
        return run.finish()


def restore(
    article_ids: Iterable[str], place: Place, *, progress: Tell | None = None
) -> BuildReport:
    """Put back articles that were removed for good: the same versions with the same metadata.

    What keeps them in the index is what kept them before: a seeds folder, or having been added.
    Vectors that are missing are left to `fill`.

    Raises:
        IndexMissing: there is no index.
        UnknownArticle: one was not removed for good, or its text has been pruned; nothing is put
            back then.
        Otherwise as `build` does.
    """
    if not store_of(place).exists():
        raise IndexMissing(f"there is no index in {place} to put articles back into")
    with open_run(place, None, None, progress) as run:
        left_out = {id_: of for id_, *of in run.staging.database.left_out()}
        for article_id in dict.fromkeys(article_ids):
            if article_id not in left_out:
                raise UnknownArticle(
                    f"no article {article_id!r} was removed for good; nothing was put back"
                )
            run.staging.restore(article_id, *left_out[article_id])
        return run.finish()


def _filled(
    report: BuildReport,
    place: Place,
    encoder: Encoder,
    progress: Tell | None,
    workers: Workers | None = None,
) -> BuildReport:
    """The report of a build after its vectors filled in."""
    if report.vectors == report.passages:
        return report
    started = time.perf_counter()
    filled = fill(place, encoder=encoder, progress=progress, workers=workers)
    return replace(
        report,
        vectors=filled.vectors,
        encoded=report.encoded + filled.encoded,
        seconds=report.seconds + time.perf_counter() - started,
        encoding_seconds=report.encoding_seconds + filled.seconds,
    )
