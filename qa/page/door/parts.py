"""The parts of an upload: files alone, for the framework keeps all others in memory."""

from __future__ import annotations

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.types import Message, Scope

from qa.page.door.bodies import Metered

_LARGEST_FIELD = 10_000  # bytes of all that is not in a file


class OnlyFiles:
    """Reads along, and cuts off an upload whose other parts are more than a few words."""

    def __init__(self, scope: Scope, body: Metered) -> None:
        self._body = body
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
        self._in_file = b"filename" in parse_options_header(self._disposition)[1]

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._outside += 0 if self._in_file else end - start
