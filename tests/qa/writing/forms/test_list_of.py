"""Lists, written from a few small articles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, version_of
from index.build import build
from index.store import Index, open_index
from qa.answer import Answer
from qa.asking import ask
from qa.evidence.things import Signs, Thing
from qa.question.form import Form
from qa.writing.forms.list_of import worth_telling

ARTICLES = {
    "club": "The Larkfield rowing club has new partners. The limited partners are racing driver"
    " Ada Lind, bank head Bo Hart and former minister Cy Dahl. They paid 3 million pounds in May.",
    "again": "The limited partners of the Larkfield rowing club, Ada Lind, Bo Hart and Cy Dahl, met"
    " the crew on Sunday. It rained all day.",
    "cakes": "Honey cakes will be sold in a trial from May.\n\nShops in Westmark that sell honey"
    " cakes:\n\n5 Mill Road, Ashby\n\n12 High Street, Corby\n\nShops in Eastmark that sell honey"
    " cakes:\n\n3 Low Lane, Derry\n\n8 Park Row, Elstow\n\nThe trial ends in June.",
}  # fmt: skip


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    build(folder, folder / "index")
    return open_index(folder / "index")


def listed(question: str, index: Index) -> Answer:
    reply = ask(question, index=index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.LIST
    for sentence in reply.sentences:
        (number,) = sentence.citations
        quote = reply.citations[number - 1].quote
        assert sentence.label in quote
        assert sentence.text in ("", quote)
    return reply


def test_one_thing_a_line_copies_merged(articles: Index) -> None:
    found = listed("Who are the limited partners of the Larkfield rowing club?", articles)
    assert sorted(s.label for s in found.sentences) == ["Ada Lind", "Bo Hart", "Cy Dahl"]


def test_a_list_is_as_sure_as_its_things(articles: Index) -> None:
    plain = listed("Who are the limited partners of the Larkfield rowing club?", articles)
    far = ask("Which shops do the partners of the rowing club own?", index=articles)
    assert plain.confidence > 0.5
    assert far.refused or far.confidence < plain.confidence


def test_a_list_of_an_article_itself_is_taken_line_by_line(articles: Index) -> None:
    found = listed("List the shops in Eastmark that sell honey cakes.", articles)
    assert [s.label for s in found.sentences] == ["3 Low Lane, Derry", "8 Park Row, Elstow"]
    assert "Derry" in found.text


def test_a_list_of_something_else_about_the_same_name_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "ban.md").write_text(
        '---\ntitle: "More countries ban Zelquo from networks"\n---\n'
        "The countries Norland, Ostrava and Pellia have banned Zelquo.\n\nMore on Zelquo:\n\n"
        "Why is Zelquo so cheap\n\nThe man behind the phones\n\nFive charts on a rise",
        "utf-8",
    )
    build(tmp_path, tmp_path / "index")
    reply = ask("Which countries have banned Zelquo?", index=open_index(tmp_path / "index"))
    assert isinstance(reply, Answer)
    assert not any("charts" in s.label or "behind" in s.label for s in reply.sentences)


def test_a_list_may_be_of_what_is_asked_in_part_in_other_words(tmp_path: Path) -> None:
    (tmp_path / "top.md").write_text(
        '---\ntitle: "Norfly beats Qelair"\n---\nNorfly is the best to fly with.\n\n'
        "The top of the Zelquo ranking of airlines:\n\n1. Norfly\n\n2. Qelair\n\n3. Ostwing",
        "utf-8",
    )
    build(tmp_path, tmp_path / "index")
    found = listed("Which carriers have topped the Zelquo ranking?", open_index(tmp_path / "index"))
    assert [s.label for s in found.sentences] == ["1. Norfly", "2. Qelair", "3. Ostwing"]


def test_one_thing_is_no_list(articles: Index) -> None:
    reply = ask("What did the partners of the rowing club pay?", index=articles)
    assert isinstance(reply, Answer)
    assert reply.form is not Form.LIST


@given(margins=st.lists(st.floats(-6, 6), max_size=9), unmarked=st.floats(0, 4))
def test_the_things_told_are_those_expected_to_serve_best(
    margins: list[float], unmarked: float
) -> None:
    """Of all choices of things none has a higher expected F1 than the one that is told."""
    article = Article("a", version_of("x"), "", "x")
    things = [
        Thing(article, 0, 1, (0, 1), Signs(margin=margin, behind=0.0, further=0.0))
        for margin in margins
    ]
    wanted = sum(thing.chance for thing in things) + unmarked

    def worth(told: Sequence[Thing]) -> float:
        return 2 * sum(thing.chance for thing in told) / (len(told) + wanted) if told else 0.0

    told = worth_telling(things, unmarked)
    best = max(
        worth(some) for size in range(len(things) + 1) for some in combinations(things, size)
    )
    assert worth(told) == pytest.approx(best)
    places = [next(n for n, thing in enumerate(things) if thing is one) for one in told]
    assert places == sorted(places)
