"""RSS and Atom feeds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.index.reading.samples import RSS, failure, only, read, write

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_a_feed(tmp_path: Path) -> None:
    articles, errors = read(write(tmp_path / "a.rss", RSS.encode("latin-1")))
    first, second = articles
    assert (first.id, first.title, first.text) == (
        "g.example/a",
        "Café & bridge",
        "One & two.\n\nThree.",
    )
    assert (first.source, first.published) == ("Gazette", date(2021, 5, 13))
    assert (second.id, second.title, second.text) == ("tag:g:2", "a 2", "Second.")
    assert errors == ["a.rss (entry 3): has neither content nor summary"]


def test_an_atom_feed(tmp_path: Path) -> None:
    entry = ("<entry><id>tag:g,2021:1</id><title>T</title><updated>2021-05-13T00:00:00Z</updated>"
             "<author><name>Ann</name></author>"
             "<content type='text'>1 &lt; 2 here.</content></entry>")  # fmt: skip
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title>{entry}</feed>"
    article = only(write(tmp_path / "a.atom", feed))
    assert (article.id, article.author, article.text) == ("tag:g,2021:1", "Ann", "1 < 2 here.")


def test_of_what_blogger_exports_the_published_posts_are_read(tmp_path: Path) -> None:
    scheme = "http://schemas.google.com/g/2005#kind"
    draft = "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft>"

    def entry(number: int, kind: str, more: str = "") -> str:
        return (
            f"<entry><id>tag:blogger.com,1999:post-{number}</id><title>A {kind} {number}</title>"
            f"<published>2021-05-13T10:00:00Z</published>{more}<category scheme='{scheme}' "
            f"term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
            f"<content type='html'>The ferry {number} came in at noon.</content></entry>"
        )

    entries = [entry(1, "template"), entry(2, "settings"), entry(3, "post"), entry(4, "comment")]
    entries.append(entry(5, "post", f"{draft}</app:control>"))
    start = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Notes</title>"
    article = only(write(tmp_path / "blog.xml", f"{start}{''.join(entries)}</feed>"))
    assert (article.title, article.source) == ("A post 3", "Notes")
    none = failure(write(tmp_path / "blog.xml", f"{start}{entries[0]}{entries[-1]}</feed>"))
    assert none == "blog.xml: holds no published post"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("<?xml version='1.0'?><note><to>x</to></note>", "is not a feed but other XML"),
        ("just words", "is not a feed: "),
        ("<rss version='2.0'><channel></channel></rss>", "is a feed without entries"),
        ("<rss version='2.0'><channel><title>x", "is damaged ("),
    ],
)
def test_xml_that_is_no_feed(tmp_path: Path, content: str, error: str) -> None:
    assert failure(write(tmp_path / "a.xml", content)).startswith(f"a.xml: {error}")


def test_a_feed_that_is_cut_gives_what_is_whole(tmp_path: Path) -> None:
    feed = RSS.replace("iso-8859-1", "utf-8")
    articles, errors = read(write(tmp_path / "a.rss", feed[: feed.index("Second")]))
    assert [a.id for a in articles] == ["g.example/a"]
    assert "is damaged (" in errors[-1]


def test_entities_of_a_feed_are_not_expanded(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "hidden words")
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "&x;&x;">]>'
    item = "<item><description>Hello &x; and &y;.</description></item>"
    write(tmp_path / "a.xml", f"{doctype}<rss version='2.0'><channel>{item}</channel></rss>")
    assert all("hidden words" not in a.text for a in read(tmp_path / "a.xml")[0])
