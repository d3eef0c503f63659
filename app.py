"""The chat page: questions of the articles on the left, the sources of the answer on the right.

Lays out the page, ties its events to `qa.desk` and publishes the endpoints; here is also its
command line. Nothing is kept in globals: what belongs to one chat is in that chat's `gr.State`,
everything else is in the index on disk.

    python app.py --index .index --seeds seeds
"""

import argparse
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr

    from qa.desk import Holdings, Settings
    from qa.write import Writer

# Heavy packages are imported inside functions, so that --help and usage errors are quick. For the
# same reason annotations are not postponed: the framework reads those of the event functions.

TITLE = "Ask the Articles"
FILES = Path(__file__).parent / "qa"
ASKING_AT_ONCE = 4
LOOK_AGAIN = 30.0  # seconds between two looks at what the index holds
# No event of the page is an endpoint or a tool.
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def main(argv: list[str] | None = None) -> int:
    """Build the index if there is none, then serve the page until interrupted."""
    args = _arguments(argv)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from index.errors import IndexingError, UsageError
    from qa import desk
    from qa.errors import AskingError, LlmUsage

    stop = threading.Event()
    try:
        _require_free(args.host, args.port)
        with _writer(args) as writer:
            settings = desk.Settings(args.index, args.seeds, args.encoder, writer)
            _ensure_index(settings)
            desk.filling(settings, stop)
            _serve(build_page(settings), args)
    except AskingError as error:  # of the language model: questions have their own handling
        _say(f"error: {error}")
        return 2 if isinstance(error, LlmUsage) else 1
    except (IndexingError, OSError) as error:
        _say(f"error: {error}")
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        _say("\nStopped.")
        return 130
    finally:
        stop.set()
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="app.py", description="Ask questions of a pile of articles in the browser."
    )
    add = parser.add_argument
    add("--index", type=Path, default=Path(".index"), help="the index's folder (%(default)s)")
    add("--seeds", type=Path, default=Path("seeds"), help="the articles' folder (%(default)s)")
    add("--encoder", help="model name or folder; the bundled model if not given")
    add("--host", default="127.0.0.1", help="address to serve on (%(default)s)")
    add("--port", type=_port, help="port to serve on; the first free one from 7860 if not given")
    add("--llm", default="none", metavar="MODEL", help="as for python -m qa ask (%(default)s)")
    add("--llm-url", metavar="URL", help="the model's server")
    add("--mcp", action="store_true", help="offer ask and retrieve as MCP tools as well")
    add("--no-browser", action="store_true", help="do not open the page in the browser")
    return parser.parse_args(argv)


@contextmanager
def _writer(args: argparse.Namespace) -> "Iterator[Writer | None]":
    """The writer that was chosen, None for the extractive one; its model is ended afterwards."""
    if args.llm == "none":
        yield None
        return
    from qa.llm.models import open_model
    from qa.llm.writer import LlmWriter

    with closing(open_model(args.llm, args.llm_url)) as model:
        yield LlmWriter(model)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


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


def _ensure_index(settings: "Settings") -> None:
    from index.build import NothingIndexed, build
    from index.errors import IndexMissing
    from index.store import open_index
    from index.terminal import ProgressLine

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
            _say(f"failed: {failure}")
        raise
    _say(report.as_text())


def _serve(blocks: "gr.Blocks", args: argparse.Namespace) -> None:
    import gradio as gr

    _, url, _ = blocks.launch(
        server_name=args.host,
        server_port=args.port,
        inbrowser=not args.no_browser,
        mcp_server=args.mcp,
        share=False,
        show_error=False,  # messages meant for users are shown all the same
        quiet=True,
        prevent_thread_lock=True,
        max_file_size="1mb",  # nothing takes files, but the framework's upload route exists
        footer_links=["api", "settings"],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head=f"<style>{(FILES / 'page.css').read_text('utf-8')}</style>",
    )
    if args.host not in ("127.0.0.1", "localhost", "::1"):
        _say("warning: whoever reaches this address can ask and rebuild; there is no password")
    _say(f"Serving on {url} (Ctrl-C stops)")
    if args.mcp:
        _speak_json(blocks)
        _say(f"MCP on {url}gradio_api/mcp/")
    try:
        threading.Event().wait()
    finally:
        blocks.close(verbose=False)


def _speak_json(blocks: "gr.Blocks") -> None:
    """Have the tools reply in JSON: the framework would send Python's way of writing a dict."""
    from mcp.types import ImageContent, TextContent

    def as_json(data: list[Any], root_url: str) -> list[TextContent | ImageContent]:
        texts = (json.dumps(output, ensure_ascii=False) for output in data)
        return [TextContent(type="text", text=text) for text in texts]

    server = blocks.mcp_server_obj
    if server is None:
        raise OSError(f"MCP cannot be offered: {blocks.mcp_error}")
    server.postprocess_output_data = as_json  # type: ignore[method-assign] # no setting for it


