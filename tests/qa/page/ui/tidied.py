"""What the web framework keeps, looked into while the page is not served. A process of its own.

    python -m tests.qa.page.ui.tidied

Fails where something is not as it should be; in the tests' own process the framework would leave
event loops behind.
"""

from __future__ import annotations

import tempfile
from asyncio import Queue
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from qa.chats.store import ChatStore
from qa.page.actions.keeping import Keeping
from qa.page.actions.offers import Offers
from qa.page.actions.replying import Settings
from qa.page.actions.session import Room
from qa.page.ui.tidying import MOST_SESSIONS, Tidier
from tests.loop import run as run_apart


def made(folder: Path) -> Any:  # noqa: ANN401 - parts of it that have no types
    """The page with its sessions."""
    from gradio.routes import App

    from qa.page.ui.server import build_page

    settings = Settings(folder, folder)
    blocks = build_page(Room(settings, Keeping(settings, ChatStore(folder)), Offers(folder)))
    App.create_app(blocks)
    return blocks


def so_many_sessions_are_kept_and_no_more(page: Any) -> None:  # noqa: ANN401
    assert page.state_holder.capacity == MOST_SESSIONS
    page.state_holder.capacity = 20  # a session takes a while to make
    for number in range(25):
        assert page.state_holder[f"tab {number}"] is not None
    assert list(page.state_holder.session_data) == [f"tab {number}" for number in range(5, 25)]
    page.state_holder.capacity = MOST_SESSIONS


def a_closed_tab_may_come_back_for_an_hour(page: Any) -> None:  # noqa: ANN401
    holder, tidier = page.state_holder, Tidier(page)
    for name in ("open", "closed", "closed long ago"):
        holder[name].is_closed = name != "open"
    for name in ("open", "closed long ago"):
        holder.time_last_used[name] -= timedelta(hours=2)
    tidier.tidy(0.0)
    assert {"open", "closed"} <= set(holder.session_data)
    assert "closed long ago" not in holder.session_data
    assert "closed long ago" not in holder.time_last_used


def calls_that_are_over_are_forgotten(page: Any) -> None:  # noqa: ANN401
    queue, tidier = page._queue, Tidier(page)
    events = {"fetched": set[str](), "never fetched": {"e1"}, "at work": {"e2"}, "tab": set[str]()}
    for session, ids in events.items():
        queue.pending_event_ids_session[session] = ids
        queue.pending_messages_per_session[session] = Queue()
    queue.event_ids_to_events["e2"] = object()
    assert page.state_holder["tab"] is not None
    tidier.tidy(0.0)
    assert set(queue.pending_event_ids_session) == set(events)
    tidier.tidy(100.0)
    assert set(queue.pending_event_ids_session) == {"never fetched", "at work", "tab"}
    assert "fetched" not in queue.pending_messages_per_session
    tidier.tidy(5_000.0)
    assert set(queue.pending_event_ids_session) == {"at work", "tab"}


def no_record_of_events_piles_up(page: Any) -> None:  # noqa: ANN401
    assert page._queue.ANALYTICS_MAX_EVENTS == 1
    assert page._queue.ANAYLTICS_CACHE_FREQUENCY > 10**9
    assert hasattr(page._queue, "event_analytics")


def a_session_grows_by_no_copies(page: Any) -> None:  # noqa: ANN401
    import gradio as gr

    state = page.state_holder["asks"]
    outputs = [one for one in page.blocks.values() if isinstance(one, gr.HTML)][:2]
    asked = SimpleNamespace(outputs=outputs, postprocess=True, is_validator_function=False)
    asked.batch, asked.name = False, "asked"
    held = []
    for number in range(20):
        for shown in ([gr.skip(), gr.skip()], [f"value {number}"] * 2):
            run_apart(page.postprocess_data(asked, shown, state))
        held.append((len(state.blocks_config.blocks), len(state.config_values)))
    assert held[0] == held[-1], held
    assert not state.config_values
    assert "value 19" not in str(state.blocks_config.blocks[outputs[0]._id].get_config())


if __name__ == "__main__":
    page = made(Path(tempfile.mkdtemp(prefix="tidied-")))
    so_many_sessions_are_kept_and_no_more(page)
    a_closed_tab_may_come_back_for_an_hour(page)
    calls_that_are_over_are_forgotten(page)
    no_record_of_events_piles_up(page)
    a_session_grows_by_no_copies(page)
