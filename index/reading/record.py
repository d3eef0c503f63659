"""A record of any format to an `Article`: the one place for names of fields, titles and ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from index.article import Article, version_of
from index.errors import ReadError
from index.reading.clean import (
    clean_id,
    clean_text,
    clean_url,
    headline_of,
    id_from_url,
    one_line,
    parse_date,
    title_from_stem,
)
from index.reading.source import Limits, Source, megabytes

# Names that archives use for the same thing, lower case, the first one present wins.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id",),
    "title": ("title", "headline"),
    "text": ("text", "body", "content"),
    "published": ("published", "date", "published_at", "publishedat"),
    "source": ("source", "publisher"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link"),
}

MOST_FIELDS: Final = 10_000  # of one record: with more it is a dump, no article
_MOST_CHARS: Final = 100_000  # of a field besides the text
_SPACES = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Record:
    """One article as its file gives it, nothing cleaned; "" for what the file does not say.

    Attributes:
        number: 1, 2, … in a file of many articles; 0 when the file is one article.
        place: where in the file, for messages.
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


Records = Iterator[Record | ReadError]


def as_text(value: object) -> str:
    """A field's value as text: numbers as digits, `{"name": …}` its name, lists joined by commas.

    Anything else counts as not given.
    """
    if isinstance(value, list):
        return ", ".join(filter(None, (_one_text(item) for item in value[:20])))
    return _one_text(value)


def _one_text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def field_names(names: Mapping[str, object]) -> dict[str, object]:
    """The same mapping with names as `FIELDS` has them: lower case, `_` for space and `-`."""
    return {_SPACES.sub("_", str(name).strip().lower()): value for name, value in names.items()}


def record_of(fields: Mapping[str, object], text: str, number: int, place: str) -> Record:
    """The record for `text` and its other fields, whose names are as `field_names` gives them."""

    def get(field: str) -> str:
        return next(filter(str.strip, (as_text(fields.get(n)) for n in FIELDS[field])), "")

    return Record(
        text=text,
        id=get("id"),
        title=get("title"),
        source=get("source"),
        author=get("author"),
        published=get("published"),
        url=get("url"),
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
    fields = field_names(fields)
    texts = [fields[name] for name in FIELDS["text"] if fields.get(name) not in (None, "")]
    if texts and isinstance(texts[0], str):
        return record_of(fields, texts[0], number, place)
    if texts:
        raise source.error("the text is not a string", place)
    if any(name in fields for name in FIELDS["text"]):
        raise source.error("the text is empty", place)
    raise source.error(f"has no field named {one_of(FIELDS['text'])}", place)


def article_of(source: Source, record: Record, limits: Limits) -> Article:
    """The article a record holds, cleaned.

    Raises:
        ReadError: no text, more than `limits.record_chars`, or another field too long to be one.
    """
    if len(record.text) > limits.record_chars:
        raise source.error(
            f"its text is {megabytes(len(record.text))}, "
            f"more than the {megabytes(limits.record_chars)} we read as one article",
            record.place,
        )
    for name in ("id", "title", "source", "author", "published", "url"):
        if (size := len(getattr(record, name))) > _MOST_CHARS:
            raise source.error(f"its {name} has {size:,} characters: that is none", record.place)
    text = clean_text(record.text)
    if not text:
        raise source.error("holds no text", record.place)
    nth = f"#{record.number}" if record.number else ""
    stem = title_from_stem(source.stem) + (f" {record.number}" if record.number else "")
    return Article(
        id=clean_id(record.id) or id_from_url(record.url) or clean_id(source.name + nth),
        version=version_of(text),
        title=one_line(record.title) or headline_of(text) or stem,
        text=text,
        source=one_line(record.source),
        author=one_line(record.author),
        published=parse_date(record.published),
        url=clean_url(record.url),
    )


def one_of(names: tuple[str, ...]) -> str:
    """`text, body or content`."""
    return f"{', '.join(names[:-1])} or {names[-1]}"
