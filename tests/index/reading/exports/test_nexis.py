"""Nexis and LexisNexis exports, old and new."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article
from index.reading.exports.nexis import looks_like_nexis
from tests.index.reading.packages import word, word_paragraphs
from tests.index.reading.samples import only, read, write

OLD = """
                               1 of 2 DOCUMENTS


                          The Harbour Times (London)

                            May 13, 2021 Thursday
                               First Edition

Ferry line to close after
40 years

BYLINE: By Jane Example

SECTION: NEWS; Pg. 4

LENGTH: 38 words


 The ferry will stop on 30 June, its operator said.

 Subject: Ann Sample, the director, said 62 jobs would go.

LOAD-DATE: May 14, 2021

LANGUAGE: ENGLISH

GRAPHIC: A ferry at sea

PUBLICATION-TYPE: Newspaper


                  Copyright 2021 The Harbour Times (London)
                             All Rights Reserved


                               2 of 2 DOCUMENTS


                                 Linden Post

                          February 3, 2022 Thursday

Council approves new library

BYLINE: Tom Specimen

LENGTH: 31 words

 Linden council approved a new library.

LOAD-DATE: February 3, 2022
"""
TAGGED = """                               DOCUMENT 1 of 2

                 Copyright 2004 The New Example Company
                          The New Example Times

                     January 1, 2004 Thursday
                       Late Edition - Final

SECTION: Section A; Pg. 1

HEADLINE: Ferry ends
   after long years

BYLINE: By JANE EXAMPLE

BODY:

   The ferry ended, said the director.

   Another paragraph follows.

URL: http://www.example.com/ferry

LOAD-DATE: January 1, 2004

                               DOCUMENT 2 of 2

                          The New Example Times

                     January 2, 2004 Friday

HEADLINE: Second
BODY: Short text here.
LOAD-DATE: January 2, 2004
"""
NEW = """User Name: Jane
Date and Time: Thursday, March 4, 2021 10:00:00 AM CET
Documents (2)
1. Ferry line to close

Page 1 of 4

Ferry line to close

The Harbour Times (London)

May 13, 2021 Thursday

Copyright 2021 The Harbour Times All Rights Reserved

Section: NEWS; Pg. 4

Length: 38 words

Byline: Jane Example and Tom Specimen

Highlight: A ferry goes

Body

The ferry will stop on 30 June.

Notes: they were taken, said Ann Sample.

Graphic

A ferry at sea.

Classification

Language: ENGLISH

Subject: FERRIES (90%)

Load-Date: May 14, 2021

End of Document

Council approves new library

Linden Post

February 3, 2022 Thursday

Copyright 2022 Linden Post

Length: 31 words

Body

Linden council approved it.

Load-Date: February 3, 2022

End of Document
"""
BETWEEN = """Document 1 of 10

Ferry line to close

The Harbour Times

13 May 2021

Byline: Jane Example

Body

The ferry will stop.

Load-Date: May 13, 2021

Document 2 of 10

Council approves library

Linden Post

Section: Local

Body
Linden council approved it.

Load-Date: March 4, 2021
"""
BARE = """Document 1 of 1

The Harbour Times

May 13, 2021 Thursday

Ferry line to close

The ferry will stop on 30 June.

Load-Date: May 13, 2021
"""


def told(article: Article) -> tuple[str, str, str, str, str]:
    day = str(article.published or "")
    return article.title, article.source, day, article.author, article.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            OLD,
            [
                (
                    "Ferry line to close after 40 years",
                    "The Harbour Times (London)",
                    "2021-05-13",
                    "Jane Example",
                    "The ferry will stop on 30 June, its operator said.\n\n"
                    "Subject: Ann Sample, the director, said 62 jobs would go.",
                ),
                (
                    "Council approves new library",
                    "Linden Post",
                    "2022-02-03",
                    "Tom Specimen",
                    "Linden council approved a new library.",
                ),
            ],
        ),
        (
            TAGGED,
            [
                (
                    "Ferry ends after long years",
                    "The New Example Times",
                    "2004-01-01",
                    "JANE EXAMPLE",
                    "The ferry ended, said the director.\n\nAnother paragraph follows.",
                ),
                ("Second", "The New Example Times", "2004-01-02", "", "Short text here."),
            ],
        ),
        (
            NEW,
            [
                (
                    "Ferry line to close",
                    "The Harbour Times (London)",
                    "2021-05-13",
                    "Jane Example and Tom Specimen",
                    "The ferry will stop on 30 June.\n\nNotes: they were taken, said Ann Sample.",
                ),
                (
                    "Council approves new library",
                    "Linden Post",
                    "2022-02-03",
                    "",
                    "Linden council approved it.",
                ),
            ],
        ),
        (
            BETWEEN,
            [
                (
                    "Ferry line to close",
                    "The Harbour Times",
                    "2021-05-13",
                    "Jane Example",
                    "The ferry will stop.",
                ),
                (
                    "Council approves library",
                    "Linden Post",
                    "2021-03-04",
                    "",
                    "Linden council approved it.",
                ),
            ],
        ),
        (
            BARE,
            [
                (
                    "Ferry line to close",
                    "The Harbour Times",
                    "2021-05-13",
                    "",
                    "The ferry will stop on 30 June.",
                )
            ],
        ),
    ],
    ids=["old", "tagged", "new", "between", "bare"],
)
@pytest.mark.parametrize("kind", ["txt", "crlf", "docx"])
def test_each_article_has_its_fields(
    tmp_path: Path, text: str, expected: list[tuple[str, ...]], kind: str
) -> None:
    if kind == "docx":
        whole = text.replace("\nafter", " after").replace("\n   after", " after")
        lines = [line for line in whole.replace("\n40", " 40").split("\n") if line.strip()]
        write(tmp_path / "a.docx", word(word_paragraphs(*lines)))
    else:
        write(tmp_path / "a.txt", text.replace("\n", "\r\n") if kind == "crlf" else text)
    articles, errors = read(tmp_path)
    assert errors == []
    assert list(map(told, articles)) == expected


TOLD = """Tram line to open

