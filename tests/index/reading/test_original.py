"""Records with several texts, ids given twice, objects over several lines, hidden words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ReadError
from index.reading.containers.rtf import text_of_rtf
from index.reading.folder import Limits, read_articles
from index.reading.source import Source
from index.report import Remark
from tests.index.reading.samples import write

GERMAN = "Die Brücke ist seit Montag gesperrt, weil sie repariert wird. Niemand ist froh. " * 3
ENGLISH = "The bridge has been closed since Monday for repairs. Nobody is glad of it. " * 3


def read(root: Path) -> tuple[list[Article], list[Remark], list[str]]:
    said: list[Remark] = []
    found = list(read_articles(root, remark=said.append))
    errors = [str(one) for one in found if isinstance(one, ReadError)]
    return [one for one in found if isinstance(one, Article)], said, errors


@pytest.mark.parametrize(
    ("fields", "left_out"),
    [
        ({"text": GERMAN, "text_en": ENGLISH, "title": "Brücke", "title_en": "Bridge"}, "texten"),
        ({"text_en": ENGLISH, "text_de": GERMAN, "title_en": "Bridge", "title_de": "Brücke",
          "language": "de"}, "texten"),
        ({"content": GERMAN, "content_en": ENGLISH, "title": "Brücke"}, "contenten"),
        ({"body": GERMAN, "bodyEnglish": ENGLISH, "title": "Brücke"}, "bodyenglish"),
        ({"text": GERMAN, "translated_text": ENGLISH, "title": "Brücke"}, "translatedtext"),
        ({"text": ENGLISH, "original_text": GERMAN, "title": "Brücke"}, "text"),
        ({"text": ENGLISH, "text_original": GERMAN, "title": "Bridge", "title_original": "Brücke"},
         "text"),
        ({"text": {"en": ENGLISH, "de": GERMAN}, "title": {"en": "Bridge", "de": "Brücke"},
          "lang": "de-AT"}, "texten"),
        ({"text": GERMAN, "title": "Brücke", "text_fr": ENGLISH[::-1], "texten": ENGLISH},
         "text"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("table", [False, True])
def test_the_original_is_read(
    tmp_path: Path, fields: dict[str, str], left_out: str, table: bool
) -> None:
    if table and all(isinstance(value, str) for value in fields.values()):
        rows = ["\t".join(fields), "\t".join(fields.values())]
        write(tmp_path / "a.tsv", "\n".join(rows))
    else:
        write(tmp_path / "a.jsonl", json.dumps(fields))
    (article,), (remark,), _ = read(tmp_path)
    assert (article.text, article.title) == (GERMAN.strip(), "Brücke")
    assert remark.kind == "translated"
    assert f"--column text={left_out}" in remark.what


@pytest.mark.parametrize(
    "fields",
    [
        {"body": ENGLISH, "body_html": f"<p>{ENGLISH}</p>"},
        {"text": ENGLISH, "text_original": ENGLISH},
        {"english_text": ENGLISH},
        {"text_en": ENGLISH, "title_en": "Bridge"},
        {"text": ENGLISH, "text_en": ""},
    ],
)
def test_what_is_there_once_is_read_without_a_remark(
    tmp_path: Path, fields: dict[str, str]
) -> None:
    write(tmp_path / "a.json", json.dumps(fields))
    (article,), remarks, _ = read(tmp_path)
    assert (article.text, remarks) == (ENGLISH.strip(), [])
    assert article.title == ("Bridge" if "title_en" in fields else "a")


def test_an_id_that_two_files_count_is_two_articles(tmp_path: Path) -> None:
    write(
        tmp_path / "a.jsonl", '{"id": 1, "text": "One."}\n{"id": 2, "title": "T", "text": "Two."}'
    )
    write(
        tmp_path / "b.jsonl",
        '{"id": 1, "text": "Other."}\n{"id": 2, "title": "T", "text": "Two."}',
    )
    articles, remarks, errors = read(tmp_path)
    assert [(one.id, one.text[0]) for one in articles][:2] == [("1", "O"), ("2", "T")]
    assert [(one.id, one.text) for one in articles][2:3] == [("b.jsonl#1", "Other.")]
    assert remarks == [Remark("renamed", "b.jsonl: 1, first seen in a.jsonl, is now b.jsonl#1")]
    assert all("duplicate id 2, first seen in a.jsonl" in error for error in errors)


def test_what_to_do_about_an_id_given_twice_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"id": 1, "text": "One."}\n{"id": 1, "text": "Two."}')
    assert read(tmp_path)[2] == [
        "a.jsonl (line 2): duplicate id 1, first seen in a.jsonl, with another text or title: "
        "name a field that tells them apart, --column id=NAME"
    ]
    write(tmp_path / "a.jsonl", '{"url": "https://a.example/x", "text": "One."}')
    write(tmp_path / "b.jsonl", '{"url": "https://a.example/x", "text": "Two."}')
    assert read(tmp_path)[2] == [
        "b.jsonl (line 1): duplicate id a.example/x, first seen in a.jsonl, with another text or "
        "title: remove the one that is not to count"
    ]


STACKED = [{"title": f"Story {n}", "text": f"{{Text}} “{n}”.\n\nSo."} for n in range(3)]


@pytest.mark.parametrize("between", ["\n", "\n\n", ",\n", "\x1e", "", " "])
@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".json"])
def test_objects_over_several_lines(tmp_path: Path, between: str, suffix: str) -> None:
    text = between.join(json.dumps(one, indent=2, ensure_ascii=False) for one in STACKED)
    write(tmp_path / f"a{suffix}", text)
    articles, _, errors = read(tmp_path)
    assert [(one.title, one.text) for one in articles] == [(s["title"], s["text"]) for s in STACKED]
    assert errors == []


def test_a_list_under_the_name_of_lines(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", json.dumps(STACKED, indent=1))
    assert len(read(tmp_path)[0]) == 3


def test_objects_over_several_lines_that_break_off(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(one, indent=2) for one in STACKED)
    path = write(tmp_path / "a.jsonl", text[:-9])
    articles, _, (error,) = read(path)
    assert len(articles) == 2
    assert "is not valid JSON (line " in error
    assert error.endswith(": read up to there")
    (too_large,) = read_articles(path, limits=Limits(json_bytes=20))
    assert "more than the 0.0 MB we read" in str(too_large)


@pytest.mark.parametrize(
    "hidden",
    [
        r"Seen {\v not seen }here.", r"Seen \v not seen \v0 here.",
        r"Seen {\v1 not \b seen\b0 }here.",
        r"Seen {\b {\v no{\i t} seen }}here.", r"Seen {\webhidden not\'e9 \u8217? }here.",
        r"Seen {\v not\par seen }here.", r"Seen \v not seen \plain here.",
    ],
)  # fmt: skip
def test_hidden_text_of_rtf_is_left_out(hidden: str) -> None:
    data = rf"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Arial;}}}}\viewkind4 {hidden}}}".encode()
    assert text_of_rtf(Source.of(Path("a.rtf"), "a.rtf"), data)[0].split() == ["Seen", "here."]


def test_other_words_that_begin_like_it_hide_nothing() -> None:
    data = rb"{\rtf1\ansi\vertalt\viewkind4 Seen \vern5 and here.}"
    assert text_of_rtf(Source.of(Path("a.rtf"), "a.rtf"), data)[0] == "Seen and here."
