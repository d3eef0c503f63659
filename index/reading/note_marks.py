"""The marks of notes and clippings (Obsidian, and footnotes of Markdown): their words stay.

`==marks==` and `[[page|links]]` become their words. Embedded files, `%%comments%%`, the ids of
blocks and footnotes go: a footnote is no sentence of the article.
"""

from __future__ import annotations

import re
from typing import Final

_COMMENT_LINE = re.compile(r"[ \t]*%%[ \t]*")
_COMMENT = re.compile(r"%%[^%\n]{1,2000}%%")
_EMBED = re.compile(r"!\[\[[^\[\]\n]{1,500}\]\]")
_LINK = re.compile(r"\[\[([^\[\]|\n]{0,500})(?:\|([^\[\]\n]{1,500}))?\]\]")
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,2000})(?<!\s)==(?![=\w])")
_BLOCK_ID = re.compile(r"[ \t]+\^[A-Za-z0-9-]{1,60}[ \t]*$")
_FOOTNOTE = re.compile(r"[ \t]*\[\^[^\[\]\s]{1,60}\](?!:)|[ \t]*\^\[[^\[\]\n]{1,1000}\]")
_DEFINITION = re.compile(r" {0,3}\[\^[^\[\]\s]{1,60}\]:")
_INDENTED = re.compile(r"[ \t]+\S")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?){1,20}")
_CALLOUT = re.compile(r"\[![\w-]{1,40}\][+-]?[ \t]*")
_ANY: Final = ("%%", "[[", "==", "^", ">")


def without_note_marks(lines: list[str]) -> list[str]:
    """The lines of a text, none of them code, without these marks; a title of a callout stays."""
    if not any(mark in line for line in lines for mark in _ANY):
        return lines
    done: list[str] = []
    in_comment = in_footnote = False
    left = sum(1 for line in lines if _COMMENT_LINE.fullmatch(line))
    for line in lines:
        if _COMMENT_LINE.fullmatch(line):
            left -= 1
            in_comment = not in_comment and left > 0  # one that is never closed hides nothing
            continue
        if line.strip():  # its paragraphs may be parted by empty lines
            goes_on = in_footnote and bool(_INDENTED.match(line))
            in_footnote = goes_on or bool(_DEFINITION.match(line))
        if not in_comment and not (in_footnote and line.strip()):
            done.append(_line(line))
    return done


def _line(line: str) -> str:
    quote = _QUOTE.match(line)
    if quote:
        line = _CALLOUT.sub("", line[quote.end() :], count=1)
    line = _LINK.sub(_words_of_link, _EMBED.sub("", _COMMENT.sub("", line)))
    return _BLOCK_ID.sub("", _FOOTNOTE.sub("", _MARKED.sub(r"\1", line)))


def _words_of_link(link: re.Match[str]) -> str:
    if link[2]:
        return link[2].strip()
    page, _, part = link[1].partition("#")
    part = part.replace("#", " > ").strip()
    return page.strip() if not part or part.startswith("^") else f"{page} > {part}".strip(" >")
