"""The bench of attacks: whole by what is promised, and it says broken where something is.

Each attack of its quick part is made by a test of its own as well; here they are not made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.page.door.connections import Bounds
from tests.bench.attack import STAGES
from tests.bench.attacks.promises import Field, Finding, Outcome, Promise, found
from tests.conftest import ROOT
from tests.qa.llm.hostile_server import running as models
from tests.qa.page.browsing import Served
from tests.qa.page.door.stub import page, running

PROMISES = [one for stage in STAGES for one in stage.promises]
_QUICK_ELSEWHERE = {"Names", "Other sites", "Addresses", "Cookies"}


@pytest.fixture
def careless(tmp_path: Path) -> Iterator[Field]:
    """A page that answers everybody."""
    app = page(lambda _: ({"access-control-allow-origin": "*"}, b"all"))
    with running(app, Bounds()) as url, models() as server:
        log = tmp_path / "log"
        log.touch()
        none: Any = None
        served = Served(url, 1, tmp_path, tmp_path, none, log, tmp_path)
        yield Field(served, tmp_path, tmp_path / "users.json", server)


def promised() -> set[str]:
    """What SECURITY.md promises, by the words that it begins with."""
    text = (ROOT / ".github" / "SECURITY.md").read_text("utf-8")
    text = text.partition("## What it does not promise")[0]
    return set(re.findall(r"^- \*\*(.+?)\.?\*\*", text, re.MULTILINE)) - {"Logins"}


def test_what_is_promised_is_attacked_and_what_is_attacked_is_promised() -> None:
    assert {one.topic for one in PROMISES} == promised()


def test_the_tests_that_are_made_use_of_are_there() -> None:
    names = [name for one in PROMISES for name in getattr(one.attack, "names", ())]
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_a_page_without_a_door_is_broken(careless: Field) -> None:
    tried = [one for one in PROMISES if one.quick and one.topic in _QUICK_ELSEWHERE]
    door = [one for one in tried if "its own names" not in one.words]
    assert {one.words: found(one, careless).outcome for one in door} == {
        one.words: Outcome.BROKEN for one in door
    }


def test_a_line_says_what_came_of_it(careless: Field) -> None:
    def skips(_: Field) -> list[str]:
        pytest.skip("no browser here")

    def fails(_: Field) -> list[str]:
        raise TimeoutError("late")

    lines = [
        found(Promise("Sizes", "hold", attack), careless).lines()
        for attack in (lambda _: [], lambda _: [f"{n} MB" for n in range(7)], skips, fails)
    ]
    assert lines[0] == "held     Sizes: hold"
    assert lines[1].splitlines()[0] == "broken   Sizes: hold"
    assert lines[1].splitlines()[-1] == "         - and 2 more"
    assert lines[2] == "untried  Sizes: hold\n         - no browser here"
    assert lines[3] == "broken   Sizes: hold\n         - the attack ended with TimeoutError: late"
    assert Finding(PROMISES[0], Outcome.HELD).lines().count("\n") == 0
