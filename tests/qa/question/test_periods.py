from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Filters
from index.store import Index
from qa import ask, retrieve
from qa.language.dates import find_dates
from qa.question.periods import Named, named_in, periods_in
from qa.question.sources import sources_called, sources_in

TODAY = date(2022, 9, 14)  # a Wednesday


def days(question: str) -> list[tuple[str, str, str]]:
    return [(str(p.since), str(p.until), p.use) for p in periods_in(question, TODAY)]


@pytest.mark.parametrize(
    ("question", "since", "until", "use"),
    [
        ("What happened last week?", "2022-09-04", "2022-09-14", "filter"),
        ("Who resigned yesterday?", "2022-09-12", "2022-09-14", "filter"),
        ("What did the senate decide this week?", "2022-09-07", "2022-09-14", "filter"),
        ("What was announced on Monday?", "2022-09-11", "2022-09-14", "filter"),
        ("What happened this year?", "2021-12-31", "2022-09-14", "boost"),
        ("Who won in May 2021?", "2021-04-30", "2021-07-01", "boost"),
        ("What was said on 12 May 2021?", "2021-05-11", "2021-05-19", "boost"),
        ("What was said on May 12?", "2022-05-11", "2022-05-19", "boost"),
        ("How have prices changed since 2019?", "2019-01-01", "2022-09-14", "boost"),
        ("Who led before the summer of 2020?", "None", "2020-05-31", "boost"),
        ("Who led between March and June 2021?", "2021-02-28", "2021-07-31", "boost"),
        ("Show the reports from May 2021", "2021-04-30", "2021-07-01", "boost"),
        ("How have prices moved from May 2021 onwards?", "2021-05-01", "2022-09-14", "boost"),
        ("How have prices moved from 2019 on?", "2019-01-01", "2022-09-14", "boost"),
        ("Who led from 2010 to 2015?", "2009-12-31", "2016-01-31", "boost"),
        ("Output in the first quarter of 2022?", "2021-12-31", "2022-05-01", "boost"),
        ("What has changed since the talks of 12 May?", "2022-05-12", "2022-09-14", "boost"),
        ("What happened a few days ago?", "2022-09-09", "2022-09-14", "filter"),
        ("What happened last Monday?", "2022-09-11", "2022-09-14", "filter"),
        ("what happened on january 6?", "2022-01-05", "2022-01-13", "boost"),
        ("who led from 20 December to 5 January 2021?", "2020-12-19", "2021-02-05", "boost"),
        ("Who led between October and December?", "2021-09-30", "2022-01-31", "boost"),
        ("What was said on May 3-5, 2019?", "2019-05-02", "2019-05-10", "boost"),
        ("Who ruled in the 1990s?", "1989-12-31", "2000-01-31", "boost"),
        ("What is the latest on the strike?", "2022-08-15", "2022-09-14", "boost"),
        ("Yesterday, who resigned?", "2022-09-12", "2022-09-14", "filter"),
        ("A bridge fell. Today, who was blamed?", "2022-09-13", "2022-09-14", "filter"),
        ("WHO RESIGNED YESTERDAY?", "2022-09-12", "2022-09-14", "filter"),
        ("Who Resigned Last Week?", "2022-09-04", "2022-09-14", "filter"),
    ],
)
def test_periods(question: str, since: str, until: str, use: str) -> None:
    assert days(question) == [(since, until, use)]


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2012 Olympics?",
        "Who won gold in the 2012 Olympics?",
        "Who won gold in 2012 Olympics?",
        "Who flew on Apollo 11?",
        "May I ask who won?",
        "What may happen in march?",
        "Who did march 5 miles?",
        "How many people will there be by 2030?",
        "Won by 1900 votes?",
        "Why was Black Monday bad?",
        "What came of the search of Mar-a-Lago?",
        "Who wrote Blade Runner 2049?",
        "What is this week's price?",
        "What happened on 31 April?",
        "Who are the Washington Post's owners?",
        "How many articles from Orlava Today are there?",
        "Who sings Yesterday?",
        "Who presents Last Week in Tver?",
        "What was said in Velm This Week?",
    ],
)
def test_what_is_no_period(question: str) -> None:
    assert days(question) == []


@given(st.text(max_size=80) | st.from_regex(r"(in|since|between) \w+ (\d{1,4}|May) ?\d{0,4}"))
def test_dates_stand_where_they_say_and_never_overlap(text: str) -> None:
    found = find_dates(text, TODAY)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.first <= one.last for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    periods_in(text, TODAY)


def test_sources_count_only_in_questions_about_articles() -> None:
    held = ["The Harbour", "cnn.com", "Meridian News - Sports"]
    assert sources_in("What did the CNN article and The Harbour report?", held) == (
        "cnn.com",
        "The Harbour",
    )
    assert sources_in("According to Meridian News, who won?", held) == ("Meridian News - Sports",)
    assert sources_in("Why did CNN close its streaming service?", held) == ()


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("CNN", ("cnn.com",)),
        ("the Meridian News and CNN", ("Meridian News - Sports", "cnn.com")),
        ("The Harbour's", ("The Harbour",)),
        ("The Harbours", ()),
        ("the harbour", ()),
        ("", ()),
    ],
)
def test_a_name_alone_tells_its_sources(name: str, called: tuple[str, ...]) -> None:
    assert sources_called(name, ["The Harbour", "cnn.com", "Meridian News - Sports"]) == called


def test_what_is_given_wins_over_what_is_named() -> None:
    named = named_in("What happened last week?", TODAY)
    assert named.narrowed(Filters()).since == date(2022, 9, 4)
    assert named.narrowed(Filters(until=date(2020, 1, 1))) == Filters(until=date(2020, 1, 1))
    assert Named().boosts(Filters()) == []


def test_a_period_filters_the_search(seed_index: Index) -> None:
    hits = retrieve("What happened last week?", index=seed_index, today="2021-03-31")
    assert {hit.article.published for hit in hits} == {date(2021, 3, 29)}


def test_a_period_that_does_not_filter_is_not_said_to(seed_index: Index) -> None:
    both = retrieve_named("What happened yesterday and today?", seed_index)
    given = retrieve_named("What happened last week?", seed_index, since="2020-01-01")
    for note in (both, given):
        assert "come first" in note
        assert "Only articles" not in note


def retrieve_named(question: str, index: Index, since: str | None = None) -> str:
    return ask(question, index=index, since=since, today="2022-09-14").named.note


def test_without_articles_of_the_period_all_are_searched(seed_index: Index) -> None:
    question = "How many vessels were waiting to enter the Suez Canal last week?"
    reply = ask(question, index=seed_index, today="2030-01-01")
    assert not reply.refused
    assert reply.named.dropped
    assert "all dates were searched" in reply.as_json()["understood"]["note"]
    assert not ask(question, index=seed_index, today="2030-01-01", dates=False).named.note


def test_an_event_of_a_time_raises_and_loses_nothing(seed_index: Index) -> None:
    plain = retrieve("Who won the election?", index=seed_index, k=100, reranked=False)
    boosted = retrieve(
        "Who won the election in December 2021?", index=seed_index, k=100, reranked=False
    )
    assert boosted[0].article.published == date(2021, 12, 20)
    assert {h.article.id for h in plain} <= {h.article.id for h in boosted}
