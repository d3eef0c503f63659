"""What the engine raises, in our own words: what happened, where, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from index.errors import IndexBroken, IndexBusy, IndexUnreadable
from index.place import MilvusPlace

TOKEN = "MILVUS_TOKEN"
NOT_THERE = (100, 1600)  # a collection, an alias
_REFUSED = ("auth check", "authorization", "unauthenticated", "permission", "privilege")
_SILENT = ("connect", "unavailable", "deadline")


def in_our_words(place: MilvusPlace, error: Any) -> IndexBroken:  # noqa: ANN401 - of pymilvus
    """An error to show, of one that the engine's client raised."""
    said = _said(error)
    if any(sign in said.casefold() for sign in _REFUSED):
        return IndexUnreadable(
            f"the Milvus at {place.uri} refuses the login ({said}); set {TOKEN} in the environment "
            "to USER:PASSWORD or an API key of somebody who may use it"
        )
    if any(sign in said.casefold() for sign in _SILENT):
        return IndexUnreadable(
            f"no Milvus answers at {place.uri} ({said}); see that it runs there and that this "
            "machine may reach it, or name another place: milvus:http://HOST:PORT"
        )
    if "no space left" in said.casefold():
        return IndexBroken(
            f"no space is left for the Milvus at {place.uri} ({said}); make room on its disk "
            "and do it again"
        )
    if getattr(error, "code", None) in NOT_THERE:
        return IndexBroken(
            f"what was open of the archive {place} is no longer there ({said}), as two newer "
            "generations were published since; ask again"
        )
    return IndexBroken(f"the Milvus at {place.uri} could not do what was asked ({said}); try again")


@contextmanager
def why_lite_failed() -> Iterator[list[BaseException]]:
    """What Milvus Lite raises where it cannot open a file: it only logs that."""
    met: list[BaseException] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info and record.exc_info[1]:
                met.append(record.exc_info[1])

    log, noting = logging.getLogger("milvus_lite.server_manager"), Noting()
    log.addHandler(noting)
    log.propagate = False
    try:
        yield met
    finally:
        log.removeHandler(noting)


def unopened(place: MilvusPlace, why: Sequence[BaseException]) -> IndexBroken | IndexBusy:
    """An error to show where Milvus Lite could not open a file, for what it raised."""
    reason = str(why[0])[:200] if why else "no reason given"
    if why and type(why[0]).__name__ == "DataDirLockedError":
        return IndexBusy(
            f"another process has {place.uri} open, and Milvus Lite lets in one at a time; end it, "
            "or let several use it through a server: "
            "milvus-lite server --data-dir FILE --host 127.0.0.1"
        )
    if why and isinstance(why[0], FileExistsError | NotADirectoryError):
        return IndexBroken(
            f"{place.uri} is no archive: Milvus Lite keeps one in a folder, and that is a file; "
            "name another place: milvus:PATH"
        )
    return IndexBroken(
        f"the Milvus Lite file {place.uri} cannot be opened ({reason}); see that it may be read "
        "and written and that there is space left, or put a copy of it in its place"
    )


def _said(error: Any) -> str:  # noqa: ANN401 - of pymilvus or grpc
    """The server's own words, also where the client has put others in their place.

    Of a refused login too the client says that the server may be unavailable.
    """
    chain: list[Any] = []
    cause: Any = error
    while cause is not None and cause not in chain:  # the client raises some from themselves
        chain.append(cause)
        cause = getattr(cause, "__cause__", None)
    told = next((one for one in chain if hasattr(one, "details")), None)
    text = f"{told.code().name}: {told.details()}" if told else str(error.message)
    return " ".join(text.split())[:200]
