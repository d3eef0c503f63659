"""Copies become one hit, and nothing that stands in one article only is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa
from index.article import Article, Filters, Passage, version_of
from index.build import build
from index.store import Index, open_index
from qa.__main__ import main
from qa.answer import Answer, Citation, Hit
from qa.page.html.panel import sources_html
from qa.page.model.turn import State, Turn, sources_of
from qa.retrieval.copies import collapse, copies_of
from qa.retrieval.search import SearchSettings, search
from tests.index.conftest import write_article

FERRY = (
    "The last car ferry across the Ald estuary made its final crossing, ending a service that had "
    "run since 1911. Some two hundred people stood on the quay at Lowmouth to see it in."
)
MUSEUM = (
    "The county council said the boat would be moored at the old shipyard, where a museum of the "
    "river is to open next spring. A bridge two miles upstream now carries the traffic."
)


def story(name: str, *paragraphs: str, day: int = 1) -> list[Hit]:
    """The hits of an article, one for each paragraph."""
    text = "\n\n".join(paragraphs)
    article = Article(
        name, version_of(text), f"Title {name}", text, f"The {name}", "", date(2024, 3, day)
    )
    hits = []
    for paragraph in paragraphs:
        start = text.index(paragraph)
        passage = Passage(0, name, article.version, start, start + len(paragraph), paragraph)
        hits.append(Hit(passage, article, 1.0))
    return hits


def collapsed(hits: Sequence[Hit], question: str = "zzz", most: int = 99) -> list[Hit]:
    """Collapse with every article a near-duplicate of every other."""
    articles = {hit.article.id: hit.article for hit in hits}
    return collapse(
        question,
        iter(hits),
        most=most,
        near=lambda article_id: sorted(articles.keys() - {article_id}),
        article=articles.__getitem__,
    )


def shown(hits: Sequence[Hit]) -> list[tuple[str, list[str]]]:
    return [(hit.article.id, [copy.id for copy in hit.copies]) for hit in hits]


def test_the_better_of_two_copies_stays_and_names_the_other() -> None:
    one, two = story("Wire", FERRY), story("Courier", FERRY)
    assert shown(collapsed([*one, *two])) == [("Wire", ["Courier"])]
    assert shown(collapsed([*two, *one])) == [("Courier", ["Wire"])]


def test_articles_that_are_not_near_duplicates_stay_whatever_their_passages_say() -> None:
    hits = [*story("Wire", FERRY), *story("Courier", FERRY)]
    kept = collapse("zzz", hits, most=9, near=lambda _: [], article=lambda _: hits[0].article)
    assert shown(kept) == [("Wire", []), ("Courier", [])]


def test_a_passage_of_ones_own_stays() -> None:
    wire, courier = story("Wire", FERRY, MUSEUM), story("Courier", FERRY)
    assert shown(collapsed([*courier, *wire])) == [("Courier", ["Wire"]), ("Wire", [])]


def test_passages_cut_at_other_places_are_covered_together() -> None:
    wire, courier = story("Wire", FERRY, MUSEUM), story("Courier", f"{FERRY} {MUSEUM}")
    assert shown(collapsed([*wire, *courier])) == [("Wire", ["Courier"]), ("Wire", ["Courier"])]
    assert shown(collapsed([wire[0], *courier])) == [("Wire", ["Courier"]), ("Courier", ["Wire"])]


def test_a_dateline_and_a_credit_make_no_other_story() -> None:
    wire = story("Wire", f"LOWMOUTH, Aug 23 (Wire) - {FERRY} {MUSEUM}")
    courier = story("Courier", f"By our agency. {FERRY} {MUSEUM}")
    assert shown(collapsed([*wire, *courier])) == [("Wire", ["Courier"])]
    assert shown(collapsed([*courier, *wire])) == [("Courier", ["Wire"])]


@pytest.mark.parametrize(
    ("one", "other"), [("1911", "1912"), ("two hundred", "200"), ("final", "Tuesday's")]
)
def test_another_number_or_day_makes_another_story(one: str, other: str) -> None:
    hits = [*story("Wire", f"{FERRY} {MUSEUM}")]
    hits += story("Courier", f"{FERRY} {MUSEUM}".replace(one, other))
    assert len(collapsed(hits)) == 2


def test_what_the_question_asks_for_is_never_dropped() -> None:
    more = f"{FERRY} {MUSEUM}".replace("spring", "spring, with a gift shop")
    hits = [*story("Wire", f"{FERRY} {MUSEUM}"), *story("Courier", more)]
    assert len(collapsed(hits, "When does the museum open?")) == 1
    assert len(collapsed(hits, "Will there be a shop?")) == 2


def test_copies_that_no_search_found_are_named_the_oldest_first() -> None:
    hits = [
        *story("Late", FERRY, MUSEUM, day=9),
        *story("Early", FERRY, MUSEUM, day=2),
        *story("Other", MUSEUM, day=5),
    ]
    articles = {hit.article.id: hit.article for hit in hits}
    kept = collapse(
        "zzz", hits[:1], most=5, near=lambda _: ["Early", "Other"], article=articles.__getitem__
    )
    assert shown(kept) == [("Late", ["Early"])]
    kept = collapse(
        "zzz", hits[1:2], most=5, near=lambda _: ["Early", "Other"], article=articles.__getitem__
    )
    assert shown(kept) == [("Late", ["Early", "Other"])]


def test_no_more_is_read_than_needed() -> None:
    wire, courier, third = story("Wire", FERRY), story("Courier", FERRY), story("Third", MUSEUM)
    hits = iter([*wire, *courier, *third, *wire, *third])
    near = {"Wire": ["Courier"], "Courier": ["Wire"], "Third": []}
    kept = collapse(
        "zzz", hits, most=1, near=near.__getitem__, article=lambda _: courier[0].article
    )
    assert shown(kept) == [("Wire", ["Courier"])]
    assert len(list(hits)) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("uvwxyz")), max_size=12, unique=True
    ),
    st.integers(1, 12),
)
def test_order_and_number_are_kept_and_all_words_are_there(
    places: list[tuple[str, str]], most: int
) -> None:
    said = {
        letter: " ".join(f"{letter}{'abcdefghij'[n]}" for n in range(10)) for letter in "uvwxyz"
    }
    hits = [hit for name, letter in places for hit in story(name, said[letter])]
    everything = collapsed(hits)
    # the oracle: the first to say a thing stays, and names all who say it
    first = {letter: name for name, letter in reversed(places)}
    in_order = dict.fromkeys(letter for _, letter in places)
    assert [hit.passage.text for hit in everything] == [said[letter] for letter in in_order]
    for hit in everything:
        letter = hit.passage.text[0]
        assert hit.article.id == first[letter]
    assert [h.passage for h in collapsed(hits, most=most)] == [h.passage for h in everything[:most]]


def test_a_sentence_counts_as_copied_only_where_it_stands_word_for_word() -> None:
    (wire,), (courier,) = story("Wire", FERRY), story("Courier", FERRY.replace("quay", "pier"))
    (hit,) = collapsed([wire, courier])
    end = FERRY.index(". ") + 1
    first = Citation(1, wire.article, 0, end, FERRY[:end])
    second = Citation(2, wire.article, end + 1, len(FERRY), FERRY[end + 1 :])
    assert copies_of(first, [hit]) == (courier.article,)
    assert copies_of(second, [hit]) == ()
    assert copies_of(first, []) == ()


# -- the whole way, on the real models

QUESTION = "Where on the Moon did Chandrayaan-3 land?"
COPIES = {"Seed Wire", "Northgate Courier"}


def moon(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.article.source in COPIES]


@pytest.mark.parametrize("reranked", [True, False])
def test_the_two_moon_landings_are_one_hit(seed_index: Index, reranked: bool) -> None:
    hits = qa.retrieve(QUESTION, index=seed_index, k=5, reranked=reranked)
    assert len(hits) == 5
    opening = [hit for hit in moon(hits) if "first country" in hit.passage.text]
    assert len(opening) == 1
    (copy,) = opening[0].copies
    assert {opening[0].article.source, copy.source} == COPIES
    assert opening[0].as_json()["also_in"] == [
        {
            "article_id": copy.id,
            "version": copy.version,
            "title": copy.title,
            "source": copy.source,
            "published": "2023-08-23",
            "url": copy.url,
        }
    ]
    assert len({hit.passage.text for hit in hits}) == 5


def test_a_copy_that_the_filters_exclude_is_not_named(seed_index: Index) -> None:
    hits = qa.retrieve(QUESTION, index=seed_index, k=3, source="northgate courier")
    assert {hit.article.source for hit in hits} == {"Northgate Courier"}
    assert all(hit.copies == () for hit in hits)


def cards(reply: Answer) -> str:
    return sources_html(Turn(0, "?", State.DONE, reply, sources=sources_of(reply)))


def test_an_answer_names_the_copies_in_hits_cards_and_lines(
    seed_index: Index, seed_index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = qa.ask(QUESTION, index=seed_index)
    assert isinstance(reply, Answer)
    assert any(hit["also_in"] for hit in reply.as_json()["hits"])
    texts = [sentence.text for sentence in reply.sentences]
    assert len(texts) == len(set(texts))
    card = cards(reply)
    assert "Also in <bdi><a href=" in card
    assert "23 August 2023" in card.split("Also in")[1]
    assert main(["ask", QUESTION, "--index", str(seed_index_dir)]) == 0
    assert ", 2023-08-23\n" in capsys.readouterr().out.split("    also in ")[1]
    assert main(["retrieve", QUESTION, "--index", str(seed_index_dir), "-k", "1"]) == 0
    assert "   also in " in capsys.readouterr().out
    assert main(["retrieve", QUESTION, "--index", str(seed_index_dir), "-k", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["also_in"]


def test_many_copies_do_not_crowd_out_other_stories(tmp_path: Path) -> None:
    text = f"{FERRY}\n\n{MUSEUM}"
    for number in range(24):
        write_article(tmp_path, f"copy{number:02}", "Last ferry", text, source=f"Paper {number}")
    write_article(tmp_path, "other", "Ferry tickets", "A ferry ticket to Rookhope costs more now.")
    write_article(tmp_path, "third", "Ferry race", "Rowers raced an old ferry in the harbour.")
    build(tmp_path, tmp_path / "index")
    index = open_index(tmp_path / "index")
    shallow = SearchSettings(depth=4)
    hits = search("ferry", index, Filters(), most=3, settings=shallow)
    assert {hit.article.title for hit in hits} == {"Last ferry", "Ferry tickets", "Ferry race"}
    (first,) = [hit for hit in hits if hit.article.title == "Last ferry"]
    assert len(first.copies) >= 20
    assert hits == search("ferry", index, Filters(), most=3, settings=shallow)
    plain = SearchSettings(depth=4, collapsed=False)
    assert len(search("ferry", index, Filters(), most=4, settings=plain)) == 4


def test_the_card_of_a_hit_escapes_what_its_copies_bring_along() -> None:
    (hit,) = story("Wire", FERRY)
    many = tuple(
        Article(name, version_of(FERRY), "<i>", FERRY, "<script>", "", None, "javascript:alert(1)")
        for name in "bcdefgh"
    )
    sentence = Citation(1, hit.article, 0, len(FERRY), FERRY)
    shown_hit = Hit(hit.passage, hit.article, 1.0, copies=many)
    card = cards(Answer("", (), (sentence,), hits=(shown_hit,), confidence=0.9))
    assert "Also in <bdi>&lt;script&gt;</bdi>" in card
    assert "<bdi>2 more</bdi>" in card
    assert "<script>" not in card
    assert "javascript" not in card


def test_the_seeds_hold_one_pair_of_copies(seed_index: Index) -> None:
    (group,) = seed_index.near_groups()
    assert {seed_index.article(article_id).source for article_id in group} == COPIES
