"""Days of other calendars, days that are none, and days that are not of publication."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.reading.dates import day_of, why_no_day
from index.reading.folder import read_articles
from index.report import Remark
from tests.index.reading.samples import write

DAY = date(2022, 7, 12)
PERSIAN = "پلیس گفت چند پل و گذرگاه در پاییز بسته می‌شود و ژاله از آن خبر داشت."
THAI = "สภาเมืองลงมติเมื่อวันอังคารให้ปิดสะพานเก่า"


@pytest.mark.parametrize(
    "value",
    [
        "۱۴۰۱/۰۴/۲۱", "۱۴۰۱-۴-۲۱", "۲۱ تیر ۱۴۰۱", "۲۱ تير ۱۴۰۱", "سه‌شنبه ۲۱ تیر ماه ۱۴۰۱، ساعت ۱۰",
        "21 Tir 1401", "۲۱ سرطان ۱۴۰۱", "۲۰۲۲-۰۷-۱۲",
        "令和4年7月12日", "令和４年７月１２日（火）", "民國111年7月12日", "民国111年7月12日",
        "二〇二二年七月十二日", "二零二二年七月十二日", "２０２２年７月１２日",
        "2022年 7月 12日（火）",
        "2022년 7월 12일 화요일", "2022. 7. 12.", "2022 - 07 - 12",
        "12 ก.ค. 2565", "12 กรกฎาคม 2565", "12 ก.ค. 65", "12/07/2565 น.", "12 กรกฎาคม 2022",
        "Tue Jul 12 20:19:24 +0000 2022", "Tue Jul 12 01:00:00 UTC 2022",
    ],
)  # fmt: skip
def test_the_twelfth_of_july(value: str) -> None:
    assert day_of(value) == DAY


def test_other_eras() -> None:
    assert day_of("平成元年1月8日") == date(1989, 1, 8)
    assert day_of("昭和三十九年十月十日") == date(1964, 10, 10)
    assert day_of("۳۰ اسفند ۱۳۹۹") == date(2021, 3, 20)  # a leap year
    assert day_of("۳۰ اسفند ۱۴۰۰") is None
    assert day_of("12 ก.ค. 22") is None  # of 2022, or of 2522


@pytest.mark.parametrize(
    "value",
    [
        "1970-01-01", "1970-01-01T00:00:00Z", "01/01/1970", "Thu, 01 Jan 1970 00:00:00 GMT",
        "January 1, 1970", "12/31/1969", "1969-12-31T19:00:00-05:00", "1900-01-01", "01.01.1900",
        "1899-12-30", "1601-01-01", "9999-12-31", "31/12/9999", "0001-01-01", "0000-00-00", "0",
        "01-Jan-0001 00:00:00", "1401-04-21", "1443/12/13", "5782-04-12", "2565-07-12",
        "14010421",
    ],
)  # fmt: skip
def test_what_is_no_day(value: str) -> None:
    assert day_of(value) is None


def test_why_a_day_is_none() -> None:
    assert why_no_day("1970-01-01") == "is what programs write for want of a day"
    assert why_no_day("2565-07-12") == why_no_day("1443-12-13") == "may be of another calendar"
    assert why_no_day("soon") == ""


def read_one(folder: Path, **fields: object) -> tuple[date | None, list[Remark]]:
    said: list[Remark] = []
    path = write(folder / "a.json", json.dumps(fields))
    (article,) = read_articles(path, remark=said.append)
    assert isinstance(article, Article)
    return article.published, said


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"text": PERSIAN, "date": "1401-04-21"}, DAY),
        ({"text": PERSIAN, "date": "14010421"}, DAY),
        ({"text": "The old bridge is closed.", "date": "1401/4/21", "language": "fa"}, DAY),
        ({"text": "The old bridge is closed.", "date": "1401/4/21", "date_jalali": "x"}, DAY),
        ({"text": THAI, "date": "2565-07-12"}, DAY),
        ({"text": "The old bridge is closed.", "date": "1401/4/21"}, None),
        ({"text": "قال رئيس البلدية إن الجسر القديم أغلق.", "date": "1443-12-13"}, None),
        ({"text": "پل بند ہے۔ چیف نے کہا کہ ٹریفک گزر پائے گی۔ چار", "date": "1401-04-21"}, None),
        ({"text": "The old bridge is closed.", "date": "2565-07-12"}, None),
    ],
)  # fmt: skip
def test_the_text_tells_the_calendar(
    tmp_path: Path, fields: dict[str, object], day: date | None
) -> None:
    found, (remark,) = read_one(tmp_path, **fields)
    assert found == day
    assert remark.kind == ("calendar" if day else "undated")
    said = f"as {day}" if day else "may be of another calendar"
    assert remark.what == f"a.json: “{fields['date']}” {said}"


@pytest.mark.parametrize(
    "name", ["modified", "date_modified", "updated", "updatedAt", "lastmod", "last_modified"]
)
def test_a_change_is_no_publication(tmp_path: Path, name: str) -> None:
    found, (remark,) = read_one(tmp_path, text="It is closed.", **{name: "2022-07-12T10:00:00Z"})
    assert (found, remark.kind) == (None, "changed")
    assert "2022-07-12T10:00:00Z; take it: --column date=" in remark.what
    both = {"text": "It is closed.", name: "2023-01-01", "published": "2022-07-12"}
    assert read_one(tmp_path, **both) == (DAY, [])
    columns = (("published", name),)
    (article,) = read_articles(
        write(tmp_path / "a.json", json.dumps({"text": "Closed.", name: "2022-07-12"})),
        columns=columns,
    )
    assert isinstance(article, Article)
    assert article.published == DAY


def test_a_day_that_is_one_counts_before_one_that_is_none(tmp_path: Path) -> None:
    assert read_one(tmp_path, text="A.", published="0000-00-00", date="2022-07-12") == (DAY, [])
    assert read_one(tmp_path, text="A.", timestamp=0, created_at=1657584000) == (DAY, [])
    found, (remark,) = read_one(tmp_path, text="A.", timestamp=0)
    assert (found, remark) == (None, Remark("undated", "a.json: “0”"))


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (["44754", "44755", "44756.5"], DAY),
        (["44754", "2022-07-13"], DAY),
        (["44754"], DAY),
        (["44754", "120", "3"], None),  # seconds of something
        (["44754", "03/04/2021"], None),
    ],
)
def test_days_counted_by_excel(tmp_path: Path, dates: list[str], day: date | None) -> None:
    rows = [f"Story {number}.,{value}" for number, value in enumerate(dates)]
    path = write(tmp_path / "a.csv", "\n".join(["text,date", *rows]))
    first = next(iter(read_articles(path)))
    assert isinstance(first, Article)
    assert first.published == day
