"""Exports that were saved as web pages, and pages that show several articles whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.article import Article
from tests.index.reading.samples import STORY, only, read, write

OTHER = "The ferry will stop on the last day of June, its operator said on the radio."
DAYS = [date(2021, 5, 13), date(2021, 5, 14)]
_ROW = "<tr><td><b>{}</b>&nbsp;</td><td>{}</td></tr>"


def told(articles: list[Article]) -> list[tuple[str, date | None, str, str]]:
    return [(a.title, a.published, a.source, a.author) for a in articles]


WANTED = [
    ("Bridge to close", DAYS[0], "Linden Post", "Ann Sample"),
    ("Ferry to stop", DAYS[1], "Linden Post", "Ann Sample"),
]


def page(*articles: str) -> str:
    return f"<html><head><title>Export</title></head><body>{''.join(articles)}</body></html>"


def test_nexis_as_a_page(tmp_path: Path) -> None:
    def one(number: int, day: str, title: str, text: str) -> str:
        lines = (
            f"{number} of 2 DOCUMENTS", "Linden Post", day, title, "BYLINE: Ann Sample",
            "LENGTH: 20 words", text, "LOAD-DATE: May 15, 2021",
        )  # fmt: skip
        return "".join(f"<DIV><P><SPAN>{line}</SPAN></P></DIV><BR>" for line in lines)

    first = one(1, "May 13, 2021 Thursday", "Bridge to close", STORY)
    second = one(2, "May 14, 2021 Friday", "Ferry to stop", OTHER)
    articles, errors = read(write(tmp_path / "a.HTML", page(first, second)))
    assert (told(articles), errors) == (WANTED, [])
    assert [a.text for a in articles] == [STORY, OTHER]


def test_factiva_as_a_page(tmp_path: Path) -> None:
    def tagged(day: str, title: str, text: str, number: int) -> str:
        rows = {
            "HD": title, "BY": "By Ann Sample", "WC": "20 words", "PD": day, "SN": "Linden Post",
            "LP": f"<p>{text[:40]}</p>", "TD": f"<p>{text}</p>", "NS": "gcat : News",
            "AN": f"Document LINPOS002021051{number}eh5d0004x",
        }  # fmt: skip
        return f"<table>{''.join(_ROW.format(*row) for row in rows.items())}</table>"

    def plain(day: str, title: str, text: str, number: int) -> str:
        lines = (
            "By Ann Sample", "20 words", day, "Linden Post", "LINPOS", "English",
            "Copyright 2021 Linden Media. All rights reserved.",
        )  # fmt: skip
        return (
            f"<div class='article enArticle'><p><div id='hd'><span>{title}</span></div></p>"
            + "".join(f"<div>{line}</div>" for line in lines)
            + f"<p>\n{text}\n</p><p>Document LINPOS002021051{number}eh5d0004x</p></div>"
        )

    for one in (tagged, plain):
        both = (
            one("13 May 2021", "Bridge to close", STORY, 3),
            one("14 May 2021", "Ferry to stop", OTHER, 4),
        )
        articles, errors = read(write(tmp_path / "a.html", page(*both)))
        assert (told(articles), errors) == (WANTED, [])
        assert [STORY in a.text for a in articles] == [True, False]
        assert "gcat" not in articles[0].text


def test_europresse(tmp_path: Path) -> None:
    def one(day: str, title: str, text: str) -> str:
        return (
            "<article><header><div><span class='DocPublicationName'>Linden Post, no. 9</span></div>"
            f"<div><span class='DocHeader'>Actualité, {day} 20 mots, p. 7</span></div>"
            f"<div class='titreArticle'><p class='titreArticleVisu'>{title}</p></div>"
            "<div class='docAuthors'>Ann Sample</div></header><section><div><p>"
            f"{text}</p></div></section><footer><small>© Linden Media</small></footer></article>"
        )

    both = (
        one("jeudi 13 mai 2021", "Bridge to close", STORY),
        one("vendredi 14 mai 2021", "Ferry to stop", OTHER),
    )
    articles, errors = read(write(tmp_path / "a.HTML", page(*both)))
    assert (told(articles), errors) == (WANTED, [])
    assert [a.text for a in articles] == [STORY, OTHER]


def whole(title: str, text: str, day: str = "2021-05-13") -> str:
    return (
        f"<article><h2><a href='https://post.example/{title[:6]}'>{title}</a></h2>"
        f"<time datetime='{day}'>{day}</time><p>{text}</p><p>{text} {text} {text}</p></article>"
    )


def test_each_whole_article_of_a_page_is_one(tmp_path: Path) -> None:
    front = page(whole("Bridge to close", STORY), whole("Ferry to stop", OTHER, "2021-05-14"))
    articles, errors = read(write(tmp_path / "a.html", front))
    assert ([a.title for a in articles], errors) == (["Bridge to close", "Ferry to stop"], [])
    assert [a.published for a in articles] == DAYS
    assert [a.id for a in articles] == ["post.example/Bridge", "post.example/Ferry"]
    assert [STORY in a.text for a in articles] == [True, False]


def test_teasers_comments_and_reports_by_the_hour_are_no_articles(tmp_path: Path) -> None:
    teaser = f"<article><h3>Ferry to stop</h3><p>{OTHER}</p></article>"
    comment = f"<article class='comment'><p>{OTHER * 6}</p></article>"
    one = only(write(tmp_path / "a.html", page(whole("Bridge to close", STORY), teaser, comment)))
    assert (one.id, STORY in one.text) == ("a.html", True)
    hours = "".join(
        f"<article class='live-post'><time>{hour}:05</time><h3>News at {hour}</h3>"
        f"<p>{text} {text} {text} {text} {text}</p></article>"
        for hour, text in (("10", STORY), ("11", OTHER), ("12", STORY))
    )
    live = page(f"<main class='live-blog'><h1>Bridge: live</h1>{hours}</main>")
    one = only(write(tmp_path / "live.html", live))
    assert "10:05" in one.text
    assert OTHER in one.text


def test_comments_on_a_document_of_google_are_none_of_its_words(tmp_path: Path) -> None:
    document = (
        f"<p>{STORY}<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p><p>{OTHER}</p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Is this right, Bob?</span></p></div>"
    )
    assert only(write(tmp_path / "a.html", page(document))).text == f"{STORY}\n{OTHER}"
