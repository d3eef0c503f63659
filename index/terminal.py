r"""The only door to the screen: whatever is printed goes through it, without what a terminal obeys.

Titles, file names, addresses and what a language model writes come from anybody. A terminal takes
some characters for orders (to colour, to rewrite lines above, to set its title), and some turn the
order of what follows around. None of them gets out: `say` prints text without them, and while a
program runs inside `guarded`, nor does anything that a library prints, logs or warns of. JSON
keeps them, each escaped. What the encoding of a stream cannot say is written as JSON would write
it, such as \u845b: nothing is lost. Standard library only.
"""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

# C0 controls but tab and line feed, DEL and C1 controls, where every terminal escape begins
_CONTROLS = re.compile("\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")  # of file names that are not UTF-8
_NOT_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


def plain(text: str) -> str:
    """Text as it may be printed: each control character a space, no marks that turn text around."""
    text = _CONTROLS.sub(lambda found: "\n" if found[0] == "\r\n" else " ", text)
    return _SURROGATES.sub("\ufffd", _TURNING.sub("", text))


def one_line(text: str) -> str:
    """Text that stays within its line, such as a title or a file's name: white space folded."""
    shown = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in plain(text))
    return " ".join("".join(shown).split())


def json_text(value: Any, indent: int | None = 2) -> str:  # noqa: ANN401 - whatever json takes
    """JSON that may be printed: what `plain` takes out is escaped, and comes back when read."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _NOT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str, *, error: bool = False, dim: bool = False) -> None:
    """Print some lines.

    Args:
        text: what to print; need not be plain.
        error: whether to print to standard error.
        dim: whether to print it dimmed; for a terminal only.
    """
    stream = sys.stderr if error else sys.stdout
    shown = f"{_DIM}{plain(text)}{_PLAIN}" if dim else plain(text)
    write_to(beneath(stream), shown + "\n", may_be_gone=error)


def write_to(stream: TextIO, text: str, *, may_be_gone: bool = True) -> None:
    """Write plain text to a stream, at once.

    Args:
        stream: what `beneath` gave.
        text: what its encoding cannot say is escaped.
        may_be_gone: go on where nobody reads it any more, as work does whose progress is not
            looked at; else BrokenPipeError.
    """
    try:
        stream.write(_encodable(text, stream))
        stream.flush()
    except BrokenPipeError:
        if not may_be_gone:
            raise
        _let_go(stream)


@contextmanager
def guarded() -> Iterator[None]:
    """Have all that is printed, by whomever, be plain until the block ends.

    A reader that has gone, such as `head`, ends the program without a word: SystemExit with 1. A
    stream that was closed before the program began takes what is printed and keeps nothing.
    """
    out, error = sys.stdout, sys.stderr
    sys.stdout = cast(TextIO, _Plain(_open(out)))
    sys.stderr = cast(TextIO, _Plain(_open(error), may_be_gone=True))
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # here, as at the end of the program nobody could catch what it says
    except BrokenPipeError:
        _let_go(out, error)
        raise SystemExit(1) from None
    except OSError as failed:
        if failed.errno != errno.ENOSPC:
            raise
        _let_go(out)
        with suppress(OSError):
            say(f"error: what was printed could not be written ({failed.strerror})", error=True)
        raise SystemExit(1) from None
    finally:
        sys.stdout, sys.stderr = out, error


def read_input() -> str:
    """All of standard input: as UTF-8 where it is that, else in the encoding it is said to have."""
    stream = sys.stdin
    if stream is None:  # closed before the program began
        return ""
    whole = getattr(stream, "buffer", stream).read()
    if isinstance(whole, str):
        return whole
    try:
        return str(whole, "utf-8-sig")
    except UnicodeDecodeError:
        return str(whole, stream.encoding or "utf-8", "replace")


def beneath(stream: TextIO) -> TextIO:
    """The stream itself, for who writes plain text and orders to the terminal of their own."""
    return stream.stream if isinstance(stream, _Plain) else stream


class _Plain:
    """A stream of text that lets plain text through; otherwise the stream it is given."""

    def __init__(self, stream: TextIO, *, may_be_gone: bool = False) -> None:
        self.stream, self._may_be_gone = beneath(stream), may_be_gone

    def isatty(self) -> bool:
        return False  # nobody is to send colours through here

    def write(self, text: str) -> int:
        try:
            self.stream.write(_encodable(plain(text), self.stream))
        except BrokenPipeError:
            if not self._may_be_gone:
                raise
            _let_go(self.stream)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        return getattr(self.stream, name)


def _encodable(text: str, stream: TextIO) -> str:
    """The text as far as the stream's encoding can say it, every other character escaped."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, _ESCAPED).decode(encoding)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that cannot be encoded; JSON that holds it says the same."""
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


_ESCAPED = "escaped-as-in-json"
codecs.register_error(_ESCAPED, _escaped)


def _open(stream: TextIO | None) -> TextIO:
    """The stream; where it was closed before the program began, one that goes nowhere."""
    return stream if stream is not None else cast(TextIO, _Nowhere())


class _Nowhere(io.TextIOBase):
    """Takes whatever is written."""

    def write(self, text: str) -> int:
        return len(text)


def _let_go(*streams: TextIO | None) -> None:
    """Have what is still to be written go nowhere, or Python would complain of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        with suppress(OSError, ValueError, AttributeError):  # such as a test's that is no file
            os.dup2(nowhere, beneath(stream).fileno())  # type: ignore[arg-type]
    os.close(nowhere)
