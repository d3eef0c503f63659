"""What programs may call: HTTP, MCP, health; and what nobody may."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.store import open_index
from tests.conftest import REPLY_KEYS
from tests.qa.page.browsing import FOLLOW_UP, OFF_TOPIC, QUESTION, ROOT, UNDERSTOOD, Served


def client_of(served: Served) -> Any:  # noqa: ANN401 - the client has no types
    from gradio_client import Client  # type: ignore[import-untyped] # has no types

    return Client(served.url, verbose=False)


def test_the_api_answers_with_exact_places(served: Served) -> None:
    client = client_of(served)
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {
        "/ask",
        "/retrieve",
        "/article",
    }
    assert not client.view_api(return_format="dict")["unnamed_endpoints"]
    reply = client.predict(question=QUESTION, api_name="/ask")
    assert set(reply) == set(REPLY_KEYS)
    assert reply["refused"] is False
    index = open_index(served.index)
    for citation in reply["citations"]:
        article = index.article(citation["article_id"], citation["version"])
        assert article.text[citation["start"] : citation["end"]] == citation["quote"]
    hits = client.predict(question=QUESTION, k=3, since="2000-01-01", api_name="/retrieve")
    assert 1 <= len(hits) <= 3
    for hit in hits:
        text = index.article(hit["article_id"], hit["version"]).text
        assert text[hit["start"] : hit["end"]] == hit["text"]
    assert client.predict(question=OFF_TOPIC, api_name="/ask")["refused"] is True
    follow_up = client.predict(question=FOLLOW_UP, history=[QUESTION], api_name="/ask")
    assert (follow_up["asked"], follow_up["question"]) == (FOLLOW_UP, UNDERSTOOD)


def test_the_api_hands_out_articles_in_the_version_that_was_cited(served: Served) -> None:
    client = client_of(served)
    cited = client.predict(question=QUESTION, api_name="/ask")["citations"][0]
    given = {"article_id": cited["article_id"], "version": cited["version"]}
    found = client.predict(**given, api_name="/article")
    assert found["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert found["published"] == cited["published"]
    for wrong in ({"article_id": "../../etc/passwd"}, {**given, "version": "0" * 64}):
        with pytest.raises(Exception, match=r"no article|no version|holds no"):
            client.predict(**wrong, api_name="/article")


@pytest.mark.parametrize(
    ("endpoint", "given", "says"),
    [
        ("/ask", {"question": "  "}, "question"),
        ("/ask", {"question": "x" * 1_000_000}, "question"),
        ("/ask", {"question": QUESTION, "since": "soon"}, "soon"),
        ("/ask", {"question": None}, "question must be text"),
        ("/ask", {"question": QUESTION, "source": ["a"]}, "source must be text"),
        ("/ask", {"question": QUESTION, "history": "a"}, "history must be a list"),
        ("/ask", {"question": QUESTION, "history": [1]}, "history must be a list"),
        ("/retrieve", {"question": QUESTION, "k": 0}, "k must be"),
        ("/retrieve", {"question": QUESTION, "k": "9"}, "k must be"),
    ],
)
def test_the_api_says_what_is_wrong(
    served: Served, endpoint: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(Exception, match=says) as error:
        client_of(served).predict(**given, api_name=endpoint)
    assert type(error.value).__name__ == "AppError"


def test_no_file_of_the_server_can_be_fetched(served: Served) -> None:
    for path in (ROOT / "app.py", served.seeds / "hostile.json", Path("/etc/passwd"), "app.py"):
        answer = httpx.get(f"{served.url}gradio_api/file={path}", trust_env=False)
        assert answer.status_code in (403, 404), path
        assert "import" not in answer.text


@pytest.mark.skipif(sys.platform != "linux", reason="only there is all of 127/8 this machine")
def test_only_the_loopback_address_is_served(served: Served) -> None:
    with pytest.raises(ConnectionRefusedError), closing(socket.socket()) as other:
        other.connect(("127.0.0.2", served.port))


def test_the_endpoints_are_the_only_tools(served: Served) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[dict[str, Any], str]:
        address = f"{served.url}gradio_api/mcp/"
        async with (
            streamable_http_client(address) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool.inputSchema for tool in (await session.list_tools()).tools}
            result = await session.call_tool("ask", {"question": QUESTION})
            return tools, str(getattr(result.content[0], "text", ""))

    with ThreadPoolExecutor(1) as pool:  # the browser's own event loop runs in this thread
        tools, reply = pool.submit(lambda: asyncio.run(talk())).result()
    assert set(tools) == {"ask", "retrieve", "article"}
    assert set(tools["ask"]["properties"]) == {
        "question",
        "since",
        "until",
        "source",
        "history",
        "writer",
    }
    assert set(tools["retrieve"]["properties"]) == {"question", "k", "since", "until", "source"}
    assert json.loads(reply)["refused"] is False
