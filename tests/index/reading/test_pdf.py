"""PDF files, whole and broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.reading.folder import Limits, read_articles
from tests.index.reading.samples import STORY, failure, only, pdf, read, write

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_a_pdf(tmp_path: Path) -> None:
    article = only(write(tmp_path / "my-report.pdf", pdf("First page.", "Second page.")))
    assert (article.title, article.text) == ("my report", "First page.\n\nSecond page.")
    article = only(write(tmp_path / "a.pdf", pdf(STORY, title="Bridge report")))
    assert (article.title, article.author) == ("Bridge report", "Ann")
    for none in ("Microsoft Word - x.doc", "about:blank", "https://a.example/1", "file:///a.html"):
        assert only(write(tmp_path / "a.pdf", pdf(STORY, title=none))).title == "a"
    assert only(write(tmp_path / "a.pdf", pdf(STORY, password="owner only"))).text == STORY


def test_broken_pdfs(tmp_path: Path) -> None:
    whole = pdf("Words.", "More.")
    cases = {
        whole[: len(whole) // 2]: "is cut short: the end of the PDF is missing",
        b"Words, no PDF.": "is not a PDF",
        pdf("", ""): "holds no text: scanned pages need OCR first",
        pdf(STORY, password="secret"): "is encrypted: save a copy without password",
        b"%PDF-1.4\n" + b"x" * 99 + b"\n%%EOF": "is a damaged PDF (",
    }
    for content, reason in cases.items():
        assert failure(write(tmp_path / "a.pdf", content)).startswith(f"a.pdf: {reason}")
    found = list(read_articles(write(tmp_path / "a.pdf", whole), limits=Limits(pdf_pages=1)))
    assert str(found[0]) == "a.pdf: has 2 pages, more than the 1 we read"


def test_a_page_printed_by_a_browser(tmp_path: Path) -> None:
    head = "5/14/21, 10:22 AM Ferry line to close | The Harbour Times"
    foot = "https://harbour.example/2021/05/13/ferry-line"
    pages = (
        f"{head}\nFerry line to close\n"
        "The ferry between Northgate and Linden will stop on 30 June\n"
        f"after forty years. The mayor promised a compensa-\n{foot} 1/2",
        f"{head}\ntion of 9,000 euros. The unions had asked for more.\n{foot} 2/2",
    )
    article = only(write(tmp_path / "a.pdf", pdf(*pages)))
    assert article.title == "Ferry line to close"
    assert article.text == (
        "Ferry line to close\n\nThe ferry between Northgate and Linden will stop on 30 June after "
        "forty years. The mayor promised a compensation of 9,000 euros. The unions had asked for "
        "more."
    )


def test_an_export_with_an_article_a_page(tmp_path: Path) -> None:
    ferry = "The ferry between Northgate and Linden will stop on the last day of June, they say."
    body = {"Bridge to close": [STORY] * 4, "Ferry to stop": [ferry] * 4}

    def nexis(title: str, day: str) -> str:
        above = (title, "Linden Post", day, "Copyright 2021 Linden Media", "Length: 20 words")
        below = ("Load-Date: May 15, 2021", "End of Document")
        return "\n".join([*above, "Byline: Ann Sample", "Body", *body[title], *below])

    def factiva(title: str, day: str) -> str:
        above = (title, "By Ann Sample", "20 words", day, "Linden Post", "LINPOS", "English")
        number = f"Document LINPOS00{day[:2]}20210513eh5d0004x"
        return "\n".join([*above, "Copyright 2021 Linden Media.", *body[title], number])

    for one, days in (
        (nexis, ("May 13, 2021 Thursday", "May 14, 2021 Friday")),
        (factiva, ("13 May 2021", "14 May 2021")),
    ):
        pages = [one(title, day) for title, day in zip(body, days, strict=True)]
        articles, errors = read(write(tmp_path / "a.pdf", pdf(*pages)))
        assert errors == []
        assert {(a.source, a.author) for a in articles} == {("Linden Post", "Ann Sample")}
        assert [(a.title, str(a.published), " ".join(a.text.split())) for a in articles] == [
            ("Bridge to close", "2021-05-13", " ".join([STORY] * 4)),
            ("Ferry to stop", "2021-05-14", " ".join([ferry] * 4)),
        ]
