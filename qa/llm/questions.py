"""The planner that has a language model make questions stand alone and split them, and checks it.

A model is only asked where there is something to do: there is a conversation, or the question may
ask for several things. Its reply must have the form that questions.md asks for and stay with what
was asked: every other one is thrown away and the rules of `qa.question.followup` are used. So
neither a model that rambles nor an article that gave orders in an earlier answer takes the search
elsewhere.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files

from qa.errors import LlmFailed
from qa.language.phrases import strong_words
from qa.llm.calls import pieces_of
from qa.llm.phrases import gives_orders
from qa.llm.prompt import Prompt, as_data, tokens_in
from qa.llm.sentences import without_thought
from qa.llm.types import LanguageModel, LlmSettings
from qa.question.followup import Turn
from qa.question.plan import Plan, plan_by_rules

_LINE = re.compile(r"(question|part):\s*(\S.*)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:and|or|both|also|versus|vs|than|compared?|differences?|while|but)\b|[,;&]|\?.*\w",
    re.IGNORECASE,
)
LIMITS = LlmSettings(silence=15.0, whole=15.0, attempts=1)  # a search does not wait longer


@dataclass(frozen=True, slots=True)
class PlanningSettings:
    """What is shown to the model and what is taken from it.

    Attributes:
        turns: earlier turns shown at most, the last ones.
        said: characters of each earlier answer at most.
        tokens: of the reply at most.
        longest: characters of the reply at most.
        added: characters that a question may grow by.
        parts: questions that one may be parted into at most.
        kept: the share of the question's words, 0 to 1, that must come back, and of each
            question's words that must have been said before.
    """

    turns: int = 4
    said: int = 400
    tokens: int = 160
    longest: int = 1_200
    added: int = 200
    parts: int = 3
    kept: float = 0.6


class LlmPlanner:
    """See `qa.question.plan.Planner`. When the model is of no help, rules plan, with a notice.

    Args:
        model: rewrites and parts.
        limits: time that it may take; one attempt within 15 seconds unless given.
        settings: what is shown and taken.
        cancelled: set it to stop the model.
    """

    def __init__(
        self,
        model: LanguageModel,
        limits: LlmSettings | None = None,
        settings: PlanningSettings | None = None,
        *,
        cancelled: threading.Event | None = None,
    ) -> None:
        self._model = model
        self._limits = limits or LIMITS
        self._settings = settings or PlanningSettings()
        self._cancelled = cancelled

    def plan(self, question: str, history: Sequence[Turn | str]) -> Plan:
        """See `Planner.plan`."""
        if not history and not _SEVERAL.search(question):
            return plan_by_rules(question, history)
        said = [Turn(turn) if isinstance(turn, str) else turn for turn in history]
        said = said[-self._settings.turns :]
        try:
            return plan_from(self._replied(question, said), question, said, self._settings)
        except LlmFailed as error:
            why = str(error)
        except ValueError as error:
            why = f"{self._model.name} {error}."
        return plan_by_rules(question, history, f"{why} So the question was understood by rules.")

    def _replied(self, question: str, said: Sequence[Turn]) -> str:
        """The reply, as far as it may be long."""
        room = self._model.context - self._settings.tokens
        prompt = prompt_of(question, said, room, self._settings)
        reply = ""
        with closing(pieces_of(self._model, prompt, self._limits, self._cancelled)) as pieces:
            for piece in pieces:
                reply += piece.text
                if len(reply) > self._settings.longest or piece.finished == "length":
                    raise ValueError("wrote far more than the questions")
        return reply


def prompt_of(
    question: str, said: Sequence[Turn], room: int, settings: PlanningSettings | None = None
) -> Prompt:
    """The prompt for a question.

    Args:
        question: as typed.
        said: the earlier turns, oldest first; the oldest are left out where there is no room.
        room: tokens that the whole prompt may take.
        settings: how much of the turns is shown.
    """
    settings = settings or PlanningSettings()
    system = files("qa.llm").joinpath("questions.md").read_text("utf-8")
    asked = f"The question: {as_data(question, one_line=True)}"
    left = room - tokens_in(system) - tokens_in(asked) - 48  # what the chat template adds
    shown: list[str] = []
    for turn in reversed(said):
        answer = as_data(turn.answer, one_line=True)[: settings.said] or "no answer"
        line = f"- {as_data(turn.question, one_line=True)} - {answer}"
        left -= tokens_in(line)
        if left < 0:
            break
        shown.insert(0, line)
    before = "Said before:\n" + "\n".join(shown) + "\n\n" if shown else ""
    return Prompt(system, before + asked, settings.tokens)


def plan_from(
    reply: str, question: str, said: Sequence[Turn], settings: PlanningSettings | None = None
) -> Plan:
    """The plan that a model's reply gives.

    Args:
        reply: whole.
        question: as typed.
        said: the earlier turns.
        settings: the limits.

    Raises:
        ValueError: the reply has another form, or leaves what was asked.
    """
    settings = settings or PlanningSettings()
    lines = [line.strip() for line in without_thought(reply).splitlines() if line.strip()]
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    kinds = [match[1].casefold() for match in found]
    if len(found) < len(lines) or kinds != ["question"] + ["part"] * (len(kinds) - 1):
        raise ValueError("did not reply in the form asked for")
    if len(kinds) > 1 + settings.parts:
        raise ValueError(f"parted the question into more than {settings.parts}")
    whole, *parts = (" ".join(match[2].split()) for match in found)
    parts = list(dict.fromkeys(parts))
    for text in (whole, *parts):
        _check(text, question, said, settings)
    mine = strong_words(question)
    for texts in ([whole], parts):
        if texts and _share(mine, strong_words(". ".join(texts))) < settings.kept:
            raise ValueError("left out what was asked")
    if not said or whole.rstrip("?. ").casefold() == question.rstrip("?. ").casefold():
        whole = question  # there is nothing that it could lean on
    return Plan(whole, tuple(parts) if len(parts) > 1 else ())


def _check(text: str, question: str, said: Sequence[Turn], settings: PlanningSettings) -> None:
    """Make sure that a question is one, and made of what was said."""
    if len(text) > len(question) + settings.added or not text.isprintable():
        raise ValueError("wrote no plain question")
    if as_data(text) != text or gives_orders(text):
        raise ValueError("wrote no plain question")
    known = {word for turn in said for word in strong_words(f"{turn.question}. {turn.answer}")}
    used = strong_words(text)
    if not used or _share(used, [*known, *strong_words(question)]) < settings.kept:
        raise ValueError("asked for what nobody had asked")


def _share(wanted: Sequence[str], held: Sequence[str]) -> float:
    """The share of words, 0 to 1, that others hold; 1 for none."""
    return len({*wanted} & {*held}) / len({*wanted}) if wanted else 1.0
