"""How a question fared, told to whoever counts or writes it down: never what it says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from qa.answer import Answer, NoAnswer
from qa.errors import QuestionError, TooBusy
from qa.page.actions.gate import NobodyListens


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the articles do not say it
    FAILED = "failed"
    INVALID = "invalid"  # a question or filter that cannot be right
    STOPPED = "stopped"  # by who asked, or nobody waited any more
    BUSY = "busy"  # turned away: too many wait


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that is over.

    Attributes:
        seconds: from its coming to its end.
        waited_seconds: of these, until its turn came.
        stages_ms: milliseconds of each step of the answer; empty where none was made for it.
        shared: whether it got the reply made for the same question of somebody else.
        request: the id of the HTTP request that brought it, "" where it has none.
    """

    outcome: Outcome
    seconds: float
    waited_seconds: float
    stages_ms: Mapping[str, float] = field(default_factory=dict)
    shared: bool = False
    request: str = ""


Observer = Callable[[Asked], object]


class Watch:
    """One question while it is under way; `watched` makes it and tells of its end."""

    def __init__(self) -> None:
        self.outcome = Outcome.STOPPED
        self._came = time.perf_counter()
        self._began: float | None = None
        self._stages: Mapping[str, float] = {}
        self._shared = False

    def begins(self) -> None:
        """Note that its turn has come."""
        self._began = time.perf_counter()

    def replied(self, reply: Answer | NoAnswer, *, shared: bool = False) -> None:
        """Note its reply, and whether that was made for somebody else."""
        self.outcome = Outcome.REFUSED if reply.refused else Outcome.ANSWERED
        self._stages, self._shared = {} if shared else reply.timings_ms, shared

    def failed(self, error: Exception) -> None:
        """Note what was raised in place of a reply."""
        invalid = isinstance(error, QuestionError)
        self.outcome = Outcome.INVALID if invalid else Outcome.FAILED

    def over(self, request: str) -> Asked:
        """What there is to tell now that it is over."""
        now = time.perf_counter()
        waited = (self._began or now) - self._came
        return Asked(self.outcome, now - self._came, waited, self._stages, self._shared, request)


@contextmanager
def watched(observers: Sequence[Observer], request: str = "") -> Iterator[Watch]:
    """Watch a question, and tell the observers how it fared, whatever ends it.

    Args:
        observers: are told once.
        request: see `Asked.request`.
    """
    watch = Watch()
    try:
        yield watch
    except TooBusy:
        watch.outcome = Outcome.BUSY
        raise
    except NobodyListens:
        raise
    except Exception as error:
        watch.failed(error)
        raise
    finally:
        asked = watch.over(request)
        for tell in observers:
            tell(asked)
