"""Fields by the names that archives, APIs, scrapers and data sets give them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from index.reading.fields import author_of, parsed_columns
from index.reading.folder import read_articles
from tests.index.reading.samples import failure, only, read, write

TEXT = "Linden council approved a new library on Tuesday by 21 votes to 9. It opens in 2025."
TITLE = "Council approves new library"
URL = "https://www.lindenpost.example/2022/02/03/library"
DAY = "2022-02-03T09:30:00Z"
LONG = (
    "The ferry stopped in June after forty years. Its operator said that the boats had grown old, "
    "that fewer people took them every year, and that no buyer had been found for any of the five."
)
MORE = (
    "Residents of the island protested in front of the town hall. The mayor promised a bus over "
    "the new bridge, which is to be built by a firm from the capital within three years from now."
)

APIS: dict[str, Any] = {
    "news-please": {
        "maintext": TEXT, "title": TITLE, "date_publish": "2022-02-03 09:30:00", "url": URL,
        "date_download": "2022-03-04 08:00:00", "date_modify": None, "authors": ["Tom Specimen"],
        "source_domain": "Linden Post", "description": "A library.", "title_page": None,
    },
    "NewsAPI": {"status": "ok", "totalResults": 1, "articles": [{
        "source": {"id": "linden-post", "name": "Linden Post"}, "author": "Tom Specimen",
        "title": TITLE, "description": "A library.", "url": URL, "urlToImage": None,
        "publishedAt": DAY, "content": TEXT,
    }]},
    "Guardian": {"response": {"status": "ok", "total": 1, "results": [{
        "id": "uk/library", "type": "article", "sectionName": "UK", "webPublicationDate": DAY,
        "webTitle": TITLE, "webUrl": URL, "fields": {
            "headline": TITLE, "byline": "Tom Specimen", "bodyText": TEXT,
            "publication": "Linden Post", "trailText": "A <strong>library</strong>.",
        },
    }]}},
    "NYT": {"status": "OK", "copyright": "(c)", "response": {"docs": [{
        "abstract": TEXT[:66], "web_url": URL, "lead_paragraph": TEXT, "source": "Linden Post",
        "headline": {"main": TITLE, "kicker": None}, "pub_date": "2022-02-03T09:30:00+0000",
        "byline": {"original": "By Tom Specimen", "person": [{"firstname": "Tom"}]},
        "multimedia": [{"caption": "", "url": "images/a.jpg"}], "_id": "nyt://article/1",
        "keywords": [{"name": "subject", "value": "Libraries"}],
    }], "meta": {"hits": 1}}},
    "schema.org": {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "url": URL,
        "datePublished": DAY, "author": [{"@type": "Person", "name": "Tom Specimen"}],
        "publisher": {"@type": "Organization", "name": "Linden Post"}, "articleBody": TEXT,
    },
    "schema.org graph": {"@context": "https://schema.org", "@graph": [
        {"@type": "Organization", "@id": "#org", "name": "Linden Post"},
        {"@type": "WebPage", "@id": "#page", "name": "A page", "description": "Of the paper."},
        {"@type": ["NewsArticle"], "headline": TITLE, "datePublished": DAY, "articleBody": TEXT,
         "publisher": {"@id": "#org"}, "author": {"@id": "#tom"}, "mainEntityOfPage": URL},
        {"@type": "Person", "@id": "#tom", "name": "Tom Specimen"},
    ]},
    "trafilatura": {
        "title": TITLE, "author": "Tom Specimen", "hostname": "lindenpost.example",
        "date": "2022-02-03", "id": None, "comments": "", "raw_text": TEXT.replace("\n", " "),
        "text": TEXT, "filedate": "2022-03-04", "source": URL, "source-hostname": "Linden Post",
        "excerpt": "A library.",
    },
    "newspaper4k": {
        "url": URL, "title": TITLE, "text": TEXT, "authors": ["Tom Specimen"],
        "publish_date": "2022-02-03 09:30:00", "source_url": "https://www.lindenpost.example",
        "site_name": "Linden Post", "summary": "", "meta_description": "A library.",
    },
    "Media Cloud": {
        "stories_id": 1, "title": TITLE, "url": URL, "publish_date": "2022-02-03",
        "media_name": "Linden Post", "media_url": "https://lindenpost.example", "text": TEXT,
        "author": "Tom Specimen", "language": "en", "indexed_date": "2022-02-05 11:00:01.5",
    },
    "CC-News": {
        "title": TITLE, "text": TEXT, "domain": "Linden Post", "date": "2022-02-03 09:30:00",
        "description": "A library.", "url": URL, "image_url": "", "author": "Tom Specimen",
    },
    "WordPress": [{
        "id": 7, "date": "2022-02-03T09:30:00", "link": URL, "title": {"rendered": TITLE},
        "content": {"rendered": f"<p>{TEXT}</p>\n", "protected": False}, "type": "post",
        "excerpt": {"rendered": "<p>A library.</p>"}, "author_name": "Tom Specimen",
        "site": "Linden Post",
    }],
    "JSON Feed": {"version": "https://jsonfeed.org/version/1.1", "title": "A feed",
                  "description": "News of Linden.", "items": [{
        "id": "1", "url": URL, "title": TITLE, "content_html": f"<p>{TEXT}</p>",
        "date_published": DAY, "authors": [{"name": "Tom Specimen"}], "publication": "Linden Post",
    }]},
    "Elasticsearch": {"hits": {"hits": [{"_index": "news", "_id": "1", "_source": {
        "title": TITLE, "body": TEXT, "published_at": DAY, "publisher": "Linden Post",
        "author": "Tom Specimen", "url": URL,
    }}]}},
    "by id": {"a1": {"title": TITLE, "body": TEXT, "date": DAY, "source": "Linden Post",
                     "author": "Tom Specimen", "link": URL}, "a2": {"title": "Nothing"}},
}  # fmt: skip


@pytest.mark.parametrize("name", APIS)
def test_what_apis_and_scrapers_give(tmp_path: Path, name: str) -> None:
    articles, errors = read(write(tmp_path / "a.json", json.dumps(APIS[name])))
    assert len(errors) == (name == "by id")
    (article,) = articles
    assert (article.title, article.text) == (TITLE, TEXT)
    assert (article.source, article.author) == ("Linden Post", "Tom Specimen")
    assert (article.published, article.url) == (date(2022, 2, 3), URL)
    lines = write(tmp_path / "b.jsonl", json.dumps(APIS[name]) + "\n")
    assert [a.text for a in read(lines)[0]] == [TEXT]


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("id,article,highlights\na1,{},A library.\n", ("Linden council", "", "", None)),
        (",id,title,publication,author,date,year,content\n0,17283,T,NYT,Ann Poe,2016-12-31,2016,{}",
         ("T", "NYT", "Ann Poe", date(2016, 12, 31))),
        ("category\tfilename\ttitle\tcontent\nbusiness\t001.txt\tT\t{}\n", ("T", "", "", None)),
        ("link,headline,category,short_description,authors,date\nhttps://h.example/a,T,X,{},"
         "\"Ann Poe, Bo\",2022-09-23\n", ("T", "h.example", "Ann Poe, Bo", date(2022, 9, 23))),
        ("title,pubDate,guid,link,description\nT,\"Mon, 07 Mar 2022 08:01:56 GMT\",https://b.example"
         "/1,https://b.example/1,{}\n", ("T", "b.example", "", date(2022, 3, 7))),
        ("author,source.name,title,publishedAt,content\n\"['Ann Poe', 'Bo']\",P,T,2022-09-23,{}\n",
         ("T", "P", "Ann Poe, Bo", date(2022, 9, 23))),
        ("Class Index;Title;Description\n3;T;{}\n", ("T", "", "", None)),
    ],
)  # fmt: skip
def test_usual_data_sets(
    tmp_path: Path, table: str, wanted: tuple[str, str, str, date | None]
) -> None:
    article = only(write(tmp_path / "a.csv", table.replace("{}", f'"{TEXT}"')))
    assert article.text == TEXT
    assert article.title.startswith(wanted[0]) or article.title == "a 1"
    assert (article.source, article.author, article.published) == wanted[1:]


def test_long_text_in_several_fields_is_kept_once(tmp_path: Path) -> None:
    def text(**fields: object) -> str:
        return only(write(tmp_path / "a.json", json.dumps({"title": "T", **fields}))).text

    assert text(body=TEXT, text=LONG) == f"{LONG}\n\n{TEXT}"
    assert text(standfirst=LONG, body=MORE) == f"{LONG}\n\n{MORE}"
    assert text(body=MORE, highlights=LONG) == f"{MORE}\n\n{LONG}"
    assert text(content=LONG, analysis=f"{MORE} {TEXT}") == f"{LONG}\n\n{MORE} {TEXT}"
    assert text(content=LONG, user_comments=f"{MORE} {TEXT}") == LONG
    assert text(content=LONG, description=LONG[:150], raw_text=LONG.replace(" ", "\n")) == LONG
    assert text(text=["One.", "Two."]) == "One.\n\nTwo."
    assert text(body=[{"type": "p", "text": "One."}, {"type": "img"}, {"text": "Two."}]) == (
        "One.\n\nTwo."
    )


def test_a_text_that_the_api_cut_is_joined_to_what_else_there_is(tmp_path: Path) -> None:
    cut = {"title": "T", "description": LONG, "content": MORE[:100] + "… [+1234 chars]"}
    article = only(write(tmp_path / "a.json", json.dumps({"articles": [cut]})))
    assert article.text == f"{LONG}\n\n{MORE[:100].rstrip()}…"


def test_an_address_in_source_is_the_url(tmp_path: Path) -> None:
    note = write(
        tmp_path / "a.md", f'---\nsource: "{URL}"\nauthor: ["[[Tom]]", "[[x|Ann]]"]\n---\nHi.'
    )
    article = only(note)
    assert (article.url, article.source, article.author) == (URL, "lindenpost.example", "Tom, Ann")
    row = {"text": TEXT, "source": "http://a.example/1", "link": "https://b.example/2"}
    article = only(write(tmp_path / "b.json", json.dumps(row)))
    assert (article.url, article.source) == ("https://b.example/2", "b.example")


def test_updates_of_a_live_page_keep_their_times(tmp_path: Path) -> None:
    live = {"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": [
        {"@type": "BlogPosting", "headline": "Blue wins", "datePublished": "2022-05-05T23:10:00Z",
         "articleBody": "Blue has won 18 seats."},
        {"@type": "BlogPosting", "articleBody": "Polls close."}]}  # fmt: skip
    article = only(write(tmp_path / "a.json", json.dumps(live)))
    assert article.text == "23:10 Blue wins: Blue has won 18 seats.\n\nPolls close."


def test_columns_named_by_the_user(tmp_path: Path) -> None:
    columns = parsed_columns(["text=My Story", "text=end", "date=when.day", "title=kop"])
    table = 'kop,my story,end,body\nT,"One.","Two.",Not this.\n'
    (article,) = read_articles(write(tmp_path / "a.csv", table), columns=columns)
    assert getattr(article, "text", article) == "One.\n\nTwo."
    held = {"res": [{"KOP": "T", "my_story": "One.", "when": {"day": "2021-05-13"}}]}
    (article,) = read_articles(write(tmp_path / "b.json", json.dumps(held)), columns=columns)
    assert getattr(article, "published", article) == date(2021, 5, 13)


@pytest.mark.parametrize(
    ("printed", "author"),
    [
        ("""["Maeve O'Hara"]""", "Maeve O'Hara"),
        ("""['Ida Muster', "Maeve O'Hara"]""", "Ida Muster, Maeve O'Hara"),
        ("""["Luc d'Arc", 'Jo "Red" Probe', "Ida Muster",]""",
         'Luc d\'Arc, Jo "Red" Probe, Ida Muster'),
        ("""['Maeve O\\'Hara "Mo"']""", """Maeve O'Hara "Mo\""""),
        ("['Ida Muster' 'Jo Probe']", "Ida Muster, Jo Probe"),
        ("['', 'Jo Probe']", "Jo Probe"),
        ("['']", ""),
        ("[desk]", "[desk]"),
    ],
)  # fmt: skip
def test_a_list_that_was_printed_into_a_table(printed: str, author: str) -> None:
    assert author_of({"author": printed}) == author


