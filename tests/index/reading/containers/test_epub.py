"""Books: chapters in the order of the spine."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.reading.folder import read_articles
from tests.index.reading.packages import book, zipped
from tests.index.reading.samples import failure, only, read, write

ABOUT = (
    "<dc:title>The Weekly</dc:title><dc:creator>Jane Example</dc:creator>"
    "<dc:publisher>Linden Press</dc:publisher><dc:date>2021-05-13</dc:date>"
)


def page(heading: str, *paragraphs: str) -> str:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<h1>{heading}</h1>" if heading else ""
    return (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>The Weekly</title></head><body>{head}{words}</body></html>"
    )


def test_chapters_come_in_their_order(tmp_path: Path) -> None:
    chapters = {
        "cover.xhtml": page("", "The Weekly of this week, all of it"),
        "z.xhtml": page("Ferry &amp; town", "The ferry will stop, they say."),
        "part.xhtml": page("Two"),
        "lost%20b.xhtml": page("", "The council approved a library today."),
    }
    data = book(chapters, about=ABOUT, guide='<reference type="cover" href="cover.xhtml"/>')
    articles, errors = read(write(tmp_path / "a.epub", data))
    assert len(errors) == 1
    assert errors[0].endswith("is missing")
    assert [(a.id, a.title, a.source, a.author, str(a.published)) for a in articles] == [
        ("a.epub/OEBPS/z.xhtml", "Ferry & town", "The Weekly", "Jane Example", "2021-05-13")
    ]
    assert articles[0].text == "Ferry & town\n\nThe ferry will stop, they say."


def test_a_book_of_one_chapter_bears_its_own_title(tmp_path: Path) -> None:
    data = book({"a.xhtml": page("", "The ferry will stop, they say.")}, about=ABOUT)
    article = only(write(tmp_path / "a.epub", data))
    assert (article.id, article.title, article.source) == ("a.epub", "The Weekly", "Linden Press")


def test_chapters_without_headings_are_numbered(tmp_path: Path) -> None:
    chapters = {f"{n}.xhtml": page("", f"The ferry number {n} will stop.") for n in (2, 1)}
    articles, errors = read(write(tmp_path / "a.epub", book(chapters, about=ABOUT)))
    assert errors == []
    assert [a.title for a in articles] == ["The Weekly 1", "The Weekly 2"]
    assert "number 2" in articles[0].text


@pytest.mark.parametrize("count", [1, 2])
def test_how_chapters_were_read_is_said(tmp_path: Path, count: int) -> None:
    words = "Паром остановится в июне, сказал вчера оператор в порту Линдена. " * 5
    chapter = page("", words).encode("cp1251")
    pages: dict[str, str | bytes] = {f"{n}.xhtml": chapter for n in range(count)}
    said: list[str] = []
    path = write(tmp_path / "a.epub", zipped(pages))
    assert len(list(read_articles(path, remark=lambda one: said.append(one.kind)))) == count
    assert said == ["encoding"] * count


def test_without_a_package_pages_come_by_name(tmp_path: Path) -> None:
    pages = {f"{n}.xhtml": page("", f"The ferry number {n} will stop.") for n in (2, 1)}
    articles, _ = read(write(tmp_path / "a.epub", zipped(dict(pages))))
    assert [a.id for a in articles] == ["a.epub/1.xhtml", "a.epub/2.xhtml"]


LOCKED = '<encryption><CipherReference URI="OEBPS/a.xhtml"/></encryption>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK", "is a damaged zip file"),
        (zipped({"x.txt": "x"}), "has no chapters"),
        (book({"a.xhtml": page("", "a b c d e f")}, **{"META-INF__encryption.xml": LOCKED}), "DRM"),
        (zipped({"META-INF/container.xml": "<a>"}), "container.xml is damaged"),
    ],
)
def test_a_bad_book_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in failure(write(tmp_path / "a.epub", data))


def test_what_a_program_adds_to_the_papers_it_fetches_goes(tmp_path: Path) -> None:
    links = "<div class='calibre_navbar'>| <a href='b.xhtml'>Next</a> | Main menu |</div>"
    from_ = "<div class='calibre_navbar'><p>This article was downloaded by calibre from x</p></div>"
    listed = "".join(f"<li><a href='{n}.xhtml'>The ferry number {n} stops</a></li>" for n in "ab")
    chapters = {
        "index.xhtml": page("", f"News</p><ul>{listed}</ul><p>"),
        **{f"{n}.xhtml": page("", links, f"The ferry number {n} will stop.", from_) for n in "ab"},
    }
    about = ABOUT.replace("The Weekly", "The Weekly [Thu, 13 May 2021]").replace(
        "Jane Example", "calibre"
    )
    articles, errors = read(write(tmp_path / "a.epub", book(chapters, about=about)))
    assert [(a.text, a.source, a.author) for a in articles] == [
        (f"The ferry number {n} will stop.", "The Weekly", "") for n in "ab"
    ]
    assert errors == []
