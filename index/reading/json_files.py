"""JSON files (an object, a list, or lists wrapped in objects) and JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from index.errors import ReadError
from index.reading.charset import decode, encoding_of_table, told_of
from index.reading.nested import articles_in
from index.reading.record import MOST_FIELDS, Record, Records, record_from_fields, telling
from index.reading.source import (
    MEGABYTE,
    MOST_BLANK_LINES,
    Limits,
    Source,
    lines_of,
    open_table,
    read_whole,
    start_of,
)
from index.report import Kind

_KINDS: Final = {dict: "an object", list: "a list", str: "a string", bool: "true or false",
                 int: "a number", float: "a number", type(None): "null"}  # fmt: skip
# How many bytes of memory each of these costs once it is parsed.
_SIZES: Final = ((b"[", 100), (b"{", 230), (b",", 40), (b'"', 32), (b":", 220))
_MOST_MEMORY_BYTES: Final = 1_000_000_000
_BELOW_F0, _BELOW_C4 = bytes(range(0xF0)), bytes(range(0xC4))  # in UTF-8, what begins a wide letter
_MOST_LINES_BYTES: Final = 2 * MEGABYTE  # in which the first line of JSON Lines ends
_MOST_HEAD_BYTES: Final = 100_000
_BETWEEN: Final = re.compile(r"[\s,\x1e\ufeff]*")
_MOST_GUESSED_BYTES: Final = 5 * MEGABYTE


def read_json(source: Source, limits: Limits) -> Records:
    """The articles of a `.json` file; elements that are none come as `ReadError`.

    Well-known data sets are JSON Lines under this name: they are read as such.

    Raises:
        ReadError: not JSON, or JSON of another shape.
    """
    data = read_whole(source, limits.json_bytes)
    if _is_lines(data):
        del data
        yield from read_json_lines(source, limits)
        return
    held, told = _held(source, data)
    del data
    if not isinstance(held, dict | list):
        raise source.error(f"holds {_KINDS[type(held)]}, not an article or a list of articles")
    if (
        isinstance(held, dict)
        and len(held) > MOST_FIELDS
        and not all(isinstance(value, dict) for value in held.values())
    ):
        raise source.error(f"has {len(held):,} fields: that is no article")
    number = 0
    items = held if isinstance(held, list) else [held]
    found = (one for item in items for one in articles_in(item, source.columns))
    for number, item in enumerate(found, 1):
        if item is held and isinstance(held, dict):
            yield telling(record_from_fields(source, held, 0, ""), told)
            return
        yield telling(_record(source, item, number, f"record {number}"), told)
    if not number:
        raise source.error("holds no articles")


def read_json_lines(source: Source, limits: Limits) -> Records:
    """The articles of a `.jsonl` file, one a line; lines that are none come as `ReadError`.

    Objects that go over several lines, one after another, are read like a `.json` file.

    Raises:
        ReadError: empty, too large, or damaged gzip.
    """
    if _is_stacked(source):
        yield from _stacked(source, limits)
        return
    number = blank = 0
    encoding = encoding_of_table(source)
    told = told_of(encoding)
    with open_table(source, limits.table_bytes, encoding=encoding) as stream:
        for line_number, line, whole in lines_of(stream, limits.record_chars):
            blank = 0 if line.strip() else blank + 1
            if blank > MOST_BLANK_LINES:
                raise source.error(f"has {blank:,} empty lines in a row: the rest was not read")
            if blank:
                continue
            place = f"line {line_number}"
            if not whole:
                number += 1
                yield source.error("is longer than we read as one article", place)
                continue
            try:
                item = _parse(source, _decode_line(source, line.rstrip(), place), place)
            except ReadError as error:
                number += 1
                yield error
                continue
            for found in articles_in(item, source.columns):
                number += 1
                yield telling(_record(source, found, number, place), told)
    if not number:
        raise source.error("is empty")


def _is_stacked(source: Source) -> bool:
    """Whether the first object of a file goes over several lines."""
    start = start_of(source, _MOST_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \r\n\t")
    first, _, rest = start.partition(b"\n")
    second = rest.lstrip()[:1]
    if not second or not (first[:1] == b"[" or (first[:1] == b"{" and second != b"{")):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return True
    return False


def _stacked(source: Source, limits: Limits) -> Records:
    """The articles of objects that go over several lines, up to where they are broken."""
    data = read_whole(source, limits.json_bytes)
    if _memory_for(data) > _MOST_MEMORY_BYTES:
        raise source.error("needs more than 1 GB of memory: put each article on one line")
    read = decode(source, data, most_guessed=_MOST_GUESSED_BYTES)
    number = 0
    for value in _values_of(read.text):
        if isinstance(value, json.JSONDecodeError):
            place = f"line {value.lineno}, column {value.colno}"
            end = ": read up to there" if number else ""
            raise source.error(f"is not valid JSON ({place}: {value.msg}){end}")
        for item in articles_in(value, source.columns):
            number += 1
            yield telling(_record(source, item, number, f"record {number}"), read.told)


def _values_of(text: str) -> Iterator[object]:
    """The JSON values that stand one after another in a text; last the error, if there is one."""
    decoder = json.JSONDecoder()
    at = 0
    while (start := _BETWEEN.match(text, at)) and start.end() < len(text):
        try:
            value, at = decoder.raw_decode(text, start.end())
        except json.JSONDecodeError as error:
            yield error
            return
        except (ValueError, RecursionError) as error:
            yield json.JSONDecodeError(str(error), text, start.end())
            return
        yield value


def _held(source: Source, data: bytes) -> tuple[Any, tuple[tuple[Kind, str], ...]]:
    """What a file holds, and what is to be said of it."""
    if _memory_for(data) > _MOST_MEMORY_BYTES:
        raise source.error("needs more than 1 GB of memory: save it as .jsonl, an article a line")
    read = decode(source, data, most_guessed=_MOST_GUESSED_BYTES)
    del data
    try:
        return _parse(source, read.text, ""), read.told
    except ReadError:
        found = list(_values_of(read.text))
        if len(found) < 2 or isinstance(found[-1], json.JSONDecodeError):
            raise
        return found, read.told


def _is_lines(data: bytes) -> bool:
    """Whether the first two lines are objects each by itself."""
    first, _, rest = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:_MOST_LINES_BYTES].partition(b"\n")
    second = rest.lstrip()[:1]
    if not first.startswith(b"{") or second != b"{":
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _memory_for(data: bytes) -> int:
    """About how many bytes a JSON text and what it holds take up; a guess on the high side.

    Ten bytes of brackets become several hundred of lists, and one letter beyond the first 256, or
    the first 65,536, makes every other take two or four bytes: the size of the file says little.
    """
    width = 4 if data.translate(None, _BELOW_F0) else 2 if data.translate(None, _BELOW_C4) else 1
    return 2 * width * len(data) + sum(data.count(mark) * size for mark, size in _SIZES)


def _decode_line(source: Source, line: bytes, place: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise source.error(f"not UTF-8 text (byte {error.start} of the line)", place) from None


def _parse(source: Source, text: str, place: str) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"column {error.colno}" if place else f"line {error.lineno}, column {error.colno}"
        raise source.error(f"is not valid JSON ({at}: {error.msg})", place) from None
    except (ValueError, RecursionError) as error:  # a number of a million digits; ten thousand [
        raise source.error(f"is not valid JSON ({error})", place) from None


def _record(source: Source, item: object, number: int, place: str) -> Record | ReadError:
    if not isinstance(item, dict):
        return source.error(f"is {_KINDS[type(item)]}, not an object", place)
    try:
        return record_from_fields(source, item, number, place)
    except ReadError as error:
        return error
