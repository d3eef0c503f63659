from __future__ import annotations

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.language.words import words
from qa.question.form import Form
from qa.writing.forms.summary import sentences_wanted
from tests.qa.writing.forms.archive import archive

# the strike goes on; the last two repeat what an earlier one says
TODAY = "2031-06-17"
MILLERS = {
    "2031-02-03": (
        "Millers of Vostrava go on strike",
        "The millers of Vostrava went on strike on Monday over the pay of 4,000 workers. Their"
        " union wants eight marks more a day than the owners of the mills in Vostrava offer.",
    ),
    "2031-03-04": (
        "Vostrava sends soldiers to the mills of the strike",
        "The government of Vostrava sent 300 soldiers to the mills on Tuesday, as the strike of the"
        " millers made bread dear. Their union said that it would not give in to soldiers.",
    ),
    "2031-06-10": (
        "Owners in Vostrava offer striking millers five marks",
        "The owners of the mills in Vostrava offered the striking millers five marks more a day on"
        " Tuesday. The millers of Vostrava went on strike on Monday over the pay of 4,000 workers.",
    ),
    "2031-06-12": (
        "Millers of Vostrava vote on the end of their strike",
        "The striking millers of Vostrava vote on Sunday on the offer of the owners, said their"
        " union. The millers of Vostrava went on strike on Monday, over the pay of 4,000 workers.",
    ),
}


@pytest.fixture(scope="module")
def strike(tmp_path_factory: pytest.TempPathFactory) -> Index:
    told = {day: (title, day, text) for day, (title, text) in MILLERS.items()}
    return archive(tmp_path_factory.mktemp("strike"), told)


def summary(question: str, index: Index, today: str = TODAY) -> Answer:
    reply = ask(question, index=index, today=today)
    assert isinstance(reply, Answer)
    assert reply.form is Form.SUMMARY
    return reply


def test_how_many_sentences() -> None:
    assert sentences_wanted("Sum up the strike in two sentences") == 2
    assert sentences_wanted("Summarise the strike in 3 sentences") == 3
    assert sentences_wanted("Briefly, what is the strike about?") < sentences_wanted("Sum it up")
    assert sentences_wanted("Brief me on the strike") == sentences_wanted("Sum it up")
    assert sentences_wanted("Give me a full summary of the strike") > sentences_wanted("Sum it up")


@pytest.mark.parametrize(
    ("wish", "most"),
    [
        ("in a sentence", 1),
        ("in a single sentence", 1),
        ("in one short sentence", 1),
        ("in no more than 3 sentences", 3),
        ("in two or three sentences", 3),
        ("in a couple of sentences", 2),
        ("in a few lines", 4),
        ("in 4 bullet points", 4),
        ("in about 50 words", 2),
        ("in 20 words", 1),
        ("in a nutshell", 4),
        ("and be concise", 4),
        (", keep it short", 4),
    ],
)
def test_the_same_length_in_other_words(wish: str, most: int) -> None:
    assert sentences_wanted(f"Summarise the strike {wish}") == most


@pytest.mark.parametrize("length", ["one sentence", "one-sentence", "25-word"])
def test_the_length_before_what_is_asked_for(length: str) -> None:
    assert sentences_wanted(f"Give me a {length} summary of the strike") == 1


@pytest.mark.parametrize(
    "topic", ["the fuel shortage", "long Covid", "the full moon", "Briefing", "a sentence"]
)
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
    assert reply.headline == "2 articles in 6 sentences, 6 February 2023 to 25 February 2023"
    assert days[-1] == max(c.article.published for c in reply.citations if c.article.published)


def test_one_article_is_summed_up_where_one_is_asked_for(seed_index: Index) -> None:
    reply = summary("Summarise the article on the toll of the earthquakes.", seed_index)
    assert len({citation.article.id for citation in reply.citations}) == 1


def test_only_articles_of_the_period_asked_for_are_summed_up(strike: Index) -> None:
    asked = "Summarise in two sentences the strike of the millers of Vostrava"
    reply = summary(f"{asked} last week", strike)
    days = {str(citation.article.published) for citation in reply.citations}
    assert "Only articles" in reply.named.note
    assert days == {"2031-06-10", "2031-06-12"}
    reply = summary(f"{asked} last week", strike, "2031-08-20")  # there is none: all are searched
    assert "all dates were searched" in reply.named.note
    assert reply.citations


def test_the_one_article_too_is_of_the_period_asked_for(strike: Index) -> None:
    asked = "Summarise the article on soldiers in the strike in Vostrava last week"
    reply = summary(asked, strike)
    assert "Only articles" in reply.named.note
    assert {c.article.published.month for c in reply.citations if c.article.published} == {6}


def test_what_later_articles_repeat_is_told_once(strike: Index) -> None:
    reply = summary("Sum up the strike of the millers of Vostrava", strike)
    told = [words(sentence.text) for sentence in reply.sentences]
    assert len(told) == len({tuple(said) for said in told}) == 6
    again = words("The millers of Vostrava went on strike on Monday")
    repeated = [s for s in reply.sentences if words(s.text)[: len(again)] == again]
    assert [str(reply.as_of(sentence)) for sentence in repeated] == ["2031-02-03"]


def test_one_sentence_of_a_story_is_the_best(strike: Index) -> None:
    asked = "Summarise the strike of the millers of Vostrava in one sentence"
    (best,) = summary(asked, strike).sentences
    assert best.text.startswith("The government")
