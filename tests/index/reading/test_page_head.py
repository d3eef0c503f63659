"""What stands above the article of a saved page, pages that hold none, tables within tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ReadError
from index.reading.contents import records_of
from index.reading.folder import read_articles
from index.reading.record import Record
from index.reading.source import Limits, Source
from tests.index.reading.samples import STORY, write

BODY = (
    f"<p>{STORY}</p><p>The mayor said that “safety” came first, and that nobody would lose money"
    " on it.</p><p>A second vote is due in the autumn, when the first costs are known.</p>"
)


def page(title: str, body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>"
        f"Home</a></nav><main>{body}</main></body></html>"
    )


def read(folder: Path, text: str) -> Record:
    """Read in this process, which is quicker."""
    path = write(folder / "a.html", text)
    (record,) = records_of(Source.of(path, "a.html"), Limits())
    assert isinstance(record, Record)
    return record


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ReadError) as caught:
        read(folder, text)
    return caught.value.reason


LISTED = "".join(
    f"<li><a href='/{n}'>Story {n} on the harbour and its ferries</a></li>" for n in range(9)
)


@pytest.mark.parametrize(
    ("title", "body", "what"),
    [
        ("Page not found | Gazette", "<h1>Sorry</h1><p>We can’t find the page you are looking for."
         " It may have been moved or deleted.</p><p>Try our search, or go to the home page.</p>",
         "page was not found"),
        ("404", f"<h1>Oops!</h1><h2>Most read</h2><ul>{LISTED}</ul>", "page was not found"),
        ("Error 404 (Not Found)", "<p>The address /a was not found on this server of ours.</p>",
         "page was not found"),
        ("Seite nicht gefunden – Zeitung", "<p>Die gewünschte Seite gibt es hier leider nicht.</p>",
         "page was not found"),
        ("502 Bad Gateway", "<h1>502 Bad Gateway</h1><p>nginx has no answer for you today.</p>",
         "page was not found"),
        ("Just a moment...", "<p>Verify you are human by completing the action below.</p><p>"
         "gazette.example needs to review the security of your connection.</p>", "robots"),
        ("Access denied", "<p>You do not have permission to see this address on the server.</p>",
         "robots"),
        ("Gazette", "<p>Confirm that you are not a robot. Verify you are human to go on.</p>",
         "robots"),
        ("Bridge closes | Gazette", "<p>Subscribe to continue reading. Already a subscriber? Log in"
         " to continue.</p>", "paywall"),
    ],
)  # fmt: skip
def test_pages_that_hold_no_article(tmp_path: Path, title: str, body: str, what: str) -> None:
    assert what in refusal(tmp_path, page(title, body))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Why 404 pages are funny", "When a page is not found, sites show a 404 page. Ann Poe owns"
         " a thousand pictures of such pages and shows them next spring in a museum."),
        ("Access denied to the old bridge", "Those who come by car were told to turn back, as the"
         " bridge may fall. It has been closed since Monday."),
        ("A captcha that nobody solves", "Are you a robot? The question annoys many. Researchers"
         " said on Monday that machines pass it more often than people do."),
        ("500 years of the old bridge", "It was built by masons from the north, and stood 500 years"
         " of floods. On Monday it was closed for the first time."),
        ("Not found in the archive: a letter", "A letter was not found in the archive where it was"
         " since 1911. Nobody knows who took it, the head of the archive said."),
        ("Road 404 is closed", "Snow has closed road 404 between the harbour and the airport, which"
         " may last until Friday, the police said."),
    ],
)  # fmt: skip
def test_articles_on_such_things_are_read(tmp_path: Path, title: str, text: str) -> None:
    body = f"<article><h1>{title}</h1><p>{text}</p>{BODY}</article>"
    assert text in read(tmp_path, page(f"{title} | Gazette", body)).text


def entries(*titles: str) -> str:
    return "".join(
        f"<article><time datetime='2024-03-0{n}T1{n}:30:00Z'>1{n}:30</time><h2>{title}</h2>"
        f"<p>Report number {n} tells that the water rose by some more centimetres.</p></article>"
        for n, title in reversed(list(enumerate(titles, 1)))
    )


LIVE = entries("Water rises", "Ferries stop", "Water falls at last")
DATA = """<script type="application/ld+json">[{"@type": "WebPage"}, {"@type": "LiveBlogPosting",
"headline": "Flood – latest", "datePublished": "2024-03-01", "liveBlogUpdate": [
{"@type": "BlogPosting", "headline": "Water falls at last", "articleBody": "Yes."}]}]</script>"""
SOCIAL = "<meta property='og:title' content='Water falls at last'>"


@pytest.mark.parametrize(
    ("title", "heading", "head", "wanted"),
    [
        ("Live: flood – updates | Gazette", "Flood in the port", SOCIAL, "Flood in the port"),
        ("Water falls at last | Gazette", "As it happened: flood in the harbour", SOCIAL,
         "As it happened: flood in the harbour"),
        ("Water falls at last", "Water falls at last", DATA + SOCIAL, "Flood – latest"),
        ("Hochwasser im Liveblog", "Hochwasser am Hafen", SOCIAL, "Hochwasser am Hafen"),
        ("En direct : la crue", "La crue au port", SOCIAL, "La crue au port"),
    ],
)  # fmt: skip
def test_a_live_page_has_its_own_title(
    tmp_path: Path, title: str, heading: str, head: str, wanted: str
) -> None:
    record = read(tmp_path, page(title, f"<h1>{heading}</h1>{LIVE}", head))
    assert record.title == wanted
    assert [f"1{n}:30 Report number {n} tells" in record.text for n in (1, 2, 3)] == [True] * 3


@pytest.mark.parametrize(
    "over",
    [
        "<header><h1>Bridge closes</h1><p class='standfirst'>{}</p></header><article>",
        "<div class='top'><h1>Bridge closes</h1><div class='article__dek'>{}</div></div><article>",
        "<div><h1>Bridge closes</h1><h2 class='sub-headline'>{}</h2></div><article>",
        "<article><header><h1>Bridge closes</h1><p class='subtitle'>{}</p></header>",
    ],
)
def test_a_short_standfirst_is_kept_once(tmp_path: Path, over: str) -> None:
    words = "Shops to be paid from June."
    text = read(tmp_path, page("Bridge closes", f"{over.format(words)}{BODY}</article>")).text
    assert (text.count(words), text.index(words) < text.index(STORY)) == (1, True)


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:modified_time' content='2024-05-01T10:00:00Z'>",
        "<meta property='og:updated_time' content='2024-05-01T10:00:00Z'>",
        "<meta itemprop='dateModified' content='2024-05-01T10:00:00Z'>",
        "<meta http-equiv='last-modified' content='2024-05-01T10:00:00Z'>",
    ],
)
def test_when_a_page_was_changed_is_not_when_it_was_published(tmp_path: Path, head: str) -> None:
    body = f"<article><h1>Bridge closes</h1>{BODY}</article>"
    record = read(tmp_path, page("Bridge closes", body, head))
    assert record.published == ""
    assert record.told == (("changed", "the page was changed at 2024-05-01T10:00:00Z"),)
    both = f"{head}<meta property='article:published_time' content='2024-04-01T10:00:00Z'>"
    record = read(tmp_path, page("Bridge closes", body, both))
    assert (record.published, record.told) == ("2024-04-01", ())


def test_it_is_told_through_the_process_that_reads(tmp_path: Path) -> None:
    head = "<meta property='og:updated_time' content='2024-05-01T10:00:00Z'>"
    said: list[str] = []
    path = write(tmp_path / "a.html", page("Bridge", f"<article>{BODY}</article>", head))
    (article,) = read_articles(path, remark=lambda remark: said.append(remark.kind))
    assert isinstance(article, Article)
    assert (article.published, said) == (None, ["changed"])
    later = write(tmp_path / "b.html", page("Bridge", f"<article>{BODY}</article>"))
    (article,) = read_articles(later)
    assert isinstance(article, Article)
    assert article.published != date(2024, 5, 1)


def seats(blue: int, red: int) -> str:
    return (
        "<table><tr><th>Party</th><th>Seats</th></tr>"
        f"<tr><td>Blue</td><td>{blue}</td></tr><tr><td>Red</td><td>{red}</td></tr></table>"
    )


def test_tables_within_tables_say_beside_what_they_stand(tmp_path: Path) -> None:
    outer = (
        "<table><tr><th>Region</th><th>Result</th></tr>"
        f"<tr><td>North</td><td>{seats(12, 7)}</td></tr>"
        f"<tr><td>South</td><td>{seats(3, 9)}</td></tr></table>"
    )
    text = read(tmp_path, page("Results", f"<article><h1>Results</h1>{BODY}{outer}</article>")).text
    for wanted in ("North – Party: Blue; Seats: 12.", "South – Party: Red; Seats: 9."):
        assert f"Region: {wanted}" in text
    plain = outer.replace("<tr><th>Region</th><th>Result</th></tr>", "")
    text = read(tmp_path, page("Results", f"<article><h1>Results</h1>{BODY}{plain}</article>")).text
    assert "South – Party: Blue; Seats: 3." in text


def test_a_table_that_lays_out_a_page_is_none(tmp_path: Path) -> None:
    outer = f"<table><tr><td>{BODY}</td><td>{seats(12, 7)}</td></tr></table>"
    text = read(tmp_path, page("Results", f"<article><h1>Results</h1>{outer}</article>")).text
    assert STORY in text
    assert "Party: Blue; Seats: 12." in text
    assert f"{STORY} –" not in text
