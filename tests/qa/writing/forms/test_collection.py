"""Answers about the collection, on the seeds and on a few articles made up for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.article import Filters
from index.build import build
from index.store import Index, open_index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.question.periods import named_in
from qa.writing.forms.catalogue import spans_asked
from qa.writing.forms.collection_lines import narrowed
from tests.qa.writing.forms.archive import archive

REPORT = (
    "The Skarn Bridge over the Lom was opened on Tuesday by Mayor Ida Holm. Thousands walked across"
    " in the rain, and the last ferry made its way over the river once more with a band on board."
    " The bridge took six years to build and is the longest in the valley, its engineers said."
)
ROWS = [
    {"id": "a", "title": "Skarn Bridge opens", "text": REPORT, "date": "2021-03-02",
     "source": "Lom Post", "author": "Una Berg"},
    {"id": "b", "title": "Skarn Bridge opened", "text": f"{REPORT} It was sunny.",
     "date": "2021-03-03", "source": "Valley Times"},
    {"id": "c", "title": "Ferrymen look for work", "date": "2021-04-09", "source": "Lom Post",
     "text": "The ferrymen of the Lom are out of work since the Skarn Bridge took their trade. They"
     " hope for tourists.\n\nPer Lund is a reporter at the Post."},
    {"id": "d", "title": "A dry summer", "date": "2022-07-01", "source": "Valley Times",
     "text": "No rain fell for forty days, and wells ran dry in the villages of the upper valley."},
]  # fmt: skip


@pytest.fixture(scope="module")
def lom(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A small index: a report, a copy of it, an article that mentions it, another one."""
    folder: Path = tmp_path_factory.mktemp("lom")
    (folder / "in").mkdir()
    rows = "\n".join(json.dumps(row) for row in ROWS)
    (folder / "in" / "articles.jsonl").write_text(rows, "utf-8")
    build(folder / "in", folder / "index")
    return open_index(folder / "index")


def answer(question: str, index: Index) -> Answer:
    reply = ask(question, index=index, today="2022-12-01")
    assert isinstance(reply, Answer)
    assert reply.form is Form.COLLECTION
    return reply


def cited(reply: Answer) -> list[str]:
    by_number = {citation.number: citation.article.id for citation in reply.citations}
    return [by_number[number] for said in reply.sentences for number in said.citations]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("What did Una Berg write?", ["a"]),
        ("Which articles has Una Berg written about the bridge?", ["a"]),
        ("What did the Lom Post write about the ferrymen?", ["c"]),
        ("What has the Valley Times written?", ["d", "b"]),
        ("What do you have on the dry summer?", ["d"]),
        ("Which articles from April 2021 mention the Skarn Bridge?", ["c"]),
        ("Which articles from April 2021 onwards are there?", ["d", "c"]),
    ],
)
def test_authors_papers_and_days_narrow_what_is_asked(
    lom: Index, question: str, ids: list[str]
) -> None:
    assert cited(answer(question, lom)) == ids


def test_what_a_stranger_to_the_index_wrote_is_looked_for_in_the_texts(lom: Index) -> None:
    reply = ask("What did Ida Holm write about the bridge?", index=lom)
    assert not isinstance(reply, Answer) or reply.form is not Form.COLLECTION


def test_mentions_are_counted_and_copies_told(lom: Index) -> None:
    reply = answer("How many articles mention the Skarn Bridge?", lom)
    assert reply.headline == ("3 articles mention “Skarn Bridge”, 1 of them a copy of another.")
    assert cited(reply) == ["c", "a", "b"]
    assert reply.confidence == 1.0
    assert reply.sentences[0].label == "Ferrymen look for work (Lom Post, 9 April 2021)"
    assert all("Skarn Bridge" in said.text for said in reply.sentences)


def test_mentions_in_a_title_alone_count(tmp_path: Path) -> None:
    told = {
        "one": ("Gale closes Orla Pier", "2021-03-02", "It stays shut until Monday, all agree."),
        "two": ("A ferry returns", "2021-03-03", "It calls at Orla Pier, then at Orla Pier again."),
    }
    index = archive(tmp_path, told)
    reply = answer("How often is Orla Pier mentioned?", index)
    assert reply.headline == "“Orla Pier” is mentioned 3 times, in 2 articles."


