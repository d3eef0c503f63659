"""The command line of building: python -m index COMMAND; --help lists the commands.

Exit code 0 when done, 1 for failed work, 2 for bad usage. Only the standard library is imported
until a command is known.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import IndexingError, UsageError

if TYPE_CHECKING:
    from index.article import Article
    from index.errors import ReadError
    from index.report import BuildReport


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except IndexingError as error:
        _fail(options, error)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        print(
            "stopped; the index holds what was published; the next run takes up what was encoded",
            file=sys.stderr,
        )
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone: nothing to tell anybody
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index", description="Build and look after an index of articles."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--index", type=Path, default=Path(".index"), metavar="DIR", help="default: .index"
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    encoder = argparse.ArgumentParser(add_help=False)
    encoder.add_argument(
        "--encoder",
        metavar="NAME_OR_PATH",
        help="a sentence-transformers model, hub name or folder; default: the index's own",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser(
        "build", parents=[common, encoder], help="make the index hold a folder of articles"
    )
    build.add_argument("seeds", nargs="?", type=Path, default=Path("seeds"), metavar="SEEDS")
    build.add_argument(
        "--max-tokens", type=int, metavar="N", help="tokens in a passage; default: 192"
    )
    build.add_argument(
        "--words-first",
        action="store_true",
        help="stop when a large index can be searched by words; the vectors are left to: fill",
    )
    build.set_defaults(command=_build)

    fill = commands.add_parser("fill", parents=[common], help="encode what has no vector yet")
    fill.set_defaults(command=_fill)

    add = commands.add_parser(
        "add", parents=[common, encoder], help="add or replace articles, from files or the web"
    )
    add.add_argument("files", nargs="+", metavar="FILE_OR_URL")
    add.add_argument(
        "--allow-private", action="store_true", help="fetch pages from this machine or network too"
    )
    add.set_defaults(command=_add)

    remove = commands.add_parser("remove", parents=[common], help="remove articles")
    remove.add_argument("ids", nargs="+", metavar="ID")
    remove.set_defaults(command=_remove)

    status = commands.add_parser("status", parents=[common], help="say what the index holds")
    status.add_argument("--articles", action="store_true", help="list the articles too")
    status.set_defaults(command=_status)

    verify = commands.add_parser("verify", parents=[common], help="check every hash and offset")
    verify.set_defaults(command=_verify)

    article = commands.add_parser("article", parents=[common], help="print a stored text")
    article.add_argument("id", metavar="ID")
    article.add_argument("--version", metavar="V", help="an earlier version")
    article.set_defaults(command=_article)

    prune = commands.add_parser(
        "prune", parents=[common], help="say which earlier versions could be dropped, or drop them"
    )
    prune.add_argument(
        "--keep",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="saved answers (JSON): what they cite stays, as what saved chats cite does",
    )
    prune.add_argument("--yes", action="store_true", help="drop them")
    prune.set_defaults(command=_prune)
    return parser


def _prune(options: argparse.Namespace) -> int:
    from index.cited import cited_versions
    from index.prune import kept_for_chats, old_versions, prune

    keep = cited_versions(options.keep)
    dropped = prune(options.index, keep)[0] if options.yes else old_versions(options.index, keep)
    chats = len(kept_for_chats(options.index))
    if options.json:
        versions = [old.as_json() for old in dropped]
        print(_json({"dropped": options.yes, "versions": versions, "kept_for_chats": chats}))
        return 0
    for old in dropped:
        print(f"{old.article_id}\t{old.version}\t{old.stored_bytes:,} bytes")
    if options.yes or not dropped:
        print(f"{len(dropped)} earlier versions dropped")
    else:
        print(f"{len(dropped)} earlier versions would be dropped; say --yes to drop them")
    if chats:
        print(f"{chats} are kept: saved chats cite them")
    return 0


def _build(options: argparse.Namespace) -> int:
    from index.build import build
    from index.split import SplitSettings
    from index.terminal import ProgressLine

    split = None
    if options.max_tokens is not None:
        try:
            split = SplitSettings(options.max_tokens)
        except ValueError as error:
            raise UsageError(str(error)) from error
    with ProgressLine() as progress:
        report = build(
            options.seeds,
            options.index,
            encoder=options.encoder,
            split=split,
            progress=progress,
            fill_vectors=not options.words_first,
        )
    return _tell(options, report)


def _fill(options: argparse.Namespace) -> int:
    from index.fill import fill
    from index.terminal import ProgressLine

    with ProgressLine() as progress:
        done = fill(options.index, progress=progress)
    if options.json:
        print(_json({"vectors": done.vectors, "encoded": done.encoded}))
    else:
        print(f"vectors: {done.vectors:,}, {done.encoded:,} encoded now in {done.seconds:.1f} s")
    return 0


def _add(options: argparse.Namespace) -> int:
    from index.build import add
    from index.terminal import ProgressLine

    web = [name for name in options.files if "://" in name]
    paths = [Path(name) for name in options.files if "://" not in name]
    pages = _pages(web, allow_private=options.allow_private) if web else []
    with ProgressLine() as progress:
        report = add(
            paths, options.index, articles=pages, encoder=options.encoder, progress=progress
        )
    return _tell(options, report)


def _pages(urls: list[str], *, allow_private: bool) -> list[Article | ReadError]:
    """The articles of some web pages; what could not be fetched as an error to report."""
    from index.errors import FetchError, ReadError
    from index.fetch import FetchSettings, fetch_article

    pages: list[Article | ReadError] = []
    for url in urls:
        try:
            pages.append(fetch_article(url, FetchSettings(allow_private=allow_private)))
        except FetchError as error:
            pages.append(ReadError(error.url, error.reason))
    return pages


def _remove(options: argparse.Namespace) -> int:
    from index.build import remove

    return _tell(options, remove(options.ids, options.index))


def _status(options: argparse.Namespace) -> int:
    from index.status import status

    found = status(options.index, articles=options.articles)
    print(_json(found.as_json()) if options.json else found.as_text())
    return 0


def _verify(options: argparse.Namespace) -> int:
    from index.verify import verify

    problems = verify(options.index)
    if options.json:
        print(_json({"sound": not problems, "problems": problems}))
    else:
        print("\n".join(problems) or "sound: every hash, count and offset is as it should be")
    return 1 if problems else 0


def _article(options: argparse.Namespace) -> int:
    from index.store import open_index

    article = open_index(options.index).article(options.id, options.version)
    if options.json:
        values = {name: getattr(article, name) for name in article.__slots__}
        print(_json({**values, "published": article.published and article.published.isoformat()}))
    else:
        print(article.text)
    return 0


def _tell(options: argparse.Namespace, report: BuildReport) -> int:
    print(_json(report.as_json()) if options.json else report.as_text())
    return 0


def _fail(options: argparse.Namespace, error: IndexingError) -> None:
    failed = getattr(error, "failed", ())
    if options.json:
        lines = [{"file": e.path, "place": e.place, "reason": e.reason} for e in failed]
        print(_json({"error": str(error), "failed": lines}))
    for line in failed:
        print(f"failed: {line}", file=sys.stderr)
    print(f"error: {error}", file=sys.stderr)


def _json(value: Any) -> str:  # noqa: ANN401 - whatever json takes
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
