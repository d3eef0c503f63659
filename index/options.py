"""The options of python -m index. Standard library only: read for every --help."""

from __future__ import annotations

import argparse
from pathlib import Path

from index.place import place_argument


def parser_of_all(prog: str) -> argparse.ArgumentParser:
    """The parser; `command` names the one chosen."""
    parser = argparse.ArgumentParser(
        prog=prog, description="Build and look after an index of articles."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--index",
        type=place_argument,
        default=Path(".index"),
        metavar="PLACE",
        help="a folder, or milvus:URI; default: .index",
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    encoder = argparse.ArgumentParser(add_help=False)
    encoder.add_argument(
        "--encoder",
        metavar="NAME_OR_PATH",
        help="a sentence-transformers model, hub name or folder; default: the index's own",
    )
    columns = argparse.ArgumentParser(add_help=False)
    columns.add_argument(
        "--column",
        action="append",
        metavar="FIELD=NAME",
        help="what tables and JSON call a field, such as text=story; FIELD is one of "
        "id, title, text, date, source, author, url; may be given several times",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")

    build = commands.add_parser(
        "build", parents=[common, encoder, columns], help="make the index hold a folder of articles"
    )
    build.add_argument("seeds", nargs="?", type=Path, default=Path("seeds"), metavar="SEEDS")
    build.add_argument(
        "--store",
        dest="index",
        type=place_argument,
        default=argparse.SUPPRESS,
        metavar="PLACE",
        help="the same as --index: where the index is or will be",
    )
    build.add_argument(
        "--max-tokens", type=int, metavar="N", help="tokens in a passage; default: 192"
    )
    build.add_argument(
        "--check",
        action="store_true",
        help="read every file, also those whose size and times have not changed",
    )
    build.add_argument(
        "--words-first",
        action="store_true",
        help="stop when a large index can be searched by words; the vectors are left to: fill",
    )

    build.add_argument(
        "--workers",
        metavar="N_OR_RAY",
        help="processes beside this one that split articles, or ray[:HOST:PORT], a Ray cluster "
        "that reads, splits and encodes; default: one a core for a large collection, else none; "
        "the index is the same with any",
    )

    fill = commands.add_parser("fill", parents=[common], help="encode what has no vector yet")
    fill.add_argument(
        "--workers", metavar="RAY", help="ray[:HOST:PORT]: a Ray cluster that encodes"
    )

    add = commands.add_parser(
        "add",
        parents=[common, encoder, columns],
        help="add or replace articles, from files or the web",
    )
    add.add_argument("files", nargs="+", metavar="FILE_OR_URL")
    add.add_argument(
        "--allow-private", action="store_true", help="fetch pages from this machine or network too"
    )

    remove = commands.add_parser("remove", parents=[common], help="remove articles")
    remove.add_argument("ids", nargs="+", metavar="ID")
    remove.add_argument(
        "--for-good", action="store_true", help="keep them out of later builds of their folder too"
    )

    restore = commands.add_parser(
        "restore", parents=[common], help="put back what was removed for good"
    )
    restore.add_argument("ids", nargs="+", metavar="ID")

    status = commands.add_parser("status", parents=[common], help="say what the index holds")
    status.add_argument("--articles", action="store_true", help="list the articles too")

    commands.add_parser("verify", parents=[common], help="check every hash and offset")

    article = commands.add_parser("article", parents=[common], help="print a stored text")
    article.add_argument("id", metavar="ID")
    article.add_argument("--version", metavar="V", help="an earlier version")

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
    return parser
