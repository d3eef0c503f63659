"""Pinned versions: what keepers need stays, and nothing goes before it is known what they need."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import IndexBroken
from index.storage.pins import CHATS, PINS, Pins, pinned
from tests.index.damage import flip


@pytest.fixture
def pins(tmp_path: Path) -> Pins:
    (tmp_path / CHATS).touch()
    return Pins(tmp_path, CHATS)


def test_each_owner_pins_for_itself(tmp_path: Path, pins: Pins) -> None:
    pins.complete({})
    assert pinned(tmp_path) == set()
    pins.pin({"1": ["a", "b"], "2": ["b"]})
    pins.pin({"1": {"c"}})
    pins.pin({"1": ["a"]})  # once more
    assert pinned(tmp_path) == {"a", "b", "c"}
    pins.unpin({"1": ["c"]})
    assert pinned(tmp_path) == {"b", "c"}  # the other needs it still
    pins.unpin({"1": [], "2": [], "3": []})
    assert pinned(tmp_path) == set()


def test_complete_pins_are_those_alone(tmp_path: Path, pins: Pins) -> None:
    pins.pin({"1": ["a"], "2": ["b", "c"]})
    pins.complete({"2": ["b"], "3": ["d"]})
    assert pinned(tmp_path) == {"b", "d"}


def test_nothing_is_known_until_the_pins_are_complete(tmp_path: Path, pins: Pins) -> None:
    def unknown() -> None:
        with pytest.raises(IndexBroken, match="nothing was dropped; run python -m qa chats list"):
            pinned(tmp_path)

    unknown()
    (tmp_path / PINS).touch()
    unknown()
    pins.pin({"1": ["a"]})
    unknown()
    pins.complete({"1": ["a"]})
    assert pinned(tmp_path) == {"a"}


def test_pins_count_while_their_keeper_is_there(tmp_path: Path, pins: Pins) -> None:
    pins.complete({"1": ["a"]})
    (tmp_path / CHATS).unlink()
    assert pinned(tmp_path) == set()
    assert pinned(tmp_path / "nowhere") == set()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, pins: Pins) -> None:
    (tmp_path / PINS).write_bytes(b"something else " * 100)
    with pytest.raises(IndexBroken, match="delete it: it is made anew by python -m qa chats list"):
        pinned(tmp_path)
    with pytest.raises(IndexBroken, match=PINS):
        pins.pin({"1": ["a"]})
    with pytest.raises(IndexBroken, match="unable to open"):
        Pins(tmp_path / "none", CHATS).pin({"1": ["a"]})


def test_random_damage_loses_no_pin(tmp_path: Path, pins: Pins) -> None:
    held = {str(owner): [f"{owner:03}{n:061}" for n in range(5)] for owner in range(20)}
    pins.complete(held)
    pins.unpin({"3": held["3"][1:], "4": []})
    pins.pin({"3": held["3"][:2], "99": ["x"]})
    right = pinned(tmp_path)
    assert right == {v for owner in held if owner != "4" for v in held[owner]} | {"x"}
    sound, dice = (tmp_path / PINS).read_bytes(), random.Random(3)
    told = 0
    for _ in range(200):
        (tmp_path / PINS).write_bytes(sound)
        flip(tmp_path / PINS, dice.randrange(len(sound)), dice.randrange(8))
        try:
            assert pinned(tmp_path) == right
        except IndexBroken:
            told += 1
    assert told > 40


def test_many_pin_at_once(tmp_path: Path, pins: Pins) -> None:
    def work(number: int) -> None:
        for step in range(5):
            pins.pin({str(number): [f"{number} {step}"]})
        pins.unpin({str(number): [f"{number} 4"]})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with pytest.raises(IndexBroken):
        pinned(tmp_path)
    pins.pin({})
    pins.complete({str(number): [f"{number} 4"] for number in range(8)})
    assert pinned(tmp_path) == {f"{number} 4" for number in range(8)}
