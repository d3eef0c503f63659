"""Who sends a request: a browser that has logged in, or a program with a token."""

from __future__ import annotations

import asyncio
from http.cookies import CookieError, SimpleCookie

from starlette.types import Scope

from qa.page.door.below import BELOW
from qa.users.accounts import Accounts
from qa.users.sessions import Sessions

USER = "articles.user"  # where the name stands in the scope of a request that was let in
_DEVICE_SECONDS = 180 * 24 * 3600


class Callers:
    """Tells the users of requests, and what their browsers are to keep.

    Args:
        accounts: whose tokens are taken.
        sessions: of those who have logged in.
    """

    def __init__(self, accounts: Accounts, sessions: Sessions) -> None:
        self._accounts, self._sessions = accounts, sessions
        self._looking: asyncio.Future[None] | None = None

    def user(self, scope: Scope) -> str:
        """The user who sends a request, "" for nobody."""
        given = _header(scope, b"authorization")
        scheme, _, token = given.partition(" ")
        if scheme.lower() == "bearer":
            return self._accounts.name_by_token(token.strip())
        return self._sessions.user(cookie(scope, "login"))

    async def user_elsewhere(self, scope: Scope) -> str:
        """The user who sends a request, where another page has let that user in just now."""
        watch = self._accounts.watch
        if watch and (_header(scope, b"authorization") or cookie(scope, "login")):
            for _ in range(2):  # the first may have begun before the request came
                if self._looking is None or self._looking.done():  # one look for all who wait
                    self._looking = asyncio.ensure_future(asyncio.to_thread(watch.look))
                await asyncio.shield(self._looking)
                if found := self.user(scope):
                    return found
        return ""

    def begin(self, scope: Scope, name: str, device: str) -> list[tuple[bytes, bytes]]:
        """Log a user in; the headers that have the browser keep it.

        Raises:
            DatabaseFailed: who has logged in cannot be kept.
        """
        token = self._sessions.begin(name)
        return [
            _kept(scope, "login", token, int(self._sessions.seconds)),
            _kept(scope, "device", device, _DEVICE_SECONDS),
        ]

    def end(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Log a browser out; the headers that have it forget its session.

        Raises:
            DatabaseFailed: it is still logged in.
        """
        self._sessions.end(cookie(scope, "login"))
        return [_kept(scope, "login", "", 0)]


def cookie(scope: Scope, what: str) -> str:
    """What a browser has kept, unchecked; "" for nothing."""
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(_name(scope, what))
    except CookieError:
        return ""
    return found.value if found else ""


def _name(scope: Scope, what: str) -> str:
    # All ports of a host share their cookies, and several pages may be served there. It is the port
    # that the browser knows: behind a proxy all pages of one archive take the same cookie.
    port = _header(scope, b"host").rpartition(":")[2]
    port = port if port.isdigit() else "443" if scope["scheme"] == "https" else "80"
    below = scope.get(BELOW, "")
    bound = "__Secure-" if below else "__Host-"  # the second is for the path / alone
    own = f"articles-{what}-{port}{below.replace('/', '-')}"
    return f"{bound if scope['scheme'] == 'https' else ''}{own}"


def _kept(scope: Scope, what: str, value: str, seconds: int) -> tuple[bytes, bytes]:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    path = f"{scope.get(BELOW, '')}/"
    text = f"{_name(scope, what)}={value}; Max-Age={seconds}; Path={path}; HttpOnly; SameSite=Lax"
    return b"set-cookie", (text + secure).encode()


def _header(scope: Scope, wanted: bytes) -> str:
    values = [value for name, value in scope["headers"] if name == wanted]
    return b"; ".join(values).decode("latin-1") if wanted == b"cookie" else _one(values)


def _one(values: list[bytes]) -> str:
    return values[0].decode("latin-1") if len(values) == 1 else ""
