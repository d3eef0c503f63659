"""A reply made: in the articles' own words, once for all who ask the same, or by a model."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import qa
from index.errors import IndexingError
from index.place import Place
from index.store import open_index
from qa.answer import Answer, NoAnswer
from qa.drafting import Found
from qa.llm.types import LanguageModel
from qa.page.actions.sharing import Joint, Wanted
from qa.page.actions.streaming import Seen, planner_of, writer_of
from qa.question.plan import Planner
from qa.writing.extractive import Writer


@dataclass(frozen=True, slots=True)
class Replies:
    """Makes the replies from an index.

    Attributes:
        index: where it is.
        timeout: seconds for a question, not counting a model's time.
    """

    index: Place
    timeout: float

    def quoted(
        self, wanted: Wanted, joint: Joint, on_found: Callable[[Found], object] | None = None
    ) -> tuple[Answer | NoAnswer, bool]:
        """A reply in the articles' own words, and whether it was made for somebody else.

        Args:
            wanted: what is asked.
            joint: of those who ask it.
            on_found: as for `qa.ask`; not called where the reply was made for somebody else.

        Raises:
            As `qa.ask` does.
        """
        try:
            state: object = open_index(self.index).manifest
        except IndexingError:  # which asking will tell
            state = None
        return joint.reply(state, lambda: self._asked(wanted, on_found))

    def written(
        self,
        wanted: Wanted,
        model: LanguageModel,
        stop: threading.Event,
        seen: Seen | None = None,
    ) -> Answer | NoAnswer:
        """A reply that a language model writes.

        Args:
            wanted: what is asked.
            model: writes it.
            stop: ends its writing.
            seen: told the passages found and each sentence.

        Raises:
            As `qa.ask` does.
        """
        writer, planner = writer_of(model, seen, stop), planner_of(model, stop)
        return self._asked(wanted, seen.found if seen else None, writer, planner)

    def _asked(
        self,
        wanted: Wanted,
        on_found: Callable[[Found], object] | None,
        writer: Writer | None = None,
        planner: Planner | None = None,
    ) -> Answer | NoAnswer:
        return qa.ask(
            wanted.question,
            index=self.index,
            since=wanted.since,
            until=wanted.until,
            source=wanted.source,
            dates=wanted.dates,
            history=wanted.history,
            writer=writer,
            planner=planner,
            on_found=on_found,
            timeout=self.timeout,
        )
