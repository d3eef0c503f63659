"""A model's server that means no good gets neither memory nor time, and its echo shows no key."""

from __future__ import annotations

import logging
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from qa.errors import LlmFailed
from qa.llm.calls import pieces_of
from qa.llm.models import open_model
from qa.llm.prompt import Prompt
from qa.llm.types import LlmSettings, ServerTrouble
from qa.llm.wire import Misbehaved, Redaction, hidden, transport_to
from tests.loop import run as run_apart
from tests.qa.llm.hostile_server import Hostile, packed, running

KEY = "sk/9f3a+very-secret-0815"
QUICK = LlmSettings(connect=5.0, silence=30.0, whole=40.0, attempts=2)
MEMORY = 100_000  # kilobytes that a reply may take at most; a bomb took 3 GB


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    with running() as server:
        yield server


def said_by(
    hostile: Hostile, mode: str, monkeypatch: pytest.MonkeyPatch, limits: LlmSettings = QUICK
) -> str:
    """All that a reply shows, its failure included."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    shown = ""
    with closing(open_model("openai:any", f"{hostile.url}/{mode}/v1", limits)) as model:
        try:
            for piece in pieces_of(model, Prompt("s", "u"), limits):
                shown += piece.text
        except LlmFailed as error:
            shown += f" {error}"
    return shown


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("bomb", "sent a line of more than 500,000 bytes"),
        ("bomb-of-lines", "sent more than 8,000,000 bytes"),
        ("twice", "packed in a way that was not asked for"),
        ("unknown", "packed in a way that was not asked for"),
        ("line", "sent a line of more than 500,000 bytes"),
        ("flood", "sent more than 8,000,000 bytes"),
        ("error", "sent more than 64,000 bytes"),
        ("around", r"points elsewhere \(status 307\)"),
        ("header", "sent what is no reply"),
        ("chunk", "sent a line of more than 500,000 bytes"),
    ],
)
def test_what_is_past_a_bound_is_not_read(hostile: Hostile, mode: str, says: str) -> None:
    url = f"{hostile.url}/{mode}"

    async def read() -> None:
        async with httpx.AsyncClient(transport=transport_to(url), timeout=60) as client:
            await client.post(url, content=b"{}")

    packed(b"data: ", b"x" * 1_000_000, 300)  # what making it takes is not the reader's
    before, asked = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, hostile.asked
    with pytest.raises(Misbehaved, match=says):
        run_apart(read())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY
    assert hostile.asked == asked + 1


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("bomb", "sent a line of more than"),
        ("around", "points elsewhere"),
        ("header", "a header without"),
    ],
)
def test_a_bound_is_told_and_not_tried_again(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch, mode: str, says: str
) -> None:
    asked = hostile.asked
    assert says in said_by(hostile, mode, monkeypatch)
    assert hostile.asked == asked + 1


@pytest.mark.parametrize("mode", ["early", "silent"])
def test_what_never_begins_ends_in_time(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    limits = LlmSettings(connect=2.0, silence=1.0, whole=2.0, attempts=1)
    assert "more than" in said_by(hostile, mode, monkeypatch, limits)


@pytest.mark.parametrize("mode", ["echo", "echo-split", "echo-error", "echo-header", "echo-reason"])
def test_the_key_is_never_shown(
    hostile: Hostile,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    mode: str,
) -> None:
    with caplog.at_level(logging.INFO):
        limits = LlmSettings(connect=5.0, silence=5.0, whole=8.0, attempts=2)
        shown = said_by(hostile, mode, monkeypatch, limits) + caplog.text
    assert shown
    assert KEY not in shown
    assert "very-secret" not in shown
    if mode in ("echo", "echo-split"):
        assert "The key is *** [1]." in shown


def test_a_reply_that_is_given_up_hangs_up(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    stop = threading.Event()
    before = hostile.open
    with closing(open_model("openai:any", f"{hostile.url}/silent/v1", QUICK)) as model:
        threading.Timer(1.0, stop.set).start()
        with pytest.raises(LlmFailed, match="stopped"):
            list(pieces_of(model, Prompt("s", "u"), QUICK, stop))
    until = time.monotonic() + 5
    while hostile.open > before:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_short_keys_are_words_and_pieces_come_at_once() -> None:
    assert hidden("none of them", "none") == "none of them"
    assert hidden("a b%2Fcdefgh", "b/cdefgh") == "a ***"
    redaction = Redaction("secret-1")
    assert [redaction.feed(text) for text in ("a se", "cre", "t-1 b", " sec")] == [
        "a ",
        "",
        "*** b",
        " ",
    ]
    assert redaction.end() == "sec"
    assert redaction.end() == ""


def test_a_proxy_that_cannot_be_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks4://me:secret@proxy.example:1080")
    with pytest.raises(ServerTrouble) as trouble:
        transport_to("http://192.0.2.1:8000/v1")
    assert "socks4:" in trouble.value.said
    assert "secret" not in trouble.value.said
    transport_to("http://127.0.0.1:8000/v1")  # to this machine by none
