"""A record of any format to an `Article`: its text, its other fields, its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice
from typing import Final

from index.article import Article, version_of
from index.errors import ReadError
from index.reading.body import BODY, body_of
from index.reading.clean import (
    clean_id,
    clean_text,
    clean_url,
    host_of,
    id_from_url,
    lf_lines,
    one_line,
    title_from_stem,
)
from index.reading.dates import day_of
from index.reading.day_hints import hint_of
from index.reading.fields import (
    FIELDS,
    Columns,
    as_text,
    author_of,
    change_of,
    flattened,
    missing_columns,
    one_value,
    source_and_url,
    squeezed,
)
from index.reading.original import of_one_language
from index.reading.slugs import title_of
from index.reading.source import Limits, Source, megabytes
from index.reading.unwrap import unquoted, unwrapped
from index.report import Kind

MOST_FIELDS: Final = 10_000  # of one record: with more it is a dump, no article
# What sites that export or serve their articles call those that nobody has read.
_UNPUBLISHED: Final = frozenset("draft auto-draft trash scheduled".split())
_MOST_CHARS: Final = 100_000  # of a field besides the text
_SHOWN_CHARS: Final = 60  # of a date in a message
_SHOWN_FIELDS: Final = 12  # in a message


@dataclass(frozen=True, slots=True)
class Record:
    """One article as its file gives it, nothing cleaned; "" for what the file does not say.

    Attributes:
        number: 1, 2, … in a file of many articles; 0 when the file is one article.
        place: where in the file, for messages.
        hint: what may tell which number of its date is the day, see `index.reading.day_hints`.
        cut: the text is only the beginning of the article's.
        missing: fields that the user named and that are not there, such as "text=story".
        member: the name of the file within the file that it comes from, "" for the file itself.
        told: what else is to be said of it, see `index.report.Remark`.
    """

    text: str
    id: str = ""
    title: str = ""
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    number: int = 0
    place: str = ""
    hint: str = ""
    cut: bool = False
    missing: str = ""
    member: str = ""
    told: tuple[tuple[Kind, str], ...] = ()


Records = Iterator[Record | ReadError]
# Of a file that holds files: those come as sources, for whoever asked to have them read.
Contents = Iterator[Record | ReadError | Source]


def record_of(
    fields: Mapping[str, object], text: str, number: int, place: str, columns: Columns = ()
) -> Record:
    """The record for `text` and its other fields, whose names are as `flattened` gives them."""
    source, url = source_and_url(fields, columns)
    return Record(
        text=text,
        id=one_value(fields, "id", columns),
        title=unescape(one_value(fields, "title", columns)),
        source=source or host_of(url),
        author=author_of(fields, columns),
        published=one_value(fields, "published", columns),
        url=url,
        number=number,
        place=place,
    )


def record_from_fields(
    source: Source, fields: Mapping[str, object], number: int, place: str
) -> Record:
    """The record that a row or object holds.

    Raises:
        ReadError: none of its fields is a text.
    """
    if len(fields) > MOST_FIELDS:
        raise source.error(f"has {len(fields):,} fields: that is no article", place)
    given = flattened(fields)
    if (status := as_text(given.get("status")).strip().lower()) in _UNPUBLISHED:
        raise source.error(f"was not published: its status is {status}", place)
    named = any(ours == "text" for ours, _ in source.columns)
    flat, left_out = (given, ()) if named else of_one_language(given)
    body = body_of(flat, source.columns)
    if body.text:
        record = record_of(flat, body.text, number, place, source.columns)
        return replace(
            record,
            hint=hint_of(fields, record.published),
            cut=body.cut,
            missing=missing_columns(flat, source.columns),
            told=tuple(_told(flat, record, left_out)),
        )
    if body.odd:
        raise source.error("the text is not a string", place)
    if body.field:
        raise source.error("the text is empty", place)
    raise source.error(f"has no field named {no_text_among(fields)}", place)


def _told(
    flat: Mapping[str, object], record: Record, left_out: tuple[str, ...]
) -> Iterator[tuple[Kind, str]]:
    if left_out:
        yield "translated", f"not {', '.join(left_out)}; to take it: --column text={left_out[0]}"
    name, change = ("", "") if record.published else change_of(flat)
    if name:
        yield (
            "changed",
            f"{name} is {one_line(change, _SHOWN_CHARS)}; take it: --column date={name}",
        )


def telling(item: Record | ReadError, told: tuple[tuple[Kind, str], ...]) -> Record | ReadError:
    """The record with more that is to be said of it."""
    if not told or isinstance(item, ReadError):
        return item
    return replace(item, told=(*item.told, *told))


def no_text_among(names: Iterable[object]) -> str:
    """What to say when none of these is the name of a text."""
    listed = list(islice(names, MOST_FIELDS))
    shown = [one_line(str(name), 40) for name in listed[: _SHOWN_FIELDS + 1]]
    shown[_SHOWN_FIELDS:] = ["…"] if len(shown) > _SHOWN_FIELDS else []
    linked = any(squeezed(str(name)) in FIELDS["url"] for name in listed)
    return (
        f"{one_of(BODY[:3])} (it has: {', '.join(shown) or 'none'}); "
        "say which is the text: --column text=NAME"
        + ("; if none is, it is a list of links, no article" if linked else "")
    )


def article_of(source: Source, record: Record, limits: Limits) -> Article:
    """The article a record holds, cleaned.

    Raises:
        ReadError: no text, more than `limits.record_chars`, or another field too long to be one.
    """
    if record.member:
        source = source.inside(record.member, b"")
    if len(record.text) > limits.record_chars:
        raise source.error(
            f"its text is {megabytes(len(record.text))}, "
            f"more than the {megabytes(limits.record_chars)} we read as one article",
            record.place,
        )
    for name in ("id", "title", "source", "author", "published", "url"):
        if (size := len(getattr(record, name))) > _MOST_CHARS:
            raise source.error(f"its {name} has {size:,} characters: that is none", record.place)
    text = clean_text(unwrapped(unquoted(lf_lines(record.text))))
    if not text:
        raise source.error("holds no text", record.place)
    nth = f"#{record.number}" if record.number else ""
    stem = title_from_stem(source.stem) + (f" {record.number}" if record.number else "")
    return Article(
        id=clean_id(record.id) or id_from_url(record.url) or clean_id(source.name + nth),
        version=version_of(text),
        title=title_of(record.title, text) or stem,
        text=text,
        source=one_line(record.source),
        author=one_line(record.author),
        published=day_of(record.published),
        url=clean_url(record.url),
    )


def one_of(names: tuple[str, ...]) -> str:
    """`text, body or content`."""
    return f"{', '.join(names[:-1])} or {names[-1]}"
