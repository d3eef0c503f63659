"""Articles, texts and ids as values that a field can hold, and back."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from index.article import Article, Filters, Summary, version_of
from index.errors import BuildError, IndexBroken
from index.storage.milvus.collections import HASH, LONGEST, NO_VECTOR

_CHUNK = 60_000  # characters of one row: a field holds 65,535 bytes
_FIELDS = ("id", "version", "title", "source", "author", "published", "url")


def article_key(article_id: str) -> str:
    """What stands for an article's id, which may be of any length."""
    return _hashed(article_id)


def version_key(article_id: str, version: str) -> str:
    """What stands for a version of an article."""
    return _hashed(f"{version}\n{article_id}")


def source_key(source: str) -> str:
    """What a source is filtered by, upper and lower case alike; "" for none."""
    return _hashed(source.casefold()) if source else ""


def day_of(published: date | None) -> int:
    """What a day is filtered by; 0 for none."""
    return published.toordinal() if published else 0


def expression(filters: Filters) -> str:
    """The filters as the engine's: of numbers and hashes alone."""
    terms = []
    if filters.since:
        terms.append(f"day >= {day_of(filters.since)}")
    if filters.until:
        terms.append(f"day <= {day_of(filters.until)}")
        terms.append("day > 0")
    if filters.source:
        terms.append(f'source == "{source_key(filters.source)}"')
    return " and ".join(terms)


def passes(row: dict[str, Any], filters: Filters) -> bool:
    """Whether an article's row passes the filters."""
    day = int(row["day"])
    return (
        (not filters.since or day >= day_of(filters.since))
        and (not filters.until or 0 < day <= day_of(filters.until))
        and (not filters.source or row["source"] == source_key(filters.source))
    )


def head(article: Article | Summary, **more: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """All of an article but its text, as JSON.

    Raises:
        BuildError: it is too long for a field.
    """
    values = {name: getattr(article, name) for name in _FIELDS}
    values["published"] = article.published.isoformat() if article.published else None
    body = json.dumps({**values, **more}, ensure_ascii=False)
    if len(body.encode()) > LONGEST:
        raise BuildError(
            f"the title and the other fields of article {article.id[:80]!r} take "
            f"{len(body.encode()):,} bytes, and a field in a Milvus holds {LONGEST:,}; "
            "shorten them, or build a folder"
        )
    return body


def summary(body: str) -> Summary:
    """An article without its text, of its row."""
    values = json.loads(body)
    named = {name: values[name] for name in (*_FIELDS, "origin", "passages")}
    return Summary(**{**named, "published": _date(named["published"])})


def article(body: str, text: str) -> Article:
    """An article of its row and its text.

    Raises:
        IndexBroken: the text is not that of the version.
    """
    values = json.loads(body)
    if version_of(text) != values["version"]:
        raise IndexBroken(
            f"the text of article {values['id'][:80]!r} in the Milvus is not as it was written; "
            "restore a backup or build again: python -m index build SEEDS --store milvus:URI"
        )
    named = {name: values[name] for name in _FIELDS}
    return Article(**{**named, "published": _date(named["published"]), "text": text})


def packed(data: bytes) -> list[str]:
    """Bytes as pieces that a field can hold, at least one."""
    whole = base64.b64encode(zlib.compress(data, 6)).decode("ascii")
    return [whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK)]


def unpacked(pieces: Iterable[str]) -> bytes:
    """The bytes that were packed.

    Raises:
        IndexBroken: they are damaged.
    """
    try:
        return zlib.decompress(base64.b64decode("".join(pieces), validate=True))
    except (ValueError, zlib.error) as error:
        raise IndexBroken(
            f"a text in the Milvus is damaged ({error}); restore a backup or build again"
        ) from error


def text_rows(version: str, text: str) -> list[dict[str, Any]]:
    """The rows of a text."""
    pieces = packed(text.encode())
    return [
        {"id": part_key(version, number), "none": NO_VECTOR, "body": body, "parts": len(pieces)}
        for number, body in enumerate(pieces)
    ]


def part_key(version: str, number: int) -> str:
    """The key of a part of a text, 0 for the first."""
    return f"{version}:{number}"


def _hashed(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:HASH]


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
