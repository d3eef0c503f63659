"""The page's command line: builds the index if there is none, then serves the page.

Heavy packages are imported inside functions, so that --help and usage errors are quick.
"""

from __future__ import annotations

import argparse
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from index.errors import IndexingError, UsageError
from index.place import Place, home_of
from index.terminal import guarded, one_line, say
from qa.errors import AskingError, DatabaseUsage, LlmUsage, UsersError, UsersUnusable
from qa.page.door.names import is_this_machine_s
from qa.page.ui.options import page_options

if TYPE_CHECKING:
    from qa.llm.types import LanguageModel
    from qa.page.actions.replying import Settings
    from qa.page.ui.server import Address
    from qa.users.accounts import Accounts


@guarded()
def main(arguments: Sequence[str] | None = None, prog: str = "app.py") -> int:
    """Build the index if there is none, then serve the page until interrupted.

    Args:
        arguments: of the command line; those of the process unless given.
        prog: the name in the usage line.

    Returns:
        The exit code: 0, 1 for failed work, 2 for bad usage, 130 when interrupted.
    """
    args = page_options(arguments, prog)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    if args.log_json:
        from qa.page.ui.json_log import json_lines

        with json_lines():
            return _served(args)
    return _served(args)


def _served(args: argparse.Namespace) -> int:
    """See `main`."""
    stop = threading.Event()
    try:
        address, users = _address(args), _users(args)
        _require_free(args.host, args.port)
        with _models(args) as models:
            _run(args, address, users, models, stop)
    except AskingError as error:  # of models and users: questions have their own handling
        _say(one_line(f"error: {error}"))
        usages = LlmUsage | UsersError | DatabaseUsage
        usage = isinstance(error, usages) and not isinstance(error, UsersUnusable)
        return 2 if usage else 1
    except (IndexingError, OSError) as error:
        _say(one_line(f"error: {error}"))
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        _say("\nStopped.")
        return 130
    finally:
        stop.set()
    return 0


def script(prog: str = "articles-page") -> NoReturn:
    """The whole program: `main`, then the end of the process."""
    code = main(prog=prog)
    # Answers may be under way in native code, which must not be torn down at work.
    os._exit(code)


def _say(text: str) -> None:
    say(text, error=True)


def _address(args: argparse.Namespace) -> Address:
    from qa.page.ui.server import Address

    if args.metrics is not None:
        from qa.page.ui.metrics import require_client

        require_client()
    return Address(
        args.host,
        args.port,
        args.login_hours,
        args.mcp,
        not args.no_browser,
        tuple(args.allow_host),
        tuple(args.trusted_proxy),
        args.root_path,
        None if args.metrics is None else tuple(filter(None, args.metrics)),
        args.log_json,
    )


def _users(args: argparse.Namespace) -> Accounts | None:
    from qa.users.accounts import Accounts
    from qa.users.place import shown

    if not args.users:
        return None
    users = Accounts(args.users)
    if not users.names:
        users.close()
        where = shown(args.users)
        raise UsersError(f"{where} has no user: python -m qa users add NAME --users {where}")
    return users


@contextmanager
def _models(args: argparse.Namespace) -> Iterator[dict[str, LanguageModel]]:
    """The language models to choose from, by name; they are ended afterwards."""
    found: dict[str, LanguageModel] = {}
    with ExitStack() as open_ones:
        for choice in dict.fromkeys(args.llm):
            if choice == "none":
                continue
            from qa.llm.models import open_model

            model = open_model(choice, None if choice.startswith("gguf:") else args.llm_url)
            kind, _, name = choice.partition(":")
            shown = f"gguf:{Path(name).name}" if kind == "gguf" else choice  # no path for others
            found[shown] = open_ones.enter_context(closing(model))
        yield found


def _run(
    args: argparse.Namespace,
    address: Address,
    users: Accounts | None,
    models: dict[str, LanguageModel],
    stop: threading.Event,
) -> None:
    from qa.chats.read_only import store_or_copy
    from qa.clock import load_in_background
    from qa.language.parsing import load_parser
    from qa.page.actions import rebuilding, replying
    from qa.page.actions.keeping import Keeping
    from qa.page.actions.offers import Offers
    from qa.page.actions.session import Room
    from qa.page.ui.server import serve
    from qa.users.rate_limit import RateLimit

    seeds = args.seeds or _built_from(args.index) or Path("seeds")
    settings = replying.Settings(args.index, seeds, args.encoder, models, args.timeout)
    if args.log_json:
        from qa.page.ui.json_log import log_question

        settings.observers.append(log_question)
    _ensure_index(settings)
    rebuilding.filling(settings, stop)
    with ExitStack() as until_the_end:
        if users:
            until_the_end.callback(users.close)
        home = home_of(args.index)
        beside = not isinstance(args.index, Path)
        kept = store_or_copy(home, args.chats, make=beside)
        store, why_lost = until_the_end.enter_context(kept)
        if why_lost:
            _say(
                f"note: {home} cannot be written ({why_lost}): it can be asked, "
                "not changed, and chats are forgotten when the page ends"
            )
        room = Room(
            settings,
            Keeping(settings, store),
            Offers(args.index),
            local=is_this_machine_s(args.host) and not args.users and not args.trusted_proxy,
            limit=RateLimit(args.limit),
            users=users,
        )
        room.examples()
        load_in_background(load_parser)  # so that the first follow-up question need not wait for it
        serve(room, address, _say, until_the_end)


def _built_from(index_dir: Place) -> Path | None:
    """The folder that most articles of an index were built from, if it is still there."""
    from collections import Counter

    from index.building.staging import ADDED
    from index.store import open_index

    try:
        origins = Counter(one.origin for one in open_index(index_dir).articles())
    except IndexingError:
        return None
    origins.pop(ADDED, None)
    found = Path(origins.most_common(1)[0][0]) if origins else None
    return found if found and found.exists() else None


def _require_free(host: str, port: int | None) -> None:
    """Find out before the work of building that an address cannot be had."""
    try:
        at = socket.getaddrinfo(host, port or 0, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(at[0], at[1])) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(at[4])
    except OSError as error:
        where = f"{host}:{port}" if port else host
        raise OSError(
            f"cannot serve on {where}: {error.strerror or error}. Name another --port or --host; "
            "without them the first free port of this machine alone is taken."
        ) from error


def _ensure_index(settings: Settings) -> None:
    from index.build import NothingIndexed, build
    from index.errors import IndexMissing
    from index.progress_line import ProgressLine
    from index.store import open_index

    try:
        open_index(settings.index)
        return
    except IndexMissing:
        _say(f"No index in {settings.index} yet: building it from {settings.seeds}.")

    try:
        with ProgressLine() as progress:
            report = build(
                settings.seeds,
                settings.index,
                encoder=settings.encoder,
                progress=progress,
                fill_vectors=False,  # the page opens as soon as words can be searched
            )
    except NothingIndexed as error:
        for failure in error.failed:
            _say(one_line(f"failed: {failure}"))
        raise
    _say(report.as_text())
