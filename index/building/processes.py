"""Other processes on this machine that prepare articles: the reading processes' own pool.

    Processes(2)    two processes from the start
    Processes()     as many as there are cores, once there is enough to do

A process that fails is replaced and its work done again; failing twice, the work is done in this
process, where whatever is wrong is told as it always was.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from index.building.preparing import Prepared, Recipe, Staged, prepared
from index.building.workers import ThisProcess, chunks, in_order
from index.cores import usable_cores
from index.models.encoder import Encoder, OnnxEncoder
from index.reading.guard import Allowance, Answer, Guard

# Numpy's threads would only take the cores from each other.
COMMAND: Final = (
    "import json, os, sys; os.environ['OPENBLAS_NUM_THREADS'] = '1'; "
    "sys.path[:] = json.loads(sys.argv[3]); "
    "from index.building.preparing_child import main; main(int(sys.argv[1]), float(sys.argv[2]))"
)
_MOST: Final = 4  # unless asked for: one process that stores keeps no more of them busy
_PAYS_CHARS: Final = 2_000_000  # some seconds of work: a process takes one to start
_AHEAD: Final = 2  # chunks given to each process at most, before their turn comes
_CHUNK_SECONDS: Final = 300.0  # for a chunk that takes less than one
_ANY_MEMORY: Final = 0
_KEY_BYTES: Final = 32


class Processes(ThisProcess):
    """Processes that prepare articles.

    Args:
        count: how many; None for one a core, started when there is enough to do, and none for an
            encoder that would need gigabytes in each.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count
        self._failed = 0  # chunks

    @property
    def notes(self) -> Sequence[str]:
        """See `Workers.notes`."""
        if not self._failed:
            return ()
        return (
            f"worker processes failed {self._failed:,} times, and this process did their work: "
            "is there enough memory? --workers 0 does without them",
        )

    def prepare(
        self, staged: Iterable[Staged], encoder: Encoder, recipe: Recipe
    ) -> Generator[tuple[Staged, Prepared], None, None]:
        """See `Workers.prepare`."""
        rest = iter(staged)
        count = self._count
        if count is None:
            yield from super().prepare(_beginning(rest, _PAYS_CHARS), encoder, recipe)
            cores = min(usable_cores(), _MOST)
            count = cores if cores > 1 and isinstance(encoder, OnnxEncoder) else 0
        if count == 0:
            yield from super().prepare(rest, encoder, recipe)
            return
        allowance = Allowance(_CHUNK_SECONDS, _CHUNK_SECONDS, _ANY_MEMORY, count)
        with Guard(allowance, COMMAND) as guard:

            def begin(chunk: list[Staged]) -> Callable[[], list[Prepared]]:
                answer = guard.ask(as_request(chunk, recipe))
                return lambda: self._result(answer, chunk, encoder, recipe)

            for chunk, results in in_order(chunks(rest), begin, _AHEAD * count):
                yield from zip(chunk, results, strict=True)

    def _result(
        self, answer: Answer, chunk: list[Staged], encoder: Encoder, recipe: Recipe
    ) -> list[Prepared]:
        if reply := answer.result():
            return [_of_plain(one) for one in reply["prepared"]]
        self._failed += 1
        return [done for _, done in super().prepare(chunk, encoder, recipe)]


def as_request(chunk: Sequence[Staged], recipe: Recipe) -> dict[str, Any]:
    """What is asked of a process, as plain values."""
    articles = [(one.article.title, one.article.text, one.signed) for one in chunk]
    return {"articles": articles, "recipe": asdict(recipe)}


def as_reply(request: dict[str, Any]) -> dict[str, Any]:
    """What a process says to that, as plain values."""
    recipe = Recipe(**request["recipe"])
    articles = request["articles"]
    done = [_as_plain(prepared(title, text, signed, recipe)) for title, text, signed in articles]
    return {"prepared": done, "last": False}


def _beginning(staged: Iterator[Staged], chars: int) -> Iterator[Staged]:
    """The first articles, of so many characters in all."""
    for one in staged:
        yield one
        chars -= len(one.article.text)
        if chars <= 0:
            return


def _as_plain(one: Prepared) -> list[Any]:
    blobs = (b"".join(one.keys), one.packed, one.signature or b"")
    spans = [place for span in one.spans for place in span]
    coded = [base64.b64encode(blob).decode() for blob in blobs]
    return [spans, *coded, one.signature is not None, one.english]


def _of_plain(plain: list[Any]) -> Prepared:
    spans, *coded, is_signed, english = plain
    keys, packed, signature = map(base64.b64decode, coded)
    return Prepared(
        tuple(zip(spans[::2], spans[1::2], strict=True)),
        tuple(keys[start : start + _KEY_BYTES] for start in range(0, len(keys), _KEY_BYTES)),
        packed,
        signature if is_signed else None,
        english,
    )
