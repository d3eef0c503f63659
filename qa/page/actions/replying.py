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

from index import place as places
from index.errors import IndexingError
from index.store import open_index
from qa.answer import Answer, NoAnswer
from qa.clock import DEFAULT_TIMEOUT
from qa.errors import AskingError, TooBusy
from qa.llm.types import LanguageModel
from qa.page import strings
from qa.page.actions.changing import Changing
from qa.page.actions.gate import SIGN_SECONDS, Capacity, Gate, Place
from qa.page.actions.observing import Observer, Outcome, Watch, watched
from qa.page.actions.replies import Replies
from qa.page.actions.sharing import Joint, Shared, Wanted
from qa.page.actions.streaming import Seen
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
        shared: has what several ask at once answered once.
        observers: are told of each question that is over.
    """

    index: places.Place
    seeds: Path
    encoder: str | None = None
    models: Mapping[str, LanguageModel] = field(default_factory=dict)
    timeout: float = DEFAULT_TIMEOUT
    quick: Gate = field(default_factory=lambda: Gate(QUICK))
    slow: Gate = field(default_factory=lambda: Gate(SLOW))
    changing: Changing = field(default_factory=Changing)
    shared: Shared = field(default_factory=Shared)
    observers: list[Observer] = field(default_factory=list)

    @property
    def replies(self) -> Replies:
        """What makes the replies."""
        return Replies(self.index, self.timeout)

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
    settings: Settings, begun: Begun, who: str = "", request: str = ""
) -> AsyncGenerator[Turn | None, None]:
    """The turn with as much of its reply as there is; the last is the whole, or says what failed.

    None is a sign of life: nothing is new, and the caller may see whether anybody still listens.
    Ends early when the reply is not wanted any more; closing it ends the work. No thread waits.

    Args:
        settings: where and how to ask.
        begun: the turn.
        who: asks: one has not more at work and waiting than `SLOW` and `QUICK` allow.
        request: the id of the HTTP request that brings the question, for the observers.
    """
    turn, loop = begun.turn, asyncio.get_running_loop()
    steps: asyncio.Queue[Turn] = asyncio.Queue()
    model = settings.models.get(turn.filters.get("writer", ""))

    def tell(step: Turn) -> None:
        with suppress(RuntimeError):  # nobody is there any more
            loop.call_soon_threadsafe(steps.put_nowait, step)

    with (
        watched(settings.observers, request) as watch,
        settings.shared.joined(_wanted(begun)) as at,
    ):

        def work() -> None:
            if not begun.stop.is_set():
                watch.begins()
                tell(_replied(_Work(settings, begun, model, at, watch), tell))

        try:
            place = settings.gate(bool(model)).enter(who, work)
        except TooBusy as error:
            watch.outcome = Outcome.BUSY
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


@dataclass(frozen=True, slots=True)
class _Work:
    """What a question is answered with, once its turn has come."""

    settings: Settings
    begun: Begun
    model: LanguageModel | None
    joint: Joint
    watch: Watch


def _replied(work: _Work, tell: Callable[[Turn], object]) -> Turn:
    try:
        return _done(work.begun.turn, _asked(work, tell))
    except Exception as error:  # to be told by the waiting side
        work.watch.failed(error)
        return _failed(work.begun.turn, error)


def _asked(work: _Work, tell: Callable[[Turn], object]) -> Answer | NoAnswer:
    """Ask, and tell how far it is: first the passages found, then each sentence written."""
    settings, begun, model = work.settings, work.begun, work.model
    seen = Seen(begun.turn, model.name if model else "", tell)
    wanted, shared = _wanted(begun), False
    if model is None:
        reply, shared = settings.replies.quoted(wanted, work.joint, seen.found)
    else:
        reply = settings.replies.written(wanted, model, begun.stop, seen)
    work.watch.replied(reply, shared=shared)
    return reply


def _wanted(begun: Begun) -> Wanted:
    turn = begun.turn
    since, until, source = (turn.filters.get(name) or None for name in ("since", "until", "source"))
    dates = turn.filters.get("dates") != "no"
    return Wanted(turn.question, since, until, source, dates, tuple(begun.history))


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
