"""An answer that a language model writes, shown while it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answer import Answer, Citation, Sentence
from qa.drafting import Found
from qa.evidence.rerank import RerankSettings
from qa.llm.types import LanguageModel
from qa.page import strings
from qa.page.model.turn import Turn, found, sources_of
from qa.question.plan import Planner
from qa.writing.extractive import Writer


class Seen:
    """Makes of what is known so far a turn to show.

    Args:
        turn: the turn that waits for its reply.
        model: what writes, "" for none.
        tell: is given the turn as it is now.
    """

    def __init__(self, turn: Turn, model: str, tell: Callable[[Turn], object]) -> None:
        self._turn, self._model, self._tell = turn, model, tell
        self._answer = Answer("", (), (), hits=(), confidence=1.0)

    def found(self, known: Found) -> None:
        """Show the passages found."""
        self._answer = replace(
            self._answer,
            hits=known.hits,
            question=known.question,
            asked=known.asked,
            parts=known.parts,
        )
        read = min(len(known.hits), RerankSettings().passages)
        message = strings.READING_PASSAGES.format(count=read)
        self._turn = replace(self._turn, sources=found(known.hits), message=message)
        self._tell(self._turn)

    def sentence(self, sentence: Sentence, citations: Sequence[Citation]) -> None:
        """Show one more sentence of the answer."""
        sentences = (*self._answer.sentences, sentence)
        text = " ".join(one.text for one in sentences)
        self._answer = replace(
            self._answer, text=text, sentences=sentences, citations=tuple(citations)
        )
        message = strings.WRITING.format(model=self._model)
        sources = sources_of(self._answer) or self._turn.sources
        self._tell(replace(self._turn, reply=self._answer, sources=sources, message=message))


def writer_of(
    model: LanguageModel, seen: Seen | None = None, stop: threading.Event | None = None
) -> Writer:
    """The writer that has a model write; tells each sentence, and stops when told."""
    from qa.llm.writer import LlmWriter

    return LlmWriter(model, on_sentence=seen.sentence if seen else None, cancelled=stop)


def planner_of(model: LanguageModel, stop: threading.Event | None = None) -> Planner:
    """The planner that has a model make questions stand alone and part them."""
    from qa.llm.questions import LlmPlanner

    return LlmPlanner(model, cancelled=stop)
