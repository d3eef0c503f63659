"""The process that parses files which could hang, exhaust or crash a parser.

Started by `index.reading.guard` and by nothing else. A line of JSON comes in for each file, one or
more go out with what the file holds; when no more can come, the process ends. Each line out is
plain data: a parser gone wrong can hand over wrong words, never code.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final

from index.errors import ReadError
from index.reading.contents import contents
from index.reading.formats import complaint
from index.reading.record import Record
from index.reading.source import Limits, Source

try:
    import resource
except ImportError:  # Windows has no such limits: there, time is what ends a file
    resource = None  # type: ignore[assignment]

READY: Final = b"ready\n"
Answering = Callable[[dict[str, Any], int], Iterator[dict[str, Any]]]
_GRACE_SECONDS: Final = 5  # beyond the limit: the process that watches this one should end it first
_WORN: Final = 3  # a process that grew to a third of its limit is not used for another file
_PART_SECONDS: Final = 1.0  # of reading, or so much text, and what there is so far is told
_PART_CHARS: Final = 1_000_000
_NEARLY: Final = 0.97  # of the memory allowed: a refused allocation leaves the peak just below


def main(memory: int, seconds: float) -> None:
    """Read files until no more are asked for; see `serve`."""
    serve(memory, seconds, _replies)


def serve(memory: int, seconds: float, replies_to: Answering) -> None:
    """Answer requests until no more come, or a reply says that it is the `last`.

    Args:
        memory: bytes of address space that this process may have; 0 for any.
        seconds: when to end should nobody be left to end it.
        replies_to: makes the replies to a request, given the memory too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    _redirect(0, os.O_RDONLY)
    _redirect(1, os.O_WRONLY)  # what a parser prints is no reply
    _limit(memory)
    _say(replies, READY)
    for line in requests:
        request = json.loads(line)
        _alarm(seconds + _GRACE_SECONDS)
        for reply in replies_to(request, memory):
            _alarm(0)  # it may have to wait until somebody takes the reply
            _say(replies, json.dumps(reply).encode() + b"\n")
            if reply["last"]:
                return
            _alarm(seconds + _GRACE_SECONDS)
        _alarm(0)


def _replies(request: dict[str, Any], memory: int) -> Iterator[dict[str, Any]]:
    """What a file holds, in parts: `step` and `name` say which file within it comes next.

    The reader of this has given it up when no part comes in time, and knows what it was at.
    """
    values = request["source"]
    columns = tuple((ours, theirs) for ours, theirs in values["columns"])
    source = Source(**{**values, "path": Path(values["path"]), "columns": columns})
    limits = Limits(**request["limits"])
    part = _Part(request["skip"], source.name)
    full = False
    try:
        for item in contents(source, limits, part.step):
            full = isinstance(item, Source) and _is_full(memory)
            if full:
                break
            if isinstance(item, Source):
                items, part = part.items, _Part(part.step + 1, item.name)
                yield {**part.as_reply(), "items": items}
            else:
                part.add(item)
                if part.large():
                    yield part.as_reply()
                    part = _Part(part.step, part.name)
    except MemoryError:
        full = True
    except Exception as error:
        part.add(complaint(source, error))
    full = full or _is_full(memory)
    yield {
        **part.as_reply(),
        "items": [] if full else part.items,
        "more": False,
        "full": full,
        "last": full or _most_memory() > memory / _WORN,
    }


class _Part:
    """What is told at once."""

    def __init__(self, step: int, name: str) -> None:
        self.step = step
        self.name = name
        self.items: list[dict[str, Any]] = []
        self._chars = 0
        self._begun = time.monotonic()

    def add(self, item: Record | ReadError) -> None:
        self.items.append(as_plain(item))
        self._chars += len(item.text) if isinstance(item, Record) else 0

    def large(self) -> bool:
        return self._chars > _PART_CHARS or time.monotonic() - self._begun > _PART_SECONDS

    def as_reply(self) -> dict[str, Any]:
        return {"items": self.items, "step": self.step, "name": self.name,
                "more": True, "full": False, "last": False}  # fmt: skip


def _is_full(memory: int) -> bool:
    # Some parsers take a refused allocation for the end of the file, and say nothing.
    return _most_memory() > _NEARLY * memory


def as_plain(item: Record | ReadError) -> dict[str, Any]:
    """An item as plain values; `index.reading.child.item_of` makes an item of them."""
    if isinstance(item, ReadError):
        return {"error": {"path": item.path, "reason": item.reason, "place": item.place}}
    return {"record": asdict(item)}


def _most_memory() -> int:
    """The most bytes of address space this process ever had; 0 where there is no telling."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith("VmPeak:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _redirect(descriptor: int, flags: int) -> None:
    nowhere = os.open(os.devnull, flags)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _limit(memory: int) -> None:
    if resource is None or not memory:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, hard))
        except (OSError, ValueError):  # some systems know a limit and do not let it be set
            continue


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # ends the process, also inside of C code


def _say(replies: BinaryIO, line: bytes) -> None:
    replies.write(line)
    replies.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
