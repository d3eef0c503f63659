from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

import qa
from index.article import Summary
from index.store import Index
from qa.answer import Answer
from qa.suggesting.candidates import Candidate
from qa.suggesting.story import same_story
from qa.suggesting.suggestions import (
    SURE,
    _asks_what_is_known,
    _sample,
    examples,
    follow_ups,
)
from tests.conftest import article


@pytest.fixture(scope="module")
def offered(seed_index: Index) -> list[Candidate]:
    return examples(seed_index, most=3, allowance=60)


def test_examples_are_answered_from_the_articles_they_were_made_from(
    seed_index: Index, offered: list[Candidate]
) -> None:
    assert len(offered) == 3
    assert len({suggestion.article_id for suggestion in offered}) == 3
    answer = qa.ask(offered[0].question, index=seed_index)
    assert isinstance(answer, Answer)
    assert answer.confidence >= SURE
    assert offered[0].article_id in {cited.article.id for cited in answer.citations}


def test_no_time_no_examples(seed_index: Index) -> None:
    assert examples(seed_index, allowance=-1) == []


def test_follow_ups_lead_on(seed_index: Index) -> None:
    question = "How many vessels were waiting to enter the Suez Canal?"
    answer = qa.ask(question, index=seed_index)
    [first] = follow_ups(answer, seed_index, most=1, allowance=60)
    assert first != question
    assert not qa.ask(first, index=seed_index).refused
    assert first not in follow_ups(answer, seed_index, most=1, allowance=60, earlier=[first])


def test_what_is_offered_is_of_thesame_story(seed_index: Index) -> None:
    answer = qa.ask("Who won the World Cup final in Qatar?", index=seed_index)
    assert isinstance(answer, Answer)
    for question in follow_ups(answer, seed_index, allowance=60):
        reply = qa.ask(question, index=seed_index)
        assert isinstance(reply, Answer)
        titles = {cited.article.title for cited in reply.citations}
        assert titles == {"Argentina beat France on penalties to win World Cup"}


STORM = "A storm tore the roof off the Testa Hall in Orlava. Mayor Ada Lind said nobody was hurt."


@pytest.mark.parametrize(
    ("title", "text", "published", "same"),
    [
        ("Roof of Testa Hall in Orlava mended", f"{STORM} Now it is mended.", "2021-05-20", True),
        ("Roof of Testa Hall in Orlava mended", f"{STORM} Now it is mended.", "2023-05-20", False),
        (
            "Mayor speaks in Orlava",
            "Mayor Ada Lind opened a school on Monday.",
            "2021-05-20",
            False,
        ),
        (
            "Storm",
            "Ships stayed in Skerrin as a storm came up from the south.",
            "2021-05-20",
            False,
        ),
    ],
)
def test_a_story_is_told_in_the_same_weeks_with_the_same_names(
    title: str, text: str, published: str, same: bool
) -> None:
    one = replace(
        article(STORM, "a", "Storm takes roof of Testa Hall"), published=date(2021, 5, 13)
    )
    other = replace(article(text, "b", title), published=date.fromisoformat(published))
    assert same_story(one, other) is same


def test_who_was_named_in_the_question_is_not_asked_for() -> None:
    text = "Ada Lind was born in Skerrin. The Testa Hall was closed because a storm hit it."
    held = article(text, title="Ada Lind of Orlava")
    asked = Candidate("Who was born in Skerrin?", "who", held.id, 0, 29)
    assert _asks_what_is_known(asked, held, {"ada", "lind"})
    assert not _asks_what_is_known(asked, held, {"orlava"})


def test_a_refusal_leads_to_what_is_near(seed_index: Index) -> None:
    refusal = qa.ask("What is the best recipe for sourdough bread?", index=seed_index)
    assert refusal.refused
    assert len(follow_ups(refusal, seed_index, most=1, allowance=60)) == 1


def summaries(source: str, count: int) -> Iterator[Summary]:
    for n in range(count):
        day = date(2021, 1, 1 + n)
        yield Summary(f"{source}{n}", "v", "Title", source, "", day, "", "seeds", 1)


def test_the_sample_takes_turns_and_reaches_back() -> None:
    held = [*summaries("b", 20), *summaries("a", 2)]
    chosen = [summary.id for summary in _sample(held, 8)]
    assert chosen[:2] == ["b19", "a1"]
    assert len(set(chosen)) == 8
    assert min(int(i[1:]) for i in chosen if i[0] == "b") <= 8
    assert chosen == [summary.id for summary in _sample(reversed(held), 8)]
