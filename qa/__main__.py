"""The command line of asking: python -m qa ask | retrieve | eval | chats.

Exit code 0 when there is an answer or an honest no, 1 for an index that cannot be used or a missing
library, 2 for bad usage. Only the standard library is imported until a command is known.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from index.errors import IndexingError, refused_by_system
from index.place import place_argument
from index.terminal import beneath, guarded, json_text, one_line, read_input, say
from qa.chats.options import add_chat_options
from qa.clock import DEFAULT_TIMEOUT, seconds, work_is_left
from qa.database.parser import Parser
from qa.errors import (
    AskingError,
    ChatsUnusable,
    DatabaseFailed,
    LibraryMissing,
    LlmFailed,
    TookTooLong,
    UsersUnusable,
)
from qa.evaluation.options import add_options
from qa.llm.options import add_llm_options
from qa.users.command import add_user_options

if TYPE_CHECKING:
    from qa.answer import Sentence
    from qa.llm.choice import Chosen


_FAILED = (  # not by usage
    LibraryMissing,
    LlmFailed,
    ChatsUnusable,
    DatabaseFailed,
    TookTooLong,
    UsersUnusable,
)


@guarded()
def main(arguments: Sequence[str] | None = None, prog: str = "python -m qa") -> int:
    """Run one command; returns the exit code."""
    options = _parser(prog).parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except _FAILED as error:
        return _fail(options, error, 1)
    except AskingError as error:
        return _fail(options, error, 2)
    except IndexingError as error:
        return _fail(options, error, 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        raise  # the reader has gone: see `guarded`
    except OSError as error:
        return _fail(options, refused_by_system(error), 1)


def script(prog: str = "articles-qa") -> int:
    """What the console script runs."""
    code = main(prog=prog)
    if work_is_left():  # maybe in native code, which must not be torn down at work
        os._exit(code)
    return code


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(prog=prog, description="Ask an index of articles; every sentence is cited.")
    common = Parser(add_help=False)
    common.add_argument("question", metavar="QUESTION", help="- reads it from standard input")
    common.add_argument(
        "--index",
        type=place_argument,
        default=".index",
        metavar="PLACE",
        help="a folder or milvus:URI",
    )
    common.add_argument("--since", metavar="DAY", help="2021-05-13, 2021-05 or 2021")
    common.add_argument("--until", metavar="DAY", help="likewise; its last day")
    common.add_argument("--source", metavar="NAME", help="only articles of this source")
    common.add_argument(
        "--today",
        metavar="DAY",
        help="the day of asking: “last week” is counted from it, later articles do not count",
    )
    common.add_argument(
        "--no-dates",
        dest="dates",
        action="store_false",
        help="do not narrow the search by the dates and sources in the question",
    )
    common.add_argument(
        "--encoder", metavar="NAME_OR_PATH", help="the model the index was built with"
    )
    common.add_argument(
        "--timeout",
        type=seconds,
        default=DEFAULT_TIMEOUT,
        metavar="SECONDS",
        help="give up after so long, not counting a language model's time; default: %(default)g",
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", parents=[common], help="answer a question, with citations")
    ask.add_argument("-k", type=int, default=8, help="hits that come along; default: 8")
    ask.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before, which this one may lean on; repeat it, the oldest first",
    )
    add_llm_options(ask)
    ask.add_argument(
        "--hide-unsupported", action="store_true", help="leave its unsupported sentences out"
    )
    ask.set_defaults(command=_ask)

    retrieve = commands.add_parser("retrieve", parents=[common], help="find passages")
    retrieve.add_argument("-k", type=int, default=10, help="passages at most; default: 10")
    retrieve.add_argument(
        "--no-rerank", action="store_true", help="do not read the passages: quicker, worse"
    )
    retrieve.set_defaults(command=_retrieve)

    add_options(
        commands.add_parser("eval", help="measure on questions with known answers")
    ).set_defaults(command=_evaluate)
    add_chat_options(
        commands.add_parser("chats", help="list, show and take along the chats kept with an index")
    ).set_defaults(command=_chats)
    add_user_options(commands.add_parser("users", help="who may log in to the page")).set_defaults(
        command=_users
    )
    return parser


def _given(options: argparse.Namespace) -> dict[str, Any]:
    question = read_input() if options.question == "-" else options.question
    names = ("index", "k", "since", "until", "source", "today", "dates", "encoder", "timeout")
    return {"question": question, **{name: getattr(options, name) for name in names}}


def _ask(options: argparse.Namespace) -> int:
    from qa.asking import ask
    from qa.terminal import reply_text

    with _chosen(options) as by:
        given = _given(options)
        reply = ask(**given, history=options.after, writer=by.writer, planner=by.planner)
    say(json_text(reply.as_json()) if options.json else reply_text(reply))
    return 0


def _chosen(options: argparse.Namespace) -> AbstractContextManager[Chosen]:
    """The writer and planner that were chosen."""
    from qa.llm.choice import chosen

    hidden = options.hide_unsupported
    return chosen(options, hide_unsupported=hidden, on_sentence=_progress(options))


def _users(options: argparse.Namespace) -> int:
    from qa.users.command import run

    say(run(options))
    return 0


def _progress(options: argparse.Namespace) -> Callable[[Sentence, object], None] | None:
    """On a terminal the sentences are shown as they come, before the answer with its sources."""
    if options.json or not (beneath(sys.stderr).isatty() and beneath(sys.stdout).isatty()):
        return None
    return lambda sentence, _: say(f"… {sentence.text}", error=True, dim=True)


def _retrieve(options: argparse.Namespace) -> int:
    from qa.asking import retrieve
    from qa.terminal import hit_text

    hits = retrieve(**_given(options), reranked=not options.no_rerank)
    if options.json:
        say(json_text([hit.as_json() for hit in hits]))
    else:
        say("\n\n".join(hit_text(n, hit) for n, hit in enumerate(hits, 1)) or "no passages")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from qa.evaluation.command import run

    text, code = run(options)
    say(text)
    return code


def _chats(options: argparse.Namespace) -> int:
    from qa.chats.command import run

    say(run(options))
    return 0


def _fail(options: argparse.Namespace, error: Exception, code: int) -> int:
    if getattr(options, "json", False):
        say(json_text({"error": str(error)}))
    say(one_line(f"error: {error}"), error=True)
    return code


if __name__ == "__main__":
    sys.exit(script("python -m qa"))
