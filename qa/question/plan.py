"""How a question is searched for: standing alone, and in parts where it asks for several things.

Rules make questions stand alone, see `qa.question.followup`, and part them, see
`qa.question.wording`. Whatever plans better, such as a
language model, comes as a `Planner` from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from qa.question.carried import as_searched
from qa.question.followup import Turn, may_stand_alone, understand
from qa.question.wording import parts_of, plain_wording

_BY_ITSELF = "Asked by itself, as nothing answers it together with what was asked before."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is searched for.

    Attributes:
        question: the whole question, standing alone.
        parts: the questions it consists of, each standing alone, two or more; () for one question.
        notice: why it was not planned as asked for, for the reader; "" when it was.
        most: sentences that the answer is wanted in; None where the question does not say.
        typed: the question as it was typed, where it leans on earlier ones only as far as it says
            little by itself: "Who won the world cup?" may begin another subject. "" else.
        asked: the question with what it says besides, such as "in a nutshell"; "" where there is
            nothing, where it leans on earlier ones, or where a planner does not tell.
    """

    question: str
    parts: tuple[str, ...] = ()
    notice: str = ""
    most: int | None = None
    typed: str = ""
    asked: str = ""

    def as_typed(self) -> Plan:
        """The plan of the question as it was typed; its notice says so."""
        alone = replace(self, question=self.typed, parts=parts_of(self.typed), typed="", asked="")
        return alone.noted(_BY_ITSELF)

    def noted(self, notice: str) -> Plan:
        """The plan with one more notice, "" for none."""
        return replace(self, notice=" ".join(filter(None, (self.notice, notice))))

    @property
    def searched(self) -> str:
        """The whole question as search and reader take it."""
        return as_searched(self.question)


class Planner(Protocol):
    """Plans how a question is searched for."""

    def plan(self, question: str, history: Sequence[Turn | str]) -> Plan:
        """Plan a question as typed, white space folded, after the earlier turns, oldest first."""


def plan_by_rules(question: str, history: Sequence[Turn | str], notice: str = "") -> Plan:
    """The question as rules make it stand alone, and part it."""
    wording = plain_wording(question)
    alone = understand(wording.question, history)
    typed = wording.question if alone.changed and may_stand_alone(wording.question) else ""
    asked = question if not alone.changed and wording.question != question else ""
    return Plan(alone.question, parts_of(alone.question), notice, wording.most, typed, asked)
