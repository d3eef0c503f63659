"""python -m qa users: the options, and what the commands do. Standard library only."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from qa.errors import UsersError
from qa.users.place import shown, users_argument


def add_user_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a parser the commands of `users`; `action` names the one chosen. Returns the parser."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--users",
        type=users_argument,
        default=Path("users.json"),
        metavar="PLACE",
        help="what app.py --users is given: a file (%(default)s), or postgresql://USER@HOST/DB",
    )
    actions = parser.add_subparsers(required=True, metavar="COMMAND", dest="action")
    add = actions.add_parser(
        "add",
        parents=[common],
        help="add a user, or give one a new password",
        description="The password is asked for, or read as one line from standard input. A new "
        "password logs the user out everywhere, at once.",
    )
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        "--old-chats",
        action="store_true",
        help="for the very person who was removed: gives back the chats of that time",
    )
    remove = actions.add_parser(
        "remove", parents=[common], help="remove a user, who is logged out at once"
    )
    remove.add_argument("name", metavar="NAME")
    token = actions.add_parser(
        "token",
        parents=[common],
        help="print a token for a user's programs, or end it",
        description="The token is printed once and takes the place of an earlier one. Programs and "
        "MCP clients send it with each request: Authorization: Bearer TOKEN. It ends when the "
        "user is removed or has a new password.",
    )
    token.add_argument("name", metavar="NAME")
    token.add_argument("--revoke", action="store_true", help="end the token instead")
    actions.add_parser("list", parents=[common], help="list the names")
    bring = actions.add_parser(
        "import",
        parents=[common],
        help="take the users of a file over",
        description="They keep their passwords, tokens and chats, but for the chats of a user of "
        "that name who was removed. Who is there already is left alone, and the file stays as it "
        "is.",
    )
    bring.add_argument("file", type=Path, metavar="FILE")
    return parser


def run(options: argparse.Namespace) -> str:
    """Do what was asked for; returns what is to be printed.

    Raises:
        UsersError: a name, a password or the file will not do.
        LibraryMissing, DatabaseUsage, DatabaseFailed: the database will not.
    """
    from qa.users.users import add_user, new_token, remove_user, revoke_token, user_names

    if options.action == "list":
        return "\n".join(user_names(options.users)) or "nobody"
    if options.action == "remove":
        owner = remove_user(options.users, options.name)
        return (
            f"{options.name} may not log in any more; the chats stay with the index: "
            f"python -m qa chats list --owner {owner}"
        )
    if options.action == "token":
        if not options.revoke:
            return new_token(options.users, options.name)
        revoke_token(options.users, options.name)
        return f"the token of {options.name} has ended"
    if options.action == "import":
        return _import(options)
    hidden = add_user(options.users, options.name, _password(), old_chats=options.old_chats)
    note = (
        "\nA user of that name was removed, whose chats are not shown; if it is the same person: "
        f"python -m qa users add {options.name} --old-chats --users {shown(options.users)}"
    )
    return f"{options.name} may log in: python app.py --users {shown(options.users)}{note * hidden}"


def _import(options: argparse.Namespace) -> str:
    from qa.users.users import import_users

    taken, there, anew = import_users(options.users, options.file)
    left = f"; left as they are, being there already: {', '.join(there)}" if there else ""
    note = (
        f"\nUsers of these names were removed, whose chats are not shown: "
        f"{', '.join(anew)}; for the same person: python -m qa users add NAME --old-chats "
        f"--users {shown(options.users)}"
    )
    return f"taken over: {', '.join(taken) or 'nobody'}{left}{note * bool(anew)}"


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise UsersError("the two passwords differ; nothing was changed")
    return first
