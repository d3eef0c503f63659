"""The options of python -m qa chats. Standard library only: read for every --help."""

from __future__ import annotations

import argparse

LOCAL = "local"  # whose chats those are that nobody logged in for


def add_chats_option(parser: argparse.ArgumentParser) -> None:
    """Give a parser `--chats`: where the chats are, "" for the index's folder."""
    parser.add_argument(
        "--chats",
        default="",
        metavar="ADDRESS",
        help="postgresql://USER@HOST/DB: chats that several pages share, with the password in "
        "PGPASSWORD or ~/.pgpass; a file in the index's folder if not given",
    )


def add_chat_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a parser the commands of `chats`; `action` names the one chosen. Returns the parser."""
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--index", default=".index", metavar="PLACE", help="default: .index")
    add_chats_option(place)
    place.add_argument("--json", action="store_true", help="print JSON")
    common = argparse.ArgumentParser(add_help=False, parents=[place])
    common.add_argument(
        "--owner",
        default=LOCAL,
        metavar="NAME",
        help=f"whose chats: user:NAME, or browser:TOKEN; default: {LOCAL}",
    )
    out = argparse.ArgumentParser(add_help=False)
    out.add_argument("--out", metavar="FILE", help="a new file to write, instead of printing")
    actions = parser.add_subparsers(required=True, metavar="COMMAND", dest="action")

    listing = actions.add_parser("list", parents=[common], help="list the chats, newest first")
    listing.add_argument("--search", default="", metavar="WORDS", help="only those with the words")
    show = actions.add_parser("show", parents=[common], help="print a chat")
    show.add_argument("id", metavar="ID")
    show.add_argument("--markdown", action="store_true", help="as Markdown with footnotes")
    export = actions.add_parser("export", parents=[common, out], help="chats as JSON to take along")
    export.add_argument("ids", nargs="*", metavar="ID", help="default: all")
    bring = actions.add_parser("import", parents=[common], help="keep the chats of an export too")
    bring.add_argument("file", metavar="FILE")
    take = actions.add_parser(
        "take-over",
        parents=[place],
        help="keep everybody's chats of another chats.sqlite too",
        description="They stay as they are: owners, days, ratings, and how sure replies were. What "
        "is there already is left alone, and so is the file, which may be of an earlier program.",
    )
    take.add_argument("file", metavar="FILE")
    delete = actions.add_parser("delete", parents=[common], help="drop chats for good")
    delete.add_argument("ids", nargs="+", metavar="ID")
    questions = actions.add_parser(
        "questions",
        parents=[common, out],
        help="rated replies as questions for: python -m qa eval",
        description="A good rating says that a reply was right; a comment with a line "
        "“answer: …” gives the right answer, “answer: none” says that there is none.",
    )
    questions.add_argument("ids", nargs="*", metavar="ID", help="default: all")
    return parser
