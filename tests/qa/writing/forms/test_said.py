"""What somebody said, asked in words that no pattern of a speaker fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from tests.qa.writing.forms.archive import archive

FARES = {
    "fares": (
        "Brimsey ferry raises its fares",
        "2031-03-04",
        "The Brimsey ferry raised its fares by a third on Monday. Councillor Ada Lind has a low"
        " opinion of the fares of the Brimsey ferry. “They shut the poor out of their own harbour,”"
        " Lind said of the ferry. The ferry carries 900 people a day.",
    )
}


@pytest.fixture(scope="module")
def fares(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("fares")
    return archive(folder, FARES)


@pytest.mark.parametrize(
    "question",
    [
        "How does Ada Lind feel about the fares of the Brimsey ferry?",
        "Ada Lind's view of the Brimsey ferry fares?",
        "Brimsey ferry fares - what's councillor Lind's opinion?",
    ],
)
def test_direct_words_come_first(question: str, fares: Index) -> None:
    reply = ask(question, index=fares)
    assert isinstance(reply, Answer)
    assert "shut the poor out" in reply.sentences[0].text
