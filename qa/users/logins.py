"""Trying a name and a password.

Guessing is slow, whoever guesses: from one address, at one name. A person is not kept out by the
guesses of others: those from one address use up the tries of that address alone, and a browser
that the person has logged in with before has tries of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import secrets
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from qa.users.account import Account, matches, name_of
from qa.users.accounts import Accounts
from qa.users.passwords import LONGEST_PASSWORD, NEVER
from qa.users.rate_limit import RateLimit

_OF_PAIR = 10  # tries a minute of one name from one address, or with one known browser
_OF_ADDRESS = 30  # of all names from one address
_OF_NAME = 60  # of one name from everywhere, known browsers apart
_LINE = 32  # passwords that wait for being hashed or are; half of them from known browsers at least


@dataclass(frozen=True, slots=True)
class Try:
    """What somebody logs in with.

    Attributes:
        address: where it comes from.
        device: what an earlier login left in the browser, unchecked; "" for nothing.
    """

    name: str
    password: str = field(repr=False)
    address: str = "?"
    device: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a try.

    Attributes:
        name: who may enter; "" for nobody.
        wait: seconds until the next try is taken; 0 when this one was.
        busy: whether others' tries are what is waited for.
    """

    name: str = ""
    wait: float = 0.0
    busy: bool = False


class Logins:
    """Says who may enter, slowly to those who guess.

    Args:
        accounts: who may log in.
        threads: that hash passwords, off the loop that serves the page.
    """

    def __init__(self, accounts: Accounts, threads: int = 2) -> None:
        self._accounts = accounts
        self._pairs, self._addresses = RateLimit(_OF_PAIR), RateLimit(_OF_ADDRESS)
        self._names = RateLimit(_OF_NAME)
        self._pool = ThreadPoolExecutor(threads, "passwords")
        self._lock = threading.Lock()
        self._waiting = 0

    async def enter(self, tried: Try) -> Verdict:
        """Whether a name and a password are right."""
        name = name_of(tried.name)
        if not name or len(tried.password) > LONGEST_PASSWORD:  # nothing of these is remembered
            return Verdict(wait=self._addresses.wait(network(tried.address)))
        account = self._accounts.find(name)
        known = knows(account, tried.device)
        if wait := self._wait(name, tried, known):
            return Verdict(wait=wait)
        hashing = self._hash(account, tried.password, _LINE if known else _LINE // 2)
        if hashing is None:
            return Verdict(wait=1.0, busy=True)
        right = await asyncio.wrap_future(hashing)
        still = self._accounts.find(name) == account  # it may have been removed meanwhile
        return Verdict(name if right and still else "")

    def device(self, name: str) -> str:
        """What to leave in the browser of a user who has logged in."""
        account = self._accounts.find(name)
        nonce = secrets.token_hex(16)
        return f"{nonce}.{_signed(account, nonce)}" if account else ""

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _wait(self, name: str, tried: Try, known: bool) -> float:
        if known:
            return self._pairs.wait(f"device {tried.device[:32]}")
        network_of = network(tried.address)
        return (
            self._addresses.wait(network_of)
            or self._pairs.wait(f"{network_of} {name}")
            or self._names.wait(name)
        )

    def _hash(self, account: Account | None, password: str, most: int) -> Future[bool] | None:
        with self._lock:
            if self._waiting >= most:
                return None
            self._waiting += 1
        hashing = self._pool.submit(matches, account, password)
        hashing.add_done_callback(self._done)
        return hashing

    def _done(self, _: object) -> None:
        with self._lock:
            self._waiting -= 1


def knows(account: Account | None, device: str) -> bool:
    """Whether a user has logged in before with the browser that has this."""
    nonce, _, signature = device.partition(".")
    given = signature.encode("utf-8", "surrogatepass")
    right = hmac.compare_digest(given, _signed(account, nonce).encode())
    return right and account is not None


def network(address: str) -> str:
    """What tries are counted by: the address, or the network that one household has of IPv6."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "?"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _signed(account: Account | None, nonce: str) -> str:
    """Signed with what is kept of the password: it outlasts a restart, and ends with that."""
    key = (account.password if account else NEVER).scrypt
    text = f"device {nonce}".encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).hexdigest()
