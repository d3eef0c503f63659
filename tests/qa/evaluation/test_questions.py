"""Reading files of questions: what is taken, what is told, what is refused."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from qa.errors import EvaluationError
from qa.evaluation.questions import chosen, kind_of, read_questions
from tests.conftest import ROOT

WHO = {"question": "Who  won?", "answers": ["Ada"], "relevant": ["a.md"]}


def written(folder: Path, *lines: object, name: str = "questions.jsonl") -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    data = ("\n".join(texts) + "\n").encode()
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


@pytest.mark.parametrize("name", ["questions.jsonl", "questions.jsonl.gz"])
def test_everything_that_is_known_is_read(tmp_path: Path, name: str) -> None:
    full = {
        **WHO,
        "id": "q",
        "also_relevant": ["b.md", "a.md"],
        "evidence": ["Ada won."],
        "kind": "easy",
        "history": ["When was it?", {"role": "assistant", "text": "In May."}],
        "date": "2021-05-13",
        "standalone_question": "Who won in May?",
        "answer_start": 7,
    }
    (read,) = read_questions(written(tmp_path, full, "", name=name)).questions
    assert (read.id, read.text, read.kind) == ("q", "Who won?", "easy")
    assert read.relevant == ("a.md", "b.md")
    assert [turn["role"] for turn in read.history] == ["user", "assistant"]
    assert (read.asked_on, read.answer_start) == (date(2021, 5, 13), 7)
    assert (read.evidence, read.standalone) == (("Ada won.",), "Who won in May?")


def test_little_need_be_given(tmp_path: Path) -> None:
    held = read_questions(written(tmp_path, WHO, {"question": "Who lost?", "answerable": False}))
    first, second = held.questions
    assert first.answerable
    assert not second.answerable
    assert (first.id, second.id) == ("line 1", "line 2")
    assert first.kind == "who"
    assert not held.bad


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ({"answers": ["Ada"]}, 'no "question"'),
        ({"question": "Who?"}, '"answerable": false'),
        ({**WHO, "question": ""}, "empty"),
        ({**WHO, "question": "word " * 1000}, "5,000"),
        ({**WHO, "answers": 3}, "not a list of strings"),
        ({**WHO, "relevant": [1]}, "not a list of strings"),
        ({**WHO, "answerable": "no"}, "true or false"),
        ({**WHO, "answer_start": -1}, "number of characters"),
        ({**WHO, "date": "yesterday"}, "not a day"),
        ({**WHO, "history": [3]}, "not a text"),
        ({**WHO, "kind": 3}, "not a string"),
        ({**WHO, "id": "same"}, "that of line 1"),
    ],
)
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: object, reason: str) -> None:
    held = read_questions(written(tmp_path, {**WHO, "id": "same"}, line))
    assert len(held.questions) == 1
    (told,) = held.bad
    assert told.startswith("line 2: ")
    assert reason in told.replace("4,999", "5,000")


def test_a_file_without_questions_is_an_error_with_an_example(tmp_path: Path) -> None:
    for path in (written(tmp_path, "{"), tmp_path / "none.jsonl"):
        with pytest.raises(EvaluationError, match=path.name):
            read_questions(path)


def test_a_sample_is_the_same_every_time_and_in_order() -> None:
    questions = read_questions(ROOT / "tests/data/seed_questions.jsonl").questions
    drawn = chosen(questions, None, 10)
    assert drawn == chosen(questions, None, 10)
    assert drawn != chosen(questions, None, 10, seed=1)
    assert drawn == sorted(drawn, key=questions.index)
    assert all(not q.answerable for q in chosen(questions, "unanswerable", None))
    with pytest.raises(EvaluationError, match="1 or more"):
        chosen(questions, None, 0)
    with pytest.raises(EvaluationError, match="unanswerable"):
        chosen([q for q in questions if q.answerable], "unanswerable", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who won?", "who"),
        ("Whose car is it?", "who"),
        ("In which year did it end?", "when"),
        ("How many ships waited?", "how many"),
        ("How did it end?", "how"),
        ("Did it end?", "yes or no"),
        ("Capital of Chile", "other"),
    ],
)
def test_a_kind_is_told_by_the_words(text: str, kind: str) -> None:
    assert kind_of(text) == kind
