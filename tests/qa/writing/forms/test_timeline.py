"""Timelines, written from the starter articles and from a small story."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.build import build
from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.language.dates import find_dates
from qa.question.form import Form
from qa.writing.forms.timeline import days_asked
from tests.qa.writing.forms.archive import archive

ARTICLES = {
    "offer": (
        "Harbour ferry gets an offer from Brightwater",
        "2022-04-05",
        "Brightwater made an offer of 36 million pounds for the Harbour Ferry company on Tuesday. "
        "The company had agreed on February 7 to be sold to Norwick. Its boats carry 2 million "
        "people a year.",
    ),
    "dropped": (
        "Harbour Ferry and Norwick drop their deal",
        "2022-07-27",
        "Harbour Ferry and Norwick on Wednesday dropped their deal, which too few owners of "
        "Harbour Ferry had wanted. A vote on it was put off on June 8.",
    ),
    "sold": (
        "Brightwater buys Harbour Ferry",
        "2022-07-28",
        "Brightwater said on Thursday that it buys Harbour Ferry for 38 million pounds. "
        "The sale will be looked at by a judge on August 30.",
    ),
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return archive(tmp_path_factory.mktemp("story"), ARTICLES)


def timeline(question: str, index: Index, today: str | None = None) -> Answer:
    reply = ask(question, index=index, today=today)
    assert isinstance(reply, Answer)
    assert reply.form is Form.TIMELINE
    return reply


def in_order(answer: Answer) -> bool:
    days = [find_dates(sentence.label, date(2030, 1, 1))[0].first for sentence in answer.sentences]
    return days == sorted(days)


UNDATED = {
    "Velm bank asks for help": "The Velm bank asked the state for help on Monday, when its owners"
    " could not agree. Queues stood before its doors in Tver.",
    "State takes over Velm bank": "The state has taken over the Velm bank after a night of talks."
    " The owners of the Velm bank get nothing. Its doors open again tomorrow.",
}


@pytest.mark.parametrize(
    "question", ["Timeline of the Velm bank", "Give me a chronology of the Velm bank affair"]
)
def test_a_story_without_days_is_told_and_said_to_have_none(tmp_path: Path, question: str) -> None:
    for name, text in UNDATED.items():
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{text}", "utf-8")
    build(tmp_path, tmp_path / "index")
    reply = ask(question, index=tmp_path / "index")
    assert isinstance(reply, Answer)
    assert "too few days" in reply.notice
    assert {citation.article.title for citation in reply.citations} == set(UNDATED)


def test_a_story_is_told_in_order_from_several_articles(story: Index) -> None:
    found = timeline("Give me a timeline of the sale of Harbour Ferry.", story)
    labels = [sentence.label for sentence in found.sentences]
    assert {"7 February 2022", "5 April 2022", "27 July 2022", "28 July 2022"} <= set(labels)
    assert "30 August 2022" not in labels  # foreseen, not told
    assert in_order(found)
    assert len({citation.article.id for citation in found.citations}) == 3
    first = found.sentences[0]
    assert found.text.splitlines()[0] == f"{first.label}: {first.text}"


def test_articles_after_the_day_of_asking_do_not_count(story: Index) -> None:
    found = timeline("Give me a timeline of the sale of Harbour Ferry.", story, "2022-05-01")
    assert {sentence.label for sentence in found.sentences} == {"7 February 2022", "5 April 2022"}


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("since July 2022", {"27 July 2022", "28 July 2022"}),
        ("before May 2022", {"7 February 2022", "5 April 2022"}),
        ("so far", {"7 February 2022", "5 April 2022", "27 July 2022", "28 July 2022"}),
    ],
)
def test_only_what_is_of_the_period_named(since: str, days: set[str], story: Index) -> None:
    found = timeline(
        f"Give me a timeline of the sale of Harbour Ferry {since}.", story, "2022-09-01"
    )
    assert days <= {sentence.label for sentence in found.sentences}
    assert ("7 February 2022" in days) or not any(
        sentence.label == "7 February 2022" for sentence in found.sentences
    )


@pytest.mark.parametrize("since", ["since August 2022", "last week"])
def test_where_too_few_days_are_of_the_period_all_are_shown_and_that_is_said(
    since: str, story: Index
) -> None:
    question = f"Give me a timeline of the sale of Harbour Ferry {since}."
    found = timeline(question, story, "2022-09-01")
    assert "7 February 2022" in {sentence.label for sentence in found.sentences}
    assert f"too few days {since}" in found.notice


def test_nothing_is_said_of_the_period_where_its_days_are_told(story: Index) -> None:
    for since in ("", " since July 2022"):
        question = f"Give me a timeline of the sale of Harbour Ferry{since}."
        assert not timeline(question, story, "2022-09-01").notice


@pytest.mark.parametrize(
    "question",
    [
        "Timeline of Sophie May",
        "Timeline of the April Norwick case",
        "Give me a timeline of the May 6 attack.",
        "What came of the March Hare inquiry?",
    ],
)
def test_a_date_within_a_name_bounds_nothing(question: str) -> None:
    assert days_asked(question, date(2022, 9, 1)) is None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Timeline of the strikes in May", date(2022, 5, 1), date(2022, 5, 31)),
        ("Timeline of the strikes in early May, please", date(2022, 5, 1), date(2022, 5, 31)),
        ("What happened during June in Tver?", date(2022, 6, 1), date(2022, 6, 30)),
        ("Timeline of the attack of May 6.", date(2022, 5, 6), date(2022, 5, 6)),
        ("Timeline of the May 6, 2021 attack", date(2021, 5, 6), date(2021, 5, 6)),
    ],
)
def test_a_date_that_is_asked_for_bounds(question: str, first: date, last: date) -> None:
    assert days_asked(question, date(2022, 9, 1)) == (first, last)


def test_a_story_named_by_a_month_is_told_of_all_its_days(tmp_path: Path) -> None:
    def renamed(text: str) -> str:
        return text.replace("Harbour Ferry", "April Norwick")

    told = {name: (renamed(t), day, renamed(text)) for name, (t, day, text) in ARTICLES.items()}
    question = "Give me a timeline of the April Norwick sale."
    found = timeline(question, archive(tmp_path, told), "2022-09-01")
    labels = {sentence.label for sentence in found.sentences}
    assert {"7 February 2022", "28 July 2022"} <= labels


@pytest.mark.parametrize(
    "question",
    [
        "Give me a timeline of the Ever Given.",
        "Timeline of the Ever Given",
        "Give me a timeline of the Ever Given since 24 March 2021",
        "ever given timeline please",
    ],
)
def test_a_timeline_in_any_wording(question: str, seed_index: Index) -> None:
    days = {sentence.label for sentence in timeline(question, seed_index).sentences}
    assert "29 March 2021" in days
    assert ("23 March 2021" in days) is ("since" not in question)


def test_every_line_is_an_exact_quote_with_its_day(seed_index: Index) -> None:
    found = timeline("Give me a timeline of Nelson Mandela's life.", seed_index)
    for sentence, citation in zip(found.sentences, found.citations, strict=True):
        assert sentence.label
        assert sentence.citations == (citation.number,)
        assert citation.article.text[citation.start : citation.end] == sentence.text
    assert in_order(found)
    assert "11 February 1990" in {sentence.label for sentence in found.sentences}
    assert 0 < found.confidence <= 0.65


def test_what_happened_on_a_day(seed_index: Index) -> None:
    found = timeline("What happened on 9 November 1989?", seed_index)
    assert {sentence.label for sentence in found.sentences} == {"9 November 1989"}
    assert "travel rules" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "Give me a timeline of the French Revolution.",
        "Timeline of the Hindenburg disaster",
        "How did the Cuban missile crisis unfold?",
        "Give me the key events of Cocoa production in Ghana.",
        "What were the main stages of the Industrial Revolution?",
        "Timeline of quantum computing at Quexal",
        "Give me a chronology of the Zorblax war",
    ],
)
def test_no_timeline_of_what_no_article_names(question: str, seed_index: Index) -> None:
    assert ask(question, index=seed_index).refused