def build_page(settings: "Settings") -> "gr.Blocks":
    """The page with its events and endpoints, not yet served."""
    import gradio as gr

    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        parts = _lay_out()
        _tie_asking(parts, settings)
        _tie_index(parts, settings, blocks)
        _publish(settings)
    return blocks


def _lay_out() -> SimpleNamespace:
    """The components by name, in the order they are placed."""
    import gradio as gr

    from qa import desk, page

    own: dict[str, Any] = {"apply_default_css": False}  # page.css says it all
    clicks = own | {"js_on_load": (FILES / "page.js").read_text("utf-8")}
    at = SimpleNamespace(chat=gr.State(desk.Chat()), masthead=gr.HTML(elem_id="masthead", **own))
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk", scale=5, min_width=280):
            at.talk = gr.HTML(elem_id="chat", **clicks)
            with gr.Row(elem_id="asking"):
                at.question = gr.Textbox(
                    label="Your question",
                    show_label=False,
                    placeholder="Ask the articles…",
                    max_lines=4,
                    autofocus=True,
                    scale=1,
                    min_width=120,
                )
                at.send = gr.Button("Ask", variant="primary", scale=0, min_width=76)
                at.new = gr.Button("New chat", scale=0, min_width=96)
            with gr.Accordion("Filters", open=False, elem_id="filters"), gr.Row():
                day: dict[str, Any] = {"placeholder": "YYYY-MM-DD", "max_length": 10}
                at.since = gr.Textbox(label="Published since", min_width=130, **day)
                at.until = gr.Textbox(label="Published until", min_width=130, **day)
                at.source = gr.Dropdown(
                    [], value=None, label="Source", allow_custom_value=True, min_width=130
                )
        with gr.Column(elem_id="side", scale=4, min_width=280):
            at.panel = gr.HTML(page.empty_sources_html(), elem_id="panel", **clicks)
            with gr.Accordion("Index", open=False, elem_id="index"):
                at.rebuild = gr.Button("Rebuild index", size="sm")
                at.report = gr.HTML(elem_id="report", **own)
    return at


def _tie_asking(at: SimpleNamespace, settings: "Settings") -> None:
    import gradio as gr

    from qa import desk, page

    def answer(
        chat: desk.Chat,
        typed: str,
        since: str | None,
        until: str | None,
        source: str | None,
        event: gr.EventData,
    ) -> Iterator[tuple[Any, ...]]:
        asked = str(_clicked(event).get("question") or typed).strip()
        waiting = chat.begin(asked) if asked else None
        if waiting is None:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        history = chat.earlier()
        yield page.chat_html(chat.turns), page.empty_sources_html(), ""
        turn = desk.reply(
            settings,
            waiting.number,
            asked,
            since=since,
            until=until,
            source=source,
            history=history,
        )
        if chat.finish(turn):
            yield page.chat_html(chat.turns), page.sources_html(turn), gr.skip()
        # What comes last is sent once more at the end, when an article may be open already.
        yield gr.skip(), gr.skip(), gr.skip()

    def redraw(chat: desk.Chat) -> Any:  # noqa: ANN401 - HTML or the mark for no change
        return page.chat_html(chat.turns) if chat.turns else gr.skip()

    def show(chat: desk.Chat, event: gr.EventData) -> tuple[Any, ...]:
        clicked = _clicked(event)
        if clicked.get("action") == "edit":
            return gr.skip(), chat.offer(clicked.get("turn")) or gr.skip()
        return page.panel_html(chat.turns, clicked), gr.skip()

    def start_over(chat: desk.Chat) -> tuple[Any, ...]:
        chat.clear()
        welcome = page.welcome_html(desk.holdings(settings).examples)
        return welcome, page.empty_sources_html(), ""

    shown = [at.talk, at.panel, at.question]
    asking = gr.on(
        [at.question.submit, at.send.click, at.talk.submit],
        answer,
        [at.chat, at.question, at.since, at.until, at.source],
        shown,
        trigger_mode="multiple",
        concurrency_limit=ASKING_AT_ONCE,
        concurrency_id="ask",
        **PRIVATE,
    )
    # Answers that were made at the same time may arrive crosswise.
    asking.then(redraw, at.chat, at.talk, queue=False, **PRIVATE)
    clicks = [at.talk.select, at.panel.select]
    gr.on(clicks, show, at.chat, [at.panel, at.question], queue=False, **PRIVATE)
    at.new.click(start_over, at.chat, shown, queue=False, **PRIVATE)


