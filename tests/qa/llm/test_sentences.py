from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.article import Passage
from qa.answer import Hit
from qa.llm.prompt import as_data, prompt_of, tokens_in
from qa.llm.sentences import SentenceStream, Stated
from tests.conftest import article


def stated(*pieces: str) -> list[Stated]:
    stream = SentenceStream()
    return [found for piece in pieces for found in stream.feed(piece)] + stream.end()


def test_sentences_come_with_the_numbers_behind_or_before_the_full_stop() -> None:
    found = stated("Mr. Low won [1]. He left. [2][3] The U.S. team stayed [1, 2]!\n- It rained [4]")
    assert [(s.text, s.numbers) for s in found] == [
        ("Mr. Low won.", (1,)),
        ("He left.", (2, 3)),
        ("The U.S. team stayed!", (1, 2)),
        ("It rained", (4,)),
    ]


def test_no_sentence_comes_out_before_its_markers_are_whole() -> None:
    stream = SentenceStream()
    assert stream.feed("He left. [") == []
    assert stream.feed("2") == []
    assert stream.feed("] ") == []
    assert stream.feed("S") == [Stated("He left.", (2,), ())]


def test_what_looks_like_a_marker_and_is_none_is_kept_apart() -> None:
    (found,) = stated("A claim [1-3] and [²] and [٣] and [sic] and [7] end.")
    assert found == Stated("A claim and and and [sic] and end.", (7,), ("[1-3]", "[²]", "[٣]"))


def test_what_a_model_thinks_to_itself_is_left_out() -> None:
    assert stated("<thi", "nk>Hm. Two [1].", "</think>\n\nYes [1].") == [Stated("Yes.", (1,), ())]
    assert stated("<think>Never ends [1]. And on") == []


TEXT = st.text(st.sampled_from("aB1 .!?[]\n”,-²<>"), max_size=60)


@given(TEXT, st.lists(st.integers(0, 60), max_size=6))
def test_how_a_reply_is_cut_into_pieces_does_not_matter(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[a:b] for a, b in pairwise(places)]
    assert stated(*pieces) == stated(text) == stated(*text)


def hit(text: str, title: str = "Title") -> Hit:
    of = article(text, title=title)
    return Hit(Passage(0, of.id, of.version, 0, len(text), text), of, 1.0)


@given(st.text(max_size=80).filter(str.strip), st.text(max_size=40), st.text(max_size=30))
def test_nothing_of_an_article_looks_like_a_number_or_a_turn(
    text: str, title: str, question: str
) -> None:
    prompt, shown = prompt_of(question, [hit(text, " ".join(title.split()) or "t")] * 3, 1500)
    assert len(shown) == 3
    assert prompt.user.count("[") == prompt.user.count("]") == 3
    assert not set("<>|") & set(prompt.user)
    assert as_data(as_data(text)) == as_data(text)


def test_the_prompt_fits_and_the_best_passage_is_always_in_it() -> None:
    hits = [hit(f"{n} " + "Many words stand here. " * 40) for n in range(8)]
    system = tokens_in(prompt_of("q", hits[:1], 0)[0].system)
    sizes = []
    for room in (0, system + 200, system + 800, system + 4000):
        prompt, shown = prompt_of("What is said?", hits, room)
        sizes.append(len(shown))
        assert room < system + 200 or tokens_in(prompt.system + prompt.user) <= room
    assert sizes[0] == sizes[1] == 1
    assert sizes[1] < sizes[2] < sizes[3] == 8
