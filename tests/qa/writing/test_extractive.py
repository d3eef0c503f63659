from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.evidence.rerank import ScoredSentence
from qa.writing.extractive import Draft, ExtractiveSettings, ExtractiveWriter, Refusal
from tests.conftest import article
from tests.qa.evidence.scoring import scored

SETTINGS = ExtractiveSettings(margin=4.0, most=3, redundant=0.7)


def write(*sentences: ScoredSentence) -> Draft | Refusal:
    return ExtractiveWriter(SETTINGS).write("question", sentences)


def test_nothing_found_is_a_refusal() -> None:
    assert isinstance(write(), Refusal)


def test_the_best_comes_first_and_what_is_far_below_it_is_left_out() -> None:
    draft = write(scored("Best one.", 6.0), scored("Near it.", 3.0), scored("Far off.", 1.0))
    assert isinstance(draft, Draft)
    assert [s.text for s in draft.sentences] == ["Best one.", "Near it."]
    assert [s.citations for s in draft.sentences] == [(1,), (2,)]


def test_a_sentence_that_adds_nothing_is_left_out() -> None:
    draft = write(
        scored("The ship ran aground near Suez on Tuesday.", 6.0),
        scored("The ship ran aground near Suez.", 5.5),
        scored("Tugs freed it six days later.", 5.0),
    )
    assert isinstance(draft, Draft)
    assert len(draft.sentences) == 2


def test_the_same_words_in_two_articles_are_said_once_and_cited_twice() -> None:
    one, two = article("Tugs freed it.", "one"), article("Tugs freed it.", "two")
    again = scored("Tugs freed it.", 5.0, one)
    draft = write(scored("Tugs freed it.", 5.0, one), scored("Tugs freed it.", 5.0, two), again)
    assert isinstance(draft, Draft)
    assert [s.citations for s in draft.sentences] == [(1, 2)]
    assert [c.article.id for c in draft.citations] == ["one", "two"]


def test_sentences_that_lean_on_one_another_are_said_once() -> None:
    text = "Lom Steel lost money. It cut 200 jobs. It will close two plants."
    of = article(text, "one")
    second, third = "It cut 200 jobs.", "It will close two plants."
    best = scored(second, 6.0, of, text.index(second))
    draft = write(best, scored(third, 5.5, of, text.index(third)))
    assert isinstance(draft, Draft)
    assert " ".join(s.text for s in draft.sentences) == text


@given(
    st.lists(st.tuples(st.text(min_size=1).filter(str.strip), st.floats(-10, 10)), max_size=8),
)
def test_whatever_the_sentences_every_quote_is_exact(pairs: list[tuple[str, float]]) -> None:
    sentences = sorted((scored(t, s) for t, s in pairs), key=lambda s: -s.score)
    draft = write(*sentences)
    if isinstance(draft, Refusal):
        assert not sentences
        return
    assert 1 <= len(draft.sentences) <= SETTINGS.most
    by_number = {c.number: c for c in draft.citations}
    for sentence in draft.sentences:
        assert sentence.citations
        for number in sentence.citations:
            citation = by_number[number]
            assert citation.article.text[citation.start : citation.end] == citation.quote
        assert by_number[sentence.citations[0]].quote == sentence.text


def test_the_best_is_said_once_with_what_leans_on_it() -> None:
    text = "It looks white. This is because it is cold."
    of = article(text)
    draft = write(
        scored("It looks white.", 6.0, of), scored("This is because it is cold.", 5.0, of, 16)
    )
    assert isinstance(draft, Draft)
    assert [s.text for s in draft.sentences] == [text]
