"""A server that speaks as OpenAI's and Ollama's do and fails as told. A process of its own.

    python -m tests.qa.llm.stub

Prints its port. The model's name says what it does: `MODE` or `MODE|REPLY`. Modes: say (streams
the reply in pieces of three characters), silent (accepts and says nothing), stall (half of the
reply, then nothing), cut (half, then closes), short (half, then ends as if that were normal),
STATUS (fails so), STATUS-once (fails so the first time), garbage (no event of the protocol),
empty (ends without a word), endless (never ends), slow (a character every 0.2 s), length (half,
ended by the limit of tokens), pauses (half a second before each citation, then silence until the
caller hangs up). `MODE|REPLY||LINE / LINE` replies the lines when it is asked to prepare questions.
"""

from __future__ import annotations

import json
import re
import select
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
REPLY = "Argentina won the final on penalties. [1]"


class Stub(BaseHTTPRequestHandler):
    """Answers one request."""

    failed_once: set[str] = set()  # noqa: RUF012 - the process's memory of who has failed
    seen: list[dict[str, Any]] = []  # noqa: RUF012 - requests, for GET /seen

    def do_GET(self) -> None:
        self._json(200, self.seen)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(
            {
                "model": asked["model"],
                "authorization": self.headers.get("Authorization", ""),
                "messages": asked["messages"],
            }
        )
        mode, _, reply = asked["model"].partition("|")
        reply, _, lines = reply.partition("||")
        if lines and "Part:" in asked["messages"][0]["content"]:
            mode, reply = "say", lines.replace(" / ", "\n")
        reply = reply or REPLY
        if mode[0].isdigit() and asked["model"] not in self.failed_once:
            if mode.endswith("-once"):
                self.failed_once.add(asked["model"])
            self._json(int(mode[:3]), {"error": {"message": "told to fail, key sk-abcdefgh12345"}})
        elif mode == "silent":
            time.sleep(60)
        else:
            self._stream(mode, reply)

    def _stream(self, mode: str, reply: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            self._send(mode, reply)
        except (BrokenPipeError, ConnectionResetError):
            self.seen.append({"model": f"{mode} hung up", "authorization": "", "messages": []})

    def _send(self, mode: str, reply: str) -> None:
        if mode == "garbage":
            self._write("data: {this is no JSON\n\n{neither\n")
            return
        if mode == "pauses":
            for part in re.split(r"(?=\[)", reply):
                self._piece(part)
                self._await_hanging_up(0.5)
            self._await_hanging_up(60)
            return
        whole = mode in ("say", "slow", "endless") or mode[0].isdigit()
        text = "" if mode == "empty" else reply if whole else reply[: len(reply) // 2]
        step = 1 if mode == "slow" else 3
        for start in range(0, len(text), step):
            self._piece(text[start : start + step])
            time.sleep(0.2 if mode == "slow" else 0)
        if mode == "endless":
            while True:
                self._piece(" word" * 100)
                time.sleep(0.01)
        if mode == "stall":
            time.sleep(60)
        if mode != "cut":
            self._piece("", "length" if mode == "length" else "stop")

    def _await_hanging_up(self, seconds: float) -> None:
        if select.select([self.connection], [], [], seconds)[0]:
            raise BrokenPipeError

    def _piece(self, text: str, finished: str = "") -> None:
        if self.path.startswith("/api/"):
            message = {"role": "assistant", "content": text}
            values: dict[str, Any] = {"model": "stub", "message": message, "done": bool(finished)}
            if finished:
                values["done_reason"] = finished
            self._write(json.dumps(values) + "\n")
        else:
            choice = {"index": 0, "delta": {"content": text}, "finish_reason": finished or None}
            values = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stub"}
            self._write(f"data: {json.dumps({**values, 'choices': [choice]})}\n\n")
            if finished:
                self._write("data: [DONE]\n\n")

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _json(self, status: int, values: object) -> None:
        body = json.dumps(values).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[str]:
    """The address of a stub in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.qa.llm.stub"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


def seen(stub: str) -> list[dict[str, Any]]:
    """The requests that a stub has had."""
    with urllib.request.urlopen(f"{stub}/seen") as reply:
        found: list[dict[str, Any]] = json.load(reply)
    return found


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)  # noqa: T201 - that is how it is found
    input()
