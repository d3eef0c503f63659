"""How far an upload is, told to the browser that sends it.

The framework's own telling keeps a record of every upload, and of every question after one.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from qa.page.door.refusing import refuse

_REMEMBERED = 200  # uploads
_LONGEST_ID = 64
_WAIT_SECONDS, _LOOK_SECONDS = 3.0, 0.1  # for an upload to begin, and between two looks


@dataclass(slots=True)
class Upload:
    """An upload on its way.

    Attributes:
        name: of the file that is arriving.
        came: bytes of files so far.
        done: whether all has come, or nothing more will.
    """

    name: str = ""
    came: int = 0
    done: bool = False


class Progress:
    """The last uploads, by their senders and the ids that browsers give them."""

    def __init__(self) -> None:
        self._uploads: OrderedDict[tuple[str, str], Upload] = OrderedDict()

    def begin(self, who: str, scope: Scope) -> Upload:
        """A new upload of somebody; it is remembered if it has an id."""
        upload, upload_id = Upload(), _id(scope)
        if upload_id:
            self._uploads[who, upload_id] = upload
            while len(self._uploads) > _REMEMBERED:
                self._uploads.popitem(last=False)
        return upload

    async def tell(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with an event stream that ends with the upload of somebody; 404 for no such."""
        for _ in range(round(_WAIT_SECONDS / _LOOK_SECONDS)):
            if upload := self._uploads.get((who, _id(scope))):
                break
            await asyncio.sleep(_LOOK_SECONDS)
        else:
            await refuse(scope, receive, send, 404, "There is no such upload.")
            return
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        told = 0
        while not upload.done:
            if upload.came > told:
                step, told = upload.came - told, upload.came
                await _event(send, msg="update", orig_name=upload.name, chunk_size=step)
            await asyncio.sleep(_LOOK_SECONDS)
        await _event(send, msg="done")
        await send({"type": "http.response.body", "body": b""})


def _id(scope: Scope) -> str:
    found = parse_qs(scope["query_string"].decode("latin-1")).get("upload_id", [""])[0]
    return found if len(found) <= _LONGEST_ID else ""


async def _event(send: Send, **values: str | int) -> None:
    body = f"data: {json.dumps(values)}\n\n".encode()
    await send({"type": "http.response.body", "body": body, "more_body": True})
