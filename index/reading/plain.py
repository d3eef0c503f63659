"""Text and Markdown files, one article each.

Markdown loses its marks and keeps its words, so that a quote from it reads as its author wrote it:
heading marks, emphasis and link targets go, images go, tables become sentences; all else (lists,
code) stays.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

from index.reading.charset import decode
from index.reading.clean import clean_text
from index.reading.day_hints import hint_of
from index.reading.exports.text import records_in
from index.reading.fields import flattened
from index.reading.fragment import unescaped
from index.reading.layout import laid_out_plainly
from index.reading.links import LIST_OF_LINKS, is_list_of_links
from index.reading.markdown_tables import tables_as_sentences
from index.reading.note_marks import without_note_marks
from index.reading.record import Record, Records, record_of
from index.reading.source import Limits, Source, read_whole
from index.reading.tables import is_table, read_table

_FRONT_MATTER_CHARS = 64_000  # within which it must be closed
# When a note was made or changed says nothing of when the article in it was published.
_OF_THE_NOTE: Final = ("createdat", "datecreated", "updated", "updatedat", "modified", "time")

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_PARAGRAPHS = re.compile(r"(\n[ \t]*\n)")
# All of these work within a paragraph and take time in proportion to its length.
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_TARGET = r"""\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)"""
_MARKED = re.compile(r"[`*_\[]")
_IMAGE = re.compile(r"!\[[^\[\]]*\]" + _TARGET)
_LINK = re.compile(r"(?<![!\\])\[([^\[\]]*)\]" + _TARGET)
_EMPHASIS = (  # an opening mark stands before a word, a closing one after a word
    re.compile(r"(?<![\\*])\*\*\*(?![\s*])([^*]+)(?<![\s\\])\*\*\*"),
    re.compile(r"(?<![\\*])\*\*(?![\s*])((?:[^*]|\*(?!\*))+?)(?<![\s\\])\*\*"),
    re.compile(r"(?<![\\\w])__(?![\s_])((?:[^_]|_(?!_))+?)(?<![\s\\])__(?!\w)"),
    re.compile(r"(?<![\\*])\*(?![\s*])([^*]+)(?<![\s\\])\*(?!\*)"),
    re.compile(r"(?<![\\\w])_(?![\s_])((?:[^_]|(?<=\w)_(?=\w))+?)(?<![\s\\])_(?!\w)"),
)


def read_text(source: Source, limits: Limits) -> Records:
    """The one article of a `.txt` file, or the many of a database's export or a spreadsheet's.

    Raises:
        ReadError: empty, too large, binary or of an unknown encoding.
    """
    read = decode(source, read_whole(source, limits.article_bytes))
    if is_table(read.text, source.columns):
        yield from read_table(source, limits)
        return
    whole = Record(unescaped(read.text), told=read.told)
    for record in records_in(source, whole):
        alone = record is whole  # not one of an export
        if alone and is_list_of_links(whole.text):
            raise source.error(LIST_OF_LINKS)
        yield replace(whole, text=laid_out_plainly(whole.text)) if alone else record


def read_markdown(source: Source, limits: Limits) -> Records:
    """The one article of a Markdown file, with its front matter, YAML or TOML, if it has one.

    Raises:
        ReadError: as `read_text`, or the front matter is broken.
    """
    read = decode(source, read_whole(source, limits.article_bytes))
    text = read.text
    fields, body = _front_matter(source, text.replace("\r\n", "\n").replace("\r", "\n"))
    line = body.lstrip("\n").partition("\n")[0]
    first = {"title": _inline(_heading(line))} if _HEADING.match(line) else {}
    if is_list_of_links(body):
        raise source.error(LIST_OF_LINKS)
    named = {**first, **flattened(fields)}
    for name in _OF_THE_NOTE:
        named.pop(name, None)
    record = record_of(named, plain_markdown(body), 0, "", source.columns)
    yield replace(record, hint=hint_of(fields, record.published), told=read.told)


def plain_markdown(text: str) -> str:
    """Markdown without its marks, line breaks and everything inside code left alone."""
    done: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            done.append(line)
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            done += [_plain(prose), line] if prose else [line]
            prose = []
            fence = mark[1]
        else:
            prose.append(line)
    return "\n".join([*done, _plain(prose)])


def _plain(lines: list[str]) -> str:
    """Lines of prose without marks, the rows of tables as sentences."""
    lines = tables_as_sentences(without_note_marks(lines))
    return _inline("\n".join(map(_heading, lines)))


def _heading(line: str) -> str:
    """The words of a heading; any other line as it is."""
    mark = _HEADING.match(line)
    if not mark:
        return line
    words = line[mark.end() :].rstrip()
    bare = words.rstrip("#")  # the marks may be repeated at the end, after a space
    return bare.rstrip() if not bare or bare[-1] in " \t" else words


def _inline(text: str) -> str:
    """Without images, link targets and emphasis, outside of `code`."""
    return "".join(_paragraph(part) for part in _PARAGRAPHS.split(text))


def _paragraph(text: str) -> str:
    if not _MARKED.search(text):  # most prose, and looking once is quicker
        return text
    codes = [code[0] for code in _CODE.finditer(text)]
    # A mark may open before a piece of code and close after it: NUL holds the place of the code.
    plain = _CODE.sub("\x00", text.replace("\x00", "")) if codes else text
    plain = _LINK.sub(r"\1", _IMAGE.sub("", plain))
    for mark in _EMPHASIS:
        plain = mark.sub(r"\1", plain)
    if not codes:
        return plain
    if plain.count("\x00") != len(codes):  # some stood inside an image that is gone
        return text
    return re.sub("\x00", lambda _: codes.pop(0), plain)


def _front_matter(source: Source, text: str) -> tuple[dict[str, Any], str]:
    """The fields between two lines of `---` at the top, and what follows them."""
    first, _, rest = text.partition("\n")
    if first.rstrip() == "+++":
        return _toml_fields(source, text, rest)
    if first.rstrip() != "---":
        return {}, text
    closing = re.search(r"^(?:---|\.\.\.)[ \t]*$", rest[:_FRONT_MATTER_CHARS], re.MULTILINE)
    if not closing:
        raise source.error("front matter opened by --- is never closed", "line 1")
    return _yaml_fields(source, rest[: closing.start()]), rest[closing.end() :]


def _toml_fields(source: Source, text: str, rest: str) -> tuple[dict[str, Any], str]:
    """The fields between two lines of `+++`, as Hugo has them, and what follows them."""
    import tomllib

    closing = re.search(r"^\+\+\+[ \t]*$", rest[:_FRONT_MATTER_CHARS], re.MULTILINE)
    if not closing:
        return {}, text
    try:
        fields = tomllib.loads(rest[: closing.start()])
    except (ValueError, RecursionError) as error:
        raise source.error(f"front matter: {error}", "line 1") from None
    days = {name: str(value) for name, value in fields.items() if isinstance(value, date)}
    return fields | days, rest[closing.end() :]


def _yaml_fields(source: Source, text: str) -> dict[str, Any]:
    import yaml  # only files with front matter need it

    try:
        # BaseLoader makes no objects and keeps every value as written: id 007 stays 007.
        fields = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise source.error(f"front matter: {error.problem}", f"line {line}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise source.error(f"front matter: {type(error).__name__}", "line 1") from None
    if not isinstance(fields, dict):
        if not clean_text(text):
            return {}
        raise source.error("front matter holds no `name: value` lines", "line 1")
    return {name: "" if value in ("null", "~") else value for name, value in fields.items()}
