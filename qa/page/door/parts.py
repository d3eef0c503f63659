"""The parts of an upload: files alone, for the framework keeps all others in memory."""

from __future__ import annotations

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.types import Message, Scope

from qa.page.door.bodies import Metered
from qa.page.door.progress import Upload

_LARGEST_FIELD = 10_000  # bytes of all that is not in a file
_LONGEST_NAME = 1_000


class OnlyFiles:
    """Reads along: tells how far it is, and cuts it off where other parts are no few words."""

    def __init__(self, scope: Scope, body: Metered, upload: Upload) -> None:
        self._body, self._upload = body, upload
        self._name, self._value, self._disposition = b"", b"", b""
        self._in_file, self._outside = False, 0
        kind = next((one for name, one in scope["headers"] if name == b"content-type"), b"")
        boundary = parse_options_header(kind)[1].get(b"boundary", b"")
        self._parser = self._reading(boundary) if boundary else None

    async def receive(self) -> Message:
        """The next message of the body."""
        message = await self._body.receive()
        if message["type"] != "http.request" or self._parser is None:
            return message
        try:
            self._parser.write(message.get("body", b""))
        except FormParserError:
            return self._body.stop(400, "The upload cannot be read: it is no multipart/form-data.")
        if self._outside > _LARGEST_FIELD:
            return self._body.stop(413, "Only files can be uploaded.")
        return message

    def _reading(self, boundary: bytes) -> MultipartParser:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._field,
                "on_header_value": self._worth,
                "on_header_end": self._headed,
                "on_headers_finished": self._finished,
                "on_part_data": self._data,
            },
        )

    def _begin(self) -> None:
        self._disposition, self._in_file = b"", False

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _worth(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _headed(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name, self._value = b"", b""

    def _finished(self) -> None:
        name = parse_options_header(self._disposition)[1].get(b"filename")
        self._in_file = name is not None
        self._upload.name = (name or b"").decode("utf-8", "replace")[:_LONGEST_NAME]

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._upload.came += end - start
        else:
            self._outside += end - start
