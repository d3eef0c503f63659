from __future__ import annotations

import pytest

from qa.answer import Citation
from qa.writing.extractive import Draft, ExtractiveWriter
from qa.writing.short_answer import short_answer
from qa.writing.span_reader import load_reader
from tests.qa.evidence.scoring import scored

SHIPS = "At least 369 ships were waiting to enter the canal, the authority said."


def short_of(question: str, text: str) -> Citation | None:
    sentence = scored(text, 4.0)
    draft = ExtractiveWriter().write(question, [sentence])
    assert isinstance(draft, Draft)
    return short_answer(question, draft, [sentence.hit], load_reader())


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("How many ships were waiting?", SHIPS, "369"),
        ("Who opened the bridge?", "On Monday Ana Torres opened the bridge.", "Ana Torres"),
        ("When did it open?", "The bridge opened on 12 May 2021 after a delay.", "12 May 2021"),
    ],
)
def test_the_short_answer(question: str, text: str, short: str) -> None:
    found = short_of(question, text)
    assert found is not None
    assert found.number == 1
    assert short in found.quote
    assert len(found.quote) < len(short) + 15
    assert found.article.text[found.start : found.end] == found.quote


def test_no_short_answer_where_the_sentence_does_not_say() -> None:
    assert short_of("What is the best recipe for sourdough bread?", SHIPS) is None


@pytest.mark.parametrize(
    "question",
    ["Why were ships waiting?", "What happened at the canal?", "What did the authority say?"],
)
def test_no_short_answer_to_what_few_words_do_not_answer(question: str) -> None:
    assert short_of(question, SHIPS) is None


def test_no_short_answer_without_the_passage() -> None:
    draft = ExtractiveWriter().write("", [scored(SHIPS, 4.0)])
    assert isinstance(draft, Draft)
    assert short_answer("How many ships were waiting?", draft, [], load_reader()) is None
