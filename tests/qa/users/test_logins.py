"""Trying names and passwords."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.users.accounts import Accounts
from qa.users.logins import Logins, Try, Verdict, network
from qa.users.users import add_user, remove_user
from tests.loop import run as run_apart

PASSWORD = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of one user."""
    add_user(tmp_path / "users.json", "ada", PASSWORD)
    return tmp_path / "users.json"


@pytest.fixture
def logins(path: Path) -> Iterator[Logins]:
    """What lets that user in."""
    logins = Logins(Accounts(path))
    yield logins
    logins.close()


def enter(logins: Logins, *tries: Try) -> list[Verdict]:
    """Each try after the other."""

    async def all_of_them() -> list[Verdict]:
        return [await logins.enter(one) for one in tries]

    return run_apart(all_of_them())


def test_only_the_right_password_of_a_known_name_enters(logins: Logins) -> None:
    right = Try("ada", PASSWORD)
    others = [Try("ada", "wrong password"), Try("eve", PASSWORD), Try("", ""), Try("a b", PASSWORD)]
    assert [one.name for one in enter(logins, right, *others)] == ["ada", "", "", "", ""]
    assert PASSWORD not in repr(right)


def test_guessing_at_one_name_is_slow(logins: Logins) -> None:
    found = enter(logins, *(Try("ada", f"guess {n}", "10.0.0.1") for n in range(11)))
    assert [one.wait > 0 for one in found] == [False] * 10 + [True]
    assert 50 < found[-1].wait <= 60


def test_guessing_from_one_address_is_slow(logins: Logins) -> None:
    found = enter(logins, *(Try(f"a b{n}", "guess", "10.0.0.1") for n in range(31)))
    assert [one.wait > 0 for one in found] == [False] * 30 + [True]
    found = enter(logins, *(Try("a b", "guess", f"2001:db8::{n}") for n in range(31)))
    assert found[-1].wait > 0


def test_nobody_is_kept_out_by_the_guesses_of_others(logins: Logins) -> None:
    device = logins.device("ada")
    enter(logins, *(Try("ada", f"guess {n}", "10.0.0.1") for n in range(30)))
    elsewhere = Try("ada", PASSWORD, "10.0.0.2")
    here = Try("ada", PASSWORD, "10.0.0.1", device)
    assert [one.name for one in enter(logins, elsewhere, here)] == ["ada", "ada"]
    for _ in range(60):  # from everywhere
        logins._names.wait("ada")
    found = enter(logins, elsewhere, Try("ada", PASSWORD, "10.0.0.3", device))
    assert (found[0].wait > 0, found[1].name) == (True, "ada")


def test_a_known_browser_is_that_of_one_user_and_one_password(logins: Logins, path: Path) -> None:
    add_user(path, "ben", PASSWORD)
    for _ in range(60):
        logins._names.wait("ada")
    device = logins.device("ada")
    forged = [logins.device("ben"), f"{device}0", "", ".", "\udc80.\udc80", device.split(".")[0]]
    found = enter(logins, *(Try("ada", PASSWORD, "10.0.0.9", one) for one in forged))
    assert all(one.wait > 0 for one in found)
    guesses = (Try("ada", f"guess {n}", "10.0.0.9", device) for n in range(11))
    assert enter(logins, *guesses)[-1].wait > 0  # it has tries of its own, not without end
    add_user(path, "ada", "a new password")
    assert enter(logins, Try("ada", "a new password", "10.0.0.9", device))[0].wait > 0


def test_what_is_no_name_is_remembered_nowhere(logins: Logins) -> None:
    enter(logins, *(Try("x" * 10_000 + str(n), "guess", "10.0.0.1") for n in range(20)))
    assert len(logins._names) == len(logins._pairs) == 0
    assert len(logins._addresses) == 1


@pytest.mark.usefixtures("hashed_in_full")
def test_a_full_line_is_told_at_once_and_known_browsers_have_half(logins: Logins) -> None:
    device = logins.device("ada")

    async def crowd() -> tuple[list[Verdict], Verdict]:
        tries = [Try(f"name{n}", "guess", f"10.0.1.{n}") for n in range(60)]
        waiting = [asyncio.ensure_future(logins.enter(one)) for one in tries]
        await asyncio.sleep(0)
        known = await logins.enter(Try("ada", PASSWORD, "10.0.0.1", device))
        return list(await asyncio.gather(*waiting)), known

    found, known = run_apart(crowd())
    assert known.name == "ada"
    assert sum(one.busy for one in found) == 60 - 16
    assert logins._waiting == 0


@pytest.mark.usefixtures("hashed_in_full")
def test_the_loop_goes_on_while_passwords_are_hashed(logins: Logins) -> None:
    async def longest_pause() -> float:
        guesses = [logins.enter(Try(f"name{n}", "guess", f"10.0.2.{n}")) for n in range(16)]
        hashing = asyncio.gather(*guesses)
        worst, last = 0.0, time.perf_counter()
        while not hashing.done():
            await asyncio.sleep(0.001)
            worst, last = max(worst, time.perf_counter() - last), time.perf_counter()
        return worst

    started = time.perf_counter()
    worst = run_apart(longest_pause())
    assert worst < (time.perf_counter() - started) / 2


@pytest.mark.usefixtures("hashed_in_full")
def test_unknown_names_take_as_long_as_known_ones(logins: Logins) -> None:
    def seconds(name: str, n: int) -> float:
        started = time.perf_counter()
        enter(logins, Try(name, "guess", f"10.0.{n}.7"))
        return time.perf_counter() - started

    pairs = [(seconds("ada", n), seconds("eve", n)) for n in range(9)]
    known, unknown = min(a for a, _ in pairs), min(b for _, b in pairs)
    assert 0.5 < known / unknown < 2.0


@pytest.mark.usefixtures("hashed_in_full")
def test_who_is_removed_while_the_password_is_hashed_does_not_enter(
    logins: Logins, path: Path
) -> None:
    async def race() -> Verdict:
        trying = asyncio.ensure_future(logins.enter(Try("ada", PASSWORD)))
        await asyncio.sleep(0)
        remove_user(path, "ada")
        return await trying

    assert run_apart(race()).name == ""


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("x" * 100_000, "?"),
        ("", "?"),
    ],
)
def test_an_address_is_counted_by_its_network(address: str, counted: str) -> None:
    assert network(address) == counted
