"""What the web framework keeps of tabs and calls that are over, given back.

It keeps the state of ten thousand sessions, one for each call of an endpoint among them, and some
of its bookkeeping for ever. It has no setting for most of that, so this module looks into it; the
framework's version is pinned, and `tests/qa/page/ui/test_tidying.py` shows that it still holds.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import sys
import threading
import time
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

log = logging.getLogger(__name__)

MOST_SESSIONS = 300  # tabs whose state is kept; the one not used for longest goes
_EVERY_SECONDS = 60.0
_CLOSED = timedelta(hours=1)  # a tab may come back after its connection was lost
_UNFETCHED_SECONDS = 900.0  # a call's result that nobody fetches
_ARENA_MAX, _ARENAS = -8, 2  # of the C library's memory: `M_ARENA_MAX` in malloc.h


class Tidier:
    """Gives back what is over.

    Args:
        blocks: the page.
    """

    def __init__(self, blocks: Any) -> None:  # noqa: ANN401 - parts of it that have no types
        _keep_numbers()
        _keep_no_descriptions()
        blocks.state_session_capacity = MOST_SESSIONS
        blocks._queue.ANALYTICS_MAX_EVENTS = 1  # a record of every event, which nobody reads,
        blocks._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # and is summed up after each
        self._blocks = blocks
        self._over_since: dict[str, float] = {}

    def start(self) -> None:
        """Tidy from time to time, in the background, as long as the process lives."""
        threading.Thread(target=self._work, name="tidy", daemon=True).start()

    def tidy(self, now: float) -> None:
        """Tidy once.

        Args:
            now: the moment, in seconds of any clock that only goes forward.
        """
        self._drop_closed()
        self._drop_calls(now)
        gc.collect()
        give_back()

    def _work(self) -> None:
        while True:
            time.sleep(_EVERY_SECONDS)
            try:
                self.tidy(time.monotonic())
            except Exception:  # the page goes on
                log.exception("what is over could not be given back")

    def _drop_closed(self) -> None:
        """The sessions of tabs that were closed some time ago."""
        holder, before = self._blocks.state_holder, datetime.now() - _CLOSED
        for session, state in list(holder.session_data.items()):
            used = holder.time_last_used.get(session)
            if state.is_closed and used and used < before:
                drop_session(self._blocks, session)

    def _drop_calls(self, now: float) -> None:
        """What the queue remembers of those who have no state any more, and of no event at work."""
        queue, held = self._blocks._queue, self._blocks.state_holder.session_data
        over = {
            session
            for session, events in list(queue.pending_event_ids_session.items())
            if session not in held and not any(e in queue.event_ids_to_events for e in events)
        }
        self._over_since = {one: self._over_since.get(one, now) for one in over}
        for session, since in self._over_since.items():
            fetched = not queue.pending_event_ids_session.get(session)
            if now - since >= (_EVERY_SECONDS if fetched else _UNFETCHED_SECONDS):
                queue.pending_event_ids_session.pop(session, None)
                if session in queue.pending_messages_per_session:
                    del queue.pending_messages_per_session[session]


def _keep_numbers() -> None:
    """Have a session's copy of a component keep that component's number.

    For every output that is left as it is, the framework makes a copy with a number of its own, and
    then files the next value under that number: each question left copies of the whole chat behind.
    """
    from gradio.blocks import Block
    from gradio.components import State
    from gradio.state_holder import SessionState

    file = SessionState.__setitem__

    def file_under_its_number(session: SessionState, number: int, value: Any) -> None:  # noqa: ANN401
        if isinstance(value, Block):
            value._id = number
        held = session.blocks_config.blocks
        if isinstance(held.get(number), State):
            file(session, number, value)
        else:  # without describing it: see `_keep_no_descriptions`
            held[number] = value

    SessionState.__setitem__ = file_under_its_number  # type: ignore[method-assign]


def _keep_no_descriptions() -> None:
    """Have a session not keep what its components are like, nor what they show.

    The framework keeps it for links to a session, which the page does not have: the whole chat and
    the list of all chats, for every tab. To describe all components anew, for every new tab and
    every call of an endpoint, took more of the page's time than all else that it did for a call.
    """
    from gradio.blocks import Blocks
    from gradio.state_holder import SessionState

    begin = SessionState.__init__

    def begin_bare(session: SessionState, blocks: Blocks) -> None:
        bare: Any = SimpleNamespace(default_config=blocks.default_config, blocks=())
        begin(session, bare)

    def keep_nothing(session: SessionState, number: int, value: Any = None) -> None:  # noqa: ANN401
        pass

    SessionState.__init__ = begin_bare  # type: ignore[assignment, method-assign]
    SessionState._update_config = keep_nothing  # type: ignore[assignment, method-assign]
    SessionState._update_value_in_config = keep_nothing  # type: ignore[assignment, method-assign]


def drop_session(blocks: Any, session: str) -> None:  # noqa: ANN401 - parts of it have no types
    """Forget a session's state."""
    holder = blocks.state_holder
    with holder.lock:
        holder.session_data.pop(session, None)
        holder.time_last_used.pop(session, None)


def share_memory() -> None:
    """Have all threads take memory from the same few places, where the C library has many.

    Each keeps what is free in it, and a page has dozens of threads.
    """
    set_option = getattr(_c_library(), "mallopt", None)
    if set_option is not None:
        set_option(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Hand memory that is free to the system, where the C library would keep it for later."""
    trim = getattr(_c_library(), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _c_library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows
        return None
