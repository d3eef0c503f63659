"""The sources of a turn by article, and the marks in an opened one: no character is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Passage, version_of
from qa.answer import Answer, Citation, Hit, NoAnswer, Sentence
from qa.page.html.panel import article_html, sources_html
from qa.page.model.cards import cards_of, pieces_of, places_in_order
from qa.page.model.turn import State, Turn, slim, sources_of
from tests.qa.page.trees import Tree, harmless

TEXT = "One ship. Two ships waited there. Three came home."
ONE = Article("a", version_of(TEXT), "Harbour", TEXT, "Wire")
OTHER = Article("b", version_of("Else."), "Elsewhere", "Else.", "Post")


def cited(*places: tuple[Article, int, int]) -> Turn:
    """A turn whose sentences cite these places."""
    citations = tuple(
        Citation(number, of, start, end, of.text[start:end])
        for number, (of, start, end) in enumerate(places, 1)
    )
    sentences = tuple(Sentence(one.quote, (one.number,)) for one in citations)
    reply = Answer("", sentences, citations, hits=(), confidence=0.9)
    return Turn(0, "q", State.DONE, reply, sources=sources_of(reply))


TURN = cited((ONE, 0, 9), (OTHER, 0, 5), (ONE, 34, 50))


def test_an_article_has_one_card_with_each_quote() -> None:
    for turn in (TURN, slim(TURN)):
        cards = harmless(sources_html(turn))
        assert cards.texts["h3"] == ["Harbour", "Elsewhere"]
        assert cards.texts["mark"] == [TEXT[:9], TEXT[34:], "Else."]
        buttons = [b for b in cards.attributes("button") if b["class"] == "number"]
        assert [b["data-source"] for b in buttons] == ["0", "2", "1"]
        assert [b["aria-label"][-3:] for b in buttons] == ["[1]", "[3]", "[2]"]
    assert places_in_order(TURN.sources) == (0, 2, 1)


def test_an_opened_article_has_every_mark_and_stresses_one() -> None:
    opened = Tree(article_html(TURN, 2))
    first, now = opened.attributes("mark")
    assert (first["class"], first["data-number"], "tabindex" in first) == ("cited", "[1]", False)
    assert (now["class"], now["data-number"], now["tabindex"]) == ("cited now", "[3]", "-1")
    assert opened.texts["article"][0].endswith(TEXT)
    steps = [b["data-source"] for b in opened.attributes("button") if b["class"] == "step"]
    assert steps == ["0", "1"]


def test_marks_that_overlap_are_parted_where_they_begin_and_end() -> None:
    turn = cited((ONE, 0, 33), (ONE, 10, 50), (ONE, 10, 33))
    pieces = list(pieces_of(TEXT, turn.sources, 1))
    assert [(p.text, p.begins, p.stressed, p.first) for p in pieces] == [
        (TEXT[:10], (1,), False, False),
        (TEXT[10:33], (2, 3), True, True),
        (TEXT[33:], (), True, False),
    ]
    assert [a.get("data-number") for a in Tree(article_html(turn, 1)).attributes("mark")] == [
        "[1]",
        "[2][3]",
        None,
    ]


@given(st.lists(st.tuples(st.integers(0, 49), st.integers(1, 20)), min_size=1), st.data())
def test_whatever_is_marked_the_text_is_the_articles(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    turn = cited(*((ONE, start, min(start + long, 50)) for start, long in spans))
    opened = data.draw(st.integers(0, len(spans) - 1))
    pieces = list(pieces_of(TEXT, turn.sources, opened))
    assert "".join(piece.text for piece in pieces) == TEXT
    now = turn.sources[opened]
    assert "".join(p.text for p in pieces if p.stressed) == TEXT[now.start : now.end]
    assert sum(piece.first for piece in pieces) == 1
    assert sorted(n for p in pieces for n in p.begins) == list(range(1, len(spans) + 1))
    assert Tree(article_html(turn, opened)).texts["article"][0].endswith(TEXT)


def test_beside_other_quotes_a_passage_is_cut_to_what_stands_around() -> None:
    text = "word " * 100 + "Cited here." + " word" * 100
    of = Article("a", version_of(text), "T", text)
    passage = Passage(0, "a", of.version, 0, len(text), text)
    citations = (Citation(1, of, 500, 511, "Cited here."), Citation(2, of, 0, 4, "word"))
    hits = (Hit(passage, of, 1.0),)
    reply = Answer("", (), citations[:1], hits=hits, confidence=0.9)
    (whole,) = cards_of(sources_of(reply))[0].quotes
    assert whole.before + whole.words + whole.after == text
    assert (whole.begun, whole.more) == (False, False)
    reply = Answer("", (), citations, hits=hits, confidence=0.9)
    first, _ = cards_of(sources_of(reply))[0].quotes
    assert first.words == "Cited here."
    assert first.before + first.words + first.after in text
    assert len(first.before) <= 160
    assert (first.begun, first.more) == (True, True)


def test_passages_that_came_near_are_one_card_too() -> None:
    hits = tuple(
        Hit(Passage(n, "a", ONE.version, start, end, TEXT[start:end]), ONE, 1.0)
        for n, (start, end) in enumerate(((0, 9), (34, 50)))
    )
    reply = NoAnswer("r", hits=hits, confidence=0.1)
    turn = Turn(0, "q", State.DONE, reply, sources=sources_of(reply))
    cards = harmless(sources_html(turn))
    assert cards.texts["blockquote"] == ["One ship. …", "… Three came home."]
    assert "mark" not in cards.texts
    assert len([b for b in cards.attributes("button") if b["class"] == "number"]) == 2
