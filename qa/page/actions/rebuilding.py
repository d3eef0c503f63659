"""Changing the index from the page: rebuilding it, and filling in vectors in the background."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator

from index.build import NothingIndexed, build
from index.errors import IndexingError
from index.fill import fill
from index.report import BuildReport, Progress, Tell
from qa.page import strings
from qa.page.actions.replying import Settings
from qa.page.html.report import message_html, progress_html, report_html

log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0  # between two looks whether vectors are missing
_FILL_SECONDS = 60.0  # of encoding between two generations: others may build in between
_REFRESH_SECONDS = 0.1  # between two looks at a running build


def building(settings: Settings) -> Iterator[str]:
    """Build the index and show how far it has come, at last what came of it."""

    def work(tell: Tell) -> BuildReport:
        return build(
            settings.seeds,
            settings.index,
            encoder=settings.encoder,
            progress=tell,
            fill_vectors=False,  # `filling` does that
        )

    return working(lambda tell: settings.changing.change(work, tell))


def working(work: Callable[[Tell], BuildReport]) -> Iterator[str]:
    """Change the index and show how far it has come, at last what came of it, as HTML.

    Args:
        work: does it, and tells its progress to what it is given.
    """
    steps: queue.SimpleQueue[Progress | BuildReport | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            steps.put(work(steps.put))
        except Exception as error:  # handed to the waiting side
            steps.put(error)

    threading.Thread(target=run, name="build", daemon=True).start()
    while isinstance(step := _latest(steps), Progress):
        yield progress_html(step)
        time.sleep(_REFRESH_SECONDS)
    yield _outcome(step)


def filling(settings: Settings, stop: threading.Event) -> threading.Thread:
    """Give passages without vectors theirs, in the background, until `stop` is set.

    A large archive can be asked by its words meanwhile; better answers come as vectors fill in.
    """

    def step_aside() -> bool:
        return stop.is_set() or settings.changing.wanted

    def work() -> None:
        told = ""
        while not stop.wait(_LOOK_SECONDS):
            if settings.changing.wanted:
                continue
            try:
                fill(settings.index, slice_seconds=_FILL_SECONDS, stop=step_aside)
            except IndexingError as error:  # told by every question too; it may be mended meanwhile
                if str(error) != told:  # such as of an index that is never to be written: once
                    log.warning("%s", error)
                told = str(error)

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
        return report_html(step)
    if isinstance(step, NothingIndexed):
        return message_html(str(step), step.failed)
    if isinstance(step, IndexingError):
        return message_html(str(step))
    log.error("building failed", exc_info=step)
    return message_html(strings.UNEXPECTED)
