"""MCP tools under the name of whoever calls them."""

from collections import OrderedDict
from threading import Lock
from typing import Any

_MOST_CLIENTS = 50  # that are kept; the one not used for longest is ended


def call_as_caller(server: Any, url: str) -> None:  # noqa: ANN401 - the framework's
    """Have each tool call the page as the one who called the tool, not as a first caller.

    The framework has the tools call the page over HTTP with one client for all: it would have no
    login, and one stream of answers for all users.

    Args:
        server: the framework's MCP server.
        url: where the page is reached.
    """
    from gradio_client import Client  # type: ignore[import-untyped] # has no types

    clients: OrderedDict[str, Client] = OrderedDict()
    lock = Lock()

    def client_of_caller() -> Client:
        headers = server.mcp_server.request_context.request.headers
        passed = {name: headers[name] for name in ("authorization", "cookie") if name in headers}
        key = repr(passed)
        with lock:
            found = clients.pop(key, None)
        if found is None:
            given = {"x-gradio-user": "mcp", **passed}
            found = Client(
                url,
                download_files=False,
                verbose=False,
                analytics_enabled=False,
                headers=given,
                httpx_kwargs={"trust_env": False},  # to itself by no proxy
            )
        with lock:
            clients[key] = found
            ended = clients.popitem(last=False)[1] if len(clients) > _MOST_CLIENTS else None
        if ended is not None:
            ended.close()
        return found

    server._get_or_create_client = client_of_caller
