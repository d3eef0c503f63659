"""Questions with known answers: a JSON Lines file in, checked questions out."""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa.errors import EvaluationError, QuestionError
from qa.question.request import checked_question

_COUNTED = re.compile(r"\bhow (many|much|long|old|far|often)\b")
_WHEN = re.compile(r"\bwhen\b|\b(what|which) (year|month|day|date)\b")
_SAME = {"whose": "who", "whom": "who"}
_YES_NO = frozenset(
    "is are was were am do does did has have had can could will would should may might".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what is known about it.

    Attributes:
        id: unique in its file.
        text: the question as it was typed.
        answers: gold answers, any of which is right; empty when none are known.
        relevant: ids of articles that answer it, those that count as right too included.
        evidence: strings of the articles that carry the answer.
        answerable: whether the articles answer it.
        kind: a label to group figures by.
        history: the turns before, oldest first, each with `role` ("user" or "assistant") and
            `text`.
        asked_on: the day of asking, None when it does not matter.
        standalone: the question as it would be asked without the turns before; "" when not given.
        answer_start: the character of the first relevant article where the answer stands.
    """

    id: str
    text: str
    answers: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    answerable: bool = True
    kind: str = "other"
    history: tuple[Mapping[str, str], ...] = ()
    asked_on: date | None = None
    standalone: str = ""
    answer_start: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """What a file holds: the usable questions, and what is wrong with the other lines."""

    questions: tuple[Question, ...]
    bad: tuple[str, ...]


def read_questions(path: Path) -> QuestionFile:
    """Read a `.jsonl` file, packed as `.gz` or not; a bad line is told and left out.

    Raises:
        EvaluationError: the file cannot be read, or holds no usable question.
    """
    questions: list[Question] = []
    bad: list[str] = []
    seen: dict[str, int] = {}
    try:
        for number, line in _lines(path):
            try:
                question = _question(json.loads(line.decode("utf-8-sig")), number)
                if question.id in seen:
                    raise ValueError(f"the id {question.id!r} is that of line {seen[question.id]}")
                seen[question.id] = number
                questions.append(question)
            except (ValueError, QuestionError, RecursionError) as error:
                bad.append(f"line {number}: {_reason(error)}")
    except (OSError, EOFError, zlib.error) as error:
        raise EvaluationError(f"the questions in {path} cannot be read: {error}") from error
    if not questions:
        reasons = "; ".join(bad[:3]) or "it is empty"
        raise EvaluationError(
            f"{path} holds no usable question ({reasons}); write one a line, such as: "
            '{"id": "1", "question": "Who won?", "answers": ["Ada"], "relevant": ["a.md"]}'
        )
    return QuestionFile(tuple(questions), tuple(bad))


def chosen(
    questions: Sequence[Question], only: str | None, sample: int | None, seed: int = 0
) -> list[Question]:
    """Some of the questions, in their order.

    Args:
        questions: all of them.
        only: "answerable", "unanswerable", or None for both.
        sample: so many at most, drawn at random.
        seed: of the draw.

    Raises:
        EvaluationError: nothing is left, or a sample of less than one is wanted.
    """
    if sample is not None and sample < 1:
        raise EvaluationError(f"a sample of {sample} was asked for; ask for 1 or more")
    left = [q for q in questions if only is None or q.answerable == (only == "answerable")]
    if not left:
        raise EvaluationError(f"none of the {len(questions):,} questions is {only}")
    if sample is None or sample >= len(left):
        return left
    drawn = set(random.Random(seed).sample(range(len(left)), sample))
    return [question for place, question in enumerate(left) if place in drawn]


def kind_of(text: str) -> str:
    """The kind of a question by its words: who, when, how many, yes or no, …, else other."""
    asked = text.casefold()
    if _COUNTED.search(asked):
        return "how many"
    if _WHEN.search(asked):
        return "when"
    words: list[str] = re.findall(r"\w+", asked)
    for word in words:
        if word in {"who", "whose", "whom", "where", "what", "which", "why", "how"}:
            return _SAME.get(word, word)
    return "yes or no" if words and words[0] in _YES_NO else "other"


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    packed = path.name.lower().endswith(".gz")
    with gzip.open(path, "rb") if packed else path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def _question(values: Any, number: int) -> Question:  # noqa: ANN401 - JSON is anything
    if not isinstance(values, dict):
        raise ValueError("not an object")
    text = values.get("question")
    if not isinstance(text, str):
        raise ValueError('no "question"')
    answers, relevant = _texts(values, "answers"), _texts(values, "relevant")
    answerable = values.get("answerable")
    if answerable is None:
        if not (answers or relevant):
            raise ValueError('give "answers" or "relevant", or say "answerable": false')
        answerable = True
    if not isinstance(answerable, bool):
        raise ValueError(f'"answerable" is {answerable!r}, not true or false')
    return Question(
        id=str(values.get("id") or f"line {number}"),
        text=checked_question(text),
        answers=answers if answerable else (),
        relevant=tuple(dict.fromkeys((*relevant, *_texts(values, "also_relevant")))),
        evidence=_texts(values, "evidence") if answerable else (),
        answerable=answerable,
        kind=_text(values, "kind") or kind_of(text),
        history=_turns(values.get("history")),
        asked_on=_day(values.get("date")),
        standalone=_text(values, "standalone_question"),
        answer_start=_place(values.get("answer_start"), relevant),
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f'"{name}" is {value!r:.40}, not a string')
    return " ".join(value.split())


def _texts(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    held = values.get(name) or []
    held = [held] if isinstance(held, str) else held
    if not isinstance(held, list) or not all(isinstance(value, str) for value in held):
        raise ValueError(f'"{name}" is {held!r:.40}, not a list of strings')
    return tuple(value for value in held if value.strip())


def _turns(held: Any) -> tuple[Mapping[str, str], ...]:  # noqa: ANN401 - JSON is anything
    turns = []
    for turn in held or ():
        if isinstance(turn, str):
            turn = {"role": "user", "text": turn}
        text = isinstance(turn, dict) and (turn.get("text") or turn.get("content"))
        if not isinstance(text, str):
            raise ValueError(f'"history" holds {turn!r:.40}, not a text or a role with its text')
        turns.append({"role": str(turn.get("role", "user")), "text": text})
    return tuple(turns)


def _day(held: Any) -> date | None:  # noqa: ANN401 - JSON is anything
    try:
        return date.fromisoformat(held[:10]) if held else None
    except (TypeError, ValueError):
        raise ValueError(f'"date" is {held!r:.40}, not a day such as 2021-05-13') from None


def _place(held: Any, relevant: Sequence[str]) -> int | None:  # noqa: ANN401 - JSON is anything
    if held is None:
        return None
    if isinstance(held, bool) or not isinstance(held, int) or held < 0:
        raise ValueError(f'"answer_start" is {held!r:.40}, not a number of characters')
    if not relevant:
        raise ValueError('"answer_start" needs the article it is in: give "relevant"')
    return held


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg} at character {error.pos + 1})"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
