"""Workers by the name that the command line gives them."""

from __future__ import annotations

from typing import Final

from index.building.processes import Processes
from index.building.workers import ThisProcess, Workers
from index.errors import UsageError

_MOST: Final = 256  # more is a slip of the hand


def workers_named(name: str | None) -> Workers:
    """Whoever is to work.

    Args:
        name: a number of processes, 0 for none beside this one; None for as many as pay.

    Raises:
        UsageError: it names nothing of the kind.
    """
    if name is None:
        return Processes()
    if name.isdecimal() and int(name) <= _MOST:
        return Processes(int(name)) if int(name) else ThisProcess()
    raise UsageError(f"--workers {name} is no number of processes from 0 to {_MOST}")
