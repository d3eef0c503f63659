from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.wording import parts_of, plain_wording


@pytest.mark.parametrize(
    ("typed", "expected", "most"),
    [
        ("Hello, can you help me find out who won the derby?", "Who won the derby?", None),
        ("Could you please tell me when the ferry sank?", "When the ferry sank?", None),
        ("I would like to know why the lake froze", "Why the lake froze", None),
        ("who won the derby please", "who won the derby", None),
        ("Hi! Who won the derby? Thanks!", "Who won the derby?", None),
        ("Who won? Answer with a quote and cite your source.", "Who won?", None),
        ("Why did the lake freeze, in simple words?", "Why did the lake freeze?", None),
        ("Briefly, why did the lake freeze?", "Why did the lake freeze?", 1),
        ("Why did the lake freeze? Keep it short.", "Why did the lake freeze?", 1),
        ("Explain in detail how the lock works", "How the lock works", 6),
        ("Do you know if the ferry was late?", "Was the ferry late?", None),
        ("Who wrote a brief history of the lake?", "Who wrote a brief history of the lake?", None),
        ("Can you swim in the lake?", "Can you swim in the lake?", None),
        ("What did the hello campaign cost?", "What did the hello campaign cost?", None),
        ("Please", "Please", None),
        ("Who won with 395 points?", "Who won with 395 points?", None),
        ("Why was the lake shut? In three points.", "Why was the lake shut?", 3),
        ("Why were chips in short supply?", "Why were chips in short supply?", None),
        ("why did the short sellers lose", "why did the short sellers lose", None),
        ("In short, why did the lake freeze?", "Why did the lake freeze?", 1),
        ("Why did the lake freeze? A short answer please", None, 1),
        ("So far, how many have died?", "So far, how many have died?", None),
        ("Now that Lom is gone, who leads?", "Now that Lom is gone, who leads?", None),
        (
            "If Lom is convicted, can he run for mayor?",
            "If Lom is convicted, can he run for mayor?",
            None,
        ),
    ],
)
def test_only_what_is_asked_is_left(typed: str, expected: str | None, most: int | None) -> None:
    wording = plain_wording(typed)
    assert wording.most == most
    assert expected is None or wording.question == expected


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When was the Vasa launched and what did it cost?",
            ("When was the Vasa launched?", "What did the Vasa cost?"),
        ),
        (
            "Who is Amara Diallo? Where was she born?",
            ("Who is Amara Diallo?", "Where was Amara Diallo born?"),
        ),
        (
            "When and where was Amara Diallo born?",
            ("When was Amara Diallo born?", "Where was Amara Diallo born?"),
        ),
        ("Who opened the lock?", ()),
        ("Why did the U.S. Open move to July?", ()),
        ("What did Dr. Lee say of the St. Mary lock?", ()),
        ("What is the difference between what Ann said and what Bo said?", ()),
        ("Who won the cup and the league?", ()),
        ("Did the minister say who paid and why?", ()),
        ("Compare Norway and Sweden", ()),
    ],
)
def test_two_questions_are_parted(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@given(st.text(max_size=120))
def test_a_question_never_becomes_nothing(text: str) -> None:
    assert bool(plain_wording(text).question) == bool(text)


@pytest.mark.parametrize(
    ("question", "asked", "most"),
    [
        ("Give me a one-sentence answer: who won the final?", "Who won the final?", None),
        ("In two sentences, what happened to the ferry?", "What happened to the ferry?", 2),
        ("In no more than 20 words, what is a lock?", "What is a lock?", 1),
        ("According to the articles, did Kast concede?", "Did Kast concede?", None),
        ("Yes or no: is the canal open?", "Is the canal open?", None),
        ("Quick question - when was it freed?", "When was it freed?", None),
        ("Explain in simple words why it sank, and quote the owner.", "Why it sank", None),
        ("List three reasons why prices rose", "Why prices rose", None),
        ("Do you know whether Sweden joined NATO?", "Is it true that Sweden joined NATO?", None),
    ],
)
def test_how_to_answer_is_told_in_many_ways(question: str, asked: str, most: int | None) -> None:
    wording = plain_wording(question)
    assert (wording.question, wording.most) == (asked, most)


@pytest.mark.parametrize(
    "question",
    [
        "In 2021, who won the election?",
        "Berlin Wall: who opened it?",
        "Sweden - when did it join NATO?",
        "From the articles of March, what changed?",
        "According to Rabie, how many ships are waiting?",
        "If Kast conceded, who won?",
        "List the towns that were flooded.",
    ],
)
def test_what_a_question_is_about_is_kept(question: str) -> None:
    assert plain_wording(question).question == question
