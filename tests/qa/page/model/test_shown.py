"""What a chat holds of a reply: no article, and everything that is shown of it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import fields, replace
from datetime import date

import pytest

from index.article import Article, Passage, version_of
from qa.answer import Answer, Citation, Hit, NoAnswer, Sentence
from qa.page.html.chat import chat_html
from qa.page.html.panel import article_html, sources_html
from qa.page.model.chat import Chat
from qa.page.model.shown import Shown
from qa.page.model.turn import State, Turn, passage_alone, settled, slim, sources_of

LONG = "It began. " * 20_000
TEXT = LONG + "At least 369 ships wait. " + LONG
START = len(LONG)


def reply(refused: bool = False) -> Answer | NoAnswer:
    of = Article("a", version_of(TEXT), "T", TEXT, "Wire", published=date(2021, 3, 29))
    copy = replace(of, id="b", source="Post")
    quote = TEXT[START : START + 24]
    passage = Passage(7, "a", of.version, START - 10, START + 34, TEXT[START - 10 : START + 34])
    hits = (Hit(passage, of, 1.0, copies=(copy,)),)
    if refused:
        return NoAnswer("No.", hits=hits, confidence=0.2, question="Q?", asked="q?")
    citation = Citation(1, of, START, START + 24, quote)
    short = Citation(1, of, START + 9, START + 12, "369")
    sentences = (Sentence(quote, (1,)),)
    return Answer(quote, sentences, (citation,), short, hits=hits, confidence=0.9, question="Q?")


def whole(refused: bool = False) -> Turn:
    made = reply(refused)
    return settled(Turn(0, "Q?", reply=made, sources=sources_of(made)), State.DONE)


@pytest.mark.parametrize("refused", [False, True])
def test_a_slim_turn_shows_what_the_whole_one_shows(refused: bool) -> None:
    turn = whole(refused)
    small = slim(turn)
    assert chat_html([small]) == chat_html([turn])
    assert sources_html(small) == sources_html(turn)
    assert (small.understood, small.answer) == (turn.understood, turn.answer)
    assert small.copies == turn.copies
    assert slim(small) is small


def test_whatever_a_reply_holds_is_shown() -> None:
    held = {one.name for kind in (Answer, NoAnswer) for one in fields(kind)}
    assert held | {"refused"} == {one.name for one in fields(Shown)}
    said = {name for name in vars(Answer) if not name.startswith("_")}
    assert said - {"as_json"} <= {*vars(Shown), *held}


def test_a_slim_turn_is_small_and_holds_no_article() -> None:
    def held(start: object) -> list[object]:
        seen, left = {id(start): start}, [start]
        while left:
            for one in gc.get_referents(left.pop()):
                if id(one) not in seen and not isinstance(one, type):
                    seen[id(one)] = one
                    left.append(one)
        return list(seen.values())

    small = held(slim(whole()))
    assert not any(isinstance(one, Article) for one in small)
    assert sum(len(one) for one in small if isinstance(one, str)) < 5_000


def test_a_chat_holds_a_whole_reply_only_until_it_is_led_on_from() -> None:
    chat = Chat()
    begun = chat.begin("Q?", {})
    assert begun is not None
    turn = whole()
    assert chat.update(begun, turn)
    assert chat.turns[0].reply is not turn.reply
    fresh = chat.take_fresh()
    assert fresh == (0, turn.reply)
    assert chat.take_fresh() is None
    assert chat.begin("And?", {}) is not None
    assert chat.take_fresh() is None


def test_the_passage_stands_for_an_article_of_which_nothing_else_is_left() -> None:
    small = slim(whole())
    alone = passage_alone(small.sources[0])
    assert alone.gone
    html = article_html(replace(small, sources=(alone,)), 0)
    assert ">At least 369 ships wait.</mark>" in html
    assert "no longer in the index" in html


def test_a_chat_that_is_dropped_frees_its_turns() -> None:
    chat = Chat()
    begun = chat.begin("Q?", {})
    assert begun is not None
    chat.update(begun, whole())
    gone = weakref.ref(chat)
    del chat, begun
    gc.collect()
    assert gone() is None
