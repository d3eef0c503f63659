"""The options of the page's command line. Nothing heavy: read for every --help."""

from __future__ import annotations

import argparse
import ipaddress
import re
from collections.abc import Sequence
from pathlib import Path

from index.place import place_argument
from qa.chats.options import add_chats_option
from qa.clock import DEFAULT_TIMEOUT, seconds
from qa.database.parser import Parser
from qa.page.door.names import canonical
from qa.users.place import users_argument


def page_options(arguments: Sequence[str] | None, prog: str) -> argparse.Namespace:
    """The options given; ends the program after --help, and with 2 where they cannot be."""
    parser = Parser(prog=prog, description="Ask questions of a pile of articles in the browser.")
    add = parser.add_argument
    add(
        "--index",
        type=place_argument,
        default=".index",
        metavar="PLACE",
        help="the index's folder, or milvus:URI (%(default)s)",
    )
    add(
        "--seeds",
        type=Path,
        help="the articles' folder; the one that the index was built from, else seeds",
    )
    add("--encoder", help="model name or folder; the bundled model if not given")
    add(
        "--host",
        default="127.0.0.1",
        type=lambda text: text.removeprefix("[").removesuffix("]"),
        help="address to serve on (%(default)s); 0.0.0.0 or :: for all of this machine's",
    )
    add("--port", type=_port, help="port to serve on; the first free one from 7860 if not given")
    add(
        "--allow-host",
        action="append",
        default=[],
        type=_name,
        metavar="NAME",
        help="a further name that the page is reached by; others are refused; may be repeated",
    )
    add(
        "--trusted-proxy",
        action="append",
        default=[],
        type=_proxy,
        metavar="ADDRESS",
        help="address or network of a proxy in front, believed who calls; may be repeated",
    )
    add(
        "--root-path",
        type=_path,
        default="",
        metavar="PATH",
        help="the path that a proxy in front offers the page at, such as /articles",
    )
    add(
        "--users",
        type=users_argument,
        metavar="PLACE",
        help="who may log in, a file or postgresql://USER@HOST/DB: see python -m qa users",
    )
    add_chats_option(parser)
    add(
        "--login-hours",
        type=_count,
        default=168,
        metavar="N",
        help="how long a login lasts (%(default)s, a week)",
    )
    add(
        "--llm",
        action="append",
        default=[],
        metavar="MODEL",
        help="a language model to choose in the page, as for python -m qa ask; may be repeated",
    )
    add("--llm-url", metavar="URL", help="the models' server")
    add("--limit", type=_count, default=60, help="questions a minute of one asker (%(default)s)")
    add(
        "--timeout",
        type=seconds,
        default=DEFAULT_TIMEOUT,
        help="seconds for a question, not counting a language model's time (%(default)g)",
    )
    add(
        "--metrics",
        action="append",
        nargs="?",
        const="",
        type=_near,
        metavar="NETWORK",
        help="offer /metrics to Prometheus: to this machine, a network, or with a user's token",
    )
    add("--log-json", action="store_true", help="write a line of JSON a request and question")
    add("--mcp", action="store_true", help="offer the endpoints as MCP tools as well")
    add("--no-browser", action="store_true", help="do not open the page in the browser")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _name(text: str) -> str:
    if not canonical(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a host's name: no port, path or *")
    return text


def _path(text: str) -> str:
    path = text.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9_.~-]+)+", path):
        raise argparse.ArgumentTypeError(f"{text!r} is not a path such as /articles")
    return path


def _near(text: str) -> str:
    return _proxy(text) if text else ""


def _proxy(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no address or network: {error}") from error


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1,000,000")
    return int(text)
