"""Uploads: how much of them may lie here, and that nothing of broken ones stays.

They lie in a folder that only this user of the machine may look into, until the page takes them.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.door.bodies import Metered, Pace, promised, too_large
from qa.page.door.callers import USER
from qa.page.door.counting import client_of
from qa.page.door.parts import OnlyFiles
from qa.page.door.progress import Progress, Upload
from qa.page.door.refusing import refuse
from qa.page.door.routes import is_progress, is_upload

_FREE = 500_000_000  # bytes that are left free on the disk
_LEAST = 100_000  # bytes that a file counts for, so that there are not too many
_CLOCK_SECONDS = 1.0  # by which the disk's time may be behind


@dataclass(frozen=True, slots=True)
class Quota:
    """How much may lie in the folder, arriving uploads included.

    Attributes:
        of_one: bytes of one client.
        of_all: bytes.
        at_once: uploads of one client at the same time.
    """

    of_one: int = 500_000_000
    of_all: int = 2_000_000_000
    at_once: int = 4


@dataclass(slots=True, eq=False)
class _Arriving:
    who: str
    since: float
    body: Metered
    upload: Upload


class BoundedUploads:
    """Lets uploads in as far as there is room, and clears what no page will take.

    Args:
        folder: where the framework puts them, each in a folder of its own once it is whole.
    """

    def __init__(self, app: ASGIApp, folder: Path, quota: Quota, pace: Pace) -> None:
        self._app, self._folder, self._quota, self._pace = app, folder, quota, pace
        self._arriving: list[_Arriving] = []
        self._progress = Progress()
        self._owners: dict[str, str] = {}  # of what lies there: whose, by path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on, cut off at what there is room for."""
        if scope["type"] == "http" and is_upload(scope):
            await self._let_in(scope, receive, send)
        elif scope["type"] == "http" and is_progress(scope):
            await self._progress.tell(_sender(scope), scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = _sender(scope)
        room = self._room(who)
        if sum(one.who == who for one in self._arriving) >= self._quota.at_once:
            text = "Other uploads of yours are under way: try again once they are through."
            await refuse(scope, receive, send, 429, text, (("retry-after", "10"),))
        elif (promised(scope) or 0) > room or room <= 0:
            await refuse(scope, receive, send, 413, too_large(max(room, 0)))
        else:
            body, upload = Metered(receive, room, self._pace), self._progress.begin(who, scope)
            arriving = _Arriving(who, time.time(), body, upload)
            self._arriving.append(arriving)
            try:
                await self._take(arriving, scope, receive, send)
            finally:
                upload.done = True
                self._arriving.remove(arriving)
                self._sweep()

    async def _take(self, arriving: _Arriving, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(send, arriving.body)
        only_files = OnlyFiles(scope, arriving.body, arriving.upload)
        try:
            await self._app(_plain(scope), only_files.receive, answer.send)
        except Exception:
            if not arriving.body.cut:
                raise
        if arriving.body.cut and not answer.started:
            await refuse(scope, receive, send, *arriving.body.cut)
        for path in answer.paths():
            self._owners[path] = arriving.who

    def _room(self, who: str) -> int:
        """The bytes that may still come of somebody."""
        held: Counter[str] = Counter()
        for path, owner in list(self._owners.items()):
            try:
                held[owner] += max(Path(path).stat().st_size, _LEAST)
            except OSError:  # it was taken
                del self._owners[path]
        for one in self._arriving:
            held[one.who] += one.body.came
        free = shutil.disk_usage(self._folder).free - _FREE
        return min(self._quota.of_one - held[who], self._quota.of_all - held.total(), max(free, 0))

    def _sweep(self) -> None:
        """Clear files that no upload on its way is writing: a whole one is in its own folder."""
        since = min((one.since for one in self._arriving), default=time.time() + _CLOCK_SECONDS)
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.is_file() and file.stat().st_mtime < since - _CLOCK_SECONDS:
                    file.unlink(missing_ok=True)


def _sender(scope: Scope) -> str:
    """Whose upload it is: the user's, where there are users."""
    user = scope.get(USER)
    return f"user {user}" if user else client_of(scope)


def _plain(scope: Scope) -> Scope:
    """The request so that its answer can be read, and nothing is kept to tell of its progress."""
    headers = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
    query = parse_qsl(scope["query_string"].decode("latin-1"))
    kept = urlencode([(name, value) for name, value in query if name != "upload_id"])
    return {**scope, "headers": headers, "query_string": kept.encode("ascii")}


class _Answer:
    """Sends the framework's answer on, and reads in it where the files are."""

    def __init__(self, send: Send, body: Metered) -> None:
        self._send, self._body = send, body
        self.started = False
        self._text = b""

    async def send(self, message: Message) -> None:
        if self._body.cut and not self.started:
            return  # of a request that is refused
        self.started = True
        self._text += message.get("body", b"")
        await self._send(message)

    def paths(self) -> list[str]:
        try:
            values = json.loads(self._text)
        except ValueError:
            return []
        return [one for one in values if isinstance(one, str)] if isinstance(values, list) else []
