"""Days in the forms that archives, APIs, sites and people write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.dates import day_of

DAY = date(2021, 5, 13)


@pytest.mark.parametrize(
    "value",
    [
        "2021-05-13", "2021-05-13T23:59:59Z", "2021-05-13 23:59:59.123+02:00", "20210513",
        "2021/5/13", "2021.05.13", "20210513120000", "20210513T120000Z", "202105131200",
        "20210513T233000+0200", "20210513T233000.5-05:00", "20210513 2330+0200",
        "1620864000", "1620864000000", "1620864000.0", "1.620864e+09", "1620864000000000",
        "Thu, 13 May 2021 23:30:00 -0500", "Thu, 13 May 2021 23:30:00 EDT", "May 13, 2021",
        "13 May 2021", "13th of May 2021, 8:15 pm", "May 13th '21", "13-May-21", "13 May 21",
        "13MAY2021", "2021 May 13", "2021-May-13", "13/May/2021:10:30:00 +0000",
        "Thu May 13 10:30:00 EDT 2021", "10:30 AM ET, Thu May 13, 2021",
        "2021-05-13T23:30:00-05:00",
        "Published 13 May 2021", "Updated: 13 May 2021", "By Ann Poe | 13 May 2021",
        "Published: 10:30, 13 May 2021 | Updated: 12:30, 14 May 2021",
        "Updated 14 May 2021, first published 13 May 2021",
        "Stand: 14.05.2021, veröffentlicht am 13.05.2021",
        "13.5.2021", "13. 05. 2021", "13/05/2021", "05/13/2021", "13/05/21", "05/13/21", "13.05.21",
        "13052021", "Do., 13.05.2021, 10:30 Uhr",
        "13 de mayo de 2021", "13. Mai 2021", "le 13 mai 2021 à 10h30", "13 maggio 2021",
        "13 de maio de 2021", "13 mei 2021", "den 13 maj 2021", "13. toukokuuta 2021",
        "13 мая 2021 г.", "13 травня 2021", "13 maja 2021", "13. května 2021", "2021. május 13.",
        "13 Μαΐου 2021", "13 Mayıs 2021", "١٣ مايو ٢٠٢١", "13 مايو 2021", "13 मई 2021",
        "2021年5月13日", "2021년 5월 13일", "13 พฤษภาคม 2564", "ngày 13 tháng 5 năm 2021",
        "13 Mei 2021", "13 mai 2021", "/Date(1620900000000)/", "/Date(1620900000000+0200)/",
    ],
)  # fmt: skip
def test_the_thirteenth_of_may(value: str) -> None:
    assert day_of(value) == DAY


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("12/31/2020", date(2020, 12, 31)),
        ("05/05/2020", date(2020, 5, 5)),
        ("03.04.2021", date(2021, 4, 3)),
        ("Tuesday 04/05/2021 10:00", date(2021, 5, 4)),
        ("Mon 04/05/2021", date(2021, 4, 5)),
        ("98-12-31", date(1998, 12, 31)),
        ("Sept. 3, 2021", date(2021, 9, 3)),
        ("1er févr. 2021", date(2021, 2, 1)),
        ("9 decembre 2021", date(2021, 12, 9)),
        ("10 de set. de 2021", date(2021, 9, 10)),
        ("June 3-10, 2022", date(2022, 6, 3)),
        ("June 3 - 19, 2022", date(2022, 6, 3)),
        ("Week of Aug. 23–29, 2020", date(2020, 8, 23)),
        ("Oct. 9/10 2021", date(2021, 10, 9)),
        ("Juni-03-22", date(2022, 6, 3)),
        ("June 3, '22", date(2022, 6, 3)),
        ("June 3, 11:05 2022", date(2022, 6, 3)),
        ("0999-01-01", None),
        ("12021-01-01", None),
        ("03/04/2021", None),
        ("03/04/21", None),
        ("21-05-13", None),
        ("3 listopada 2021", None),  # October in Zagreb, November in Warsaw
        ("2021-13-45", None),
        ("2021-02-30", None),
        ("0000-00-00", None),
        ("192.168.1.20", None),
        ("2021 " * 50, None),
        *((text, None) for text in (
            "", "May", "May 2021", "13 May", "May 13 10:30", "13 May, 10.30", "May 13, 10 pm",
            "Monday", "10:30", "2021", "2021-05", "yesterday", "2 hours ago", "nan", "12345",
        )),
    ],
)  # fmt: skip
def test_other_days_and_none(value: str, day: date | None) -> None:
    assert day_of(value) == day


def test_an_order_reads_what_is_open() -> None:
    assert day_of("03/04/2021", "dmy") == date(2021, 4, 3)
    assert day_of("03/04/2021", "mdy") == date(2021, 3, 4)
    assert day_of("13/04/2021", "mdy") == date(2021, 4, 13)
    assert day_of("21-05-13", "ymd") == DAY


@given(
    st.text(max_size=40)
    | st.text("0123456789 :/-.,TZ+MayJunapm'年月日", max_size=30).map("2021 ".__add__)
)
def test_no_date_raises(value: str) -> None:
    found = day_of(value)
    assert found is None or found.year >= 1000
