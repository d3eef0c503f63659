"""What somebody hostile puts into titles, names and answers to have a terminal obey or mislead."""

from __future__ import annotations

import re

ESCAPES = (
    "\x1b[31m", "\x1b[2J\x1b[H", "\x1b]0;owned\x07", "\x1b]8;;http://x.example\x1b\\",
    "\x1b[1A\x1b[2K", "\x1bP+q\x1b\\", "\x1b_x\x1b\\", "\x1bc", "\x1b[?1049h", "\x9b2J",
    "\x9d0;owned\x9c", "\x90x\x9c", "\x07", "\x08\x08\x08", "\rerror: ", "\x00", "\x7f", "\x0e",
    "\x85", "\u202eevil", "\u2066x\u2069", "\u200f",
)  # fmt: skip
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def obeyed(text: str) -> list[str]:
    """The characters of a text that a terminal would obey, or that turn the text around."""
    return _OBEYED.findall(text)
