"""Who does the work of a build that needs no index: this process, others, or a cluster.

Whoever does it, the results come in the order of what was asked, so that an index does not depend
on how many there are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from index.building.preparing import Prepared, Recipe, Staged, prepared
from index.building.vectors import Floats
from index.models.encoder import Encoder
from index.reading.guard import Allowance, Guard, Readers

_CHUNK_CHARS = 200_000  # some 0.2 s of work: what it costs to hand it over does not count
_CHUNK_ARTICLES = 100

Given = TypeVar("Given")
Done = TypeVar("Done")


class Workers(Protocol):
    """Does work that needs no index; results come in the order of what was given."""

    @property
    def notes(self) -> Sequence[str]:
        """What the user should know of how the work went."""

    def readers(self, allowance: Allowance) -> AbstractContextManager[Readers]:
        """Whoever reads files of risky formats."""

    def prepare(
        self, staged: Iterable[Staged], encoder: Encoder, recipe: Recipe
    ) -> Generator[tuple[Staged, Prepared], None, None]:
        """Each article with what is stored of it; holds few of them at a time.

        Args:
            staged: the articles; taken as the work goes on.
            encoder: of the recipe, for whoever works in this process.
            recipe: how.
        """

    def encode(self, batches: Iterable[Sequence[str]], encoder: Encoder) -> Iterator[Floats]:
        """The vectors of each batch of texts, as `Encoder.encode_passages` makes them.

        Raises:
            BuildError: the work was lost, and lost again.
        """


class ThisProcess:
    """Does everything when it is asked for."""

    @property
    def notes(self) -> Sequence[str]:
        """See `Workers.notes`."""
        return ()

    def readers(self, allowance: Allowance) -> AbstractContextManager[Readers]:
        """See `Workers.readers`."""
        return Guard(allowance)

    def prepare(
        self, staged: Iterable[Staged], encoder: Encoder, recipe: Recipe
    ) -> Generator[tuple[Staged, Prepared], None, None]:
        """See `Workers.prepare`."""
        for one in staged:
            told = one.article.title, one.article.text, one.signed
            yield one, prepared(*told, recipe, encoder.token_starts)

    def encode(self, batches: Iterable[Sequence[str]], encoder: Encoder) -> Iterator[Floats]:
        """See `Workers.encode`."""
        return map(encoder.encode_passages, batches)


def chunks(staged: Iterable[Staged]) -> Iterator[list[Staged]]:
    """Articles in lists that are worth handing over."""
    chunk: list[Staged] = []
    chars = 0
    for one in staged:
        chunk.append(one)
        chars += len(one.article.text)
        if chars >= _CHUNK_CHARS or len(chunk) == _CHUNK_ARTICLES:
            yield chunk
            chunk, chars = [], 0
    if chunk:
        yield chunk


def in_order(
    given: Iterable[Given], begin: Callable[[Given], Callable[[], Done]], ahead: int
) -> Iterator[tuple[Given, Done]]:
    """What was given with what became of it, in order, some begun before their turn.

    Args:
        given: taken as the work goes on.
        begin: begins the work on one; returns what waits for its end.
        ahead: how many are begun at most beside the one that is waited for.
    """
    waiting: deque[tuple[Given, Callable[[], Done]]] = deque()
    for one in given:
        waiting.append((one, begin(one)))
        if len(waiting) > ahead:
            first, result = waiting.popleft()
            yield first, result()
    while waiting:
        first, result = waiting.popleft()
        yield first, result()
