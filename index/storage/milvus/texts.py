"""The texts of a generation: each in as many rows as it takes."""

from __future__ import annotations

from index.errors import IndexBroken
from index.storage.milvus import rows
from index.storage.milvus.client import Client
from index.storage.milvus.collections import Generation


def text_of(client: Client, generation: Generation, version: str) -> str:
    """The text of a version; one that is not there whole is an IndexBroken."""
    fields = ["id", "body", "parts"]
    first = client.get(generation["texts"], [rows.part_key(version, 0)], fields)
    if not first:
        raise IndexBroken(f"the Milvus does not hold the text of version {version[:12]}")
    keys = [rows.part_key(version, number) for number in range(1, int(first[0]["parts"]))]
    others = client.get(generation["texts"], keys, fields) if keys else []
    bodies = {row["id"]: row["body"] for row in (*first, *others)}
    try:
        return rows.unpacked(
            bodies[rows.part_key(version, number)] for number in range(int(first[0]["parts"]))
        ).decode()
    except (KeyError, UnicodeDecodeError) as error:
        raise IndexBroken(f"the text of version {version[:12]} in the Milvus is damaged") from error
