from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from qa.evidence.rerank import ScoredSentence
from qa.writing.reading_order import Piece, in_order, leans, whole_piece
from tests.conftest import article
from tests.qa.evidence.scoring import scored

TEXT = (
    "The ferry sank off Skagen on Friday. It had 40 people on board. All were saved.\n"
    "They were taken to Aalborg."
)


def at(sentence: str, text: str = TEXT) -> ScoredSentence:
    return scored(sentence, 1.0, article(text, "one"), text.index(sentence))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It said so.", True),
        ("But they left.", True),
        ("The latter won.", True),
        ("“He is right,” she said.", True),
        ("And, however, these fell.", True),
        ("Italy said so.", False),
        ("Theresa May left.", False),
        ("The ship left.", False),
        ("Hermann won.", False),
        ("Both sides agreed.", True),
    ],
)
def test_sentences_that_point_back_are_told(text: str, expected: bool) -> None:
    assert leans(text) is expected


def test_what_leans_comes_with_the_sentence_before() -> None:
    piece = whole_piece(at("It had 40 people on board."))
    assert piece.text == "The ferry sank off Skagen on Friday. It had 40 people on board."


def test_what_stands_alone_comes_alone() -> None:
    assert whole_piece(at("All were saved.")).text == "All were saved."


def test_a_paragraph_is_not_left() -> None:
    alone = "They were taken to Aalborg."
    assert whole_piece(at(alone)).text == alone


def test_a_long_sentence_before_is_left_out() -> None:
    text = f"The {'very ' * 120}old ferry sank. It had 40 people on board."
    assert whole_piece(at("It had 40 people on board.", text)).text == "It had 40 people on board."


def test_pieces_stand_as_in_their_articles_and_the_first_article_leads() -> None:
    one, two = article(TEXT, "one"), article("It rained.", "two")
    late, early = Piece(one, 81, len(TEXT)), Piece(one, 0, 36)
    other = Piece(two, 0, 10)
    assert in_order([late, other, early]) == [early, late, other]


def test_pieces_that_follow_one_another_become_one() -> None:
    one = article(TEXT, "one")
    joined = in_order([Piece(one, 37, 63), Piece(one, 0, 36)])
    assert [piece.text for piece in joined] == [
        "The ferry sank off Skagen on Friday. It had 40 people on board."
    ]


spans = st.tuples(st.integers(0, 90), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), spans), max_size=8))
def test_nothing_is_lost_and_nothing_said_twice(held: list[tuple[str, tuple[int, int]]]) -> None:
    articles: dict[str, Article] = {
        name: article("word " * 30 + "\n" + "more " * 30, name) for name in "ab"
    }
    pieces = [Piece(articles[name], start, end) for name, (start, end) in held]
    joined = in_order(pieces)
    for piece in pieces:
        holding = [
            one
            for one in joined
            if one.article.id == piece.article.id
            and one.start <= piece.start
            and piece.end <= one.end
        ]
        assert len(holding) == 1
