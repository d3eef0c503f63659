"""What is said of a language model when questions are asked with one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from index.store import Index
from qa.evaluation.asking import AskedBy, ask_each
from qa.evaluation.questions import Question
from qa.llm.prompt import Prompt
from qa.llm.types import Piece
from qa.llm.writer import LlmWriter


class Saying:
    """A model that says one thing to everything."""

    name, context = "saying", 4096

    def __init__(self, said: str) -> None:
        self._said = said

    def prepare(self) -> None:
        """It is ready."""

    async def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """Always the same."""
        yield Piece(self._said, "stop")

    def close(self) -> None:
        """Nothing was started."""


@pytest.mark.parametrize(
    ("question", "said", "written"),
    [
        ("Who won the 2022 World Cup final?", "Argentina won the final on penalties [1].", True),
        ("Who won the 2022 World Cup final?", "Pancakes need flour and eggs [1].", False),
        ("Give me a timeline of Nelson Mandela's life.", "Not to be asked [1].", None),
        ("Summarise the article on Tu Youyou.", "Not to be asked [1].", None),
        ("Which articles mention the Suez Canal?", "Not to be asked [1].", None),
        ("How do I bake sourdough bread?", "Not to be asked [1].", None),
    ],
)
def test_what_no_model_was_asked_for_is_not_counted_as_its_own(
    seed_index: Index, question: str, said: str, written: bool | None
) -> None:
    by = AskedBy(name="saying")
    writer = LlmWriter(Saying(said), on_asked=by.was_asked.set, on_fallback=by.fell_back.set)
    by = AskedBy(writer, None, by.name, by.was_asked, by.fell_back)
    known = Question("2", "Who won the 2022 World Cup final?")  # what was asked before is forgotten
    *_, outcome = ask_each([known, Question("1", question)], seed_index, k=5, by=by)
    assert outcome.written is written
    assert bool(outcome.support) == bool(written)
