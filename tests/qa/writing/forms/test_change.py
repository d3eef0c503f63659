"""What changed, old to new, as of the newest article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from index.store import Index
from qa.answer import Answer, NoAnswer
from qa.asking import ask
from qa.language.quantities import find_quantities
from qa.question.form import Form
from qa.writing.forms.became import that_is_now, time_told
from qa.writing.forms.change import state_asked
from qa.writing.forms.unnamed import names_no_event, wordings
from tests.qa.writing.forms.archive import archive

ARTICLES = {
    "2022-05-02": "Quillon lost 200,000 subscribers in the first quarter, it said on Monday.",
    "2022-08-01": "Quillon lost 970,000 subscribers in the second quarter, the company said.",
    "2022-11-07": "Quillon lost 40,000 subscribers in the third quarter, it said on Monday.",
}  # fmt: skip
ASKED = "How has the number of subscribers that Quillon lost changed over time?"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return indexed(tmp_path_factory.mktemp("articles"), "Quillon and its subscribers", ARTICLES)


def indexed(folder: Path, title: str, told: Mapping[str, str]) -> Index:
    return archive(folder, {day: (title, day, text) for day, text in told.items()})


def changed(index: Index, today: str | None = None) -> Answer:
    reply = ask(ASKED, index=index, today=today)
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    assert all(c.article.text[c.start : c.end] == c.quote for c in reply.citations)
    return reply


def test_figures_stand_old_to_new(articles: Index) -> None:
    found = changed(articles)
    assert [s.label for s in found.sentences] == ["2 May 2022", "1 August 2022", "7 November 2022"]
    assert found.headline.startswith("As of 7 November 2022")


def test_the_newest_is_the_newest_on_the_day_of_asking(articles: Index) -> None:
    found = changed(articles, "2022-09-01")
    assert [s.label for s in found.sentences] == ["2 May 2022", "1 August 2022"]
    assert found.headline.startswith("As of 1 August 2022")


VELDEN = "Velden and its inflation"
INFLATION = "How has the inflation rate in Velden changed over time?"


def told_of(folder: Path, told: Mapping[str, str]) -> Answer:
    reply = ask(INFLATION, index=indexed(folder, VELDEN, told))
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    return reply


def days_told(folder: Path, told: Mapping[str, str]) -> list[str]:
    return [sentence.label for sentence in told_of(folder, told).sentences]


def test_a_figure_that_returns_is_told_again_but_not_one_that_stays(tmp_path: Path) -> None:
    told = {
        "2022-01-10": "The inflation rate in Velden was 5%, the bank said.",
        "2022-03-10": "The inflation rate in Velden was 4%, the office said.",
        "2022-04-10": "In Velden the inflation rate was still at 4%, it was said.",
        "2022-06-10": "The inflation rate in Velden is 5%, the office said.",
    }
    found = told_of(tmp_path, told)
    labels = [s.label for s in found.sentences]
    assert labels == ["10 January 2022", "10 March 2022", "10 June 2022"]
    assert found.headline == "As of 10 June 2022, the newest of these articles: 5%"


def test_what_an_article_says_that_was_before_is_no_return(tmp_path: Path) -> None:
    told = {
        "2017-01-10": "The inflation rate in Velden was 5%, the bank said.",
        "2022-03-10": "The inflation rate in Velden is 9%, the office said. The office said back"
        " then that the inflation rate in Velden was 5%.",
    }
    assert days_told(tmp_path, told) == ["10 January 2017", "10 March 2022"]


def test_a_figure_is_of_its_article_and_not_of_the_date_of_what_was(tmp_path: Path) -> None:
    told = {
        "2021-10-04": "The inflation rate in Velden was 5.2%, the office said.",
        "2022-03-02": "The inflation rate in Velden is 4.1%, down from 6.3% in January 2021.",
    }
    assert days_told(tmp_path, told) == ["4 October 2021", "2 March 2022"]


def test_a_figure_is_new_by_what_it_became(tmp_path: Path) -> None:
    told = {
        "2022-01-10": "The inflation rate in Velden was 6.3%, the office said.",
        "2022-03-10": "The inflation rate in Velden has come down from the 6.3% of January, the"
        " office said, and is 4.1%.",
    }
    found = told_of(tmp_path, told)
    assert [s.label for s in found.sentences] == ["10 January 2022", "10 March 2022"]
    assert found.headline.endswith(": 4.1%")


def test_what_is_foreseen_is_not_told_as_of_its_article(tmp_path: Path) -> None:
    told = {
        "2022-01-04": "The inflation rate in Velden was 5.2%, the office said.",
        "2022-02-04": "The inflation rate in Velden was 6.1%, the office said.",
        "2022-03-02": "The inflation rate in Velden will be 7.4% in April, the office said.",
    }
    assert days_told(tmp_path, told) == ["4 January 2022", "4 February 2022"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Inflation is 4%, compared with 6.3% in January 2021.", "2022-03-02"),
        ("Inflation is 4%, lower than in January 2021.", "2022-03-02"),
        ("The toll is down from six deaths a day in January 2021.", "2022-03-02"),
        ("Inflation rose in May 2021 from 3% in January 2021 to 7%.", "2021-05-01"),
        ("Inflation rose from 3% to 7% in May 2021.", "2021-05-01"),
        ("More than 300 people left in May 2021.", "2021-05-01"),
        ("Inflation will be at 9% in April.", ""),
    ],
)
def test_dates_of_what_was_and_of_what_is_to_come_are_no_time(text: str, first: str) -> None:
    found = time_told(text, date(2022, 3, 2))
    assert (str(found[0]) if found else "") == first


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("How has the toll of the floods changed over time?", "What was the toll of the floods?"),
        ("How did rents in Leeds change since 2019?", "What was rents in Leeds since 2019?"),
        ("How much has the price of bread risen?", "What was the price of bread?"),
        ("How much did fares in Lom go up?", "What was fares in Lom?"),
        ("How did the river go down over the weeks?", "What was the river?"),
        ("How has the rent gone up in Ulm?", "What was the rent in Ulm?"),
        ("How many people left?", ""),
        ("What changed in the law?", ""),
    ],
)
def test_the_state_is_asked_for_where_the_change_finds_nothing(question: str, state: str) -> None:
    assert state_asked(question) == state


def test_a_toll_is_told_by_its_states(seed_index: Index) -> None:
    reply = ask("How did the death toll of the earthquakes change over time?", index=seed_index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    assert len({sentence.label for sentence in reply.sentences}) > 1


def test_of_the_one_event_that_has_a_toll_it_is_told_without_its_name(seed_index: Index) -> None:
    reply = ask("How did the death toll change over time?", index=seed_index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    told = {c.quote for c in reply.citations}
    assert len({c.article.id for c in reply.citations}) == 2
    assert any("3,400" in quote for quote in told)
    assert any("50,000" in quote for quote in told)
    assert not any("buildings" in quote for quote in told)


def test_it_is_asked_back_of_which_of_several_events(tmp_path: Path) -> None:
    told = {
        "Flood at Lower Quill kills dozens": "The flood at Lower Quill killed 31 people.",
        "Ferry sinks off Port Wendle": "The ferry sank off Port Wendle and 12 people died.",
    }
    index = archive(tmp_path, {title: (title, "2022-05-02", text) for title, text in told.items()})
    reply = ask("How did the death toll change over time?", index=index)
    assert isinstance(reply, NoAnswer)
    assert all(title in reply.reason for title in told)
    assert {hit.article.title for hit in reply.nearest} == set(told)


@pytest.mark.parametrize(
    ("asked", "open_"),
    [
        ("What was the death toll?", True),
        ("What was the toll of the floods?", False),
        ("What was the Ever Given's length?", False),
        ("What was rents in Leeds since 2019?", False),
    ],
)
def test_a_figure_without_its_event_is_known(asked: str, open_: bool) -> None:
    assert names_no_event(asked) is open_


def test_a_toll_is_asked_for_as_reports_tell_it() -> None:
    assert wordings("What was the death toll of the floods?")[1:] == (
        "How many people died in the floods?",
    )
    assert wordings("What was the price of bread?") == ("What was the price of bread?",)


@pytest.mark.parametrize(
    ("text", "read", "now"),
    [
        ("About 7% of the market is man-made, up from 3% in 2020.", "3%", "7%"),
        ("The toll rose from 12 deaths to 15 deaths.", "12 deaths", "15"),
        ("The rate is 4%, more than the 2% of last year.", "4%", "4%"),
        ("It costs $9, compared with $7 before.", "$7", "$9"),
        ("It fell from 40% to 30% in May and to 20% in June.", "40%", ""),  # which is unclear
        ("Up from 3% in 2020, it still grows.", "3%", ""),
        ("The toll is now more than 300 people, with 20 people missing.", "300", "300"),
        ("More than 300 people have left.", "300", "300"),
        ("No fewer than about 40 ships wait, not 12 ships.", "40", "40"),
        ("The rate is 4%, more than the 2% of last year.", "2%", "4%"),
        ("The queue fell from more than 300 ships to 20 ships.", "300", "20"),
        ("The rate rose by 2% from 5%.", "5%", ""),  # the other is by how much
        ("Sales fell more than 2% from 5%.", "5%", ""),
        ("Rents, up 2% from 5%, are at 7%.", "5%", "7%"),
        ("It fell to US$9 from US$12.", "US$12", "US$9"),
    ],
)
def test_the_headline_has_what_a_figure_became(text: str, read: str, now: str) -> None:
    start = text.index(read)
    [figure] = [q for q in find_quantities(text) if q.start <= start < q.end]
    found = that_is_now(text, figure)
    assert (text[found.start : found.end] if found else "") == now


def test_what_changed_is_told_without_a_figure_too(tmp_path: Path) -> None:
    told = {
        "Ferry 1": ("The ferry to Lom", "2021-03-02", "The ferry to Lom cost 4 marks last year."),
        "Ferry 2": ("The ferry to Lom", "2022-05-02", "The ferry to Lom now costs 7 marks."),
        "Ferry 3": ("The ferry to Lom", "2022-06-02", "The ferry to Lom is free for children now."),
    }
    index = archive(tmp_path, told)
    reply = ask("What is different about the price of the ferry to Lom now?", index=index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    said = " ".join(s.text for s in reply.sentences)
    assert all(words in said for words in ("4 marks", "7 marks", "free for children"))
