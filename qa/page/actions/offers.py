"""Questions that the page offers: to start with, and to ask next after an answer.

Examples are made from the articles in the background, once for each state of the index; until then
those about the starter articles are offered, where these are indexed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from index.errors import IndexingError
from index.place import Place
from index.store import Index, open_index
from qa.answer import Answer, NoAnswer
from qa.errors import AskingError
from qa.suggesting.suggestions import examples, follow_ups

log = logging.getLogger(__name__)

# Articles of the starter set and questions that they answer.
STARTERS: tuple[tuple[str, str], ...] = (
    (
        "example.org/harbour-daily/live/ever-given-suez-canal",
        "How many vessels were waiting to enter the Suez Canal?",
    ),
    (
        "example.org/science-ledger/2015/10/nobel-medicine-tu-youyou",
        "Who was honoured for the discovery of artemisinin?",
    ),
    (
        "example.org/linden-post/2002/01/01/euro-cash",
        "Which members of the European Union stayed out of the euro?",
    ),
    (
        "example.org/meridian-news/2021/12/20/boric-elected",
        "What did Gabriel Boric promise?",
    ),
)

_ALLOWANCE_SECONDS = 4.0  # to look for questions to ask next


class Offers:
    """Offers questions about the articles of an index.

    Args:
        index_dir: the index.
        most: questions to start with at most.
    """

    def __init__(self, index_dir: Place, most: int = 4) -> None:
        self._index_dir, self._most = index_dir, most
        self._lock = threading.Lock()
        self._made_of = ""
        self._examples: tuple[str, ...] = ()

    def examples(self) -> tuple[str, ...]:
        """Questions that the articles answer, those of an earlier state while new ones are made."""
        try:
            index = open_index(self._index_dir)
        except IndexingError:
            return ()
        with self._lock:
            if self._made_of == index.name:
                return self._examples
            self._made_of = index.name
            starters = _starters(index)
            if len(starters) >= self._most:
                self._examples = starters
                return starters
            self._examples = self._examples or starters
            threading.Thread(target=self._make, args=(index, starters), daemon=True).start()
            return self._examples

    def follow_ups(self, reply: Answer | NoAnswer, earlier: Sequence[str]) -> tuple[str, ...]:
        """Questions to ask next after an answer; none where none are found in time.

        None after a refusal: what came near may have nothing to do with what was asked.
        """
        if isinstance(reply, NoAnswer):
            return ()
        try:
            index = open_index(self._index_dir)
            return tuple(follow_ups(reply, index, earlier=earlier, allowance=_ALLOWANCE_SECONDS))
        except (AskingError, IndexingError) as error:
            log.warning("no further questions: %s", error)
            return ()

    def _make(self, index: Index, starters: tuple[str, ...]) -> None:
        """Have examples made of an index; where none are, those of an earlier state go too."""
        try:
            found = tuple(one.question for one in examples(index, most=self._most))
        except (AskingError, IndexingError) as error:
            log.warning("no examples: %s", error)
            found = ()
        with self._lock:
            if self._made_of == index.name:
                self._examples = found or starters


def _starters(index: Index) -> tuple[str, ...]:
    found = []
    for article_id, question in STARTERS:
        try:
            index.article(article_id)
        except IndexingError:
            continue
        found.append(question)
    return tuple(found)
