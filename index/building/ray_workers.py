"""A Ray cluster that reads, prepares and encodes; the driver reads plain text and stores.

Every task takes one core, or a GPU; its process keeps the encoder for the next. What a lost node
was doing is done once more elsewhere, by Ray. A driver that was killed goes on, in the next run,
from the vectors it had: see `index.building.pending_vectors`.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from index.building.preparing import Prepared, Recipe, Staged
from index.building.ray_tasks import encode_there, prepare_there, read_there
from index.building.vectors import Floats
from index.building.workers import chunks, in_order
from index.errors import BuildError, IndexingError, ReadError, UsageError
from index.models.encoder import Encoder, OnnxEncoder
from index.reading.child import item_of
from index.reading.guard import Allowance, Guard, Readers
from index.reading.record import Record
from index.reading.source import Limits, Source
from index.reading.unread import readers_fingerprint

logger = logging.getLogger(__name__)

_RETRIES: Final = 1  # of a lost node's work: lost twice, something else is wrong
_AHEAD: Final = 2  # tasks for each core at most, before their turn comes
_LOOK_SECONDS: Final = 5.0  # between two looks at which nodes there are
_MOST_BYTES: Final = 64_000_000  # of a file sent to a node; a larger one is read by the driver
_CONNECT_SECONDS: Final = 5.0
# No reports to its makers; no hindmost place in the queue for the cores of a machine in use; not
# a page of its own state on the standard output where a node is lost, which `_look` tells.
_SETTINGS: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_worker_niceness": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",
}
_LOST: Final = "run the same command again: it goes on from what was encoded"


class RayWorkers:
    """The nodes of a cluster that this process is connected to: see `connected`."""

    def __init__(self, ray: Any) -> None:  # noqa: ANN401 - a module
        self._ray = ray
        self._looked = 0.0
        self._nodes = len(self._alive())

    @property
    def notes(self) -> Sequence[str]:
        """See `Workers.notes`."""
        nodes = "1 node" if self._nodes == 1 else f"{self._nodes:,} nodes"
        return (f"worked on by {nodes} of a Ray cluster, {self._cores():,} cores",)

    @contextmanager
    def readers(self, allowance: Allowance) -> Iterator[Readers]:
        """See `Workers.readers`."""
        with Guard(allowance) as guard:
            yield _Readers(self, replace(allowance, workers=max(1, self._cores())), guard)

    def prepare(
        self, staged: Iterable[Staged], encoder: Encoder, recipe: Recipe
    ) -> Generator[tuple[Staged, Prepared], None, None]:
        """See `Workers.prepare`."""
        program = readers_fingerprint()

        def begin(chunk: list[Staged]) -> Callable[[], list[Prepared]]:
            articles = [(one.article.title, one.article.text, one.signed) for one in chunk]
            return self.begin(prepare_there, articles, recipe, program)

        for chunk, results in in_order(chunks(staged), begin, _AHEAD * self._cores()):
            yield from zip(chunk, results, strict=True)

    def encode(self, batches: Iterable[Sequence[str]], encoder: Encoder) -> Iterator[Floats]:
        """See `Workers.encode`."""
        gpus = 0 if isinstance(encoder, OnnxEncoder) else int(self._resources().get("GPU", 0))

        def begin(texts: Sequence[str]) -> Callable[[], Floats]:
            asked = encoder.name, encoder.fingerprint
            return self.begin(encode_there, texts, *asked, on_gpu=bool(gpus))

        works = in_order(batches, begin, _AHEAD * (gpus or self._cores()))
        return (rows for _, rows in works)

    def begin(
        self,
        task: Callable[..., Any],
        *values: object,
        on_gpu: bool = False,
    ) -> Callable[[], Any]:
        """Begin a task on some node; returns what waits for its result.

        Raises:
            BuildError: from what waits: a node failed, or its work was lost twice.
        """
        where = {"num_gpus": 1, "max_calls": 0} if on_gpu else {"num_cpus": 1}
        remote = self._ray.remote(max_retries=_RETRIES, **where)(task)
        asked = remote.remote(*values)
        return lambda: self._result(asked)

    def _result(self, asked: object) -> Any:  # noqa: ANN401 - whatever the task gives
        errors = self._ray.exceptions
        while True:
            self._look()
            try:
                return self._ray.get(asked, timeout=_LOOK_SECONDS)
            except errors.GetTimeoutError:
                continue
            except errors.RayTaskError as error:
                if isinstance(error.cause, IndexingError):
                    raise error.cause from None
                raise BuildError(
                    f"a node of the cluster failed ({error.cause!r}); install this program, in the "
                    "same version, on every node"
                ) from error
            except errors.RayError as error:
                raise BuildError(
                    f"the same work was lost with its node twice ({type(error).__name__}); {_LOST}"
                ) from error

    def _look(self) -> None:
        """Tell which nodes are lost; an error where none is left."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked, nodes = now, len(self._alive())
        if nodes < self._nodes:
            lost = self._nodes - nodes
            logger.warning("Ray: %d of %d nodes lost; their work is done again", lost, self._nodes)
        self._nodes = nodes
        if not self._cores():
            raise BuildError(f"no node of the Ray cluster has a core to work with; {_LOST}")

    def _alive(self) -> list[Any]:
        return [node for node in self._ray.nodes() if node["Alive"]]

    def _resources(self) -> dict[str, float]:
        found: dict[str, float] = self._ray.cluster_resources()
        return found

    def _cores(self) -> int:
        return int(self._resources().get("CPU", 0))


