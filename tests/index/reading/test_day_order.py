"""Which number of 04/05/2021 is the day, decided for a file, or said to be open."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.reading.fields import parsed_columns
from index.reading.folder import read_articles
from index.report import Remark
from tests.index.reading.samples import write

MAY, APRIL = date(2021, 5, 4), date(2021, 4, 5)


def first_day(path: Path) -> tuple[date | None, list[Remark]]:
    """The day of the first article, and all remarks."""
    said: list[Remark] = []
    articles = [a for a in read_articles(path, remark=said.append) if isinstance(a, Article)]
    return articles[0].published, said


def table(folder: Path, *dates: str, header: str = "date") -> Path:
    rows = [f"Story {n}.,{value}" for n, value in enumerate(dates)]
    return write(folder / "a.csv", "\n".join([f"text,{header}", *rows]))


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (["04/05/2021", "13/05/2021"], MAY),
        (["04/05/2021", "05/13/2021"], APRIL),
        (["04/05/21", "6/6/21", "31/12/20"], MAY),
        (["04-05-2021 10:00", "25-12-2020 11:00"], MAY),
        (["04/05/2021", "Tue 11/05/2021"], MAY),
        (["04-05-21", "13-05-21", "25-12-21"], MAY),
        (["21-05-04", "21-05-13", "20-12-25"], MAY),
        (["04/05/2021", "13/05/2021", "05/13/2021"], None),
        (["04/05/2021", "2021-05-13", "6 May 2021"], None),
        (["04/05/2021"], None),
    ],
)
def test_dates_of_a_column_decide(tmp_path: Path, dates: list[str], day: date | None) -> None:
    assert first_day(table(tmp_path, *dates))[0] == day


def test_a_column_may_be_named_for_its_order(tmp_path: Path) -> None:
    assert first_day(table(tmp_path, "04/05/2021", header="Date (dd/mm/yyyy)"))[0] == MAY
    assert first_day(table(tmp_path, "04/05/2021", header="Date (MM/DD/YY)"))[0] == APRIL


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"url": "https://a.example/2021/05/04/story"}, MAY),
        ({"url": "https://a.example/news/20210405-story"}, APRIL),
        ({"url": "https://www.a.co.uk/news/story"}, MAY),
        ({"url": "https://www.a.com/news/story"}, None),
        ({"language": "en-GB"}, MAY),
        ({"language": "de"}, MAY),
        ({"language": "en_US"}, APRIL),
        ({"language": "en"}, None),
        ({"crawled": "17/06/2022"}, MAY),
        ({"crawled": "06/17/2022", "url": "https://www.a.co.uk/b"}, APRIL),
    ],
)
def test_other_hints(tmp_path: Path, fields: dict[str, str], day: date | None) -> None:
    record = {"text": "A story.", "date": "04/05/2021", **fields}
    assert first_day(write(tmp_path / "a.json", json.dumps([record])))[0] == day
    assert first_day(write(tmp_path / "a.jsonl", json.dumps(record)))[0] == day
    front = "".join(f"{name}: {value}\n" for name, value in record.items() if name != "text")
    assert first_day(write(tmp_path / "a.md", f"---\n{front}---\nA story."))[0] == day


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    day, said = first_day(table(tmp_path, "04/05/2021", "soon", "", "6 May 2021"))
    assert day is None
    assert [remark.what for remark in said] == [
        "a.csv (line 2): “04/05/2021” may be 2021-04-05 or 2021-05-04",
        "a.csv (line 3): “soon”",
    ]
    named = parsed_columns(["text=story", "date=when"])
    path = write(tmp_path / "c.json", json.dumps([{"text": "One.", "when": "2021-05-04"}]))
    said = []
    assert len([*read_articles(path, columns=named, remark=said.append)]) == 1
    assert said == [Remark("unnamed", "c.json (record 1): --column text=story")]
    cut = {"title": "T", "content": "Only the beginning… [+4321 chars]"}
    path = write(tmp_path / "b.json", json.dumps([cut]))
    assert first_day(path)[1] == [Remark("cut", "b.json (record 1)")]
