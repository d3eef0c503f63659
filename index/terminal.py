"""The only door to the screen: whatever is printed goes through it, without what a terminal obeys.

Titles, file names, addresses and what a language model writes come from anybody. A terminal takes
some characters for orders (to colour, to rewrite lines above, to set its title), and some turn the
order of what follows around. None of them gets out: `say` prints text without them, and while a
program runs inside `guarded`, nor does anything that a library prints, logs or warns of. JSON
keeps them, each escaped. Standard library only.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
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
    beneath(stream).write(_encodable(shown + "\n", stream))
    stream.flush()


@contextmanager
def guarded() -> Iterator[None]:
    """Have all that is printed, by whomever, be plain until the block ends."""
    out, error = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = cast(TextIO, _Plain(out)), cast(TextIO, _Plain(error))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, error


def beneath(stream: TextIO) -> TextIO:
    """The stream itself, for who writes plain text and orders to the terminal of their own."""
    return stream.stream if isinstance(stream, _Plain) else stream


class _Plain:
    """A stream of text that lets plain text through; otherwise the stream it is given."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = beneath(stream)

    def isatty(self) -> bool:
        return False  # nobody is to send colours through here

    def write(self, text: str) -> int:
        self.stream.write(_encodable(plain(text), self.stream))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        return getattr(self.stream, name)


def _encodable(text: str, stream: TextIO) -> str:
    """The text as far as the stream's encoding can say it: a question mark for each other."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