@pytest.mark.parametrize("given", ["text", "text=", "texts=body", "=body", "text=--"])
def test_columns_that_cannot_be(given: str) -> None:
    with pytest.raises(UsageError, match=f"--column {given}: say FIELD=NAME"):
        parsed_columns([given])


def test_a_table_without_a_known_text_says_what_to_do(tmp_path: Path) -> None:
    assert failure(write(tmp_path / "a.csv", "kop;verhaal\nA;B\n")) == (
        "a.csv: has no column named text, body or content (it has: kop, verhaal); "
        "say which is the text: --column text=NAME"
    )


def test_json_lines_may_be_called_json(tmp_path: Path) -> None:
    rows = [{"headline": f"T{n}", "short_description": f"{TEXT} {n}"} for n in range(3)]
    lines = "\n".join(map(json.dumps, rows))
    assert [a.title for a in read(write(tmp_path / "a.json", lines))[0]] == ["T0", "T1", "T2"]


def test_articles_without_a_text_are_told_one_by_one(tmp_path: Path) -> None:
    held = {"articles": [{"title": "T", "seendate": "20210513T120000Z", "domain": "a.example"}]}
    assert failure(write(tmp_path / "a.json", json.dumps(held))).startswith(
        "a.json (record 1): has no field named text, body or content (it has: title, seendate, dom"
    )


