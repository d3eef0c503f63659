"""Factiva exports, with tags and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.reading.samples import only, read, write

TAGGED = """HD   Ferry line to close
     after 40 years
BY   By Jane Example
WC   38 words
PD   13 May 2021
ET   10:00
SN   The Harbour Times
SC   HARBT
LA   English
CY   Copyright 2021 Harbour
LP
The ferry will stop on 30 June.

IN all, 62 jobs go.

TD
Ann Sample said so.

Nothing is left.

CO   bluew : Bluewater
IN   i75 : Ferries
AN   Document HARBT00020210513eh5d0000a


SE   Local
HD   Council approves library
WC   31 words
PD   3 February 2022
SN   Linden Post
LP   Linden council approved it.
TD   It costs 14 million.
AN   Document LINDP00020220203ei230001b

Search Summary
Text  ferry
"""
UNTAGGED = """News
Ferry line to close
after 40 years
Jane Example
38 words
13 May 2021
10:00
The Harbour Times
HARBT
4
English
Copyright 2021 Harbour

The ferry will stop on 30 June.

Ann Sample said so.

Document HARBT00020210513eh5d0000a

Council approves library
By Tom Specimen
31 words
3 February 2022
Linden Post
LINDP
English
(c) 2022 Linden

Linden council approved it.

Document LINDP00020220203ei230001b
"""
FERRY = "Ferry line to close after 40 years"


@pytest.mark.parametrize(
    "text", [TAGGED, TAGGED.replace("   ", "\t"), TAGGED.replace("\n", "\r\n")],
    ids=["spaces", "tabs", "crlf"],
)  # fmt: skip
def test_tags(tmp_path: Path, text: str) -> None:
    articles, errors = read(write(tmp_path / "a.txt", text))
    assert errors == []
    assert [(a.id, a.title, a.source, str(a.published), a.author, a.text) for a in articles] == [
        (
            "HARBT00020210513eh5d0000a",
            FERRY,
            "The Harbour Times",
            "2021-05-13",
            "Jane Example",
            "The ferry will stop on 30 June.\n\nIN all, 62 jobs go.\n\n"
            "Ann Sample said so.\n\nNothing is left.",
        ),
        (
            "LINDP00020220203ei230001b",
            "Council approves library",
            "Linden Post",
            "2022-02-03",
            "",
            "Linden council approved it.\n\nIt costs 14 million.",
        ),
    ]


def test_tags_with_one_space(tmp_path: Path) -> None:
    text = "HD Ferry\nPD 13 May 2021\nSN Post\nLP It stops.\nTD Ann said so.\nAN Document XXXX00000"
    article = only(write(tmp_path / "a.txt", text))
    assert (article.id, article.source, article.text) == (
        "XXXX00000",
        "Post",
        "It stops.\n\nAnn said so.",
    )


def test_no_tags(tmp_path: Path) -> None:
    articles, errors = read(write(tmp_path / "a.txt", UNTAGGED))
    assert errors == []
    assert [(a.title, a.source, str(a.published), a.author, a.text) for a in articles] == [
        (
            FERRY,
            "The Harbour Times",
            "2021-05-13",
            "Jane Example",
            "The ferry will stop on 30 June.\n\nAnn Sample said so.",
        ),
        (
            "Council approves library",
            "Linden Post",
            "2022-02-03",
            "Tom Specimen",
            "Linden council approved it.",
        ),
    ]


def test_rich_text(tmp_path: Path) -> None:
    rtf = "{\\rtf1\\ansi " + TAGGED.replace("   ", "\\tab ").replace("\n", "\\par\n") + "}"
    articles, errors = read(write(tmp_path / "a.rtf", rtf))
    assert errors == []
    assert [a.source for a in articles] == ["The Harbour Times", "Linden Post"]


def test_prose_with_such_words_is_one_article(tmp_path: Path) -> None:
    text = "HD televisions sell well.\n\nThe company sold 300 words.\n\nDocument ABC was lost."
    assert only(write(tmp_path / "a.txt", text)).text == text
