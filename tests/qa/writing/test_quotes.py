from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evidence.rerank import ScoredSentence
from qa.language.quotations import find_quotations, holds_direct_speech, same_speaker
from qa.writing.extractive import Draft, Refusal
from qa.writing.quotes import QuoteWriter, Wanted, quotations_asked
from tests.conftest import article
from tests.qa.evidence.scoring import scored

TEXT = """Mayor Ada Lindqvist opened the bridge on Tuesday.
“The bridge is safe. It will last a century,” Lindqvist said. “We paid for every bolt.”
Critics were not convinced. "It cost us the old market," said Jonas Weil, a shopkeeper.
He added: "Nobody asked the traders."
The engineer, Mia Roth, warned that the bridge needs paint every year.
The novel “A Bridge Too Many” was on sale."""


class Even:
    """A scorer that finds nothing better than anything else."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        return [-5.0 for _ in texts]


def sentences(text: str) -> list[ScoredSentence]:
    said = article(text)
    return [scored(text, 1.0, said)]


def answer(question: str, text: str = TEXT) -> Draft | Refusal:
    wanted = quotations_asked(question)
    assert wanted
    return QuoteWriter(wanted, Even()).write(question, sentences(text))


def test_quotations_and_their_speakers() -> None:
    direct = [(q.speaker, TEXT[q.start : q.end]) for q in find_quotations(TEXT) if q.direct]
    assert direct == [
        ("Lindqvist", "“The bridge is safe. It will last a century,”"),
        ("Lindqvist", "“We paid for every bolt.”"),
        ("Jonas Weil", '"It cost us the old market,"'),
        ("Jonas Weil", '"Nobody asked the traders."'),
    ]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What did Ada Lindqvist say about the bridge?", Wanted("Ada Lindqvist", "the bridge")),
        ("How did the mayor respond to critics?", Wanted("the mayor", "critics")),
        ("quote Lindqvist on the bridge", Wanted("Lindqvist", "the bridge")),
        ("What was Weil's reaction to it?", Wanted("Weil", "it")),
    ],
)
def test_whose_words_are_asked_for(question: str, wanted: Wanted) -> None:
    assert quotations_asked(question) == wanted


@pytest.mark.parametrize("question", ["What did he say?", "Who said so?", "How did they win?"])
def test_other_questions(question: str) -> None:
    assert quotations_asked(question) is None


def test_direct_speech_answers_word_for_word() -> None:
    draft = answer("What did Ada Lindqvist say about the bridge?")
    assert isinstance(draft, Draft)
    assert draft.sentences[0].text.startswith("“The bridge is safe. It will last a century,”")
    for citation in draft.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote


def test_reported_speech_where_there_is_no_direct() -> None:
    draft = answer("What did Mia Roth say about the bridge?")
    assert isinstance(draft, Draft)
    assert [s.text for s in draft.sentences] == [
        "The engineer, Mia Roth, warned that the bridge needs paint every year."
    ]


def test_the_refusal_says_that_nothing_is_quoted() -> None:
    draft = answer("What did Peter Crane say about the bridge?")
    assert isinstance(draft, Refusal)
    assert draft.reason == "No words of Peter Crane about the bridge are quoted or reported."


def test_a_surname_stands_for_the_full_name_of_that_text_only() -> None:
    assert same_speaker("Ada Lindqvist", "Lindqvist", TEXT)
    assert same_speaker("Lindqvist", "Mayor Ada Lindqvist", TEXT)
    assert not same_speaker("Bo Lindqvist", "Lindqvist", TEXT)
    assert not same_speaker("Ada Lindqvist", "Jonas Weil", TEXT)


@given(st.text(alphabet='“”" Ann Bo said he,.\n', max_size=120))
def test_quotations_stand_where_they_say(text: str) -> None:
    for found in find_quotations(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 <= found.said_start <= found.said_end <= len(text)
        assert not found.direct or text[found.start] in '“"'


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("“We paid for every bolt,” she said.", True),
        ('Weil said: "It cost us the old market."', True),
        ("She called it “a waste of good paint”.", True),
        ("The novel “Bridges” was on sale.", False),
        ('The "safe bridge" was closed again.', False),
        ("Roth warned that the bridge needs paint.", False),
    ],
)
def test_words_of_somebody_are_told_from_terms_and_reports(text: str, direct: bool) -> None:
    assert holds_direct_speech(text) is direct
