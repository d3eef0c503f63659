"""Opening the live generation of an archive."""

from __future__ import annotations

from functools import lru_cache

from index.errors import IndexMissing
from index.place import MilvusPlace
from index.storage.milvus.client import Client, connect
from index.storage.milvus.collections import Generation, live_generation
from index.storage.milvus.index import MilvusIndex


def open_milvus(place: MilvusPlace) -> MilvusIndex:
    """Open the live generation; one that is open already is asked for its name alone.

    Raises:
        IndexMissing: there is none.
        IndexBroken, IndexUnreadable, IndexBusy: it cannot be used, and why.
    """
    try:
        client = connect(place)
    except FileNotFoundError:
        generation = None
    else:
        generation = live_generation(client)
    if generation is None:
        raise IndexMissing(
            f"there is no archive in {place}; make one with: "
            f"python -m index build SEEDS --store {place}"
        )
    return _opened(client, generation, _identity(client, generation))


@lru_cache(maxsize=4)  # a generation never changes: what was opened once can be shared
def _opened(client: Client, generation: Generation, identity: object) -> MilvusIndex:
    return MilvusIndex(client, generation)


def _identity(client: Client, generation: Generation) -> object:
    """Tells a generation from another that took its number after the archive was made anew."""
    with client.told() as engine:
        return engine.describe_collection(generation["passages"]).get("collection_id")
