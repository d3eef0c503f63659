"""Parsing in processes of their own, so that no file can hang, exhaust or crash this one.

    with Guard() as guard:
        future = guard.submit(source, limits)  # several at once, as many as there are processes
        records = future.result()              # never raises because of the file

Each process is a new Python that runs `index.reading.worker`, not a fork and not `multiprocessing`:
forks go wrong where other threads run, and spawned processes run the caller's script again. None
is started before the first file comes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import Any, Final

from index.cores import usable_cores
from index.errors import ReadError
from index.reading.record import Record
from index.reading.source import Limits, Source
from index.reading.worker import READY

__all__ = ["Allowance", "Guard", "Stopped"]

# The same modules as here, wherever those were found.
COMMAND: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[3]); "
    "from index.reading.worker import main; main(int(sys.argv[1]), float(sys.argv[2]))"
)
_START_SECONDS: Final = 60.0
_MOST_WORKERS: Final = 4  # each may take a gigabyte

Found = list[Record | ReadError]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one file may cost to parse; beyond it the file is refused with a reason.

    Attributes:
        seconds: how long it may take.
        memory_bytes: address space of the process that reads it (not on Windows).
        workers: files read at once; a process for each.
    """

    seconds: float = 10.0
    memory_bytes: int = 1_000_000_000
    workers: int = min(usable_cores(), _MOST_WORKERS)


_DEFAULT: Final = Allowance()


class Stopped(ReadError):
    """A file whose parser had to be stopped, or stopped by itself."""


class Guard:
    """Processes that read files. Use as a context manager: leaving it ends them all."""

    def __init__(self, allowance: Allowance = _DEFAULT) -> None:
        self.allowance = allowance
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = 0  # threads without a job, less jobs without a thread
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, source: Source, limits: Limits) -> Future[Found]:
        """Have a file read; what it holds comes as the future's result.

        The last item is a `Stopped` when the file took too long, needed too much memory, or
        crashed its parser.
        """
        future: Future[Found] = Future()
        with self._lock:
            if not self._threads:
                atexit.register(self.close)  # for whoever was interrupted outside of here
            self._idle -= 1
            if self._idle < 0 and len(self._threads) < self.allowance.workers:
                # A daemon: the end of the program does not wait for the files still to be read.
                self._threads.append(threading.Thread(target=self._work, daemon=True))
                self._threads[-1].start()
                self._idle += 1
        self._jobs.put((future, source, limits))
        return future

    def close(self) -> None:
        """End all processes, whatever they are doing; files not read yet are forgotten."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.process.kill()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        atexit.unregister(self.close)

    def _work(self) -> None:
        child: _Child | None = None
        while job := self._jobs.get():
            future, source, limits = job
            if self._closed:
                future.cancel()
                continue
            try:
                child = child or self._start()
                found, lasts = child.read(source, limits)
            except Exception as error:  # such as no process to be had: said for each file
                reason = f"its reader could not be used ({type(error).__name__}: {error})"
                found, lasts = [Stopped(source.name, reason[:300])], False
            if not lasts:
                self._end(child)
                child = None
            with self._lock:
                self._idle += 1
            future.set_result(found)
        self._end(child)

    def _start(self) -> _Child:
        with self._lock:
            if self._closed:
                raise RuntimeError("closed")
            child = _Child(self.allowance)
            self._children.add(child)
        try:
            child.wait_until_ready()
        except BaseException:
            self._end(child)
            raise
        return child

    def _end(self, child: _Child | None) -> None:
        if child:
            child.end()
            with self._lock:
                self._children.discard(child)


_Job = tuple[Future[Found], Source, Limits]


class _Child:
    """One process and the talk with it."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        paths = json.dumps([path for path in sys.path if isinstance(path, str)])
        numbers = [str(allowance.memory_bytes), str(allowance.seconds)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *numbers, paths],
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

    def read(self, source: Source, limits: Limits) -> tuple[Found, bool]:
        """What a file holds, and whether the process can be asked again."""
        values = {**asdict(source), "path": str(source.path)}
        request = json.dumps({"source": values, "limits": asdict(limits)}).encode() + b"\n"
        line, late = self._answer(request, self._allowance.seconds)
        if late and not line.endswith(b"\n"):
            return [Stopped(source.name, _too_long(self._allowance.seconds))], False
        if not line.endswith(b"\n"):
            return [Stopped(source.name, f"crashed its parser ({self._cause()})")], False
        reply = json.loads(line)
        found: Found = [_item(item) for item in reply["items"]]
        if reply["full"]:
            found.append(Stopped(source.name, _too_large(self._allowance.memory_bytes)))
        return found, not (reply["last"] or late)

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


def _item(item: dict[str, Any]) -> Record | ReadError:
    return ReadError(**item["error"]) if "error" in item else Record(**item["record"])


def _too_long(seconds: float) -> str:
    return f"took longer than {seconds:g} seconds"


def _too_large(memory: int) -> str:
    return f"needs more than {memory / 1_000_000_000:g} GB of memory"
