"""Asking one question after the other, as a user would."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from index.store import Index
from qa.asking import ask
from qa.evaluation.judge import judge
from qa.evaluation.outcome import Outcome
from qa.evaluation.questions import Question

_TAKEN = frozenset(inspect.signature(ask).parameters)


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
        reply = ask(asked, index=index, k=k, **_context(question, with_history=not alone))
        yield judge(question, asked, reply, index)


def uses_history() -> bool:
    """Whether asking takes the turns before a question."""
    return "history" in _TAKEN


def _context(question: Question, *, with_history: bool) -> dict[str, Any]:
    """The turns before and the day of asking, as far as asking takes them."""
    given: dict[str, Any] = {}
    if with_history and question.history:
        given["history"] = question.history
    if question.asked_on:
        given["today"] = question.asked_on
    return {name: value for name, value in given.items() if name in _TAKEN}
