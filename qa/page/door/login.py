"""Nothing without a login: the first question to every request is who sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.door.callers import USER, Callers
from qa.page.door.login_form import LoginForm, wanted_chat, wants_page
from qa.page.door.refusing import refuse
from qa.users.accounts import Accounts
from qa.users.logins import Logins
from qa.users.sessions import Sessions

_OPEN = ("/health",)  # to everybody
_LOOK_SECONDS = 1.0  # between two looks whether somebody is still logged in


def behind_login(app: ASGIApp, users: Accounts, hours: float) -> ASGIApp:
    """What only users reach.

    Args:
        app: what is to be reached.
        users: who may log in.
        hours: how long a login lasts.
    """
    callers = Callers(users, Sessions(users, hours))
    return LoggedInOnly(app, callers, LoginForm(Logins(users), callers))


class LoggedInOnly:
    """Lets in those who have logged in, and programs with a token; offers the rest the form.

    Whoever is logged out, or removed, loses the streams that are open as well.
    """

    def __init__(self, app: ASGIApp, callers: Callers, form: LoginForm) -> None:
        self._app, self._callers, self._form = app, callers, form

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be, under the name of its user."""
        path = scope.get("path", "").rstrip("/") or "/"
        if scope["type"] != "http" or path in _OPEN:
            await self._app(scope, receive, send)
        elif path in ("/login", "/logout"):
            await self._form(scope, receive, send)
        elif user := self._callers.user(scope) or await self._callers.user_elsewhere(scope):
            known = lambda: self._callers.user(scope) == user  # noqa: E731
            await _while(known, self._app, {**scope, USER: user}, receive, send)
        elif scope["method"] in ("GET", "HEAD") and path == "/" and wants_page(scope):
            await _redirect(send, "login" + wanted_chat(scope))
        else:
            headers = [("WWW-Authenticate", "Bearer")]
            await refuse(scope, receive, send, 401, "Log in first, or send a token.", headers)


async def _redirect(send: Send, to: str) -> None:
    headers = [
        (b"location", to.encode()),
        (b"cache-control", b"no-store"),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _while(
    known: Callable[[], bool], app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """Serve somebody for as long as they are known; then it is as if they had left."""
    coming: asyncio.Future[Message] | None = None
    told = finished = False

    async def until_unknown() -> Message:
        nonlocal coming, told
        while known():
            coming = coming or asyncio.ensure_future(receive())
            if (await asyncio.wait({coming}, timeout=_LOOK_SECONDS))[0]:
                message, coming = coming.result(), None
                return message
        told = True
        return {"type": "http.disconnect"}

    async def to_the_known(message: Message) -> None:
        nonlocal told, finished
        if finished or (told := told or not known()):
            return
        finished = message["type"] == "http.response.body" and not message.get("more_body")
        await send(message)

    try:
        await app(scope, until_unknown, to_the_known)
    finally:
        if coming:
            coming.cancel()
    if told and not finished:
        with suppress(Exception):  # there may be no answer yet, or a longer one was promised
            await send({"type": "http.response.body", "body": b"", "more_body": False})
