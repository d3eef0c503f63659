from __future__ import annotations

import pytest

from index.build import build
from index.store import Index, open_index
from qa.retrieval.spelling import respelled
from tests.index.conftest import write_article

ARTICLES = {
    "Tram": (
        "Amara Diallo opened the Ever Bright line in Skagen. Diallo was applauded. "
        "The Ever Bright line is the longest of Skagen, said the mayor, who is from Aalborg."
    ),
    "Fair": "The fair in Aalborg was opened by Tove Lindqvist. Lindqvist sang.",
    "Wires": "The trams have wi-fi now, paid by e-mail. The mayor said that wi-fi would stay.",
    "Bills": "The wife of the mayor, once the wife of a baker, gets her bills by e-mail.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("spelling")
    (folder / "seeds").mkdir()
    for title, text in ARTICLES.items():
        write_article(folder / "seeds", title.casefold(), title, text)
    build(folder / "seeds", folder / "index", fill_vectors=False)
    return open_index(folder / "index")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Where does the Everbright line end?", "Where does the Ever Bright line end?"),
        ("Which trams have wifi?", "Which trams have wi-fi?"),
        ("who pays by email", "who pays by e-mail"),
        ("Who is Amara Dialo?", "Who is Amara Diallo?"),
        ("who is lindqivst", "who is Lindqvist"),
        ("What did Diallo open in Skgaen?", "What did Diallo open in Skagen?"),
        ("Who is Peter Dialo?", "Who is Peter Dialo?"),
        ("Who is Amara Diallo?", "Who is Amara Diallo?"),
        ("Why are trams red?", "Why are trams red?"),
        ("Who is Xi?", "Who is Xi?"),
        ("List the trams of Skagen", "List the trams of Skagen"),
        ("Summarise the fair", "Summarise the fair"),
    ],
)
def test_names_are_spelt_as_in_the_articles(index: Index, typed: str, expected: str) -> None:
    assert respelled(typed, index).question == expected


def test_what_was_changed_is_told(index: Index) -> None:
    assert respelled("Who is Amara Dialo?", index).notice == (
        "Searched for “Diallo”: no article has “Dialo”."
    )


def test_where_nothing_is_changed_nothing_is_told(index: Index) -> None:
    assert respelled("Who is Amara Diallo?", index).notice == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("how big is the telescoep miror", "how big is the telescope mirror"),
        ("who is the presidnet of chile", "who is the president of chile"),
        ("when did the containr ship run agroud", "when did the container ship run aground"),
        ("who won the nobel prise for medecine", "who won the nobel prize for medicine"),
        ("a recipe for lasagne", "a recipe for lasagne"),
        ("how do I uninstall the programme", "how do I uninstall the programme"),
        ("why is the dishwasher leaking", "why is the dishwasher leaking"),
        ("which florist sells tulips", "which florist sells tulips"),
    ],
)
def test_plain_words_are_found_too_but_words_of_english_stay(
    typed: str, expected: str, seed_index: Index
) -> None:
    assert respelled(typed, seed_index).question == expected
