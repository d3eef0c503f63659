"""One reply of a model as a stream of pieces, within time limits, tried again where that helps.

The call runs on an event loop in a thread of its own: there a limit or a cancel ends it at once,
whether it waits for a connection, for the first word or for the next, and closes the connection,
so that the server stops working too.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import random
import re
import threading
from collections.abc import AsyncIterator, Generator

from qa.errors import LlmFailed
from qa.llm.prompt import Prompt
from qa.llm.types import LanguageModel, LlmSettings, Piece, ServerTrouble

log = logging.getLogger(__name__)

_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 529})
_FIRST_PAUSE_SECONDS = 0.5  # before the second attempt, doubled for each further one
_LONGEST_PAUSE_SECONDS = 20.0  # also when the server asks for more
_POLL_SECONDS = 0.1  # between two looks whether the caller has cancelled
_GRACE_SECONDS = 5.0  # beyond the limit in which a call must have ended
_SECRET = re.compile(r"\b(?:sk|key|pk|gsk|hf)[-_][\w-]{8,}|Bearer\s+\S+")


def pieces_of(
    model: LanguageModel,
    prompt: Prompt,
    settings: LlmSettings,
    cancelled: threading.Event | None = None,
) -> Generator[Piece, None, None]:
    """The pieces of a reply as they come; the last says why it is the last.

    Closing the iterator ends the call.

    Raises:
        LlmFailed: there is no reply, or it broke off; after some pieces perhaps.
    """
    call = _Call(model, prompt, settings)
    thread = threading.Thread(target=call.run, name="llm", daemon=True)
    thread.start()
    left = settings.whole + _GRACE_SECONDS
    try:
        while True:
            try:
                item = call.pieces.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                left -= _POLL_SECONDS if call.begun.is_set() else 0
                if cancelled and cancelled.is_set():
                    raise LlmFailed(f"{model.name} was stopped.") from None
                if left <= 0:
                    raise LlmFailed(f"{model.name} took more than {settings.whole:g} s.") from None
                continue
            if isinstance(item, LlmFailed):
                raise item
            yield item
            if item.finished:
                return
    finally:
        call.cancel()
        thread.join(_GRACE_SECONDS)


class _Call:
    def __init__(self, model: LanguageModel, prompt: Prompt, settings: LlmSettings) -> None:
        self.pieces: queue.SimpleQueue[Piece | LlmFailed] = queue.SimpleQueue()
        self._model, self._prompt, self._settings = model, prompt, settings
        self._loop = asyncio.new_event_loop()
        self.begun = threading.Event()  # from now on time counts: the libraries are loaded
        self._cancelled = threading.Event()
        self._task: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Work until the reply is over; the last thing put is a finished piece or a failure."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                self._model.prepare()
                self.begun.set()
                runner.run(self._within_limit())
            except asyncio.CancelledError:
                self.pieces.put(LlmFailed(f"{self._model.name} was stopped."))
            except LlmFailed as error:
                self.pieces.put(error)
            except Exception as error:  # whatever: the caller must not wait for ever
                log.exception("a call failed unexpectedly")  # outside of what is sent and received
                self.pieces.put(LlmFailed(f"{self._model.name}: {type(error).__name__}"))

    def cancel(self) -> None:
        """End the work, from another thread."""
        self._cancelled.set()
        with contextlib.suppress(RuntimeError):  # the loop has closed: it has ended already
            self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        if self._task:
            self._task.cancel()

    async def _within_limit(self) -> None:
        self._task = asyncio.current_task()
        if self._cancelled.is_set():
            return
        try:
            async with asyncio.timeout(self._settings.whole):
                await self._attempts()
        except TimeoutError:
            raise self._too_slow("took", self._settings.whole) from None

    async def _attempts(self) -> None:
        for attempt in range(1, self._settings.attempts + 1):
            try:
                await self._attempt()
                return
            except _Trouble as trouble:
                last = attempt == self._settings.attempts
                if last or not trouble.again:
                    raise LlmFailed(f"{self._model.name} {trouble}") from None
                pause = max(trouble.after, _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
                log.info("attempt %d: %s; again in %.1f s", attempt, trouble, pause)
                await asyncio.sleep(min(pause, _LONGEST_PAUSE_SECONDS) * random.uniform(1, 1.25))

    async def _attempt(self) -> None:
        reply = self._model.reply(self._prompt)
        some = False
        try:
            while (piece := await self._next(reply)) is not None:
                self.pieces.put(piece)
                some = some or bool(piece.text)
                if piece.finished:
                    return
                await asyncio.sleep(
                    0
                )  # a server that is quicker than we are must not hold off Stop
            raise _Trouble("broke off its reply", again=not some)
        except (LlmFailed, _Trouble):
            raise
        except Exception as error:  # one of ours, or of what is below: all end the attempt
            raise _trouble(error, some) from None
        finally:
            with contextlib.suppress(Exception):  # it may be broken: it is over in any case
                await reply.aclose()  # type: ignore[attr-defined] # all are generators

    async def _next(self, reply: AsyncIterator[Piece]) -> Piece | None:
        limit = asyncio.timeout(self._settings.silence)
        try:
            async with limit:
                return await anext(reply, None)
        except TimeoutError:
            if limit.expired():
                raise self._too_slow("was silent for", self._settings.silence) from None
            raise

    def _too_slow(self, what: str, seconds: float) -> LlmFailed:
        return LlmFailed(f"{self._model.name} {what} more than {seconds:g} s.")


class _Trouble(Exception):
    """What went wrong in one attempt, and whether another may help."""

    def __init__(self, what: str, *, again: bool, after: float = 0.0) -> None:
        super().__init__(f"{what}.")
        self.again, self.after = again, after


def _trouble(error: Exception, some: bool) -> _Trouble:
    """An error in plain words; after some of the reply nothing is tried again."""
    if not isinstance(error, ServerTrouble):
        return _Trouble(f"failed ({type(error).__name__})", again=False)
    name, status = error.name, error.status
    if name == "Misbehaved":
        return _Trouble(error.said, again=False)
    if not status:
        if "Connect" in name:
            return _Trouble("cannot be reached: is the server running there", again=not some)
        if "Timeout" in name:
            return _Trouble("did not answer in time", again=not some)
        return _Trouble(f"sent a reply that cannot be read ({name})", again=not some)
    if status in (401, 403):
        return _Trouble(f"refused the key (status {status}); see OPENAI_API_KEY", again=False)
    said = _SECRET.sub("…", error.said)[:200]
    return _Trouble(
        f"answered with status {status}: {said}",
        again=status in _AGAIN and not some,
        after=error.after,
    )
