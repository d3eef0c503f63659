"""When what a sentence tells happened."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, version_of
from qa.writing.forms.dating import date_of, events_of

TODAY = date(2030, 1, 1)


def told(text: str, published: date | None = date(2022, 7, 28)) -> list[tuple[str, str]]:
    """The labels of an article's events, with how each text begins."""
    article = Article("a", version_of(text), "Title", text, published=published)
    return [(event.label, event.text[:12]) for event in events_of(article, TODAY)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met on Monday in the town hall.", date(2022, 7, 25)),
        ("They met on Monday, July 18, in the town hall.", date(2022, 7, 18)),
        ("The deal was dropped on Feb. 7 by both sides.", date(2022, 2, 7)),
        ("The vote is on August 3 in the capital.", date(2022, 8, 3)),
        ("It fell on 9 November 1989 after a slip of the tongue.", date(1989, 11, 9)),
        ("It was signed yesterday in Rome.", date(2022, 7, 27)),
        ("They broke off the talks last Friday.", date(2022, 7, 22)),  # not of the day to come
        ("On Friday the page said that all was over.", date(2022, 7, 29)),  # brought up to date
    ],
)
def test_days_are_counted_from_the_article(text: str, day: date) -> None:
    assert date_of(text, date(2022, 7, 28)) == (day, day)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In January, inflation stood at 1.4%.", 2021),
        ("The dam burst in January, and two villages were flooded.", 2021),
        ("Its owners, elected last January, went home.", 2021),
        ("The dam will be opened in January.", 2022),
        ("The new dam is due to open in January, the owners said.", 2022),
        ("The opening was postponed until January.", 2022),
        ("The new dam opens in January.", 2022),
    ],
)
def test_a_month_lies_ahead_only_where_the_sentence_looks_ahead(text: str, year: int) -> None:
    assert date_of(text, date(2021, 11, 20)) == (date(year, 1, 1), date(year, 1, 31))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The Orlava Dam burst two weeks ago, and engineers are still searching.", []),
        ("The Orlava Dam burst last month, and engineers are still searching.", []),
        ("The Orlava Dam was built in late 2019 by the state.", []),
        ("The Orlava Dam was built in the 1990s by the state.", []),
        ("The Orlava Dam burst, and engineers are searching.", ["12 May 2021"]),
        ("The Orlava Dam burst for the second time this year.", ["12 May 2021"]),
        ("The Orlava Dam burst after the wettest of the past ten years.", ["12 May 2021"]),
    ],
)
def test_what_an_article_begins_with_is_of_its_day_unless_it_says_else(
    text: str, labels: list[str]
) -> None:
    assert [label for label, _ in told(text, date(2021, 5, 12))] == labels


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May spoke to the press for an hour.",
        "The Sunday Times wrote of it at length.",
        "The trial will begin on Tuesday at the earliest.",
        "Nothing is said of any time here.",
    ],
)
def test_names_and_plans_are_no_dates(text: str) -> None:
    assert date_of(text, date(2022, 7, 28)) is None


def test_an_article_without_a_day_dates_nothing_that_leans_on_it() -> None:
    text = "They met on Monday. It was signed on 3 May 2021 in Rome. It began in June."
    assert told(text, None) == [("3 May 2021", "It was signe")]


def test_a_chronicle_brought_up_to_date_goes_on_into_the_days_after_its_own() -> None:
    text = (
        "Feb. 17: Held at the airport\n\nMay 3: Called a hostage\n\nJuly 7: Pleads guilty\n\n"
        "Aug. 4: Nine years in prison\n\nNov. 9: Moved to a camp"
    )
    labels = [label for label, _ in told(text)]
    assert labels == [
        "17 February 2022",
        "3 May 2022",
        "7 July 2022",
        "4 August 2022",
        "9 November 2022",
    ]


def test_what_lies_after_the_day_of_asking_has_not_happened() -> None:
    text = "The vote was held on 3 August 2022, to everybody's surprise."
    article = Article("a", version_of(text), "Title", text, published=date(2022, 8, 4))
    assert [event.label for event in events_of(article, date(2022, 8, 2))] == []
    assert [event.label for event in events_of(article, date(2022, 8, 3))] == ["3 August 2022"]


def test_a_year_long_ago_is_not_given_to_what_is_told_much_later() -> None:
    life = " ".join(f"In {year} she made a film." for year in (1961, 1965, 1970, 1972, 1973))
    between = "Few knew her then. She lived by the sea. She kept bees. Nobody asked. She said so."
    text = f"{life} On 14 November 1974 she left. {between} On Sept. 17 she was honoured."
    article = Article("a", version_of(text), "Title", text, published=date(2022, 9, 20))
    assert events_of(article, date(2022, 10, 1))[-1].label == "17 September 2022"


@given(
    st.lists(
        st.sampled_from(
            [
                "They met on Monday.",
                "May 3: A day of rain",
                "In 2013 it was sold.",
                "He left. She stayed.",
                "\n\n",
                "On 29 February 2020 it rained.",
                "It began in March and went on.",
                "“So what?” he asked.",
            ]
        )
    ),
    st.dates(date(1990, 1, 1), date(2029, 1, 1)),
)
def test_events_stand_where_they_say_and_have_begun(parts: list[str], day: date) -> None:
    text = " ".join(["A first sentence.", *parts])
    article = Article("a", version_of(text), "Title", text, published=day)
    for event in events_of(article, TODAY):
        assert event.text == text[event.start : event.end].strip()
        assert event.first <= min(event.last, TODAY)
        assert event.label
