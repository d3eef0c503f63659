"""Parsing in processes of their own, so that no file can hang, exhaust or crash this one.

    with Guard() as guard:
        reading = guard.submit(source, limits)  # several at once, as many as there are processes
        for record in reading: ...              # never raises because of the file

Each process is a new Python that runs `index.reading.worker`, not a fork and not `multiprocessing`:
forks go wrong where other threads run, and spawned processes run the caller's script again. None
is started before the first file comes. A file within an archive that has to be stopped is named,
and the others are read on.
"""

from __future__ import annotations

import atexit
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from index.errors import ReadError
from index.reading.child import Allowance, Answer, At, Child, Reading, Stopped
from index.reading.record import Record
from index.reading.source import Limits, Source

__all__ = ["Allowance", "Answer", "Guard", "Readers", "Reading", "Stopped"]

# The same modules as here, wherever those were found.
COMMAND: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[3]); "
    "from index.reading.worker import main; main(int(sys.argv[1]), float(sys.argv[2]))"
)
_MOST_STOPS: Final = 20  # in one archive

_TRIES: Final = 2  # at a request that is no file: the process may have been ended by chance

_DEFAULT: Final = Allowance()


class Readers(Protocol):
    """Whoever reads files of risky formats."""

    @property
    def allowance(self) -> Allowance:
        """What a file may cost, and how many are read at once."""

    def submit(self, source: Source, limits: Limits) -> Iterable[Record | ReadError]:
        """Have a file read; what it holds can be gone through once."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What a process is to do; returns the process where it can be used again."""

    result: Reading | Answer
    do: Callable[[Child | None], Child | None]


class Guard:
    """Processes that read files. Use as a context manager: leaving it ends them all.

    Args:
        allowance: what a file, or another request, may cost.
        command: what the processes run, if not the readers.
    """

    def __init__(self, allowance: Allowance = _DEFAULT, command: str = "") -> None:
        self.allowance = allowance
        self._command = command
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = 0  # threads without a job, less jobs without a thread
        self._children: set[Child] = set()
        self._results: set[Reading | Answer] = set()  # not at their end
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, source: Source, limits: Limits) -> Reading:
        """Have a file read; what it holds comes with the reading.

        There is a `Stopped` in it when the file, or one within it, took too long, needed too much
        memory, or crashed its parser.
        """
        reading = Reading()

        self._submit(_Job(reading, lambda child: self._read(child, reading, source, limits)))
        return reading

    def ask(self, request: dict[str, Any]) -> Answer:
        """Have a request of another kind answered; a second process is tried where one fails."""
        answer = Answer()
        self._submit(_Job(answer, lambda child: self._ask(child, answer, request)))
        return answer

    def _submit(self, job: _Job) -> None:
        with self._lock:
            if not self._threads:
                atexit.register(self.close)  # for whoever was interrupted outside of here
            self._idle -= 1
            if self._idle < 0 and len(self._threads) < self.allowance.workers:
                # A daemon: the end of the program does not wait for the files still to be read.
                self._threads.append(threading.Thread(target=self._work, daemon=True))
                self._threads[-1].start()
                self._idle += 1
            self._results.add(job.result)
        self._jobs.put(job)

    def close(self) -> None:
        """End all processes, whatever they are doing; files not read yet are forgotten."""
        with self._lock:
            self._closed = True
            for result in self._results:
                result.give_up()
            for child in self._children:
                child.process.kill()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        atexit.unregister(self.close)

    def _work(self) -> None:
        child: Child | None = None
        while job := self._jobs.get():
            if not self._closed:
                child = job.do(child)
            with self._lock:
                self._idle += 1
                self._results.discard(job.result)
            job.result.put(None)
        self._end(child)

    def _read(
        self, child: Child | None, reading: Reading, source: Source, limits: Limits
    ) -> Child | None:
        """Read one file, going on behind what had to be stopped; returns what may be used again."""
        at = At(source.name)
        for stops in range(_MOST_STOPS):
            try:
                child = child or self._start()
                at = child.read(source, limits, at, reading)
            except Exception as error:  # such as no process to be had: said for each file
                reason = f"its reader could not be used ({type(error).__name__}: {error})"
                at = replace(at, stopped=reason[:300], lasts=False, over=True)
            if not at.lasts:
                self._end(child)
                child = None
            if at.stopped:
                reading.put([Stopped(at.name, at.stopped)])
            if not at.stopped or not at.step or at.over:
                return child
            if stops == _MOST_STOPS - 1:
                reason = f"{_MOST_STOPS} files within it had to be stopped: the rest was not read"
                reading.put([Stopped(source.name, reason)])
        return child

    def _ask(self, child: Child | None, answer: Answer, request: dict[str, Any]) -> Child | None:
        """Have a request answered; returns what may be used again."""
        for _ in range(_TRIES):
            try:
                child = child or self._start()
                reply = child.ask(request)
            except Exception:  # such as no process to be had: whoever asked does the work
                reply = None
            if reply is not None:
                answer.put(reply)
                return child
            self._end(child)
            child = None
        return None

    def _start(self) -> Child:
        with self._lock:
            if self._closed:
                raise RuntimeError("closed")
            child = Child(self.allowance, self._command or COMMAND)
            self._children.add(child)
        try:
            child.wait_until_ready()
        except BaseException:
            self._end(child)
            raise
        return child

    def _end(self, child: Child | None) -> None:
        if child:
            child.end()
            with self._lock:
                self._children.discard(child)
