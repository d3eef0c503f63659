"""What the chat page does when it is used: answer, look what the index holds, build it anew.

Knows nothing of the web framework; hands out turns and HTML made by `qa.page`. Errors that a user
can do something about are shown with their message, all others are logged and shown as unexpected.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import qa
from index.build import NothingIndexed, build
from index.errors import IndexingError
from index.fill import fill
from index.report import BuildReport, Progress
from index.store import open_index
from qa import page
from qa.errors import AskingError
from qa.followup import Turn
from qa.write import Writer

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong. The terminal that runs the page says more."
# Articles of the starter set and questions that they answer.
EXAMPLES: tuple[tuple[str, str], ...] = (
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
_LONGEST_CHAT = 200  # turns; the oldest go
_LOOK_EVERY = 5.0  # seconds between two looks whether vectors are missing
_FILL_SLICE = 60.0  # seconds of encoding between two generations: others may build in between
_REFRESH = 0.1  # seconds between two sights of a running build


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the page finds its articles, what encodes them when the index is built, what writes.

    `writer` is the extractive writer unless given.
    """

    index: Path
    seeds: Path
    encoder: str | None = None
    writer: Writer | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the index holds: how many articles, whose, and the example questions they answer.

    `covered` is the share of passages, 0 to 1, that can be found by meaning as well as by words.
    """

    articles: int
    sources: tuple[str, ...]
    examples: tuple[str, ...]
    covered: float = 1.0


class Chat:
    """The turns of one tab; its events may overlap, such as a new chat while an answer is made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = 0
        self._as_typed = False
        self._turns: tuple[page.Turn, ...] = ()

    def __deepcopy__(self, memo: object) -> Chat:
        """An empty chat: each tab gets its own from the one that the page was made with."""
        return Chat()

    @property
    def turns(self) -> tuple[page.Turn, ...]:
        """The turns as they are now, oldest first; numbers are never used twice."""
        return self._turns

    def offer(self, number: object) -> str | None:
        """The understood question of a turn, to be edited; what is asked next is asked as typed.

        None when there is no such turn, or it has none.
        """
        with self._lock:
            found = next((t.understood for t in self._turns if t.number == number), "")
            self._as_typed = self._as_typed or bool(found)
            return found or None

    def earlier(self) -> tuple[Turn, ...]:
        """The answered turns that the next question may lean on; none when it is as typed."""
        with self._lock:
            as_typed, self._as_typed = self._as_typed, False
            return () if as_typed else tuple(_said(t) for t in self._turns if t.understood)

    def begin(self, question: str) -> page.Turn | None:
        """Add a turn that waits for its answer; None when that very question waits already."""
        with self._lock:
            turn = page.pending_turn(self._begun, question)
            if any((t.question, t.body) == (turn.question, turn.body) for t in self._turns):
                return None
            self._begun += 1
            self._turns = (*self._turns, turn)[-_LONGEST_CHAT:]
            return turn

    def finish(self, turn: page.Turn) -> bool:
        """Put a turn in the place of the waiting one; False when the chat has been cleared."""
        with self._lock:
            held = any(t.number == turn.number for t in self._turns)
            self._turns = tuple(turn if t.number == turn.number else t for t in self._turns)
            return held

    def clear(self) -> None:
        """Start over."""
        with self._lock:
            self._turns = ()
            self._as_typed = False


def _said(turn: page.Turn) -> Turn:
    titles = [source.article.title for source in turn.sources if source.number is not None]
    return Turn(turn.understood, turn.answer, tuple(titles))


def reply(
    settings: Settings,
    number: int,
    question: str,
    *,
    since: str | None,
    until: str | None,
    source: str | None,
    history: Sequence[Turn] = (),
) -> page.Turn:
    """The turn with its answer, refusal or error; the filters as for `qa.ask`, "" for none."""
    try:
        answer = qa.ask(
            question,
            index=settings.index,
            since=since or None,
            until=until or None,
            source=source or None,
            history=history,
            writer=settings.writer,
        )
        return page.turn(number, question, answer)
    except (AskingError, IndexingError) as error:
        return page.failed_turn(number, question, str(error))
    except Exception:
        log.exception("asking failed")
        return page.failed_turn(number, question, UNEXPECTED)


def holdings(settings: Settings) -> Holdings:
    """What the index holds; nothing when there is no index that can be read."""
    try:
        index = open_index(settings.index)
        articles = list(index.articles())
    except IndexingError as error:
        log.warning("%s", error)
        return Holdings(0, (), ())
    held = {article.id for article in articles}
    return Holdings(
        articles=len(articles),
        sources=tuple(sorted({a.source for a in articles if a.source}, key=str.casefold)),
        covered=index.manifest.counts.covered,
        examples=tuple(question for article_id, question in EXAMPLES if article_id in held),
    )


def building(settings: Settings) -> Iterator[str]:
    """Build the index and show how far it has come, at last what came of it."""
    steps: queue.SimpleQueue[Progress | BuildReport | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            steps.put(
                build(
                    settings.seeds,
                    settings.index,
                    encoder=settings.encoder,
                    progress=steps.put,
                    fill_vectors=False,  # `filling` does that
                )
            )
        except Exception as error:  # handed to the waiting side
            steps.put(error)

    threading.Thread(target=work, name="build", daemon=True).start()
    while isinstance(step := _latest(steps), Progress):
        yield page.progress_html(step)
        time.sleep(_REFRESH)
    yield _outcome(step)


def filling(settings: Settings, stop: threading.Event) -> threading.Thread:
    """Give passages without vectors theirs, in the background, until `stop` is set.

    A large archive can be asked by its words meanwhile; better answers come as vectors fill in.
    """

    def work() -> None:
        while not stop.wait(_LOOK_EVERY):
            try:
                fill(settings.index, slice_seconds=_FILL_SLICE, stop=stop.is_set)
            except IndexingError as error:  # told by every question too; it may be mended meanwhile
                log.warning("%s", error)

    thread = threading.Thread(target=work, name="fill", daemon=True)
    thread.start()
    return thread


def _latest(
    steps: queue.SimpleQueue[Progress | BuildReport | Exception],
) -> Progress | BuildReport | Exception:
    step = steps.get()
    while not steps.empty():
        step = steps.get()
    return step


def _outcome(step: BuildReport | Exception) -> str:
    if isinstance(step, BuildReport):
        return page.report_html(step)
    if isinstance(step, NothingIndexed):
        return page.message_html(str(step), step.failed)
    if isinstance(step, IndexingError):
        return page.message_html(str(step))
    log.error("building failed", exc_info=step)
    return page.message_html(UNEXPECTED)