def test_citations_in_json_and_what_reference_managers_tabulate(tmp_path: Path) -> None:
    item = {
        "id": "http://zotero.example/1", "type": "article-newspaper", "title": TITLE,
        "container-title": "Linden Post", "abstract": TEXT, "URL": URL,
        "author": [{"family": "Specimen", "given": "Tom"}],
        "issued": {"date-parts": [[2022, 2, 3]]},
        "accessed": {"date-parts": [["2026"]]},
    }  # fmt: skip
    article = only(write(tmp_path / "csl.json", json.dumps([item])))
    assert (article.author, article.source) == ("Tom Specimen", "Linden Post")
    assert article.published == date(2022, 2, 3)
    table = (
        "Key,Author,Title,Publication Title,Url,Abstract Note,Date,Date Added\n"
        f'K,"Specimen, Tom",{TITLE},Linden Post,{URL},{TEXT},2022-02-03,2026-11-27 10:00:00\n'
    )
    article = only(write(tmp_path / "zotero.csv", table))
    assert (article.source, article.published) == ("Linden Post", date(2022, 2, 3))
    assert article.text == TEXT


def test_what_was_not_published_is_named(tmp_path: Path) -> None:
    post = {"id": "1", "title": TITLE, "plaintext": TEXT, "status": "published"}
    draft = {**post, "id": "2", "status": "draft"}
    ghost = {"db": [{"meta": {"version": "5"}, "data": {"posts": [post, draft], "tags": []}}]}
    articles, errors = read(write(tmp_path / "ghost.json", json.dumps(ghost)))
    assert [a.id for a in articles] == ["1"]
    assert errors == ["ghost.json (record 2): was not published: its status is draft"]


@pytest.mark.parametrize(
    ("names", "day"),
    [
        ("标题,发布时间,来源,作者,正文", "2022年2月3日 10:00"),
        ("제목,일자,언론사,기고자,본문", "20220203"),
        ("заголовок,дата,источник,автор,текст", "3 февраля 2022 г."),
        ("titular,fecha,medio,autor,cuerpo", "3 de febrero de 2022"),
    ],
)
def test_columns_named_in_other_languages(tmp_path: Path, names: str, day: str) -> None:
    row = f"{TITLE},{day},Linden Post,Tom Specimen,{TEXT}"
    article = only(write(tmp_path / "a.csv", f"{names}\n{row}\n"))
    assert (article.title, article.source, article.author, article.text) == (
        TITLE, "Linden Post", "Tom Specimen", TEXT
    )  # fmt: skip
    assert article.published == date(2022, 2, 3)
