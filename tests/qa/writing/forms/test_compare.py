"""Comparisons: the sides that a question names, and a row for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.store import Index, open_index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.writing.forms.sides import comparison_in, is_named
from qa.writing.forms.yes_no import is_choice

ARTICLES = {
    "lark": ("Larkfield Post", "The new Corvo electric car has a range of 320 miles, it says."),
    "mill": ("Mill Herald", "The electric Corvo, shown on Monday, has a range of up to 260 miles."),
    "tax": ("Mill Herald", "Child care costs 29% of a wage in Norway, against Peru's 1%."),
}  # fmt: skip


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("articles")
    for name, (source, text) in ARTICLES.items():
        (folder / f"{name}.md").write_text(
            f'---\ntitle: "{name.title()}"\nsource: "{source}"\n---\n{text}', "utf-8"
        )
    build(folder, folder / "index")
    return open_index(folder / "index")


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How do costs in the UK stack up against Germany and France?", "the UK|Germany|France"),
        ("What range do USA Today and The Week each give for the car?", "USA Today|The Week"),
        ("Do CNN and USA Today agree on the bond?", "CNN|USA Today"),
        ("Compare Hubble and Webb.", "Hubble|Webb"),
        ("Which telescope is bigger, Hubble or Webb?", "Hubble|Webb"),
        ("What is the difference between Hubble and Webb?", "Hubble|Webb"),
        ("How does the UK compare with France on inflation?", "the UK|France"),
    ],
)
def test_the_sides_are_told(question: str, sides: str) -> None:
    found = comparison_in(question)
    assert found
    assert found.sides == tuple(sides.split("|"))
    assert not any(side in found.point for side in found.sides)


@pytest.mark.parametrize("question", ["Who compared the two?", "How do they differ?", "Or else?"])
def test_no_sides_no_comparison(question: str) -> None:
    assert comparison_in(question) is None


def test_a_row_for_each_paper(articles: Index) -> None:
    asked = "What range do the Larkfield Post and the Mill Herald each give for the electric Corvo?"
    reply = ask(asked, index=articles)
    assert isinstance(reply, Answer)
    assert reply.form is Form.COMPARE
    assert [s.label for s in reply.sentences] == ["the Larkfield Post", "the Mill Herald"]
    assert "320" in reply.sentences[0].text
    assert "260" in reply.sentences[1].text
    assert all(c.article.text[c.start : c.end] == c.quote for c in reply.citations)


def test_a_sentence_that_tells_of_all_sides_is_said_once(articles: Index) -> None:
    reply = ask("How do child care costs in Norway compare with Peru?", index=articles)
    assert isinstance(reply, Answer)
    assert [s.label for s in reply.sentences] == ["Norway · Peru"]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Is beef or chicken more expensive?", ("beef", "chicken")),
        ("How do electric cars compare with hybrids?", ("electric cars", "hybrids")),
        (
            "What is the difference between the old law and the new one?",
            ("the old law", "the new law"),
        ),
        ("Did the north get more rain than the south?", ("the north", "the south")),
        ("Which earned more, the first film or the sequel?", ("the first film", "the sequel")),
        ("Compare the rents in Leeds and in York.", ("Leeds", "York")),
        (
            "What did the Utah court rule on Ann Lee compared with the Nevada one?",
            ("the Utah", "the Nevada"),
        ),
    ],
)
def test_sides_without_names_are_told_by_grammar(question: str, sides: tuple[str, ...]) -> None:
    found = comparison_in(question)
    assert found
    assert found.sides == sides


@pytest.mark.parametrize(
    ("question", "of_each"),
    [
        (
            "What did the Utah court rule on Ann Lee compared with the Nevada one?",
            (
                "what did the Utah court rule on Ann Lee?",
                "what did the Nevada court rule on Ann Lee?",
            ),
        ),
        (
            "How many boats did Norway build compared to Peru?",
            ("how many boats did Norway build?", "how many boats did Peru build?"),
        ),
        (
            "Is rent higher in Leeds or in York?",
            ("is rent higher in Leeds?", "is rent higher in York?"),
        ),
        (
            "Compare the Danish and the Polish response to the flood.",
            (
                "compare the Danish response to the flood.",
                "compare the Polish response to the flood.",
            ),
        ),
        (
            "What is the difference between a dory and a punt?",
            ("What is a dory?", "What is a punt?"),
        ),
    ],
)
def test_each_side_has_a_question_of_its_own(question: str, of_each: tuple[str, ...]) -> None:
    found = comparison_in(question)
    assert found
    assert found.of_each == of_each
    assert not found.chooses


def test_sides_behind_a_question_have_no_question_of_their_own() -> None:
    found = comparison_in("Which telescope is bigger, Hubble or Webb?")
    assert found
    assert found.chooses


@pytest.mark.parametrize(
    "question", ["What did the court rule against Ann Lee?", "Who voted against the bill?"]
)
def test_what_is_against_somebody_is_no_comparison(question: str) -> None:
    assert comparison_in(question) is None


def test_names_are_found_letter_by_letter_and_other_words_in_any_form() -> None:
    assert is_named("Hybrid sales rose.", "hybrids")
    assert is_named("The old laws stay.", "the old law")
    assert not is_named("The law is old news; lawyers say so.", "the new law")
    assert not is_named("Rents in Leedsville rose.", "Leeds")


def test_what_each_side_is_where_no_point_is_named(seed_index: Index) -> None:
    reply = ask("Compare Chandrayaan-3 and Apollo 11.", index=seed_index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.COMPARE
    assert {sentence.label for sentence in reply.sentences} == {"Chandrayaan-3", "Apollo 11"}
    assert len(reply.sentences) > 2


def test_sides_that_no_article_tells_of_are_refused(seed_index: Index) -> None:
    assert ask("Compare Bolivia and Paraguay.", index=seed_index).refused


def test_names_are_found_without_their_accents() -> None:
    assert is_named("It rained on Príncipe.", "Principe")
    assert not is_named("It rained.", "Principe")


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How did the results on Principe and at Sobral differ?", {"Principe", "Sobral"}),
        ("Who got more votes in the second round, Boric or Kast?", {"Boric", "Kast"}),
    ],
)
def test_no_side_is_said_to_be_missing_that_the_articles_tell_of(
    question: str, sides: set[str], seed_index: Index
) -> None:
    reply = ask(question, index=seed_index)
    assert isinstance(reply, Answer)
    assert {side for s in reply.sentences for side in s.label.split(" · ")} == sides
    assert not reply.notice


def test_a_choice_is_known() -> None:
    assert is_choice("Did Hyundai or Kia recall more cars?")
    assert not is_choice("Did it rain or not?")
