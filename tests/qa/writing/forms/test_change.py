"""What changed, old to new, as of the newest article."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.store import Index, open_index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.writing.forms.change import state_asked

ARTICLES = {
    "2022-05-02": "Quillon lost 200,000 subscribers in the first quarter, it said on Monday.",
    "2022-08-01": "Quillon lost 970,000 subscribers in the second quarter, the company said.",
    "2022-11-07": "Quillon lost 40,000 subscribers in the third quarter, it said on Monday.",
}  # fmt: skip
ASKED = "How has the number of subscribers that Quillon lost changed over time?"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("articles")
    for day, text in ARTICLES.items():
        (folder / f"{day}.md").write_text(
            f'---\ntitle: "Quillon and its subscribers"\npublished: {day}\n---\n{text}', "utf-8"
        )
    build(folder, folder / "index")
    return open_index(folder / "index")


def changed(index: Index, today: str | None = None) -> Answer:
    reply = ask(ASKED, index=index, today=today)
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    assert all(c.article.text[c.start : c.end] == c.quote for c in reply.citations)
    return reply


def test_figures_stand_old_to_new(articles: Index) -> None:
    found = changed(articles)
    assert [s.label for s in found.sentences] == ["2 May 2022", "1 August 2022", "7 November 2022"]
    assert found.headline.startswith("As of 7 November 2022")


def test_the_newest_is_the_newest_on_the_day_of_asking(articles: Index) -> None:
    found = changed(articles, "2022-09-01")
    assert [s.label for s in found.sentences] == ["2 May 2022", "1 August 2022"]
    assert found.headline.startswith("As of 1 August 2022")


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("How has the toll of the floods changed over time?", "What was the toll of the floods?"),
        ("How did rents in Leeds change since 2019?", "What was rents in Leeds since 2019?"),
        ("How much has the price of bread risen?", "What was the price of bread?"),
        ("How many people left?", ""),
        ("What changed in the law?", ""),
    ],
)
def test_the_state_is_asked_for_where_the_change_finds_nothing(question: str, state: str) -> None:
    assert state_asked(question) == state


def test_a_toll_is_told_by_its_states(seed_index: Index) -> None:
    reply = ask("How did the death toll of the earthquakes change over time?", index=seed_index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.CHANGE
    assert len({sentence.label for sentence in reply.sentences}) > 1
