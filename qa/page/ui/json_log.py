"""All that the page writes to its terminal as lines of JSON, for whoever collects logs."""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO, cast

from index.terminal import beneath, write_to
from qa.page.actions.observing import Asked
from qa.page.door import request_log

log = logging.getLogger(__name__)
_TOLD = (__name__, request_log.log.name, "qa.page.printed")  # whose plain news are written too


class JsonLines(logging.Formatter):
    """Makes of a record one line of JSON: time, level, logger, message and what it tells besides.

    A traceback is a field of it. All but ASCII is escaped, so that no line can be forged.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_question(asked: Asked) -> None:
    """Log how a question fared; its words are not known here."""
    told = {
        "request": asked.request,
        "outcome": asked.outcome.value,
        "milliseconds": round(asked.seconds * 1000, 1),
        "waited_milliseconds": round(asked.waited_seconds * 1000, 1),
        "stages": dict(asked.stages_ms),
        "shared": asked.shared,
    }
    log.info("question", extra={"told": told})


@contextmanager
def json_lines() -> Iterator[None]:
    """Have all that is logged, printed to standard error or raised by a thread be JSON lines.

    Python's own ways are put back at the end.
    """
    root, error, hook = logging.getLogger(), sys.stderr, threading.excepthook
    handlers, levels = root.handlers[:], [logging.getLogger(name).level for name in _TOLD]
    handler = _To(beneath(error))
    handler.setFormatter(JsonLines())
    root.handlers[:] = [handler]
    for name in _TOLD:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _ended
    sys.stderr = cast(TextIO, _Printed(error))
    try:
        yield
    finally:
        sys.stderr, threading.excepthook, root.handlers[:] = error, hook, handlers
        logging.captureWarnings(False)
        for name, level in zip(_TOLD, levels, strict=True):
            logging.getLogger(name).setLevel(level)


class _To(logging.Handler):
    """Writes lines to a stream, whole."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:  # a message that does not fit its arguments
            line = json.dumps({"level": "error", "message": traceback.format_exc(limit=1)})
        write_to(self._stream, line + "\n")


class _Printed:
    """Takes what others print, and has each line of it logged."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._open, self._lock = stream, "", threading.Lock()

    def write(self, text: str) -> int:
        with self._lock:
            *lines, self._open = (self._open + text).split("\n")
        for line in filter(str.strip, lines):
            logging.getLogger(_TOLD[-1]).info("%s", line)
        return len(text)

    def flush(self) -> None:
        """Nothing: lines are written when they end."""

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        return getattr(self._stream, name)


def _ended(ended: threading.ExceptHookArgs) -> None:
    """A thread that ended by an exception."""
    if ended.exc_value is not None:
        found: tuple[type[BaseException], BaseException, TracebackType | None]
        found = (ended.exc_type, ended.exc_value, ended.exc_traceback)
        log.error("a thread ended", exc_info=found)
