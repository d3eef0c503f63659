"""Workers by the name that the command line gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from index.building.processes import Processes
from index.building.workers import ThisProcess, Workers
from index.errors import UsageError

_MOST: Final = 256  # more is a slip of the hand


@contextmanager
def workers_named(name: str | None) -> Iterator[Workers]:
    """Whoever is to work, as long as the context lasts.

    Args:
        name: a number of processes, 0 for none beside this one; None for as many as pay; `ray` or
            `ray:ADDRESS` for a cluster, see `index.building.ray_workers.connected`.

    Raises:
        UsageError: it names nothing of the kind.
        BuildError: the cluster cannot be reached.
    """
    if name is None:
        yield Processes()
    elif name.isdecimal() and int(name) <= _MOST:
        yield Processes(int(name)) if int(name) else ThisProcess()
    elif name.partition(":")[0] == "ray":
        from index.building.ray_workers import connected

        with connected(name.partition(":")[2]) as workers:
            yield workers
    else:
        raise UsageError(
            f"--workers {name} is no number of processes from 0 to {_MOST}, nor ray or ray:ADDRESS"
        )
