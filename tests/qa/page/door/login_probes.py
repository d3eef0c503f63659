"""What somebody may try against the logins of a page that is served at an address."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx

PASSWORD = "correct horse battery"
PROXY = "127.0.0.2"  # this machine too
LIMIT = 3  # questions a minute of one user: no test asks more in one's name


@dataclass(frozen=True, slots=True)
class Visitor:
    """A program or a browser without scripts, with cookies of its own.

    Attributes:
        web: sends its requests.
    """

    web: httpx.Client

    def log_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.web.post("login", data={"username": name, "password": password})

    def config(self) -> dict[str, Any]:
        found: dict[str, Any] = self.web.get("config").raise_for_status().json()
        return found

    def event(self, output: str, inputs: int) -> int:
        """The number of the event of the page that changes a part and takes so many inputs."""
        config = self.config()
        ids = {
            one["props"].get("elem_id"): one["id"]
            for one in config["components"]
            if one["props"].get("elem_id")
        }
        return next(
            int(one["id"])
            for one in config["dependencies"]
            if ids[output] in one["outputs"] and len(one["inputs"]) == inputs
        )

    def send(self, event: int, session: str, data: list[Any], **more: object) -> httpx.Response:
        """Have an event of the page happen in a session."""
        body = {"fn_index": event, "session_hash": session, "data": data, **more}
        return self.web.post("gradio_api/queue/join", json=body)

    def heard(self, session: str, seconds: float = 60.0) -> list[dict[str, Any]]:
        """What comes by the stream of a session until it ends, or so many seconds are over."""
        _, text = self.streamed(f"gradio_api/queue/data?session_hash={session}", seconds)
        lines = [line for line in text.splitlines() if line.startswith("data:")]
        return [json.loads(line[5:]) for line in lines]

    def streamed(self, path: str, seconds: float = 60.0) -> tuple[int, str]:
        """The status and whole lines of an answer which may never end: signs of life are no end.

        The status is 0 where there is no answer in time.
        """
        end, status, text = time.monotonic() + seconds, 0, ""
        stream = self.web.stream("GET", path, timeout=seconds)
        with suppress(httpx.ReadTimeout), stream as answer:
            status = answer.status_code
            for piece in answer.iter_text():
                text += piece
                if time.monotonic() > end:
                    break
        return status, text[: text.rfind("\n") + 1]

    def happen(self, event: int, session: str, data: list[Any], **more: object) -> str:
        """Have an event happen; all that came of it, as text."""
        self.send(event, session, data, **more).raise_for_status()
        return json.dumps(self.heard(session))

    def enter(self, session: str) -> str:
        """Open the page in a session."""
        return self.happen(self.event("masthead", 3), session, [None, "", ""])

    def exported(self, session: str) -> str:
        """The user's chats, as a click on "export" gives them."""
        act = self.event("download", 4)
        return self.happen(act, session, [None, "", "", ""], event_data={"action": "export"})

    def ask(self, session: str, question: str) -> str:
        """Ask a question in a session."""
        event = self.event("chips", 6)
        return self.happen(event, session, [None, question, "", "", None, ""])


@contextmanager
def visiting(url: str, token: str = "", address: str = "") -> Iterator[Visitor]:
    """A visitor who has not logged in, or a program with a token; from another address if given."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    way = httpx.HTTPTransport(local_address=address or None)
    with httpx.Client(
        base_url=url, transport=way, trust_env=False, timeout=60, headers=headers
    ) as web:
        yield Visitor(web)


def new_session() -> str:
    """The name of a session, as a tab makes one up."""
    return secrets.token_hex(6)


def reached_without_login(url: str) -> list[str]:
    """What of the page's routes answers anybody; it should be nothing."""
    paths = [
        "GET config", "GET gradio_api/info", "GET gradio_api/openapi.json", "GET theme.css",
        "GET gradio_api/queue/data?session_hash=a", "GET gradio_api/heartbeat/a",
        "GET gradio_api/queue/status", "GET gradio_api/user", "GET gradio_api/token",
        "GET gradio_api/app_id", "GET gradio_api/startup-events", "GET gradio_api/deep_link",
        "GET gradio_api/file=/etc/passwd", "GET gradio_api/upload_progress?upload_id=a",
        "GET gradio_api/mcp/", "GET assets/index.js", "GET static/fonts", "GET monitoring/a",
        "GET monitoring", "GET gradio_api/vibe-code", "GET gradio_api/dev/reload",
        "POST gradio_api/queue/join", "POST gradio_api/call/ask", "POST gradio_api/run/ask",
        "POST gradio_api/api/ask", "POST gradio_api/cancel", "POST gradio_api/reset",
        "POST gradio_api/upload", "POST gradio_api/component_server", "POST gradio_api/mcp/",
        "POST gradio_api/stream/a", "POST gradio_api/stream/a/close", "GET //config",
        "GET login/../config", "GET health/../config", "GET gradio_api/../config", "PUT config",
    ]  # fmt: skip
    found = []
    with httpx.Client(trust_env=False, timeout=10) as web:
        for line in paths:
            method, _, path = line.partition(" ")
            with web.stream(method, url + path) as answer:  # which might never end
                if answer.status_code not in (401, 404):
                    found.append(f"{line}: {answer.status_code}")
    return found


def foreign_reads(mine: Visitor, session: str, others: Visitor, secret: str) -> list[str]:
    """What another user gets at who knows the name of my session; it should be nothing.

    Args:
        mine: a user who has logged in.
        session: of that user, with a chat in it.
        others: another user who has logged in.
        secret: a text that my chats hold.
    """
    found = []
    for name, tried in (
        ("exports", others.exported(session)),
        ("opens the page on", others.enter(session)),
    ):
        if secret in tried:
            found.append(f"{name} the chats of another's session")
    mine.send(
        mine.event("download", 4), session, [None, "", "", ""], event_data={"action": "export"}
    )
    if secret in json.dumps(others.heard(session, 3)):
        found.append("reads the stream of another's session")
    if secret not in json.dumps(mine.heard(session)):
        found.append("takes the stream away from another")
    call = mine.web.post("gradio_api/call/ask", json={"data": [secret, "", "", "", None, ""]})
    event = call.json()["event_id"]
    for tried in (event, re.split(r"\W", event)[0]):
        status, text = others.streamed(f"gradio_api/call/ask/{tried}", 10)
        if status == 200 and secret in text:
            found.append("reads the result of another's call")
    if secret not in mine.streamed(f"gradio_api/call/ask/{event}")[1]:
        found.append("takes the result of another's call away")
    return found
