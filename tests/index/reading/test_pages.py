"""Saved pages: what beside the words gives them sense is kept, and what is no article goes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.reading.notices import notice_in, without_notices
from index.split import sentence_spans
from tests.index.reading.samples import PAGE, STORY, failure, only, read, write

pytestmark = pytest.mark.usefixtures("in_this_process")

FIRST = "Linden council approved a new library on Tuesday by 21 votes to 9."
SECOND = (
    "The building in Mill Street will cost 14 million pounds and open in 2025, said Ruth Proof."
)
CONSENT = (
    "We and our 842 partners store and access information on a device, such as cookies, and "
    "process personal data. Click to accept or make granular choices. Your preferences apply to "
    "this website only and can be changed at any time."
)
PAYWALL = "This article is for subscribers only. Already a subscriber? Log in. Cancel any time."


def page(body: str, head: str = "<title>Library</title>") -> str:
    return f"<html><head>{head}</head><body><article><h1>Library</h1>{body}</article></body></html>"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("News _ Post.html", "News _ Post_files"),
        ("a.htm", "a-Dateien"),
        ("a.xhtml.gz", "a_fichiers"),
        ("a.mhtml", "a_archivos"),
    ],
)
def test_the_parts_of_a_saved_page_are_not_read(tmp_path: Path, name: str, parts: str) -> None:
    write(tmp_path / name, PAGE)
    write(tmp_path / parts / "saved_resource.html", PAGE)
    write(tmp_path / parts / "deep" / "manifest.json", "{}")
    articles, errors = read(tmp_path)
    assert len(articles) + len(errors) == 1
    assert not any(parts in error for error in errors)


def test_a_folder_whose_page_is_elsewhere_is_read(tmp_path: Path) -> None:
    write(tmp_path / "police_files" / "a.txt", STORY)
    write(tmp_path / "other.html", PAGE)
    assert len(read(tmp_path)[0]) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CONSENT, "a cookie or consent notice"),
        ("Wir und unsere 217 Partner nutzen Cookies. Mit Klick auf „Alle akzeptieren“ erteilst du "
         "deine Einwilligung in Werbung und Tracking.", "a cookie or consent notice"),
        ("Nous et nos 842 partenaires utilisons des cookies. Vous pouvez retirer votre "
         "consentement ou continuer sans accepter.", "a cookie or consent notice"),
        (PAYWALL, "the notice of a paywall"),
        ("You have reached your limit of free articles. Start your free trial for unlimited "
         "access.", "the notice of a paywall"),
        ("Please enable JS and disable any ad blocker", "a check for robots"),
        (f"{FIRST} {SECOND}", ""),
        ("The court ruled that the site may not store and access information on a device before "
         "its users consent. The publisher, which says that it has 842 partners, will appeal. "
         "Judges in Vienna had asked whether one click is enough, and found that it is not.", ""),
    ],
)  # fmt: skip
def test_notices_are_known(text: str, kind: str) -> None:
    assert notice_in(text) == kind


def test_what_somebody_is_told_is_no_notice() -> None:
    told = "“We use cookies and we value your privacy,” the company said."
    assert without_notices(f"{FIRST}\n{told}\n{PAYWALL}\n{SECOND}") == f"{FIRST}\n{told}\n{SECOND}"


def test_pages_that_hold_only_a_notice(tmp_path: Path) -> None:
    wall = f'<div role="dialog" class="cmp"><h2>Before you continue</h2><p>{CONSENT}</p></div>'
    head = '<title>Library</title><meta property="og:description" content="A library.">'
    error = failure(
        write(tmp_path / "a.html", f"<html><head>{head}</head><body>{wall}</body></html>")
    )
    assert error == "a.html: holds no article: all there is is a cookie or consent notice"
    error = failure(write(tmp_path / "a.html", page(f"<div><h2>Go on</h2><p>{PAYWALL}</p></div>")))
    assert error == "a.html: holds no article: all there is is the notice of a paywall"


def test_walls_beside_an_article_go(tmp_path: Path) -> None:
    walls = (
        f'<div id="onetrust-banner"><p>{CONSENT}</p></div>'
        f'<div class="paywall"><p>{PAYWALL}</p></div>'
    )
    text = only(write(tmp_path / "a.html", page(f"<p>{FIRST}</p><p>{SECOND}</p>{walls}"))).text
    assert FIRST in text
    assert "partners" not in text
    assert "subscriber" not in text


def test_an_article_in_the_data_of_a_page(tmp_path: Path) -> None:
    data = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "X"}, {
        "@type": "NewsArticle", "headline": "Library", "articleBody": f"{FIRST} {SECOND}",
        "datePublished": "2022-02-03T09:30:00Z", "author": {"name": "Tom"},
        "publisher": {"name": "Linden Post"}, "url": "https://linden.example/a/1",
    }]}  # fmt: skip
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    shell = f"<html><head>{script}</head><body><div id='root'></div></body></html>"
    article = only(write(tmp_path / "a.html", shell))
    assert article.text == f"{FIRST} {SECOND}"
    assert (article.source, article.published) == ("Linden Post", date(2022, 2, 3))


def post(time: str, title: str, text: str) -> str:
    return f'<div class="post">{time}<h2>{title}</h2><p>{text}</p></div>'


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ("<time>23:10</time>", "<time>21:40</time>", "Election live"),
        ('<time datetime="2022-05-05T23:10:00Z">5h ago</time>',
         '<time datetime="2022-05-05T21:40:00Z">7h ago</time>', "Live blog: election"),
        ('<span class="timestamp">23:10</span>', '<span class="timestamp">21:40</span>',
         "Minute by minute"),
    ],
)  # fmt: skip
def test_live_pages_keep_their_times(tmp_path: Path, first: str, second: str, title: str) -> None:
    posts = post(first, "Blue wins", f"{FIRST} {SECOND}") + post(second, "First results", STORY)
    byline = '<div class="by"><time datetime="2022-05-05T08:00:00Z">08:00</time></div>'
    html = page(byline + posts, f"<title>{title}</title>").replace("Library", title)
    text = only(write(tmp_path / "a.html", html)).text
    assert f"Blue wins\n23:10 {FIRST}" in text
    assert f"First results\n21:40 {STORY}" in text


def test_other_pages_get_no_times(tmp_path: Path) -> None:
    times = "".join(f'<p class="meta">{word} <time>0{n}:10</time></p>' for n, word in
                    enumerate(["Published", "Updated"]))  # fmt: skip
    text = only(write(tmp_path / "a.html", page(f"{times}<p>{FIRST}</p><p>{SECOND}</p>"))).text
    assert f"\n{FIRST}\n{SECOND}" in text


def test_captions_are_no_part_of_sentences(tmp_path: Path) -> None:
    caption = '<img src="a.jpg"><span class="image-caption">Ruth Proof in 2019</span>'
    body = f"<p>{caption}{FIRST}</p><figure><figcaption>The hall. Photo: Jo</figcaption></figure>"
    text = only(write(tmp_path / "a.html", page(f"{body}<p>{SECOND}</p>"))).text
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    assert {FIRST, SECOND} <= {*sentences}


RESULTS = """<table><caption>Seats by party</caption>
<tr><th rowspan=2>Party<th colspan=2>2018<th colspan=2>2022</tr>
<tr><th>Seats<th>Share<th>Seats<th>Share</tr>
<tr><th scope=row>Blue<sup>[1]</sup><td>12<td>40%<td>18<td>60%</tr>
<tr><th scope=row>Green<td>8<td>27%<td>7<td></tr></table>"""


def test_tables_are_sentences_with_heads(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.html", page(f"<p>{FIRST}</p>{RESULTS}<p>{SECOND}</p>")))
    wanted = [
        "Seats by party",
        "Party: Blue; 2018 Seats: 12; 2018 Share: 40%; 2022 Seats: 18; 2022 Share: 60%.",
        "Party: Green; 2018 Seats: 8; 2018 Share: 27%; 2022 Seats: 7.",
        SECOND,
    ]
    sentences = [article.text[start:end] for start, end in sentence_spans(article.text)]
    assert sentences[-4:] == wanted


def test_tables_in_figures_are_read_too(tmp_path: Path) -> None:
    heads = "<tr><th><p>Party</p></th><th>Seats</th></tr>"
    rows = f"{heads}<tr><td><p><b>Blue</b></p></td><td>18</td></tr>"
    table = f'<figure class="wp-block-table"><table>{rows}</table></figure>'
    text = only(write(tmp_path / "a.html", page(f"<p>{FIRST}</p>{table}<p>{SECOND}</p>"))).text
    assert f"{FIRST}\nParty: Blue; Seats: 18.\n{SECOND}" in text


def test_tables_that_only_place_things_are_none(tmp_path: Path) -> None:
    cells = f"<td><a href='/'>Home</a></td><td><p>{FIRST}</p><p>{SECOND}</p></td>"
    text = only(
        write(tmp_path / "a.html", f"<html><body><table><tr>{cells}</tr></table></body></html>")
    ).text
    assert f"{FIRST}\n{SECOND}" in text
    assert "|" not in text
