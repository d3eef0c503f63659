"""Asking one question after the other, as a user would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.store import Index
from qa.asking import ask
from qa.evaluation.judge import judge
from qa.evaluation.outcome import Outcome
from qa.evaluation.questions import Question
from qa.followup import Turn


def ask_each(
    questions: Iterable[Question], index: Index, *, k: int, standalone: bool = False
) -> Iterator[Outcome]:
    """Ask, and judge each reply as it comes.

    Args:
        questions: what to ask, in this order.
        index: what is asked.
        k: how many passages come with a reply: rankings are no longer.
        standalone: ask the standalone form of a question that has one, without its history.
    """
    ask("warm up", index=index)  # loads the models: no question shall wait for that
    for question in questions:
        alone = standalone and bool(question.standalone)
        asked = question.standalone if alone else question.text
        history = [] if alone else _turns(question.history)
        reply = ask(asked, index=index, k=k, history=history, today=question.asked_on)
        yield judge(question, asked, reply, index)


def _turns(history: Sequence[Mapping[str, str]]) -> list[Turn]:
    """What was said before as turns: each question with what was answered up to the next one."""
    turns: list[Turn] = []
    for said in history:
        if said["role"] != "assistant":
            turns.append(Turn(said["text"]))
        elif turns:
            turns[-1] = replace(turns[-1], answer=said["text"])
    return turns
