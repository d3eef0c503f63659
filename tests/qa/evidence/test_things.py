"""The things that passages name where several are asked for, by readers that mark what is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from index.article import Article, Passage
from qa.answer import Hit
from qa.evidence.scores import PassageScores
from qa.evidence.things import Signs, Thing, _windows, naming, things_of
from tests.conftest import article

LIKELY = 6.0  # a logit


@dataclass
class Marking:
    """A reader that marks the words that it is told, and notes what it read."""

    marked: frozenset[str]
    answers: float = 3.0
    read_texts: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        self.asked.add(question)
        self.read_texts += [text for _, text in passages]
        return [self._scores(text) for _, text in passages]

    def _scores(self, text: str) -> PassageScores:
        found = list(re.finditer(r"\w+", text))
        pieces = np.array([match.span() for match in found])
        tokens = np.full((len(found), 4), -LIKELY, dtype=np.float32)
        for place, match in enumerate(found):
            if match.group() in self.marked:
                tokens[place, 3] = LIKELY
        return PassageScores(text, pieces, tokens, 0.0, self.answers, 0.0)


def hit(article: Article, start: int, end: int, score: float = 1.0) -> Hit:
    text = article.text[start:end]
    return Hit(Passage(1, article.id, article.version, start, end, text), article, score)


FIRST = "They grow kale and rye there. "
REST = "Later on leek was grown too.\n\nLast came oats."


def test_each_thing_has_the_sentence_around_it() -> None:
    whole = article(FIRST + REST)
    reader = Marking(frozenset({"kale", "rye", "leek"}))

    found = things_of("what?", [hit(whole, 0, len(whole.text))], reader, passages=1, further=0)

    assert [thing.text for thing in found] == ["kale", "rye", "leek"]
    assert [whole.text[slice(*thing.sentence)] for thing in found] == [
        FIRST.strip(),
        FIRST.strip(),
        "Later on leek was grown too.",
    ]


def test_the_rest_of_the_article_that_names_most_is_read() -> None:
    other, best = article("They grow hops.", article_id="b"), article(FIRST + REST)
    hits = [hit(other, 0, len(other.text)), hit(best, 0, len(FIRST) - 1, 0.5)]
    reader = Marking(frozenset({"kale", "rye", "hops", "oats"}))

    found = things_of("what?", hits, reader, passages=2, further=1)

    assert [thing.text for thing in found] == ["hops", "kale", "rye", "oats"]
    assert [thing.signs.behind for thing in found] == [0.0, 0.5, 0.5, 0.5]
    assert [thing.signs.further for thing in found] == [0.0, 0.0, 0.0, 1.0]
    assert reader.read_texts[2:] == [REST]


def test_passages_and_the_rest_are_read_for_the_same_question() -> None:
    whole = article(FIRST + REST)
    reader = Marking(frozenset({"kale"}))
    things_of(
        "Didn't they grow rye?", [hit(whole, 0, len(FIRST) - 1)], reader, passages=1, further=1
    )
    assert len(reader.read_texts) == 2
    assert reader.asked == {"Did they grow rye?"}


def test_a_thing_is_likelier_by_its_logit_and_its_passages_place() -> None:
    signs = Signs(margin=1.0, behind=0.5, further=0.0)
    thing = Thing(article("They grow kale."), 10, 14, (0, 15), signs)
    assert 0 < thing.chance < 1
    assert replace(thing, signs=replace(signs, margin=2.0)).chance > thing.chance
    assert replace(thing, signs=replace(signs, behind=1.0)).chance < thing.chance


@given(st.lists(st.text("abc .\n", max_size=300), min_size=1, max_size=8), st.data())
def test_windows_are_what_is_not_held(parts: list[str], data: st.DataObject) -> None:
    text = ". ".join(parts)
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    assume(text[low:high].strip())  # a passage has words
    last = 0
    for start, end in _windows(text, [(low, high)]):
        assert last <= start < end <= len(text)
        assert end <= low or high <= start
        assert text[start:end].strip()
        last = end


def test_a_thing_of_stop_words_has_a_name_too() -> None:
    assert naming("the WHO")
    assert naming("IT") != naming("WHO")
    assert naming("the Bank of England") == naming("Bank of England")
