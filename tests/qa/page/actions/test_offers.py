"""Questions to start with, as the index changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.errors import IndexBroken, UnknownArticle
from qa.errors import TookTooLong
from qa.page.actions import offers
from qa.page.actions.offers import STARTERS, Offers

ASKED = tuple(question for _, question in STARTERS)
Rebuild = Callable[..., tuple[str, ...]]


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rebuild:
    """Rebuilds the index; what is offered once what can be made of it has been made."""
    page, working = Offers(tmp_path), list[threading.Thread]()
    states = iter(range(99))

    class Noted(threading.Thread):
        def start(self) -> None:
            working.append(self)
            super().start()

    monkeypatch.setattr(threading, "Thread", Noted)

    def rebuild(
        made: Sequence[str] = (), *, starters: int = 0, error: Exception | None = None
    ) -> tuple[str, ...]:
        held = [article_id for article_id, _ in STARTERS[:starters]]

        def article(article_id: str) -> None:
            if article_id not in held:
                raise UnknownArticle(article_id)

        def examples(*_: object, **__: object) -> list[SimpleNamespace]:
            if error:
                raise error
            return [SimpleNamespace(question=question) for question in made]

        index = SimpleNamespace(name=f"state {next(states)}", article=article)
        monkeypatch.setattr(offers, "open_index", lambda _: index)
        monkeypatch.setattr(offers, "examples", examples)
        page.examples()
        while working:
            working.pop().join()
        return page.examples()

    return rebuild


def test_examples_of_an_earlier_state_are_offered_no_more(rebuilt: Rebuild) -> None:
    assert rebuilt(["One?"]) == ("One?",)
    assert rebuilt(["Two?"]) == ("Two?",)
    assert rebuilt() == ()
    assert rebuilt(["Three?"], starters=1) == ("Three?",)
    assert rebuilt(starters=1) == ASKED[:1]
    assert rebuilt(["Four?"]) == ("Four?",)
    assert rebuilt(["Five?"], starters=len(ASKED)) == ASKED


@pytest.mark.parametrize("error", [IndexBroken("broken"), TookTooLong("late")])
def test_where_none_can_be_made_none_of_an_earlier_state_are_offered(
    rebuilt: Rebuild, error: Exception
) -> None:
    assert rebuilt(["One?"]) == ("One?",)
    assert rebuilt(error=error) == ()
