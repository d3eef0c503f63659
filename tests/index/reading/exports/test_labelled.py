"""Texts with a head of labels over each article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.index.reading.packages import word, word_paragraphs
from tests.index.reading.samples import STORY, only, read, write

BY_HAND = f"""Title: Bridge to close
Date: 13 May 2021
Source: Linden Post
Author: Ann Sample
URL: https://post.example/bridge

{STORY}
"""


@pytest.mark.parametrize(
    ("text", "title", "source", "author"),
    [
        (BY_HAND, "Bridge to close", "Linden Post", "Ann Sample"),
        (f"HEADLINE: Bridge to close\n\nDATE: 13 May 2021\n\nBYLINE: A. Poe\n\nTEXT: {STORY}",
         "Bridge to close", "", "A. Poe"),
        (f"From:\tPost, Linden <news@post.example>\r\nSent:\tThursday, May 13, 2021 8:12 AM\r\n"
         f"To:\tNewsdesk\r\nSubject:\tBridge to close\r\n\r\n{STORY}\r\n",
         "Bridge to close", "Post, Linden", ""),
        ("From: desk@news.example (Linden)\nNewsgroups: news.linden\nSubject: Bridge to close\n"
         f"Date: Thu, 13 May 2021 08:12:44 +0200\nLines: 24\n\n{STORY}",
         "Bridge to close", "desk@news.example", ""),
        ("Von: Lindener Zeitung\nGesendet: Donnerstag, 13. Mai 2021 08:12\nBetreff: Brücke zu\n\n"
         f"{STORY}", "Brücke zu", "Lindener Zeitung", ""),
        ("Quelle:\tLindener Zeitung vom 13.05.2021, Nr. 110, S. 7\nRessort:\tLokales\n"
         f"ISSN:\t0000-0000\n\nBrücke zu\n\n{STORY}", "Brücke zu", "Lindener Zeitung", ""),
    ],
    ids=["by hand", "in capitals", "Outlook", "Usenet", "Outlook in German", "GENIOS"],
)  # fmt: skip
def test_a_head_tells_of_its_article(
    tmp_path: Path, text: str, title: str, source: str, author: str
) -> None:
    article = only(write(tmp_path / "a.txt", text))
    assert (article.title, article.source, article.author) == (title, source, author)
    assert article.published == date(2021, 5, 13)
    assert article.text.removeprefix(f"{title}\n\n") == STORY


def test_each_head_begins_an_article(tmp_path: Path) -> None:
    second = BY_HAND.replace("Bridge to close", "Ferry to stop").replace("/bridge", "/ferry")
    for rule in ("\n\n\n", "\n---\n", "\n* * *\n\n", "\x0c"):
        articles, errors = read(write(tmp_path / "a.txt", BY_HAND + rule + second))
        assert ([a.title for a in articles], errors) == (["Bridge to close", "Ferry to stop"], [])
        assert {a.text for a in articles} == {STORY}
    paragraphs = word_paragraphs(*BY_HAND.split("\n"), *second.split("\n"))
    articles, _ = read(write(tmp_path / "a.docx", word(paragraphs)))
    assert [a.id for a in articles] == ["post.example/bridge", "post.example/ferry"]


@pytest.mark.parametrize(
    "text",
    [
        f"The mayor spoke\n\nDate: 13 May 2021\nTitle: none\n\n{STORY}",
        f"Note: this is a long story\n\n{STORY}",
        f"Title: only a title\n\n{STORY}",
        f"Paris: the mayor resigned\nLondon: so did hers\n\n{STORY}",
    ],
)
def test_prose_with_colons_is_no_head(tmp_path: Path, text: str) -> None:
    assert only(write(tmp_path / "a.txt", text)).text == text
