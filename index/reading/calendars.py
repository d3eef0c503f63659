"""Days of other calendars, and days that programs write for want of one.

Iran and Afghanistan count solar years since the Hijra (1401 began in March 2022), Thailand and its
neighbours years since the Buddha (2565), Taiwan since the republic, Japan since its emperor came
to the throne. A day is converted where it is certain which calendar is meant: its digits, months
or signs say so, or the text beside it is in the language. Years of the moon are not converted: on
which day a month began was decided by who saw it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

BUDDHIST: Final = 543
_BUDDHIST_YEARS: Final = range(2440, 2601)
_SOLAR_YEARS: Final = range(1300, 1430)  # 1921 to 2051
_HIJRA_YEARS: Final = range(1300, 1470)  # of the sun or the moon: no newspaper is as old
_LAST_YEAR: Final = 2100  # a later one is of another calendar, or means "never"
# The first day that a program can count from, or the one before it in zones of the west.
_FOR_WANT_OF_ONE: Final = frozenset(
    [date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1), date(1899, 12, 30),
     date(1899, 12, 31), date(1601, 1, 1)]
)  # fmt: skip
_ERAS: Final = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "民國": 1911, "民国": 1911,
}  # fmt: skip
_ERA: Final = re.compile(
    rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日?"
)
_HAN_DIGITS: Final = "〇一二三四五六七八九"
_HAN_NUMBER: Final = re.compile(rf"[{_HAN_DIGITS}零○十]+(?=\s?[年月日])")
_SOLAR_MONTHS: Final = (
    "فروردین|حمل|farvardin", "اردیبهشت|ثور|ordibehesht", "خرداد|جوزا|khordad", "تیر|سرطان|tir",
    "مرداد|اسد|mordad", "شهریور|سنبله|shahrivar", "مهر|میزان|mehr", "آبان|عقرب|aban",
    "آذر|قوس|azar", "دی|جدی|dey", "بهمن|دلو|bahman", "اسفند|حوت|esfand",
)  # fmt: skip
_SOLAR_NUMBERS: Final = {
    name: number for number, names in enumerate(_SOLAR_MONTHS, 1) for name in names.split("|")
}
_SOLAR_NAMED: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*({'|'.join(_SOLAR_NUMBERS)})\s*(?:ماه)?[\s,،]*(1[34]\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)(1[34]\d\d|2[456]\d\d)(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)"
)
_PERSIAN_DIGIT: Final = re.compile("[\u06f0-\u06f9]")
_ARABIC_FORMS: Final = str.maketrans("يك", "یک")
_PERSIAN_LETTER: Final = re.compile("[پچژگ]")
_URDU_LETTER: Final = re.compile("[ٹڈڑںے]")
_INDOCHINESE: Final = re.compile("[\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u104f\u1780-\u17d3]")
_FEWEST_LETTERS: Final = 5
_LOOKED_AT: Final = 4_000  # characters of a text
_SAYS_SOLAR: Final = re.compile(
    r"jalali|shamsi|persian|solar|شمسی|^(?:in)?lang\w*=(?:fa|prs|ps)\b", re.IGNORECASE | re.M
)
_SAYS_BUDDHIST: Final = re.compile(
    r"buddhist|\bb\.e\.|_be\b|พ\.ศ|^(?:in)?lang\w*=(?:th|km|lo)\b", re.IGNORECASE | re.M
)


def is_real(day: date) -> bool:
    """Whether an article may have been published that day by the calendar of the West."""
    return day not in _FOR_WANT_OF_ONE and day.year < _LAST_YEAR and day.year not in _HIJRA_YEARS


def why_not(day: date) -> str:
    """What to say of a day that is none."""
    if day.year in _HIJRA_YEARS or day.year in range(_LAST_YEAR, 7_000):
        return "may be of another calendar"
    return "is what programs write for want of a day"


def in_usual_digits(value: str) -> str:
    """A text with the digits of all scripts as 0 to 9."""
    if value.isascii():
        return value
    return "".join(
        str(number) if (number := unicodedata.decimal(char, None)) is not None else char
        for char in value
    )


def converted(value: str) -> date | None:
    """The day of a date that says by itself of which calendar it is; None for any other.

    Such as 令和4年7月12日, 民國111年7月12日, ۱۴۰۱/۰۴/۲۱, "21 Tir 1401", 二〇二二年七月十二日.
    """
    plain = in_usual_digits(value).translate(_ARABIC_FORMS)
    if "年" in plain:
        plain = _HAN_NUMBER.sub(_of_han, plain)
        if found := _ERA.search(plain):
            year = 1 if found[2] == "元" else int(found[2])
            return _day(_ERAS[found[1]] + year, int(found[3]), int(found[4]))
        if found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日?", plain):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SOLAR_NAMED.search(plain):
        return _solar(int(found[3]), _SOLAR_NUMBERS[found[2].lower()], int(found[1]))
    if _PERSIAN_DIGIT.search(value) and (found := _YEAR_FIRST.search(plain)):
        year, month, day = _numbers(found)
        return _solar(year, month, day)
    return None


def converted_beside(value: str, text: str, hint: str) -> date | None:
    """The day of a date in numbers whose year is of the calendar that its text's readers use.

    Args:
        value: such as 1401-04-21 or 2565-07-12.
        text: of the article.
        hint: what its record says of it, see `index.reading.day_hints`.
    """
    found = _YEAR_FIRST.search(in_usual_digits(value))
    if not found:
        return None
    year, month, day = _numbers(found)
    start = text[:_LOOKED_AT]
    if year in _SOLAR_YEARS and (_SAYS_SOLAR.search(hint) or _is_persian(start)):
        return _solar(year, month, day)
    if year in _BUDDHIST_YEARS and (_SAYS_BUDDHIST.search(hint) or _is_indochinese(start)):
        return _day(year - BUDDHIST, month, day)
    return None


def may_be_other(value: str) -> bool:
    """Whether a date in numbers has a year of another calendar."""
    found = _YEAR_FIRST.search(in_usual_digits(value))
    return found is not None and int(found[1]) in (*_HIJRA_YEARS, *_BUDDHIST_YEARS)


def names_calendar(name: str) -> bool:
    """Whether the name of a field says of which calendar its dates are."""
    return bool(_SAYS_SOLAR.search(name) or _SAYS_BUDDHIST.search(name))


def _numbers(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[1]), int(found[3] or found[5]), int(found[4] or found[6])


def _of_han(found: re.Match[str]) -> str:
    """A number in Han letters, digit by digit or counted in tens, in usual digits."""
    text = found[0].replace("零", "〇").replace("○", "〇")
    if "十" not in text:
        return "".join(str(_HAN_DIGITS.index(char)) for char in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return found[0]
    return str(10 * (_HAN_DIGITS.index(tens) if tens else 1) + _HAN_DIGITS.index(ones or "〇"))


def _solar(year: int, month: int, day: int) -> date | None:
    if year not in _SOLAR_YEARS:
        return None
    import jdatetime  # seldom needed

    try:
        found: date = jdatetime.date(year, month, day).togregorian()
    except ValueError:
        return None
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_persian(text: str) -> bool:
    return len(_PERSIAN_LETTER.findall(text)) >= _FEWEST_LETTERS and not _URDU_LETTER.search(text)


def _is_indochinese(text: str) -> bool:
    return len(_INDOCHINESE.findall(text)) >= _FEWEST_LETTERS
