"""A question that several ask at once is answered once, and one watched is told of once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.answer import NoAnswer
from qa.errors import QuestionError, TooBusy
from qa.page.actions.gate import NobodyListens
from qa.page.actions.observing import Asked, Outcome, watched
from qa.page.actions.sharing import Joint, Shared, Wanted

REPLY = NoAnswer("not here", hits=(), confidence=0.0)
WHY = Wanted("Why?")


def test_those_who_ask_the_same_at_once_share_one_reply() -> None:
    shared, asked, together = Shared(), [], threading.Barrier(5)

    def ask(_: int) -> tuple[object, bool]:
        with shared.joined(WHY) as joint:
            together.wait(5)
            return joint.reply("generation 1", lambda: asked.append(1) or REPLY)  # type: ignore[func-returns-value]

    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(ask, range(5)))
    assert len(asked) == 1
    assert all(reply is REPLY for reply, _ in found)
    assert sorted(was for _, was in found) == [False, True, True, True, True]


def test_nothing_is_kept_once_all_have_their_reply() -> None:
    shared = Shared()
    for _ in range(2):
        with shared.joined(WHY) as joint:
            assert joint.reply("generation 1", lambda: REPLY) == (REPLY, False)


@pytest.mark.parametrize(
    "other",
    [Wanted("Who?"), Wanted("Why?", since="2021"), Wanted("Why?", history=("Who?",))],
)
def test_what_differs_is_asked_by_itself(other: Wanted) -> None:
    shared = Shared()
    with shared.joined(WHY) as one, shared.joined(other) as two:
        assert one is not two


def test_another_index_is_asked_anew_and_so_is_an_unknown_one() -> None:
    joint = Joint()
    states = ("generation 1", "generation 1", "generation 2", None, None)
    found = [joint.reply(state, lambda: REPLY)[1] for state in states]
    assert found == [False, True, False, False, False]


def test_after_a_failure_the_next_one_tries_again() -> None:
    def fail() -> NoAnswer:
        raise QuestionError("no")

    joint = Joint()
    with pytest.raises(QuestionError):
        joint.reply("generation 1", fail)
    assert joint.reply("generation 1", lambda: REPLY) == (REPLY, False)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TooBusy("later"), Outcome.BUSY),
        (NobodyListens("gone"), Outcome.STOPPED),
        (GeneratorExit(), Outcome.STOPPED),
        (QuestionError("what?"), Outcome.INVALID),
        (OSError("gone"), Outcome.FAILED),
    ],
)
def test_whatever_ends_a_question_is_told_once(error: BaseException, outcome: Outcome) -> None:
    told: list[Asked] = []
    with pytest.raises(type(error)), watched([told.append], "r1"):
        raise error
    assert [(one.outcome, one.request) for one in told] == [(outcome, "r1")]


def test_a_shared_reply_has_no_stages_of_its_own() -> None:
    told: list[Asked] = []
    for shared in (False, True):
        with watched([told.append]) as watch:
            watch.begins()
            watch.replied(
                NoAnswer("not here", hits=(), confidence=0.0, timings_ms={"total": 5.0}),
                shared=shared,
            )
    assert [dict(one.stages_ms) for one in told] == [{"total": 5.0}, {}]
    assert all(one.outcome is Outcome.REFUSED and one.seconds >= 0 for one in told)
