"""The store of a place: a folder, or a Milvus."""

from __future__ import annotations

from index.building.folder_store import FolderStore
from index.place import MilvusPlace, Place, place_of
from index.storage.making import Store


def store_of(place: str | Place) -> Store:
    """How an archive is built where it is or will be.

    Raises:
        UsageError: the place begins with `milvus:` and names none.
        IndexBroken: it cannot be reached.
    """
    found = place_of(place)
    if isinstance(found, MilvusPlace):
        from index.building.milvus_store import MilvusStore

        return MilvusStore(found)
    return FolderStore(found)
