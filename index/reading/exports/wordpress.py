"""What WordPress exports (WXR): its published posts, and none of what was never published."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from xml.etree.ElementTree import Element

from index.reading.exports.markup import elements, local
from index.reading.exports.names import with_ids
from index.reading.fragment import text_of_fragment
from index.reading.record import Record, Records
from index.reading.source import Limits, Source

# Posts, and what sites call their own kinds of them; pages, attachments and menus are none.
_POST: Final = re.compile(r".*(?:post|article|news|story|stories|opinion|column|press|blog).*")
_NO_POST: Final = re.compile(
    r"(?:wp|nav|elementor|acf|oembed|jetpack|custom|user)[_-].*|.*template.*"
)
_NAME: Final = r"[A-Za-z][\w-]*"
_CAPTION: Final = re.compile(r"\[(caption|wp_caption)\b[^\]]*\].*?\[/\1\]", re.DOTALL)
_FIGURE: Final = re.compile(r"<figcaption\b[^>]*>.*?</figcaption\s*>", re.DOTALL | re.IGNORECASE)
_EMPTY: Final = "gallery|playlist|audio|video|embed|more|nextpage|contact-form-7|recent_posts"
_MEDIA: Final = re.compile(r"\[(audio|video|embed|playlist)\b[^\]]*\][^\[\]]*\[/\1\]")
_SHORTCODE: Final = re.compile(
    rf"\[/{_NAME}\]|\[(?:{_EMPTY})\b[^\[\]]*/?\]"
    rf"|\[{_NAME}(?:\s+[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\]\"']+))+\s*/?\]|\[{_NAME}\s*/\]"
)
_EMBEDDED: Final = re.compile(r"^[ \t]*https?://[^\s<>]+[ \t\r]*$", re.MULTILINE)  # shown as a film
_CLOSED: Final = re.compile(rf"\[/({_NAME})\]")
_LITERAL: Final = re.compile(rf"\[(\[/?{_NAME}[^\[\]]*\])\]")
_NEVER: Final = "0000-00-00"


def read_wordpress(source: Source, limits: Limits) -> Records:
    """The published posts of an export; comments, drafts, pages and pictures are left out.

    Raises:
        ReadError: as `elements`, or it holds no published post.
    """
    yield from with_ids(source, _posts(source, limits))


def _posts(source: Source, limits: Limits) -> Records:
    site, authors = "", dict[str, str]()
    others: Counter[str] = Counter()
    posts = 0
    wanted = frozenset(["title", "author", "item"])
    for element in elements(source, limits, wanted):
        if local(element) == "title":
            site = site or (element.text or "").strip()
        elif local(element) == "author":
            held = _values(element)
            authors[held.get("author_login", "")] = held.get("author_display_name", "")
        else:
            held = _values(element)
            left_out = _left_out(held)
            others[left_out] += 1
            posts += not left_out
            if not left_out:
                yield _record(held, site, authors, posts)
    if not posts:
        told = ", ".join(f"{count} {name}" for name, count in sorted(others.items()))
        raise source.error(f"holds no published post ({told or 'nothing at all'})")


def _values(element: Element) -> dict[str, str]:
    """What is right inside, by name; the text is `encoded` in the namespace of contents."""
    held: dict[str, str] = {}
    for inner in element:
        name = local(inner)
        if name == "encoded":
            name = "excerpt" if "excerpt" in inner.tag else "content"
        held.setdefault(name, inner.text or "")
    return held


def _left_out(held: dict[str, str]) -> str:
    """Why an item is no article, "" when it is one."""
    kind = held.get("post_type", "post")
    if kind != "post" and (_NO_POST.fullmatch(kind) or not _POST.fullmatch(kind)):
        return kind
    status = held.get("status", "publish")
    if status != "publish":
        return status
    return "with a password" if held.get("post_password") else ""


def _record(held: dict[str, str], site: str, authors: dict[str, str], number: int) -> Record:
    day = held.get("post_date", _NEVER)
    login = held.get("creator", "").strip()
    return Record(
        text=text_of_post(held.get("content", "")),
        title=text_of_fragment(held.get("title", "")),
        source=site,
        author=authors.get(login) or login,
        published=held.get("pubDate", "") if day.startswith(_NEVER) else day,
        url=held.get("link", "").strip(),
        place=f"post {number}",
    )


def text_of_post(content: str) -> str:
    """The words of a post: no captions, no shortcodes, but what stands between two of them."""
    content = _FIGURE.sub("", _CAPTION.sub("", content))
    content = _EMBEDDED.sub("", _MEDIA.sub("", content))
    content = _LITERAL.sub(
        lambda found: found[1].replace("[", "&#91;").replace("]", "&#93;"), content
    )
    for name in set(_CLOSED.findall(content)):  # those that open without anything besides the name
        content = content.replace(f"[{name}]", "")
    content = _SHORTCODE.sub("", content)
    # Posts written without blocks have line breaks where others have marks.
    return text_of_fragment(re.sub(r"\n[ \t\r]*\n", "\n<p>", content.replace("\r\n", "\n")))
