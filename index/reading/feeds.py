"""RSS and Atom feeds, through feedparser: each entry is an article."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

from index.reading.charset import decode_markup
from index.reading.clean import id_from_url
from index.reading.fragment import text_of_fragment
from index.reading.quiet import quiet
from index.reading.record import Record, Records
from index.reading.source import Limits, Source, read_whole

_KIND = "g/2005#kind"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_feed(source: Source, limits: Limits) -> Records:
    """The entries of a feed; one without text, and damage to the feed, come as `ReadError`.

    Raises:
        ReadError: as `decode_markup`, or not a feed.
    """
    read = decode_markup(source, read_whole(source, limits.article_bytes))
    if read.damage:
        raise source.error(read.damage)
    feed = _parse(_DECLARATION.sub("", read.text).strip())
    damage = str(feed.get("bozo_exception", "")) if _broken(feed) else ""
    if not feed.version:
        raise source.error(f"is not a feed{f': {damage}' if damage else ' but other XML'}")
    if not feed.entries and not damage:
        raise source.error("is a feed without entries")
    publisher = _plain(feed.feed.get("title_detail"))
    posts = [entry for entry in feed.entries if _is_post(entry)]
    if feed.entries and not posts and not damage:
        raise source.error("holds no published post")
    for number, entry in enumerate(posts, 1):
        record = _record(entry, publisher, number)
        if record.text.strip():
            yield replace(record, told=read.told)
        else:
            yield source.error("has neither content nor summary", record.place)
    if damage:
        yield source.error(f"is damaged ({damage}): read up to there")


def _parse(page: str) -> Any:  # noqa: ANN401 - feedparser is untyped
    import feedparser  # a tenth of a second to import

    with quiet("feedparser"):
        # Bytes in a stream: a bare string would be opened as a path or fetched as an address.
        return feedparser.parse(
            io.BytesIO(page.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )


def _broken(feed: Any) -> bool:  # noqa: ANN401 - feedparser is untyped
    # feedparser also calls a feed broken for a doubtful encoding, which is settled already.
    return bool(feed.bozo) and "SAX" in type(feed.get("bozo_exception")).__name__


def _is_post(entry: Any) -> bool:  # noqa: ANN401 - as above
    """Whether an entry was published: Blogger exports drafts, comments and settings as well."""
    kinds = {
        str(tag.get("term", "")).rpartition("#")[2]
        for tag in entry.get("tags", [])
        if str(tag.get("scheme", "")).endswith(_KIND)
    }
    draft = entry.get("app_draft") == "yes" or entry.get("blogger_status", "LIVE") != "LIVE"
    return not draft and (not kinds or "post" in kinds)


def _record(entry: Any, publisher: str, number: int) -> Record:  # noqa: ANN401 - as above
    # feedparser calls what a feed names its permanent id `id`: often the article's address,
    # which then gives the same id as the saved page would.
    given = str(entry.get("id", ""))
    texts = [_plain(content) for content in entry.get("content", [])]
    return Record(
        text=max([*texts, ""], key=len) or _plain(entry.get("summary_detail")),
        id=id_from_url(given) or given,
        title=_plain(entry.get("title_detail")),
        source=publisher,
        author=str(entry.get("author", "")),
        published=str(entry.get("published") or entry.get("updated") or ""),
        url=str(entry.get("link", "")),
        number=number,
        place=f"entry {number}",
    )


def _plain(detail: Any) -> str:  # noqa: ANN401 - as above
    if not detail:
        return ""
    value = str(detail.get("value", ""))
    return value if detail.get("type") == "text/plain" else text_of_fragment(value)
