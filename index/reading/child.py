"""A process that reads files, and the talk with it: its answers, its end, what is said of that."""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from index.cores import usable_cores
from index.errors import ReadError
from index.reading.record import Record
from index.reading.source import Limits, Source
from index.reading.worker import READY

_START_SECONDS: Final = 60.0
_MOST_WORKERS: Final = 4  # each may take a gigabyte
_MOST_HELD: Final = 50  # parts of a file that nobody has taken yet

Found = list[Record | ReadError]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one file may cost to parse; beyond it the file is refused with a reason.

    Attributes:
        seconds: how long it may take; of an archive, until the next of its files is read.
        archive_seconds: how long all that an archive holds may take.
        memory_bytes: address space of the process that reads it (not on Windows).
        workers: files read at once; a process for each.
    """

    seconds: float = 10.0
    archive_seconds: float = 1_200.0
    memory_bytes: int = 1_000_000_000
    workers: int = min(usable_cores(), _MOST_WORKERS)


class Stopped(ReadError):
    """A file whose parser had to be stopped, or stopped by itself."""


class Answer:
    """The reply to a request, when it has come."""

    def __init__(self) -> None:
        self._reply: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def result(self) -> dict[str, Any] | None:
        """The reply, waited for; None where there will be none. To be asked once."""
        return self._reply.get()

    def put(self, reply: dict[str, Any] | None) -> None:
        """Hand over the reply."""
        self._reply.put(reply)

    def give_up(self) -> None:
        """Say that there will be none."""
        self._reply.put(None)


class Reading:
    """What a file holds, as it is read: to be gone through once."""

    def __init__(self) -> None:
        self._parts: queue.Queue[Found | None] = queue.Queue(_MOST_HELD)
        self._given_up = threading.Event()

    def __iter__(self) -> Iterator[Record | ReadError]:
        while (part := self._parts.get()) is not None:
            yield from part

    def result(self) -> Found:
        """All of it, when it has been read."""
        return list(self)

    def put(self, part: Found | None) -> None:
        """Hand over a part, None after the last; waits while too many have not been taken."""
        while not self._given_up.is_set():
            try:
                return self._parts.put(part, timeout=0.1)
            except queue.Full:
                continue

    def give_up(self) -> None:
        """End it for both sides."""
        self._given_up.set()
        with contextlib.suppress(queue.Empty, queue.Full):
            if self._parts.full():
                self._parts.get_nowait()
            self._parts.put_nowait(None)


@dataclass(frozen=True, slots=True)
class At:
    """How far the reading of a file has come.

    Attributes:
        name: of the file within it that is being read, or its own.
        step: which file within it that is; 0 for none.
        spent: seconds.
        stopped: why the process was ended, or ended itself.
        lasts: whether the process can be asked again.
        over: nothing more of the file is to be read.
    """

    name: str
    step: int = 0
    spent: float = 0.0
    stopped: str = ""
    lasts: bool = True
    over: bool = False


class Child:
    """One process and the talk with it."""

    def __init__(self, allowance: Allowance, command: str) -> None:
        self._allowance = allowance
        paths = json.dumps([path for path in sys.path if isinstance(path, str)])
        numbers = [str(allowance.memory_bytes), str(allowance.seconds)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, *numbers, paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def wait_until_ready(self) -> None:
        """Starting does not count as time to read.

        Raises:
            RuntimeError: it does not start.
        """
        line, _ = self._answer(b"", _START_SECONDS)
        if line != READY:
            raise RuntimeError(f"it ended at once with {self.process.wait()}")

    def read(self, source: Source, limits: Limits, at: At, reading: Reading) -> At:
        """Hand over what a file holds, from behind where it was stopped before."""
        values = {**asdict(source), "path": str(source.path)}
        request = {"source": values, "limits": asdict(limits), "skip": at.step}
        to_send = json.dumps(request).encode() + b"\n"
        allowed = self._allowance
        at = replace(at, stopped="", lasts=True)
        while True:
            begun = time.monotonic()
            seconds = min(allowed.seconds, allowed.archive_seconds - at.spent)
            line, late = self._answer(to_send, max(0.0, seconds))
            at, to_send = replace(at, spent=at.spent + time.monotonic() - begun), b""
            if not line.endswith(b"\n"):
                why = _too_long(seconds) if late else f"crashed its parser ({self._cause()})"
                if late and seconds < allowed.seconds:
                    why = _too_long(allowed.archive_seconds) + " in all: the rest was not read"
                    return replace(at, name=source.name, stopped=why, lasts=False, over=True)
                return replace(at, stopped=why, lasts=False)
            reply = json.loads(line)
            reading.put([item_of(item) for item in reply["items"]])
            at = replace(at, step=reply["step"], name=reply["name"])
            if reply["full"]:
                return replace(at, stopped=_too_large(allowed.memory_bytes), lasts=False)
            if late and reply["more"]:
                return replace(at, stopped=_too_long(seconds), lasts=False)
            if not reply["more"]:
                return replace(at, lasts=not (reply["last"] or late))

    def ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The reply to a request of another kind; None when the process did not live to give it."""
        line, _ = self._answer(json.dumps(request).encode() + b"\n", self._allowance.seconds)
        return json.loads(line) if line.endswith(b"\n") else None

    def end(self) -> None:
        """End the process and leave nothing of it behind."""
        self.process.kill()
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # a request that it did not live to take
            self.process.stdin.close()
        self.process.__exit__(None, None, None)

    def _answer(self, request: bytes, seconds: float) -> tuple[bytes, bool]:
        """The line that comes back, and whether the process was ended for taking too long."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            self.process.stdin.write(request)
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        return line, late.is_set()

    def _cause(self) -> str:
        code = self.process.wait()
        try:
            return signal.Signals(-code).name if code < 0 else f"exit {code}"
        except ValueError:
            return f"signal {-code}"


def item_of(item: dict[str, Any]) -> Record | ReadError:
    """The item that `index.reading.worker.as_plain` made plain values of."""
    if "error" in item:
        return ReadError(**item["error"])
    told = tuple((kind, what) for kind, what in item["record"]["told"])
    return Record(**{**item["record"], "told": told})


def _too_long(seconds: float) -> str:
    return f"took longer than {seconds:g} seconds"


def _too_large(memory: int) -> str:
    return f"needs more than {memory / 1_000_000_000:g} GB of memory"
