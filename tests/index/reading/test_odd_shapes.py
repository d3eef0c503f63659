"""Shapes of files that tools and people make, each once lost, merged or misread."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.reading.exports.nexis import read_nexis
from index.reading.exports.wordpress import text_of_post
from index.reading.folder import read_articles
from index.reading.frames import rows_of
from index.reading.grid import Cell, sentences_of
from index.reading.printed import without_running_lines
from index.reading.unwrap import unquoted

LONG = "The bridge was closed on Tuesday, and nobody knows when it opens again. " * 3


def read(path: Path) -> list[Article]:
    return [item for item in read_articles(path) if isinstance(item, Article)]


@pytest.mark.parametrize(
    "held",
    [
        {"title": {"0": "A", "1": "B"}, "text": {"0": "One.", "1": "Two."}},
        {"columns": ["title", "text"], "index": [0, 1], "data": [["A", "One."], ["B", "Two."]]},
    ],
)
def test_tables_written_by_columns_keep_their_rows_apart(
    tmp_path: Path, held: dict[str, object]
) -> None:
    path = tmp_path / "frame.json"
    path.write_text(json.dumps(held))
    assert [(a.title, a.text) for a in read(path)] == [("A", "One."), ("B", "Two.")]


@pytest.mark.parametrize(
    "held",
    [
        {"a": {"0": "x"}, "b": {"1": "y"}},
        {"a": {"title": "x"}, "b": {"title": "y"}},
        {"a": {}, "b": {}},
        {"a": {"0": "x"}},
        {"columns": ["a"], "data": [["x", "y"]]},
        {},
    ],
)
def test_other_objects_are_no_tables(held: dict[str, object]) -> None:
    assert rows_of(held) is None


def test_texts_in_numbered_columns_are_one(tmp_path: Path) -> None:
    path = tmp_path / "parts.csv"
    path.write_text(f'title,text10,text2,text1\nA,The end.,And so on.,"{LONG}"\n')
    assert read(path)[0].text == f"{LONG.strip()}\n\nAnd so on.\n\nThe end."


@pytest.mark.parametrize("nothing", ["None", "nan", "NaT", "null", "N/A", "[Removed]"])
def test_what_programs_write_for_nothing_is_nothing(tmp_path: Path, nothing: str) -> None:
    path = tmp_path / "news.json"
    fields = dict.fromkeys(["title", "author", "source", "url"], nothing)
    path.write_text(json.dumps([{**fields, "text": LONG}, {**fields, "text": nothing}]))
    (article,) = read(path)
    assert (article.title, article.author, article.source, article.url) == ("news 1", "", "", "")


def test_titles_lose_their_entities(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps({"title": "Ships &amp; bridges&#8217;", "text": LONG}))
    assert read(path)[0].title == "Ships & bridges’"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A:\n> one\n> two\nB", "A:\n\none\ntwo\n\nB"),
        ("> one\n>\n> two", "\none\n\ntwo\n"),
        (">> one\n> > two", "\none\ntwo\n"),
        ("5 > 3\n> 2 is true", "5 > 3\n> 2 is true"),
        ("no quote", "no quote"),
    ],
)
def test_quoted_mail_loses_its_marks(text: str, plain: str) -> None:
    assert unquoted(text).rstrip() == plain.rstrip()


def test_a_cell_over_two_columns_has_the_heads_of_both() -> None:
    head = [Cell("Party", head=True), Cell("2017", head=True), Cell("2021", head=True)]
    assert sentences_of([head, [Cell("Left"), Cell("7", columns=2)]]) == [
        "Party: Left; 2017, 2021: 7."
    ]


def test_an_edition_is_no_headline_where_the_headline_stands_on_top() -> None:
    text = (
        "Brücke zu\nSüddeutsche Zeitung\n4. Mai 2021 Dienstag\nMünchen\n\nLength: 9 words\nBody\n"
    )
    (record,) = read_nexis(f"{text}Sie ist zu.\n\nLoad-Date: May 5, 2021\n\nEnd of Document\n")
    assert (record.title, record.source) == ("Brücke zu", "Süddeutsche Zeitung")


_LINES = [
    [
        f"The council met {n} in the town hall, and it",
        f"voted {n} to close the bridge for so long as",
    ]
    for n in ("once", "twice", "again")
]
BODY = [
    [*lines, *(line.replace("The", "A").replace("vo", "mo") for line in lines)] for lines in _LINES
]


def test_heads_that_change_from_page_to_page_leave_with_the_page_number() -> None:
    heads = [["Post"], ["4 May 2021"], ["Post"]]
    title = ["Bridge to close"]
    pages = [
        [*head, f"Page {n} of 3", f"- {n} -", *(title if n == 1 else []), *body]
        for n, (head, body) in enumerate(zip(heads, BODY, strict=True), 1)
    ]
    assert without_running_lines(pages) == [title + BODY[0], *BODY[1:]]
    assert without_running_lines([page[::-1] for page in pages[1:]], "Title")[1] == BODY[2][::-1]


def test_what_stands_above_a_sentence_is_no_head() -> None:
    pages = [
        BODY[0],
        ["Words", "Two ends here.", "2", *BODY[1]],
        ["Others", "Three end here.", "3", *BODY[2]],
    ]
    assert without_running_lines(pages, "Title") == pages


@pytest.mark.parametrize("day", ["2021-05-04", "2021-05-04T10:00:00Z", '"4 May 2021"'])
def test_front_matter_in_toml(tmp_path: Path, day: str) -> None:
    path = tmp_path / "post.md"
    path.write_text(
        f'+++\ntitle = "Bridge"\ndate = {day}\nauthor = "Ana Ruiz"\n+++\n\nIt is shut.\n'
    )
    (article,) = read(path)
    assert (article.title, article.author, article.text) == ("Bridge", "Ana Ruiz", "It is shut.")
    assert article.published == date(2021, 5, 4)


def test_broken_front_matter_in_toml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text("+++\ntitle = \n+++\n\nIt is shut.\n")
    (error,) = read_articles(path)
    assert "front matter" in str(error)


def test_addresses_that_blogs_show_as_films_are_no_words() -> None:
    post = "One.\r\n\r\nhttps://films.example/watch?v=1\r\n\r\nSee https://a.example now."
    assert text_of_post(post).split() == "One. See https://a.example now.".split()