The Elmbrook Gazette

%s

Copyright 2022 The Elmbrook Gazette

Length: 41 words

Body

%s

Load-Date: June 4, 2022

End of Document
"""
IN_CAPITALS = """                 1 of 1 DOCUMENTS

                 The Elmbrook Gazette

                 June 3, 2022 Friday

%s

LENGTH: 41 words

%s

URL: http://www.elmbrook.example/tram

LOAD-DATE: June 4, 2022

LANGUAGE: ENGLISH

GRAPHIC: A tram at night

It has a new coat of paint.
"""


@pytest.mark.parametrize(
    "body",
    [
        "The tram opened.\n\nUPDATE: The operator answered on Friday.\n\nIt runs hourly.",
        "UPDATE: The operator answered on Friday.\n\nThe tram opened.",
        "The tram opened.\n\nCITY: Elmbrook has one again.\n\nIt runs hourly.",
        "The tram opened.\n\nNotes\n\nIt runs hourly.\n\nIt has two cars.",
        "The tram opened.\n\nGraphic\n\nIt was hard to look at, riders said.",
    ],
)
def test_an_article_may_have_the_words_of_labels(tmp_path: Path, body: str) -> None:
    articles, errors = read(write(tmp_path / "a.txt", TOLD % ("June 3, 2022 Friday", body)))
    assert errors == []
    assert list(map(told, articles)) == [
        ("Tram line to open", "The Elmbrook Gazette", "2022-06-03", "", body)
    ]
    article = only(write(tmp_path / "a.txt", IN_CAPITALS % ("Tram line to open", body)))
    assert told(article) == ("Tram line to open", "The Elmbrook Gazette", "2022-06-03", "", body)


def test_the_headline_may_have_a_day(tmp_path: Path) -> None:
    title = "Corrections: June 2, 2022"
    new = TOLD.replace("Tram line to open", title) % ("June 3, 2022 Friday", "It runs hourly.")
    for text in (new, IN_CAPITALS % (title, "It runs hourly.")):
        article = only(write(tmp_path / "a.txt", text))
        assert told(article)[:3] == (title, "The Elmbrook Gazette", "2022-06-03")
        assert article.text == "It runs hourly."


def test_ids_stay_when_the_export_grows(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", OLD)
    before = {article.id for article in read(path)[0]}
    more = OLD.replace("1 of 2 D", "2 of 3 D")
    write(path, TAGGED.partition("DOCUMENT 2")[0] + more)
    after = {article.id for article in read(path)[0]}
    assert before < after
    assert "a.txt#2021-05-13-ferry-line-to-close-after-40-years" in before


def test_two_of_one_name_stay_two(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", BARE + BARE.replace("will stop", "has stopped"))
    articles, errors = read(tmp_path)
    assert errors == []
    assert [a.id.rpartition("close")[2] for a in articles] == ["", "-2"]


@pytest.mark.parametrize(
    "text",
    [
        "The report has 12 pages.\n\n1 of 3 documents\n\nwas lost, the clerk said.",
        "Body\n\nThe body was found on Monday.\n\nEnd of Document",
        "Document 1 of 3 was lost, said the clerk.\n\nLENGTH: it was short.",
        "",
    ],
)
def test_an_article_about_documents_is_one_article(tmp_path: Path, text: str) -> None:
    assert not looks_like_nexis(text)
    if text:
        assert only(write(tmp_path / "a.txt", text)).text == text
