"""Lines that a program broke, made whole: `the old bridge was in-` `augurated` and the like.

Whether a hyphen at a line's end was put there by the program is told by what else the text says,
then by a list of words, pyspellchecker's.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from itertools import groupby
from typing import Final

from index.scripts import is_closed_up
from index.wrapping import Signs, wrapped_blocks

_BROKEN: Final = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])$")
_HYPHENED: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REST: Final = re.compile(r"[^\W\d_]+")
_QUOTED: Final = re.compile(r"(?:>[ \t]?)+")
_SPACES: Final = re.compile(r"[ \t]{2,}")
_PREFIXES: Final = frozenset(
    "anti auto bi counter de dis fore hyper im in inter ir mega micro mis multi non out over post"
    " pre re semi sub super trans ultra un under up".split()
)
_TYPED: Final = Signs()


def unwrapped(text: str, signs: Signs = _TYPED) -> str:
    """A text with wrapped lines joined, paragraphs apart, and words cut at line ends made whole.

    Blocks of lines that were not wrapped stay as they are. Doing it twice changes nothing more.

    Args:
        text: with LF at line ends.
        signs: how wrapped text is told.
    """
    blocks = wrapped_blocks(text, signs)
    if not blocks:
        return text
    said = Said(text)
    parts: list[str] = []
    done = 0
    for block in blocks:
        parts.append(text[done : block.start].rstrip(" \t"))
        parts.append(_joined(text[block.start : block.end], block.start, set(block.wraps), said))
        done = block.end
    return "".join([*parts, text[done:]])


def unquoted(text: str) -> str:
    """A text without the `>` that mail puts before each line of what it quotes.

    What is quoted stands between empty lines. A single such line stays: it may be anything.
    """
    if "\n>" not in text and not text.startswith(">"):
        return text
    done: list[str] = []
    for depth, group in groupby(text.split("\n"), lambda line: _depth(line)):
        lines = list(group)
        if depth and (len(lines) > 1 or (done and done[-1] == "")):
            lines = ["", *(_QUOTED.sub("", line) for line in lines), ""]
        done += lines
    return "\n".join(done)


def _depth(line: str) -> int:
    """How often a line is quoted."""
    mark = _QUOTED.match(line)
    return mark[0].count(">") if mark else 0


class Said:
    """The words of a text, made only where a hyphen asks for them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        if self._words is None:
            self._words = frozenset(w.casefold() for w in _HYPHENED.findall(self._text))
        return word in self._words


def _joined(block: str, start: int, wraps: Container[int], said: Container[str]) -> str:
    """A block with those line ends gone that stand at `wraps`, the others made empty lines."""
    paragraph, paragraphs = "", []
    at = start
    for line in block.split("\n"):
        words = _SPACES.sub(" ", line.strip())
        paragraph = join_lines(paragraph, words, said) if paragraph else words
        at += len(line)
        if at not in wraps:
            paragraphs.append(paragraph)
            paragraph = ""
        at += 1
    return "\n\n".join([*paragraphs, paragraph] if paragraph else paragraphs)


def join_lines(left: str, right: str, said: Container[str]) -> str:
    """Two lines as one; neither is empty. `said` are the words of the whole text, in small letters.

    A hyphen at the end of the left one goes where a program put it there.
    """
    broken, rest = _BROKEN.search(left), _REST.match(right)
    if broken and rest:
        cut = broken[2] == "\u00ad" or not _keeps_hyphen(left, broken[1], rest[0], said)
        return (left[:-1] if cut else left) + right
    closed = is_closed_up(left[-1]) and is_closed_up(right[0])
    dash = left[-1] in "—-" and left[-2:-1].isalnum()
    return left + ("" if closed or dash else " ") + right


def _keeps_hyphen(line: str, left: str, right: str, said: Container[str]) -> bool:
    """Whether a word broken at its hyphen is written with it: `well-` `known`."""
    if right[0].isupper() and not (left.isupper() and right.isupper()):
        return True
    before = line[: len(line) - len(left) - 1]
    left, right = left.casefold(), right.casefold()
    whole = left + right
    if whole in said or f"{left}-{right}" in said:
        return whole not in said
    if before.endswith("-") or before[-1:].isdigit():  # `mother-in-` `law`
        return True
    known = _known()
    if whole in known or left in _PREFIXES:
        return False
    return left in known and right in known


def is_known(word: str) -> bool:
    """Whether a word, in small letters, is in a dictionary of English."""
    return word in _known()


@cache
def _known() -> Container[str]:
    """The words of a dictionary of English; half a second to load."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="en").word_frequency.words())