class _Readers:
    """Reads files on the nodes; those too large to be sent, here."""

    def __init__(self, workers: RayWorkers, allowance: Allowance, here: Guard) -> None:
        self.allowance = allowance
        self._workers = workers
        self._here = here

    def submit(self, source: Source, limits: Limits) -> Iterable[Record | ReadError]:
        """See `Readers.submit`."""
        try:
            if source.path.stat().st_size > _MOST_BYTES or not source.path.is_file():
                return self._here.submit(source, limits)
            data = source.path.read_bytes()
        except OSError:  # whoever opens it says why
            return self._here.submit(source, limits)
        told = limits, self.allowance, readers_fingerprint()
        result = self._workers.begin(read_there, source, data, *told)
        return (item_of(item) for item in _once(result))


def _once(result: Callable[[], list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    yield from result()


@contextmanager
def connected(address: str) -> Iterator[RayWorkers]:
    """The workers of a cluster; the connection ends with the context.

    Args:
        address: host and port of its head node, "auto" for the one that this machine is part of,
            "" for a cluster of this machine alone, which is started and ended.

    Raises:
        UsageError: Ray is not installed.
        BuildError: there is no cluster at the address, or none can be started.
    """
    with _told({**_SETTINGS, **_token(address)}):  # read when Ray is imported, and begins
        yield from _connected(address)


def _connected(address: str) -> Iterator[RayWorkers]:
    try:
        import ray  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise UsageError(
            "--workers ray needs Ray; install it: .venv/bin/pip install -e '.[ray]'"
        ) from error
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
    # "local": without it Ray looks for a cluster that this machine was part of
    local = {"address": "local", "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    try:
        _check_address(address)
        ray.init(**({"address": address} if address else local), **quiet)
    except Exception as error:  # Ray raises just that where its processes begin too slowly
        raise BuildError(
            f"there is no Ray cluster at {address} ({error}); start one with: "
            "ray start --head, and name its host and port: --workers ray:HOST:6379"
            if address
            else f"Ray could not begin on this machine ({error}); try again when it is less busy"
        ) from error
    try:
        yield RayWorkers(ray)
    finally:
        ray.shutdown()


@contextmanager
def _told(settings: dict[str, str]) -> Iterator[None]:
    """Have the environment say so until the block ends, where it says nothing else."""
    missing = {name: value for name, value in settings.items() if name not in os.environ}
    os.environ.update(missing)
    try:
        yield
    finally:
        for name in missing:
            os.environ.pop(name, None)


def _token(address: str) -> dict[str, str]:
    """What tells Ray of the token that the cluster asks for.

    Where there is one, `ray start` asks for it, and a driver has to be told so. For a cluster that
    is started here and has none, Ray would make one and leave it in the user's home, where it
    changes what later commands of Ray do.
    """
    told = any(os.environ.get(name) for name in ("RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"))
    mode = {"RAY_AUTH_MODE": "token"}
    if told or (Path.home() / ".ray" / "auth_token").is_file():
        return mode
    return {} if address else {**mode, "RAY_AUTH_TOKEN": secrets.token_hex(32)}


def _check_address(address: str) -> None:
    """Raises OSError at once where nothing answers: Ray itself tries for minutes."""
    host, _, port = address.rpartition(":")
    if host and "://" not in address:
        if not port.isdecimal():
            raise ValueError(f"{port!r} is no port")
        socket.create_connection((host, int(port)), _CONNECT_SECONDS).close()
