"""The command line of building: python -m index COMMAND; --help lists the commands.

Exit code 0 when done, 1 for failed work, 2 for bad usage. Only the standard library is imported
until a command is known.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexingError, UsageError, refused_by_system
from index.options import parser_of_all
from index.terminal import guarded, json_text, one_line, say

if TYPE_CHECKING:
    from index.article import Article
    from index.errors import ReadError
    from index.report import BuildReport


@guarded()
def main(arguments: Sequence[str] | None = None, prog: str = "python -m index") -> int:
    """Run one command; returns the exit code."""
    options = parser_of_all(prog).parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except IndexingError as error:
        _fail(options, error)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        say(
            "stopped; the index holds what was published; the next run takes up what was encoded",
            error=True,
        )
        return 130
    except BrokenPipeError:
        raise  # the reader has gone: see `guarded`
    except OSError as error:
        _fail(options, refused_by_system(error))
        return 1


def script() -> int:
    """What the console script runs."""
    return main(prog="articles-index")


def _prune(options: argparse.Namespace) -> int:
    from index.prune import old_versions, pinned_versions, prune
    from index.storage.cited_versions import cited_versions

    keep = cited_versions(options.keep)
    dropped = prune(options.index, keep)[0] if options.yes else old_versions(options.index, keep)
    chats = len(pinned_versions(options.index))
    if options.json:
        versions = [old.as_json() for old in dropped]
        say(json_text({"dropped": options.yes, "versions": versions, "kept_for_chats": chats}))
        return 0
    for old in dropped:
        say(f"{one_line(old.article_id)}\t{old.version}\t{old.stored_bytes:,} bytes")
    if options.yes or not dropped:
        say(f"{len(dropped)} earlier versions dropped")
    else:
        say(f"{len(dropped)} earlier versions would be dropped; say --yes to drop them")
    if chats:
        say(f"{chats} are kept: saved chats cite them")
    return 0


def _build(options: argparse.Namespace) -> int:
    from index.build import build
    from index.building.workers_named import workers_named
    from index.progress_line import ProgressLine
    from index.reading.fields import parsed_columns
    from index.split import SplitSettings

    if options.words_first and not isinstance(options.index, Path):
        raise UsageError(
            f"{options.index} is published when all can be found by meaning: leave --words-first "
            "out; what is encoded is kept if the build is ended, and the next one takes it up"
        )
    split = None
    if options.max_tokens is not None:
        try:
            split = SplitSettings(options.max_tokens)
        except ValueError as error:
            raise UsageError(str(error)) from error
    with ProgressLine() as progress, workers_named(options.workers) as workers:
        report = build(
            options.seeds,
            options.index,
            encoder=options.encoder,
            split=split,
            progress=progress,
            fill_vectors=not options.words_first,
            read_all=options.check,
            columns=None if options.column is None else parsed_columns(options.column),
            workers=workers,
        )
    return _tell(options, report)


def _fill(options: argparse.Namespace) -> int:
    from index.building.workers_named import workers_named
    from index.fill import fill
    from index.progress_line import ProgressLine

    with ProgressLine() as progress, workers_named(options.workers) as workers:
        done = fill(options.index, progress=progress, workers=workers)
    if options.json:
        say(json_text({"vectors": done.vectors, "encoded": done.encoded}))
    else:
        say(f"vectors: {done.vectors:,}, {done.encoded:,} encoded now in {done.seconds:.1f} s")
    return 0


def _add(options: argparse.Namespace) -> int:
    from index.build import add
    from index.progress_line import ProgressLine
    from index.reading.fields import parsed_columns

    web = [name for name in options.files if "://" in name]
    paths = [Path(name) for name in options.files if "://" not in name]
    pages = _pages(web, allow_private=options.allow_private) if web else []
    with ProgressLine() as progress:
        report = add(
            paths,
            options.index,
            articles=pages,
            encoder=options.encoder,
            progress=progress,
            columns=None if options.column is None else parsed_columns(options.column),
        )
    return _tell(options, report)


def _pages(urls: list[str], *, allow_private: bool) -> list[Article | ReadError]:
    """The articles of some web pages; what could not be fetched as an error to report."""
    from index.fetching.web_article import FetchSettings, fetch_or_report

    return [fetch_or_report(url, FetchSettings(allow_private=allow_private)) for url in urls]


def _remove(options: argparse.Namespace) -> int:
    from index.build import remove

    return _tell(options, remove(options.ids, options.index, for_good=options.for_good))


def _restore(options: argparse.Namespace) -> int:
    from index.build import restore

    return _tell(options, restore(options.ids, options.index))


def _status(options: argparse.Namespace) -> int:
    from index.status import status

    found = status(options.index, articles=options.articles)
    say(json_text(found.as_json()) if options.json else found.as_text())
    return 0


def _verify(options: argparse.Namespace) -> int:
    from index.verify import verify

    problems = verify(options.index)
    if options.json:
        say(json_text({"sound": not problems, "problems": problems}))
    else:
        say(
            "\n".join(map(one_line, problems))
            or "sound: every hash, count and offset is as it should be"
        )
    return 1 if problems else 0


def _article(options: argparse.Namespace) -> int:
    from index.store import open_index

    article = open_index(options.index).article(options.id, options.version)
    if options.json:
        say(json_text(article.as_json()))
    else:
        say(article.text)
    return 0


def _tell(options: argparse.Namespace, report: BuildReport) -> int:
    say(json_text(report.as_json()) if options.json else report.as_text())
    return 0


def _fail(options: argparse.Namespace, error: IndexingError) -> None:
    failed = getattr(error, "failed", ())
    if options.json:
        lines = [{"file": e.path, "place": e.place, "reason": e.reason} for e in failed]
        say(json_text({"error": str(error), "failed": lines}))
    for line in failed:
        say(one_line(f"failed: {line}"), error=True)
    say(one_line(f"error: {error}"), error=True)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "fill": _fill,
    "add": _add,
    "remove": _remove,
    "restore": _restore,
    "status": _status,
    "verify": _verify,
    "article": _article,
    "prune": _prune,
}

if __name__ == "__main__":
    sys.exit(main())
