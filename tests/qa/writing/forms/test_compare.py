"""Comparisons: the sides that a question names, and a row for each."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from index.build import build
from index.store import Index, open_index
from qa.answer import Answer
from qa.asking import ask
from qa.language.words import words
from qa.question.form import Form
from qa.writing.forms.yes_no import is_choice
from tests.qa.writing.forms.archive import archive

ARTICLES = {
    "lark": ("Larkfield Post", "The new Corvo electric car has a range of 320 miles, it says."),
    "mill": ("Mill Herald", "The electric Corvo, shown on Monday, has a range of up to 260 miles."),
    "tax": ("Mill Herald", "Child care costs 29% of a wage in Norway, against Peru's 1%."),
    "kenya": ("Tarn Times", "Child care in Kenya costs 12% of a wage, a study found."),
    "cheese": ("Tarn Times", "A dorla is a hard cheese. a dorla is a hard cheese! Dorla is old."),
    "bread": ("Tarn Times", "A pallin is a flat bread that is made of rye."),
    "ash": ("Larkfield Post", "Grey dust lay on our streets. Tolbur's eruption hid the sun."),
}
TELLING = (
    "forced villagers from their homes", "closed the airport", "killed cattle", "lit up the sky",
    "buried a road", "drew crowds of tourists", "stopped the ferries", "spoiled the harvest",
)  # fmt: skip
WHEN = ("at dawn", "at noon", "by night", "before the feast", "after the rain", "in the spring",
        "during the fair", "within an hour")  # fmt: skip  # fmt: skip


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("articles")
    for name, (source, text) in ARTICLES.items():
        (folder / f"{name}.md").write_text(
            f'---\ntitle: "{name.title()}"\nsource: "{source}"\n---\n{text}', "utf-8"
        )
    for n, (what, when) in enumerate(product(TELLING, WHEN)):  # more than are found at once
        (folder / f"eruption{n}.md").write_text(
            f'---\ntitle: "The eruption of Tolbur"\nsource: "Tarn Times"\n---\n'
            f"The eruption of Tolbur, as we report, {what} {when}.",
            "utf-8",
        )
    build(folder, folder / "index")
    return open_index(folder / "index")


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


def test_a_sentence_found_for_two_sides_is_said_once(articles: Index) -> None:
    asked = "How do child care costs in Norway stack up against Peru and Kenya?"
    reply = ask(asked, index=articles)
    assert isinstance(reply, Answer)
    assert [s.label for s in reply.sentences] == ["Norway · Peru", "Kenya"]
    assert not reply.notice


@pytest.mark.parametrize(
    ("asked", "labels", "notice"),
    [
        (
            "How do child care costs in Kenya stack up against Norway and Peru in one sentence?",
            ["Norway · Peru"],
            "Left out to be as short as asked: Kenya.",
        ),
        (
            "In two sentences, what is the difference between a dorla and a pallin?",
            ["a dorla", "a pallin"],
            "",
        ),
        (
            "In one sentence, how do child care costs in Norway compare with Peru?",
            ["Norway · Peru"],
            "",
        ),
    ],
)
def test_a_comparison_is_as_short_as_asked(
    asked: str, labels: list[str], notice: str, articles: Index
) -> None:
    reply = ask(asked, index=articles)
    assert isinstance(reply, Answer)
    assert reply.form is Form.COMPARE
    assert [s.label for s in reply.sentences] == labels
    assert reply.notice == notice


def test_the_same_words_are_said_once_of_a_side(articles: Index) -> None:
    reply = ask("What is the difference between a dorla and a pallin?", index=articles)
    assert isinstance(reply, Answer)
    said = [words(s.text) for s in reply.sentences if s.label == "a dorla"]
    assert said == [words("A dorla is a hard cheese."), words("Dorla is old.")]


def test_a_paper_is_found_among_many_others(articles: Index) -> None:
    asked = "How do the Tarn Times and the Larkfield Post each report the eruption of Tolbur?"
    reply = ask(asked, index=articles)
    assert isinstance(reply, Answer)
    assert {s.label for s in reply.sentences} == {"the Tarn Times", "the Larkfield Post"}
    assert not reply.notice


def test_what_is_missing_is_told(articles: Index) -> None:
    asked = "What range do the Larkfield Post and the Mill Herald each give for the electric Corvo?"
    reply = ask(asked, index=articles, source="Mill Herald")
    assert isinstance(reply, Answer)
    assert reply.notice == "No article of the Larkfield Post on this was found."
    reply = ask("What is the difference between a dorla and a zimmet?", index=articles)
    assert isinstance(reply, Answer)
    assert reply.notice == "No passage found names a zimmet."


def test_what_each_side_is_where_no_point_is_named(seed_index: Index) -> None:
    reply = ask("Compare Chandrayaan-3 and Apollo 11.", index=seed_index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.COMPARE
    assert {sentence.label for sentence in reply.sentences} == {"Chandrayaan-3", "Apollo 11"}
    assert len(reply.sentences) > 2


def test_sides_that_no_article_tells_of_are_refused(seed_index: Index) -> None:
    assert ask("Compare Bolivia and Paraguay.", index=seed_index).refused


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


def test_the_best_sentences_to_the_whole_question_tell_a_comparison(tmp_path: Path) -> None:
    told = {
        "Lom": "The ferry to Lom carries 40 cars. The ferry to Lom sails every hour and is new.",
        "Skarn": "The ferry to Skarn carries 25 cars. Gulls are seen at Skarn.",
    }
    days = {name: (f"The ferry to {name}", "2022-05-02", text) for name, text in told.items()}
    index = archive(tmp_path, days)
    reply = ask("How does the ferry to Lom compare with the ferry to Skarn?", index=index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.COMPARE
    labels = [s.label for s in reply.sentences]
    assert set(labels) == {"the ferry to Lom", "the ferry to Skarn"}
    assert labels == sorted(labels, key=labels.index)  # rows of a side stand together
    assert {"40", "25"} <= set(words(" ".join(s.text for s in reply.sentences)))
    assert not reply.notice
