"""Serving the page: its routes, its limits, and who may use it."""

import json
import os
import threading
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.errors import IndexingError
from index.store import open_index
from qa.page import strings
from qa.page.actions.session import Room
from qa.page.door.callers import USER
from qa.page.door.monitors import METRICS
from qa.page.door.names import is_every_address
from qa.page.ui import asking, chats, endpoints, library
from qa.page.ui.framework import load_framework
from qa.page.ui.layout import THREADS, UNDER_WAY, opening, place, style, when_logged_out
from qa.page.ui.tidying import Tidier, share_memory
from qa.page.ui.tools import call_as_caller

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Address:
    """Where to serve, and to whom.

    Attributes:
        port: None for the first free one from 7860.
        login_hours: how long a login lasts, where the room has users.
        mcp: whether the endpoints are offered as MCP tools too.
        browser: whether to open the page in the browser.
        names: further hosts that the page answers to.
        proxies: addresses or networks of proxies in front, which tell who calls and over what.
        below: the path that a proxy offers the page at, "" for the root of its name.
        metrics: networks that may read /metrics besides this machine; None for no /metrics.
        logged: whether each request is logged.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    login_hours: float = 168.0
    mcp: bool = False
    browser: bool = False
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    below: str = ""
    metrics: tuple[str, ...] | None = None
    logged: bool = False


def build_page(room: Room) -> "gr.Blocks":
    """The page with its events and endpoints, not yet served."""
    import gradio as gr

    blocks = gr.Blocks(
        title=strings.TITLE,
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(600, 3600),  # uploads that nobody took: looked for at times, an hour old
    )
    with blocks:
        at = place(list(room.settings.models))
        library.place(at)
        asking.bind_events(at, room)
        chats.bind_events(at, room, blocks)
        library.bind_events(at, room)
        endpoints.publish(room)
    blocks.max_threads = UNDER_WAY
    blocks.queue()  # made anew, for so many
    blocks.max_threads = THREADS  # read when the page starts
    Tidier(blocks).start()
    return blocks


def serve(room: Room, address: Address, say: Say, until_the_end: ExitStack) -> None:
    """Serve the page until interrupted; a signal may end the program before this returns.

    Args:
        room: what the page works with.
        address: where and to whom.
        say: told where the page is.
        until_the_end: closed once the page no longer answers.

    Raises:
        OSError: it cannot be served there.
    """
    from qa.page.door.assembly import in_front_of
    from qa.page.door.connections import Bounds, bounded
    from qa.page.door.hosts import Hosts
    from qa.page.door.opening import Opening
    from qa.page.door.serving import listen, serve_until_interrupted
    from qa.page.door.upload_folder import upload_folder

    share_memory()
    sockets = listen(address.host, address.port)
    name = f"[{address.host}]" if ":" in address.host else address.host
    name = "localhost" if is_every_address(address.host) else name
    url = f"http://{name}:{sockets[0].getsockname()[1]}/"
    hosts = Hosts.served_on(address.host, address.names)
    with until_the_end:
        uploads = until_the_end.enter_context(upload_folder())
        os.environ["GRADIO_TEMP_DIR"] = str(uploads)  # no other way to tell the framework
        load_framework()
        blocks = build_page(room)
        page = _mounted(blocks, room, address)
        if address.mcp:
            _speak_json(blocks, url)
            call_as_caller(blocks.mcp_server_obj, url)
        serve_until_interrupted(
            in_front_of(
                Opening(page, opening()),
                hosts,
                uploads,
                address.proxies,
                users=room.users,
                login_hours=address.login_hours,
                below=address.below,
                metrics=address.metrics,
                logged=address.logged,
            ),
            sockets,
            bounded(Bounds(), address.proxies),
            lambda: _tell(room, address, url, hosts.names, say),
            until_the_end.close,
        )


def _tell(room: Room, address: Address, url: str, names: Iterable[str], say: Say) -> None:
    """Say where the page is, by which names, and open it."""
    if not room.local and room.users is None:
        say("warning: whoever reaches this address can ask and rebuild; see --users")
    say(f"Serving on {url} (Ctrl-C stops)")
    if is_every_address(address.host):
        known = ", ".join(sorted(names))
        say(f"It answers to this machine's addresses and {known}; name others: --allow-host")
    if address.mcp:
        say(f"MCP on {url}gradio_api/mcp/")
    if address.browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _mounted(blocks: "gr.Blocks", room: Room, address: Address) -> "FastAPI":
    """The page as an application that our own server runs, /health and /metrics beside it."""
    import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware.cors import CORSMiddleware
    from starlette.routing import BaseRoute, Route

    routes: list[BaseRoute] = [Route("/health", _health(room))]
    if address.metrics is not None:
        from qa.page.ui.metrics import Metrics

        metrics = Metrics(room.settings, lambda: len(blocks.state_holder.session_data))
        room.settings.observers.append(metrics.count)
        routes.append(Route(METRICS, metrics.answer))
    app = FastAPI(openapi_url=None, routes=routes)
    # Where the application around it has a say on other origins, the framework has none.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        root_path=address.below or None,
        auth_dependency=_user if room.users is not None else None,
        mcp_server=address.mcp,
        show_error=False,  # messages meant for users are shown all the same
        max_file_size=library.LARGEST_UPLOAD,
        footer_links=["api", "settings"],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        js=when_logged_out() if room.users is not None else None,
        head=style(),
    )
    return app


def _user(request: "Request") -> str | None:
    """Who sends a request, as the door has found out."""
    return request.scope.get(USER)


def _health(room: Room) -> "Callable[[Request], Response]":
    """GET /health: 200 and what the index holds, or 503 and why it cannot be asked."""
    from starlette.responses import JSONResponse

    def health(request: "Request") -> "Response":
        try:
            manifest = open_index(room.settings.index).manifest
        except IndexingError as error:
            kind = type(error).__name__
            return JSONResponse({"status": "unavailable", "reason": kind}, status_code=503)
        held = {"articles": manifest.counts.articles, "by_meaning": manifest.counts.covered}
        return JSONResponse({"status": "ok", **held, "built": manifest.built})

    return health


def _speak_json(blocks: "gr.Blocks", url: str) -> None:
    """Have the tools reply in JSON: the framework would send Python's way of writing a dict."""
    from mcp.types import ImageContent, TextContent

    def as_json(data: list[Any], root_url: str) -> list[TextContent | ImageContent]:
        texts = (json.dumps(output, ensure_ascii=False) for output in data)
        return [TextContent(type="text", text=text) for text in texts]

    server = blocks.mcp_server_obj
    if server is None:
        raise OSError(f"MCP cannot be offered: {blocks.mcp_error}")
    server.postprocess_output_data = as_json  # type: ignore[method-assign] # no setting for it
    server._local_url = url  # its tools call the endpoints there; else where a first caller says
