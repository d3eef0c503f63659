"""Saved web pages, and what is said when one holds no article."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from index.reading.fragment import text_of_fragment
from tests.index.reading.samples import PAGE, STORY, failure, only, read, write

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_a_web_page(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.html", PAGE))
    assert article.id == "gazette.example/news/bridge"
    assert (article.title, article.source, article.author) == (
        "Bridge closes",
        "Gazette",
        "Ann Poe",
    )
    assert article.published == date(2021, 5, 13)
    assert STORY in article.text
    assert "Home" not in article.text
    assert "comment by a reader" not in article.text


def test_a_page_in_an_old_encoding(tmp_path: Path) -> None:
    head = b'<html><head><meta charset="iso-8859-1"></head><body><p>'
    body = f"{STORY} “Café” owners agreed."
    assert "“Café” owners" in only(write(tmp_path / "a.htm", head + body.encode("cp1252"))).text
    xml = b'<?xml version="1.0" encoding="koi8-r"?><html><body><p>'
    russian = "Правительство в пятницу приняло новый закон о налогах."
    assert only(write(tmp_path / "a.xhtml", xml + russian.encode("koi8-r"))).text == russian


def test_damage_counts_only_inside_the_article(tmp_path: Path) -> None:
    outside = PAGE.replace("Home", "Ho§me").encode().replace("§".encode(), b"\xc3")
    assert "\ufffd" not in only(write(tmp_path / "a.html", outside)).text
    inside = PAGE.replace("mayor", "may§or").encode().replace("§".encode(), b"\xc3")
    assert "UTF-8 with damage in 1 places" in failure(write(tmp_path / "a.html", inside))
    latin = inside.replace(b"<head>", b"<head><meta charset='latin-1'>")
    assert "UTF-8 with damage in 1 places" in failure(write(tmp_path / "a.html", latin))


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "holds no article: no body"),
        ("<html><body></body></html>", "holds no article: no body text was found"),
        ("<html><body><div></div><noscript>You need to enable JavaScript to run this app."
         "</noscript></body></html>", "holds no article: it is loaded by JavaScript"),
        (b"<meta charset='utf-16x'><p>\xe9\xff\xfe</p>", "declares the encoding utf-16x but"),
        (b"<meta charset='big5'><p>words \xff here</p>", "declares the encoding big5 but"),
        (b"<meta charset='utf-8'><p>\xd0\xd1\xff\xfe\xe9\xe8</p>", "not UTF-8 text (byte 25)"),
    ],
)  # fmt: skip
def test_pages_without_article(tmp_path: Path, page: str | bytes, error: str) -> None:
    assert failure(write(tmp_path / "a.html", page)).startswith(f"a.html: {error}")


def test_libraries_are_not_heard(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "a.html", "<html></html>")
    write(tmp_path / "b.pdf", b"%PDF-1.4\n1 0 obj garbage\nstartxref\n99\n%%EOF")
    write(tmp_path / "c.rss", "<rss version='2.0'><channel><item><b>")
    with caplog.at_level(logging.WARNING):
        assert len(read(tmp_path)[1]) >= 3
    assert caplog.text == ""


def test_the_words_of_a_fragment() -> None:
    html = (
        "<p>One <b>bold</b>\n word&nbsp;&amp; more.</p>Loose<br>x<ul><li>a<li>b</ul>"
        "<script>no</script><pre>k\n  l</pre>"
    )
    assert text_of_fragment(html) == (
        "\n\nOne bold word & more.\n\nLoose\nx\n\n\na\nb\n\n\n\nk\n  l\n\n"
    )