def _clicked(event: "gr.EventData") -> dict[str, Any]:
    """What page.js reported with a click, unchecked; nothing for an ordinary event."""
    return event._data if isinstance(event._data, dict) else {}


def _tie_index(at: SimpleNamespace, settings: "Settings", blocks: "gr.Blocks") -> None:
    import gradio as gr

    from qa import desk, page

    def head(held: "Holdings") -> str:
        return page.masthead_html(TITLE, held.articles, len(held.sources), held.covered)

    def look_again() -> str:
        return head(desk.holdings(settings))

    def look(chat: desk.Chat) -> tuple[Any, ...]:
        held = desk.holdings(settings)
        start = gr.skip() if chat.turns else page.welcome_html(held.examples)
        return head(held), gr.update(choices=list(held.sources)), start

    def build() -> Iterator[tuple[Any, ...]]:
        for shown in desk.building(settings):
            yield shown, gr.update(interactive=False)
        yield gr.skip(), gr.update(interactive=True)

    held = [at.masthead, at.source, at.talk]
    blocks.load(look, at.chat, held, **PRIVATE)
    gr.Timer(LOOK_AGAIN).tick(look_again, None, at.masthead, **PRIVATE)
    built = at.rebuild.click(build, None, [at.report, at.rebuild], concurrency_limit=1, **PRIVATE)
    built.then(look, at.chat, held, **PRIVATE)


def _publish(settings: "Settings") -> None:
    """The endpoints, also the MCP tools: these two and no others."""
    from gradio.events import api

    import qa

    def ask(
        question: str,
        since: str = "",
        until: str = "",
        source: str = "",
        history: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question with sentences quoted word for word from the articles, each cited.

        Args:
            question: The question, in plain words; without a history, complete in itself.
            since: Only articles published on this day or later, as YYYY-MM-DD; empty for all.
            until: Only articles published on this day or earlier, as YYYY-MM-DD; empty for all.
            source: Only articles of this publisher; empty for all.
            history: The questions asked before, oldest first, which this one may lean on.

        Returns:
            The answer, its sentences and citations; or refused = true and the reason. Its
            "question" is the one asked, made complete in itself.
        """
        texts = {"question": question, "since": since, "until": until, "source": source}
        with _messages(texts) as given:
            return qa.ask(
                **given,
                index=settings.index,
                history=_questions(history),
                writer=settings.writer,
            ).as_json()

    def retrieve(
        question: str, k: int = 10, since: str = "", until: str = "", source: str = ""
    ) -> list[dict[str, Any]]:
        """Find the passages of the articles that come nearest to a question, best first.

        Args:
            question: The question, in plain words, complete in itself.
            k: How many passages, 1 to 100.
            since: Only articles published on this day or later, as YYYY-MM-DD; empty for all.
            until: Only articles published on this day or earlier, as YYYY-MM-DD; empty for all.
            source: Only articles of this publisher; empty for all.

        Returns:
            The passages with their articles and exact places in them.
        """
        texts = {"question": question, "since": since, "until": until, "source": source}
        with _messages(texts, k) as given:
            hits = qa.retrieve(**given, index=settings.index, k=k)
        return [hit.as_json() for hit in hits]

    for endpoint in (ask, retrieve):
        api(endpoint, concurrency_limit=ASKING_AT_ONCE, concurrency_id="ask")


def _questions(history: object) -> list[str]:
    """Earlier questions from outside, which nobody has checked yet."""
    from qa.errors import QuestionError

    if history is None:
        return []
    if not isinstance(history, list) or not all(isinstance(text, str) for text in history):
        raise QuestionError("history must be a list of texts, the questions asked before")
    return history


@contextmanager
def _messages(texts: dict[str, Any], k: object = 1) -> Iterator[dict[str, Any]]:
    """Arguments from outside, which nobody has checked yet; errors become plain messages."""
    import gradio as gr

    from index.errors import IndexingError
    from qa.errors import AskingError, QuestionError
    from qa.request import MOST_HITS

    given = {name: text if name == "question" else text or None for name, text in texts.items()}
    try:
        for name, text in given.items():
            if not isinstance(text, str) and (name == "question" or text is not None):
                raise QuestionError(f"{name} must be text")
        if type(k) is not int or not 1 <= k <= MOST_HITS:
            raise QuestionError(f"k must be a whole number from 1 to {MOST_HITS}")
        yield given
    except (AskingError, IndexingError) as error:
        raise gr.Error(str(error), print_exception=False) from error


if __name__ == "__main__":
    sys.exit(main())
