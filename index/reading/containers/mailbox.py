"""Mailboxes (.mbox): one letter after another, each a file by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from typing import Final

from index.reading.containers.letters import header
from index.reading.exports.names import Names
from index.reading.record import Contents
from index.reading.source import Limits, Source, lines_of, megabytes, open_stream

# A line of an article may begin with "From " too, so it must look as programs write it.
_FROM: Final = re.compile(rb"From .*\b\d{1,2}:\d\d(?::\d\d)?\b.*\b\d{4}\b")
_QUOTED: Final = re.compile(rb">+From ")
_LINE_BYTES: Final = 1_000_000
_DELETED: Final = 0x0008  # in what Thunderbird notes until it tidies up


def read_mailbox(source: Source, limits: Limits) -> Contents:
    """The letters in a mailbox, named after their day and subject.

    Raises:
        ReadError: empty, too large, damaged gzip, or no mailbox.
    """
    names = Names()
    for number, letter in enumerate(_letters(source, limits), 1):
        if len(letter) > limits.json_bytes:
            reason = f"is larger than the {megabytes(limits.json_bytes)} we read as one letter"
            yield source.error(reason, f"letter {number}")
            continue
        about = BytesHeaderParser().parsebytes(letter)
        if not _is_deleted(header(about, "X-Mozilla-Status")):
            name = names.of(header(about, "Date"), header(about, "Subject"))
            yield source.inside(f"{name}.eml", letter)


def _letters(source: Source, limits: Limits) -> Iterator[bytes]:
    held: list[bytes] = []
    size = begun = 0
    after_blank = True
    with open_stream(source, limits.archive_bytes) as stream:
        for _, line, _ in lines_of(stream, _LINE_BYTES):
            if after_blank and (_FROM.match(line) or (not begun and line.startswith(b"From "))):
                if begun:
                    yield b"".join(held)
                held, size, begun = [], 0, begun + 1
            elif begun:
                size += len(line)
                if size - len(line) <= limits.json_bytes:  # one beyond it tells of more
                    held.append(line[1:] if _QUOTED.match(line) else line)
            elif line.strip():
                raise source.error('is no mailbox: it does not begin with a line "From …"')
            after_blank = not line.strip()
    if not begun:
        raise source.error("is empty")
    yield b"".join(held)


def _is_deleted(status: str) -> bool:
    try:
        return bool(int(status or "0", 16) & _DELETED)
    except ValueError:
        return False
