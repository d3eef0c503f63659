from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import qa
from index.article import Summary
from index.store import Index
from qa.answer import Answer
from qa.suggesting.candidates import Candidate
from qa.suggesting.suggestions import SURE, _sample, examples, follow_ups


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