def test_none_is_an_answer(lom: Index) -> None:
    reply = answer("Which articles mention Atlantis?", lom)
    assert reply.headline == "No article mentions “Atlantis”."
    assert (reply.sentences, reply.citations) == ((), ())
    assert reply.text == "No article mentions “Atlantis”."
    assert reply.confidence == 1.0


def test_days_and_sources_in_the_question_narrow(lom: Index) -> None:
    reply = answer("Which articles mention the Skarn Bridge in March 2021?", lom)
    assert reply.headline.startswith("2 articles published from 1 March 2021 to 31 March 2021")
    reply = answer("How many Lom Post articles mention the Skarn Bridge?", lom)
    assert sorted(cited(reply)) == ["a", "c"]
    assert reply.headline.startswith("2 articles from Lom Post mention")


def test_given_filters_are_kept(lom: Index) -> None:
    reply = ask("How many articles mention the Lom?", index=lom, source="lom post")
    assert isinstance(reply, Answer)
    assert reply.headline == "2 articles mention “Lom”."


def test_authors(lom: Index) -> None:
    asked = answer("Who wrote the article about the opening of the bridge?", lom)
    assert "Una Berg" in asked.headline
    asked = answer("Who wrote the article about ferrymen out of work?", lom)
    assert asked.headline == "Written by Per Lund, as the article's own lines say."
    assert asked.sentences[0].text == "Per Lund is a reporter at the Post."
    assert cited(answer("What has Una Berg written?", lom)) == ["a"]


def test_newest_oldest_and_days(lom: Index) -> None:
    assert answer("What is the newest article?", lom).headline == "1 July 2022: “A dry summer”."
    assert cited(answer("What's the oldest article on the Skarn Bridge?", lom))[0] == "a"
    assert answer("When was the article on the drought published?", lom).headline == (
        "Published on 1 July 2022."
    )
    span = answer("Which dates do the articles cover?", lom)
    assert span.headline == "Published from 2 March 2021 to 1 July 2022."


def test_sources(lom: Index) -> None:
    reply = answer("Which papers reported on the Skarn Bridge?", lom)
    assert "Lom Post" in reply.headline
    assert "Valley Times" in reply.headline
    assert answer("What sources do you have?", lom).headline.startswith("2 sources: ")


def test_anything_on_it(seed_index: Index) -> None:
    reply = answer("Do you have anything on malaria?", seed_index)
    assert reply.headline == "Yes: 1 article is about “malaria”."
    reply = answer("Do you have anything on sourdough bread?", seed_index)
    assert reply.headline == "No article is about “sourdough bread” or mentions it."


def test_two_names_need_both(seed_index: Index) -> None:
    reply = answer("Which articles mention both Boric and Kast?", seed_index)
    assert len(reply.sentences) == 1
    reply = answer("Which articles mention both Boric and Mandela?", seed_index)
    assert reply.headline == "No article mentions “Boric” and “Mandela”."


def test_the_whole_collection(seed_index: Index) -> None:
    reply = answer("How many articles are there?", seed_index)
    assert reply.headline.startswith("There are 18 articles")
    assert len(reply.sentences) == 10
    assert answer("What is in the archive?", seed_index).headline.startswith("18 articles from 7")


def test_every_period_counts_within_what_was_given() -> None:
    today = date(2022, 9, 14)
    named = named_in("How many articles from May 2021 and from June 2022?", today)
    spans = spans_asked(named, Filters(since=date(2021, 5, 10)), today)
    assert [(one.since, one.until) for one in spans] == [
        (date(2021, 5, 10), date(2021, 5, 31)),
        (date(2022, 6, 1), date(2022, 6, 30)),
    ]
    assert narrowed(spans) == (
        " published from 10 May 2021 to 31 May 2021 and from 1 June 2022 to 30 June 2022"
    )
