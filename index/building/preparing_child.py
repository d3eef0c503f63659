"""The process that prepares articles; started by `index.building.processes` and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.building.processes import as_reply
from index.reading.worker import serve


def main(memory: int, seconds: float) -> None:
    """Prepare articles until no more come; see `index.reading.worker.serve`."""
    serve(memory, seconds, _replies)


def _replies(request: dict[str, Any], _: int) -> Iterator[dict[str, Any]]:
    yield as_reply(request)
