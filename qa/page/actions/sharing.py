"""A question that several ask at once is answered once.

Nothing is kept for later: a reply is held as long as somebody who asked the same waits, and used
only while the index is the one that it was made from.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from qa.answer import Answer, NoAnswer
from qa.question.followup import Turn


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that a reply in the articles' own words depends on, but the index.

    Attributes:
        question, since, until, source, dates, history: as for `qa.ask`.
    """

    question: str
    since: str | None = None
    until: str | None = None
    source: str | None = None
    dates: bool = True
    history: tuple[Turn | str, ...] = ()


class Joint:
    """One question, of all who ask it at the same time."""

    def __init__(self) -> None:
        self.askers = 0
        self._working = threading.Lock()
        self._held: tuple[object, Answer | NoAnswer] | None = None

    def reply(
        self, state: object, ask: Callable[[], Answer | NoAnswer]
    ) -> tuple[Answer | NoAnswer, bool]:
        """The reply, and whether it was made for somebody else; waits while it is being made.

        Args:
            state: of the index, equal as long as the index is the same; None where that is unknown.
            ask: makes the reply. What it raises is raised, and the next one tries again.
        """
        with self._working:
            if state is not None and self._held is not None and self._held[0] == state:
                return self._held[1], True
            reply = ask()
            self._held = (state, reply)
            return reply, False


class Shared:
    """The questions that wait or are worked at, each once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Wanted, Joint] = {}

    @contextmanager
    def joined(self, wanted: Wanted) -> Iterator[Joint]:
        """Join those who ask the same, from the moment it is asked until it is over."""
        with self._lock:
            joint = self._open.setdefault(wanted, Joint())
            joint.askers += 1
        try:
            yield joint
        finally:
            with self._lock:
                joint.askers -= 1
                if not joint.askers:
                    del self._open[wanted]
