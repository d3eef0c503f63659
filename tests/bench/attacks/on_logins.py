"""Attacks on a page with logins, by strangers, by another user, and by those who were one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from qa.users.users import add_user
from tests.bench.attacks.promises import Field, Promise, by_tests
from tests.qa.page.door import account_probes, loads, login_probes, probes

NAMES = ("ida", "bob", "eve", "zoe")
PROXY = "127.0.0.2"  # this machine too, under another address
_SECRET = "How long were ships kept from the Suez Canal?"


def add_users(path: Path) -> None:
    """Let those in who take part, by the file of users."""
    for name in NAMES:
        add_user(path, name, login_probes.PASSWORD)


def names_and_sites(where: Field) -> Iterator[str]:
    """Other names and other sites, before anybody is asked who they are."""
    yield from probes.other_hosts(where.url)
    yield from probes.other_origins(where.url)
    yield from probes.careless_headers(where.url)


def foreign_reads(where: Field) -> Iterator[str]:
    """Another user who knows the name of a session."""
    session = login_probes.new_session()
    with login_probes.visiting(where.url) as mine, login_probes.visiting(where.url) as others:
        mine.log_in("ida")
        others.log_in("bob")
        mine.enter(session)
        if _SECRET not in mine.ask(session, _SECRET):
            yield "a user's question is not answered"
        yield from login_probes.foreign_reads(mine, session, others, _SECRET)
        if _SECRET not in mine.exported(session):
            yield "another user deleted chats"


def large_bodies(where: Field) -> Iterable[str]:
    """Bodies too large from strangers."""
    return loads.large_bodies(where.url, where.patience)


def guesses(where: Field) -> Iterable[str]:
    """Long names and many guesses."""
    return account_probes.held_up_by_guesses(where.url, "bob", where.patience)


def shown_password(where: Field) -> Iterator[str]:
    """The passwords in what the page has printed so far."""
    if login_probes.PASSWORD in where.app.said():
        yield "a password is in what the page printed"


PROMISES = (
    Promise("Names", "with logins too, others are refused before all else", names_and_sites),
    Promise(
        "Nothing answers without a login",
        "nothing but /health and the form",
        lambda where: login_probes.reached_without_login(where.url),
    ),
    Promise(
        "Sizes", "bodies of strangers are cut off; others are served", large_bodies, quick=False
    ),
    Promise(
        "Cookies",
        "no script and no other site may use them",
        lambda where: account_probes.careless_cookies(where.url, "ida"),
    ),
    Promise(
        "Cookies",
        "Secure, and who calls, are believed of the trusted proxy alone",
        lambda where: account_probes.believed_callers(where.url, PROXY, "bob"),
    ),
    Promise(
        "Users do not see one another",
        "the name of a session gives another user nothing",
        foreign_reads,
    ),
    Promise(
        "Sessions",
        "end when one logs out",
        lambda where: account_probes.outlived_logout(where.url, "ida"),
    ),
    Promise(
        "Sessions",
        "end at once when the user is removed, streams too",
        lambda where: account_probes.outlived_removal(where.url, where.users, "eve"),
    ),
    Promise(
        "Sessions",
        "end when the password changes",
        lambda where: account_probes.outlived_password(where.url, where.users, "zoe"),
    ),
    Promise(
        "Tokens",
        "end when they are revoked",
        lambda where: account_probes.outlived_token(where.url, where.users, "ida"),
    ),
    Promise(
        "Tokens",
        "nobody calls a tool without one",
        lambda where: account_probes.open_tools(where.url, where.users, "ida"),
    ),
    Promise(
        "Passwords",
        "eight users added at once are all there; the file holds no password",
        by_tests("tests/qa/users/test_users.py"),
        quick=False,
    ),
    Promise("Guessing", "is slow, holds nobody up and keeps nobody out", guesses),
    Promise("Passwords", "are printed nowhere", shown_password),
)
