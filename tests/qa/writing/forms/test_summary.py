from __future__ import annotations

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.writing.forms.summary import sentences_wanted


def summary(question: str, index: Index) -> Answer:
    reply = ask(question, index=index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.SUMMARY
    return reply


def test_how_many_sentences() -> None:
    assert sentences_wanted("Sum up the strike in two sentences") == 2
    assert sentences_wanted("Summarise the strike in 3 sentences") == 3
    assert sentences_wanted("Briefly, what is the strike about?") < sentences_wanted("Sum it up")
    assert sentences_wanted("Give me a full summary of the strike") > sentences_wanted("Sum it up")


@pytest.mark.parametrize("topic", ["the fuel shortage", "long Covid", "the full moon", "Briefing"])
def test_words_of_the_topic_say_nothing_of_the_length(topic: str) -> None:
    assert sentences_wanted(f"Summarise {topic}") == sentences_wanted("Sum it up")


def test_one_article_in_its_order(seed_index: Index) -> None:
    reply = summary("Summarise the article on euro notes and coins.", seed_index)
    assert {c.article.title for c in reply.citations} == {"Twelve countries switch to euro cash"}
    starts = [citation.start for citation in reply.citations]
    assert starts == sorted(starts)
    article = reply.citations[0].article
    assert len(reply.text) < len(article.text) / 2
    assert 3 <= len(reply.sentences) <= 6
    # not just the beginning
    assert max(starts) > len(article.text) / 3


def test_as_many_sentences_as_asked_for(seed_index: Index) -> None:
    reply = summary("Summarise the article on the Berlin Wall in two sentences.", seed_index)
    assert len(reply.sentences) == 2
    assert reply.headline.endswith("in 2 sentences")


def test_nothing_to_sum_up(seed_index: Index) -> None:
    assert ask("Summarise the article on quantum gravity.", index=seed_index).refused


def test_a_story_is_told_from_several_articles_by_their_days(seed_index: Index) -> None:
    reply = summary("Sum up the earthquakes in Türkiye and Syria.", seed_index)
    days = [reply.as_of(sentence) for sentence in reply.sentences]
    assert len({citation.article.id for citation in reply.citations}) > 1
    assert days == sorted(days, key=str)
    assert reply.headline == "2 articles in 5 sentences, 6 February 2023 to 25 February 2023"
    assert days[-1] == max(c.article.published for c in reply.citations if c.article.published)


def test_one_article_is_summed_up_where_one_is_asked_for(seed_index: Index) -> None:
    reply = summary("Summarise the article on the toll of the earthquakes.", seed_index)
    assert len({citation.article.id for citation in reply.citations}) == 1
