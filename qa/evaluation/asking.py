"""Asking one question after another, as a user would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from index.store import Index
from qa.answer import Answer, NoAnswer
from qa.asking import ask
from qa.evaluation.judge import score_outcome
from qa.evaluation.outcome import Outcome
from qa.evaluation.questions import Question
from qa.question.followup import Turn
from qa.question.plan import Planner
from qa.writing.extractive import Writer


@dataclass(frozen=True, slots=True)
class AskedBy:
    """What writes answers and plans questions; None where that is done without a model.

    Attributes:
        name: the model's, "" for none.
        was_asked: is set whenever the writer asks its model; some answers need none.
        fell_back: is set whenever the writer does without its model.
    """

    writer: Writer | None = None
    planner: Planner | None = None
    name: str = ""
    was_asked: Event = field(default_factory=Event)
    fell_back: Event = field(default_factory=Event)


def ask_each(
    questions: Iterable[Question],
    index: Index,
    *,
    k: int,
    standalone: bool = False,
    by: AskedBy | None = None,
) -> Iterator[Outcome]:
    """Ask, and judge each reply as it comes.

    Args:
        questions: what to ask, in this order.
        index: what is asked.
        k: how many passages come with a reply: rankings are no longer.
        standalone: ask the standalone form of a question that has one, without its history.
        by: what writes and plans; the articles' own words and rules unless given.
    """
    by = by or AskedBy()
    ask("warm up", index=index)  # loads the models: no question shall wait for that
    for question in questions:
        alone = standalone and bool(question.standalone)
        asked = question.standalone if alone else question.text
        history = [] if alone else turns(question.history)
        by.was_asked.clear()
        by.fell_back.clear()
        reply = ask(
            asked,
            index=index,
            k=k,
            history=history,
            today=question.asked_on,
            writer=by.writer,
            planner=by.planner,
        )
        outcome = score_outcome(question, asked, reply, index)
        yield _with_model(outcome, reply, by) if by.name else outcome


def _with_model(outcome: Outcome, reply: Answer | NoAnswer, by: AskedBy) -> Outcome:
    """The outcome with what the language model did."""
    written = None
    if by.was_asked.is_set() and not reply.refused:
        written = not by.fell_back.is_set()
    sentences = reply.sentences if isinstance(reply, Answer) and written else ()
    return replace(
        outcome,
        written=written,
        support=tuple(sentence.support.value for sentence in sentences),
        notice=reply.notice,
        rewritten=reply.question != reply.asked,
        parts=len(reply.parts),
    )


def turns(history: Sequence[Mapping[str, str]]) -> list[Turn]:
    """What was said before as turns: each question with what was answered up to the next one."""
    turns: list[Turn] = []
    for said in history:
        if said["role"] != "assistant":
            turns.append(Turn(said["text"]))
        elif turns:
            turns[-1] = replace(turns[-1], answer=said["text"])
    return turns
