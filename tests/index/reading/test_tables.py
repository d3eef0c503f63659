"""JSON, JSON Lines, CSV and TSV."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.reading.folder import Limits, read_articles
from tests.index.reading.samples import failure, only, read, write


def test_json_shapes(tmp_path: Path) -> None:
    one = {"Title": "T", "BODY": "One.", "authors": [{"name": "Ann"}, "Bo"],
           "source": {"name": "G"}, "publishedAt": "2021-05-13T00:00:00Z", "id": True}  # fmt: skip
    article = only(write(tmp_path / "a.json", json.dumps(one)))
    assert (article.id, article.title, article.text) == ("a.json", "T", "One.")
    assert (article.author, article.source) == ("Ann, Bo", "G")
    assert article.published == date(2021, 5, 13)
    for held in ([one, one], {"status": "ok", "articles": [one, one]}):
        articles, errors = read(write(tmp_path / "a.json", json.dumps(held)))
        assert [a.id for a in articles] == ["a.json#1", "a.json#2"]
        assert errors == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("[1, 2", "is not valid JSON (line 1, column 6: Expecting ',' delimiter)"),
        ("3", "holds a number, not an article or a list of articles"),
        ("[]", "holds no articles"),
        ('{"articles": {}}', "has no field named text, body or content (it has: articles); say"),
        ('{"title": "x"}', "has no field named text, body or content"),
        ('{"text": ""}', "the text is empty"),
        ('{"text": [1]}', "the text is not a string"),
        ('{"text": "\\u0000 \\n"}', "holds no text"),
        ("[" * 200_000, "is not valid JSON (maximum recursion depth"),
        ("9" * 5000, "is not valid JSON (Exceeds the limit"),
        (b'{"text": "caf\xe9 \xff\x81"}', "not UTF-8 text (byte 13)"),
    ],
)
def test_json_of_a_wrong_shape(tmp_path: Path, content: str | bytes, error: str) -> None:
    assert failure(write(tmp_path / "a.json", content)).startswith(f"a.json: {error}")


def test_elements_that_are_no_articles_are_numbered(tmp_path: Path) -> None:
    write(tmp_path / "a.json", '["x", null, {"text": "One."}, {"title": "t"}]')
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["a.json#3"]
    assert errors == [
        "a.json (record 1): is a string, not an object",
        "a.json (record 2): is null, not an object",
        "a.json (record 4): has no field named text, body or content (it has: title); "
        "say which is the text: --column text=NAME",
    ]


def test_a_bad_line_stops_no_other(tmp_path: Path) -> None:
    lines = [b'{"text": "One."}', b'{"text": "cut in ha', b"", b'{"text": "caf\xe9"}', b"[1]",
             b"[" * 100_000, b'{"text": "Two. \\ud83d"}']  # fmt: skip
    write(tmp_path / "a.ndjson", b"\xef\xbb\xbf" + b"\r\n".join(lines))
    articles, errors = read(tmp_path)
    assert [(a.id, a.text) for a in articles] == [
        ("a.ndjson#1", "One."),
        ("a.ndjson#6", "Two. \ufffd"),
    ]
    assert errors[0].startswith("a.ndjson (line 2): is not valid JSON (column 10: Unterminated")
    assert errors[1] == "a.ndjson (line 4): not UTF-8 text (byte 13 of the line)"
    assert errors[2] == "a.ndjson (line 5): is a list, not an object"
    assert errors[3].startswith("a.ndjson (line 6): is not valid JSON (maximum recursion")


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8-sig"),
        ("a.csv", ";", "utf-8"),
        ("a.csv", "|", "utf-8"),
        ("a.csv", "\t", "utf-16"),
        ("a.tsv", "\t", "utf-8"),
    ],
)
def test_tables(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    rows = [
        ["ID", "Title", "Content", "Date", "Source", "Author", "URL"],
        ["x1", "Café", '"One, two; | said ""Ann""\nand more."', '"May 13, 2021"', "G", "Ann", ""],
        ["", "", "Second.", "", "", "", "https://g.example/2"],
    ]
    table = "\r\n".join(delimiter.join(row) for row in rows)
    articles, errors = read(write(tmp_path / name, table.encode(encoding)))
    assert errors == []
    assert articles[0].text == 'One, two; | said "Ann"\nand more.'
    assert (articles[0].id, articles[0].title, articles[0].source) == ("x1", "Café", "G")
    assert articles[0].published == date(2021, 5, 13)
    assert [(a.id, a.title) for a in articles[1:]] == [("g.example/2", "a 2")]


def test_rows_that_are_no_articles(tmp_path: Path) -> None:
    table = b'id,text\n1,One.\n\n2,\n3\n4,caf\xe9\n5,one, two\n6,"Open\n7,x\n8,y"\n9,"Last, one'
    articles, errors = read(write(tmp_path / "a.csv", table))
    assert [a.id for a in articles] == ["1", "6"]
    assert articles[1].text == "Open\n7,x\n8,y"
    assert errors == [
        "a.csv (line 4): the text is empty",
        "a.csv (line 5): the text is empty",
        "a.csv (line 6): not UTF-8 text: save the table as UTF-8",
        "a.csv (line 7): has 3 fields where the header has 2: quote fields that hold the delimiter",
        "a.csv (line 11): a quote is never closed: rows to line 11 cannot be told apart",
    ]


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("id\n1\n", "a.csv: has no column named text, body or content (it has: id); "
         "say which is the text: --column text=NAME"),
        ("\n\nid,text\n", "a.csv: its first line is empty"),
        ("id,text\n", "a.csv: holds a header and no rows"),
        ("sep=;\nid;text\n", "a.csv: holds a header and no rows"),
        (b"id,text,\xe9\n", "a.csv (line 1): not UTF-8 text: save it as UTF-8"),
        (b"\xff\xfei\0d\0,\0t\0\0\xd8x\0", "a.csv: not UTF-16 text, though it starts as such"),
    ],
)  # fmt: skip
def test_tables_that_are_none(tmp_path: Path, table: str | bytes, error: str) -> None:
    assert failure(write(tmp_path / "a.csv", table)) == error


def test_long_fields_are_read_and_too_long_ones_refused(tmp_path: Path) -> None:
    long = "word " * 40_000
    write(tmp_path / "a.csv", f"text\n{long}\n")
    assert len(only(tmp_path).text) == len(long.strip())
    limits = Limits(record_chars=150_000)
    assert [str(e) for e in read_articles(tmp_path, limits=limits)] == [
        "a.csv (line 2): is longer than we read as one article: the rest was not read"
    ]


def test_a_row_of_many_lines_is_bounded_too(tmp_path: Path) -> None:
    row = '"x\n' + '","\n' * 100_000 + '"'
    table = f"text,n\nOne.,1\n{row}\nTwo.,2\n"
    limits = Limits(record_chars=100_000)
    found = list(read_articles(write(tmp_path / "a.csv", table), limits=limits))
    assert [str(error) for error in found[1:]] == [
        "a.csv (line 50003): is longer than we read as one article: the rest was not read"
    ]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.csv", b"text\na\n" + b"\n" * 1_000_001, "has 1,000,001 empty rows in a row"),
        ("a.jsonl", b'{"text": "a"}\n' + b"\n" * 1_000_001, "has 1,000,001 empty lines in a row"),
    ],
)
def test_empty_lines_without_end_are_not_read_on(
    tmp_path: Path, name: str, data: bytes, error: str
) -> None:
    articles, errors = read(write(tmp_path / name, data))
    assert len(articles) == 1
    assert [str(e) for e in errors] == [f"{name}: {error}: the rest was not read"]


def test_complaints_without_end_are_not_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reading.folder._MOST_COMPLAINTS", 7)
    twins = b'{"text": "a", "id": "x"}\n'
    for name, data in (
        ("a.jsonl", twins * 99),
        ("b.jsonl", b'{"text": "a", "id": "y"}\n' + b"1\n" * 99),
    ):
        articles, errors = read(write(tmp_path / name, data))
        assert (len(articles), len(errors)) == (1, 8)
        assert str(errors[-1]) == f"{name}: 7 of its records failed: not read on"
    write(tmp_path / "c.txt", "Words.")
    assert [a.id for a in read(tmp_path)[0]] == ["x", "y", "c.txt"]


def test_fields_that_are_too_long_to_be_any(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"text": "Words.", "title": "' + "ab " * 40_000 + '"}')
    assert failure(path) == "a.json: its title has 120,000 characters: that is none"


def test_large_json_is_utf_8_and_fits_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.json", '{"text": "The owners’ view"}'.encode("cp1252"))
    assert only(path).text == "The owners’ view"
    monkeypatch.setattr("index.reading.json_files._MOST_GUESSED_BYTES", 9)
    assert failure(path) == "a.json: not UTF-8 text (byte 20): save it as UTF-8"
    monkeypatch.setattr("index.reading.json_files._MOST_MEMORY_BYTES", 9_000)
    for letter, fits in (("a", True), ("é", True), ("“", True), ("\U0001f98a", False)):
        write(path, f'{{"text": "{letter}{"a" * 2_000}"}}')
        assert bool(read(path)[0]) == fits


def test_what_excel_saves_as_text_is_a_table(tmp_path: Path) -> None:
    rows = ['A\t13/05/2021\t"The ferry ""Ann"" stops."', "B\t04/05/2021\tIt came back."]
    text = "\r\n".join(["Title\tDate\tText", *rows]) + "\r\n"
    articles, errors = read(write(tmp_path / "a.txt", text.encode("utf-16")))
    assert [(a.title, a.text) for a in articles] == [
        ("A", 'The ferry "Ann" stops.'),
        ("B", "It came back."),
    ]
    assert [a.published for a in articles] == [date(2021, 5, 13), date(2021, 5, 4)]
    assert errors == []
    for prose in ("The text of it\n\nThe ferry\tstops.", "Date\tPlace\n13 May\tLinden"):
        assert only(write(tmp_path / "a.txt", prose)).text == prose
