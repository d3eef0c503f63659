"""What the page does when it is asked a question, and what it says of the index.

Errors that a user can do something about are shown with their message, all others are logged and
shown as unexpected.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import qa
from index.errors import IndexingError
from index.store import open_index
from qa.answer import Answer, NoAnswer
from qa.clock import DEFAULT_TIMEOUT
from qa.errors import AskingError, TooBusy
from qa.llm.types import LanguageModel
from qa.page import strings
from qa.page.actions.changing import Changing
from qa.page.actions.gate import SIGN_SECONDS, Capacity, Gate, Place
from qa.page.actions.streaming import Seen, planner_of, writer_of
from qa.page.model.chat import Begun
from qa.page.model.turn import State, Turn, settled, sources_of

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2  # between two looks whether to stop, and how many are before
# Reading a question takes a core for less than a second; a silent model takes none for minutes.
QUICK = Capacity(at_once=2, of_one_at_once=2, in_all=100, of_one=30)
SLOW = Capacity(at_once=4, of_one_at_once=2, in_all=40, of_one=8)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the page finds its articles, what encodes them when the index is built, what writes.

    Attributes:
        models: the language models to choose from, by name; may be empty.
        timeout: seconds for a question, not counting a model's time.
        quick: where questions are answered in the articles' own words.
        slow: where they wait for a language model, and hold up nobody else.
        changing: lets one change the index at a time.
    """

    index: Path
    seeds: Path
    encoder: str | None = None
    models: Mapping[str, LanguageModel] = field(default_factory=dict)
    timeout: float = DEFAULT_TIMEOUT
    quick: Gate = field(default_factory=lambda: Gate(QUICK))
    slow: Gate = field(default_factory=lambda: Gate(SLOW))
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


async def replying(
    settings: Settings, begun: Begun, who: str = ""
) -> AsyncGenerator[Turn | None, None]:
    """The turn with as much of its reply as there is; the last is the whole, or says what failed.

    None is a sign of life: nothing is new, and the caller may see whether anybody still listens.
    Ends early when the reply is not wanted any more; closing it ends the work. No thread waits.

    Args:
        settings: where and how to ask.
        begun: the turn.
        who: asks: one has not more at work and waiting than `SLOW` and `QUICK` allow.
    """
    turn, loop = begun.turn, asyncio.get_running_loop()
    steps: asyncio.Queue[Turn] = asyncio.Queue()
    model = settings.models.get(turn.filters.get("writer", ""))

    def tell(step: Turn) -> None:
        with suppress(RuntimeError):  # nobody is there any more
            loop.call_soon_threadsafe(steps.put_nowait, step)

    def work() -> None:
        if not begun.stop.is_set():
            tell(_replied(settings, begun, model, tell))

    try:
        place = settings.gate(bool(model)).enter(who, work)
    except TooBusy as error:
        yield settled(turn, State.FAILED, str(error))
        return
    try:
        async for step in _steps(steps, begun, place):
            yield step
    finally:
        begun.stop.set()
        place.leave()


async def _steps(
    steps: asyncio.Queue[Turn], begun: Begun, place: Place
) -> AsyncIterator[Turn | None]:
    """What is told, to the last; how many are before as long as it waits, and signs of life."""
    waiting, told = begun.turn, time.monotonic()
    before: int | None = None
    while not begun.stop.is_set():
        try:
            step: Turn | None = await asyncio.wait_for(steps.get(), _LOOK_SECONDS)
        except TimeoutError:
            now, step = place.before, None
            if now != before:
                before, step = now, replace(waiting, message=_before(now))
            elif time.monotonic() - told < SIGN_SECONDS:
                continue
        told = time.monotonic()
        yield step
        if step and step.state is not State.PENDING:
            return


def _before(count: int | None) -> str:
    """What is said of the place of a question, None where it is being answered."""
    if count is None:
        return strings.READING
    some = strings.ONE_BEFORE if count == 1 else strings.SOME_BEFORE.format(count=count)
    return some if count else strings.YOURS_IS_NEXT


def _replied(
    settings: Settings, begun: Begun, model: LanguageModel | None, tell: Callable[[Turn], object]
) -> Turn:
    try:
        return _done(begun.turn, _asked(settings, begun, model, tell))
    except Exception as error:  # to be told by the waiting side
        return _failed(begun.turn, error)


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


def _done(turn: Turn, reply: Answer | NoAnswer) -> Turn:
    return settled(replace(turn, reply=reply, sources=sources_of(reply)), State.DONE)


def _failed(turn: Turn, error: Exception) -> Turn:
    if isinstance(error, AskingError | IndexingError):
        return settled(turn, State.FAILED, str(error))
    log.error("asking failed", exc_info=error)
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
