"""Whatever is done with chats, a file and a PostgreSQL database end alike."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.storage.pins import pinned
from qa.chats import rows
from qa.chats.store import ChatStore
from qa.errors import AskingError
from tests.postgres import Postgres
from tests.qa.chats.places import Place
from tests.qa.chats.replies import TEXT, turn

pytestmark = pytest.mark.slow

_CHAT = st.sampled_from(["one", "two", "three", "four"])
_OWNER = st.sampled_from(["ada", "bob"])
_NUMBER = st.integers(0, 3)
_HITS = st.lists(st.sampled_from("abcdef"), max_size=3).map(
    lambda names: {"hits": [{"article_id": "a", "version": name * 64} for name in names]}
)
_TURN = st.builds(
    turn,
    _NUMBER,
    TEXT.filter(str.strip),
    reply=_HITS,
    comment=TEXT,
    rating=st.integers(-1, 1),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), _OWNER, _CHAT, _TURN),
        st.tuples(st.just("cut"), _OWNER, _CHAT, _NUMBER),
        st.tuples(st.just("rename"), _OWNER, _CHAT, TEXT),
        st.tuples(st.just("delete"), _OWNER, _CHAT),
        st.tuples(st.just("rate"), _OWNER, _CHAT, _NUMBER, st.integers(-1, 1), TEXT),
        st.tuples(st.just("summaries"), _OWNER, TEXT),
    ),
    max_size=15,
)


def done(store: ChatStore, step: tuple[Any, ...]) -> object:
    """What comes of a step; days apart, as they are those of the clock."""
    name, *given = step
    try:
        found = getattr(store, name)(*given)
    except AskingError as error:
        return type(error), str(error)
    return [(one.id, one.title, one.turns) for one in found] if name == "summaries" else found


def held(store: ChatStore) -> object:
    """All that is kept, and what is pinned for it."""
    chats = [
        (owner, chat.title, chat.id, store.load(owner, chat.id).turns, chat.damaged)
        for owner in ("ada", "bob")
        for chat in store.summaries(owner)
    ]
    return chats, pinned(store.folder)


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The name of a database."""
    return postgres.new_database()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_all_steps_end_alike(
    postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setattr(rows, "MOST_CHATS", 3)
    with TemporaryDirectory() as folder, ExitStack() as until_the_end:
        places = [Place(Path(folder, "a")), Place(Path(folder, "b"))]
        for one in places:
            one.folder.mkdir()
        places[1] = Place(places[1].folder, postgres.address(database))
        file, server = (until_the_end.enter_context(place.store()) for place in places)
        for owner in ("ada", "bob"):
            for chat in server.summaries(owner):  # of the steps before
                server.delete(owner, chat.id)
        for step in steps:
            assert done(file, step) == done(server, step)
        assert held(file) == held(server)
