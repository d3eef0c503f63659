"""Which collections a generation is made of, and which generation is live.

    articles                    an alias: names the passages of the live generation
    articles_000007_passages    a row a passage: vector, words, where it is, what filters ask
    articles_000007_articles    a row an article, without its text
    articles_000007_versions    a row for each version of each article that may be cited
    articles_000007_texts       the texts of all versions, by their hash
    articles_000007_terms       each word, and how many passages hold it
    articles_000007_book        what the next build goes on from, and the manifest

A generation is never changed once the alias names it: a build writes another beside it and
publishes it by switching the alias. The generation before stays until the next build, for whoever
still reads it. The engine wants a vector in every collection: where there is none, it is `none`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import IndexBroken
from index.storage.milvus.client import Client

PARTS = ("passages", "articles", "versions", "texts", "terms", "book")
EXACT_LIMIT = 100_000  # passages: above, vectors are compressed and not every one is compared
NO_VECTOR = [0.0, 0.0]
HASH = 32  # hexadecimal digits of a hash that stands for a name: 128 bits
LONGEST = 65_535  # bytes of a field
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}  # as in a folder's index


@dataclass(frozen=True, slots=True)
class Generation:
    """The collections of one generation.

    Attributes:
        name: which archive.
        number: 1 for the first.
    """

    name: str
    number: int

    def __getitem__(self, part: str) -> str:
        return f"{self.name}_{self.number:06d}_{part}"

    def __str__(self) -> str:
        return f"{self.number:06d}"


def live_generation(client: Client) -> Generation | None:
    """The generation that the alias names; None where there is none.

    Raises:
        IndexBroken: the alias names something else.
    """
    name = client.place.name
    target = client.target(name)
    if target is None:
        return None
    found = re.fullmatch(rf"{name}_([0-9]{{6,}})_passages", target)
    if not found:
        raise IndexBroken(
            f"{client.place} is not an archive: the alias {name} names the collection {target!r}; "
            "name another archive: milvus:http://HOST:PORT/NAME"
        )
    return Generation(name, int(found[1]))


def generations(client: Client) -> list[Generation]:
    """All generations that something is there of, ascending."""
    pattern = re.compile(rf"{client.place.name}_([0-9]{{6,}})_({'|'.join(PARTS)})")
    numbers = {int(found[1]) for found in map(pattern.fullmatch, client.collections()) if found}
    return [Generation(client.place.name, number) for number in sorted(numbers)]


def clear(client: Client, keep: Sequence[Generation | None]) -> None:
    """Drop all generations but some, also parts of those that a killed build left."""
    there = set(client.collections())
    for generation in generations(client):
        if generation not in keep:
            for part in PARTS:
                if generation[part] in there:
                    client.drop(generation[part])


def make(client: Client, generation: Generation, dimensions: int) -> None:
    """Make the empty collections of a generation."""
    from pymilvus import DataType, Function, FunctionType

    tokenizer = "standard" if client.lite else "whitespace"  # `terms` are fit for either
    with client.told() as engine:
        for part in PARTS:
            schema = engine.create_schema(auto_id=False, enable_dynamic_field=False)
            for name, kind, more in _fields(part, dimensions, tokenizer):
                schema.add_field(name, getattr(DataType, kind), **more)
            if part == "passages":
                schema.add_function(
                    Function(
                        name="bm25",
                        function_type=FunctionType.BM25,
                        input_field_names=["words"],
                        output_field_names=["sparse"],
                    )
                )
            engine.create_collection(generation[part], schema=schema)


def seal(client: Client, generation: Generation, passages: int) -> None:
    """Index and load what a generation holds: from now on it can be searched."""
    with client.told() as engine:
        for part in PARTS:
            engine.flush(generation[part])
            indexes = engine.prepare_index_params()
            for index in _indexes(part, passages):
                indexes.add_index(**index)
            engine.create_index(generation[part], indexes, sync=False)  # loading waits for it
    load(client, generation)


def load(client: Client, generation: Generation) -> None:
    """Have a generation in memory: a server that began anew, or a file just opened, has it not."""
    with client.told() as engine:
        for part in PARTS:
            engine.load_collection(generation[part])


def search_parameters(passages: int) -> dict[str, Any]:
    """How vectors are searched among so many: as many lists as recall takes."""
    return {"metric_type": "IP"} if passages <= EXACT_LIMIT else {
        "metric_type": "IP", "params": {"nprobe": 64},
    }  # fmt: skip


def _indexes(part: str, passages: int) -> Iterator[dict[str, Any]]:
    if part != "passages":
        yield {"field_name": "none", "index_type": "FLAT", "metric_type": "IP"}
        return
    yield {
        "field_name": "sparse",
        "index_type": "SPARSE_INVERTED_INDEX",
        "metric_type": "BM25",
        "params": _BM25,
    }
    dense: dict[str, Any] = {"field_name": "vector", "metric_type": "IP"}
    if passages <= EXACT_LIMIT:
        yield {**dense, "index_type": "FLAT"}
    else:
        lists = min(65_536, int(2 * passages**0.5))
        yield {**dense, "index_type": "IVF_SQ8", "params": {"nlist": lists}}


def _fields(part: str, dimensions: int, tokenizer: str) -> Iterator[tuple[str, str, Any]]:
    """Name, kind and the rest of each field."""
    text, short = {"max_length": LONGEST}, {"max_length": HASH}
    if part == "passages":
        analyzed = {"enable_analyzer": True, "analyzer_params": {"tokenizer": tokenizer}}
        yield "id", "INT64", {"is_primary": True}
        yield "vector", "FLOAT_VECTOR", {"dim": dimensions}
        yield "words", "VARCHAR", {**text, **analyzed}
        yield "sparse", "SPARSE_FLOAT_VECTOR", {}
        yield "article", "VARCHAR", short
        yield "start", "INT64", {}
        yield "stop", "INT64", {}
        yield "day", "INT64", {}
        yield "source", "VARCHAR", short
        return
    key: dict[str, Any] = {"is_primary": True}
    if part == "book":
        yield "id", "INT64", key
    else:
        yield "id", "VARCHAR", {**key, "max_length": 256}
    yield "none", "FLOAT_VECTOR", {"dim": len(NO_VECTOR)}
    if part == "terms":
        yield from ((name, "INT64", {}) for name in ("held", "letters", "first"))
    else:
        yield "body", "VARCHAR", text
    if part == "articles":
        yield "day", "INT64", {}
        yield "source", "VARCHAR", short
        yield "near", "VARCHAR", text
        yield "story", "INT64", {}
    if part == "versions":
        yield "earlier", "INT64", {}
    if part == "texts":
        yield "parts", "INT64", {}
