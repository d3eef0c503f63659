"""What the page does when it is asked a question, and what it says of the index.

Errors that a user can do something about are shown with their message, all others are logged and
shown as unexpected.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import qa
from index.errors import IndexingError
from index.store import open_index
from qa.answer import Answer, NoAnswer
from qa.clock import DEFAULT_TIMEOUT
from qa.errors import AskingError
from qa.llm.types import LanguageModel
from qa.page import strings
from qa.page.actions.changing import Changing
from qa.page.actions.gate import Gate
from qa.page.actions.streaming import Seen, planner_of, writer_of
from qa.page.model.chat import Begun
from qa.page.model.turn import State, Turn, settled, sources_of

log = logging.getLogger(__name__)

_REFRESH_SECONDS = 0.1  # between two looks whether to stop


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the page finds its articles, what encodes them when the index is built, what writes.

    Attributes:
        models: the language models to choose from, by name; may be empty.
        timeout: seconds for a question, not counting a model's time.
        quick: lets those pass who are answered in the articles' own words.
        slow: lets those pass who wait for a language model, and hold up nobody else.
        changing: lets one change the index at a time.
    """

    index: Path
    seeds: Path
    encoder: str | None = None
    models: Mapping[str, LanguageModel] = field(default_factory=dict)
    timeout: float = DEFAULT_TIMEOUT
    quick: Gate = field(default_factory=lambda: Gate(2))
    slow: Gate = field(default_factory=lambda: Gate(4))
    changing: Changing = field(default_factory=Changing)

    def gate(self, model: bool) -> Gate:
        """Where those wait who chose a language model, or none."""
        return self.slow if model else self.quick


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the index holds: how many articles and whose.

    Attributes:
        covered: the share of passages, 0 to 1, that can be found by meaning as well as by words.
    """

    articles: int
    sources: tuple[str, ...]
    covered: float = 1.0


def replying(settings: Settings, begun: Begun) -> Iterator[Turn]:
    """The turn with as much of its reply as there is; the last is the whole, or says what failed.

    Ends early when the reply is not wanted any more.
    """
    turn = begun.turn
    steps: queue.SimpleQueue[Turn | Answer | NoAnswer | Exception] = queue.SimpleQueue()
    model = settings.models.get(turn.filters.get("writer", ""))

    def work() -> None:
        try:
            with settings.gate(bool(model)).passing():
                if not begun.stop.is_set():
                    steps.put(_asked(settings, begun, model, steps.put))
        except Exception as error:  # handed to the waiting side
            steps.put(error)

    threading.Thread(target=work, name="ask", daemon=True).start()
    while not begun.stop.is_set():
        try:
            step = steps.get(timeout=_REFRESH_SECONDS)
        except queue.Empty:
            continue
        if isinstance(step, Turn):
            yield step
            continue
        yield _done(turn, step)
        return


def _asked(
    settings: Settings,
    begun: Begun,
    model: LanguageModel | None,
    tell: Callable[[Turn], object],
) -> Answer | NoAnswer:
    """Ask, and tell how far it is: first the passages found, then each sentence written."""
    turn, seen = begun.turn, Seen(begun.turn, model.name if model else "", tell)
    return qa.ask(
        turn.question,
        index=settings.index,
        since=turn.filters.get("since") or None,
        until=turn.filters.get("until") or None,
        source=turn.filters.get("source") or None,
        dates=turn.filters.get("dates") != "no",
        history=begun.history,
        writer=writer_of(model, seen, begun.stop) if model else None,
        planner=planner_of(model, begun.stop) if model else None,
        on_found=seen.found,
        timeout=settings.timeout,
    )


def _done(turn: Turn, reply: Answer | NoAnswer | Exception) -> Turn:
    if isinstance(reply, Answer | NoAnswer):
        return settled(replace(turn, reply=reply, sources=sources_of(reply)), State.DONE)
    if isinstance(reply, AskingError | IndexingError):
        return settled(turn, State.FAILED, str(reply))
    log.error("asking failed", exc_info=reply)
    return settled(turn, State.FAILED, strings.UNEXPECTED)


def holdings(settings: Settings) -> Holdings:
    """What the index holds; nothing when there is no index that can be read."""
    try:
        index = open_index(settings.index)
        counts = index.manifest.counts
        return Holdings(counts.articles, index.sources(), counts.covered)
    except IndexingError as error:
        log.warning("%s", error)
        return Holdings(0, ())
