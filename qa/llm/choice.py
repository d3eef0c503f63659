"""What the command line's options choose: a writer and a planner on one model, or none."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.question.plan import Planner
    from qa.writing.extractive import Writer


@dataclass(frozen=True, slots=True)
class Chosen:
    """What writes and what plans; None where that is done without a model."""

    writer: Writer | None = None
    planner: Planner | None = None


@contextmanager
def chosen(
    options: argparse.Namespace,
    *,
    hide_unsupported: bool = False,
    on_sentence: Callable[..., object] | None = None,
    on_asked: Callable[[], object] | None = None,
    on_fallback: Callable[[], object] | None = None,
) -> Iterator[Chosen]:
    """The writer and the planner that were chosen; their model is ended afterwards.

    Args:
        options: those of `qa.llm.options`.
        hide_unsupported: whether the writer leaves its unsupported sentences out.
        on_sentence: see `LlmWriter`.
        on_asked: likewise.
        on_fallback: likewise.

    Raises:
        LlmUsage, LlmFailed: see `qa.llm.models.open_model`.
    """
    if options.llm == "none":
        yield Chosen()
        return
    # what follows is not read where no model is asked
    from qa.llm.models import open_model
    from qa.llm.questions import LIMITS, LlmPlanner
    from qa.llm.types import LlmSettings
    from qa.llm.writer import LlmWriter, WritingSettings

    limits, planning = LlmSettings(), LIMITS
    if seconds := options.llm_timeout:
        limits = replace(limits, silence=seconds, whole=seconds)
        planning = replace(planning, whole=min(seconds, planning.whole))
    settings = WritingSettings(hide_unsupported=hide_unsupported)
    hooks: dict[str, Any] = {
        "on_sentence": on_sentence,
        "on_asked": on_asked,
        "on_fallback": on_fallback,
    }
    with closing(open_model(options.llm, options.llm_url, limits)) as model:
        yield Chosen(LlmWriter(model, limits, settings, **hooks), LlmPlanner(model, planning))
