"""What a node of a cluster does: reads a file, prepares articles, encodes passages.

A node does so only where its program gives what the driver's would: fingerprints are compared with
every task, so that an index does not depend on the node. Nothing here imports Ray.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.building.preparing import Prepared, Recipe, prepared
from index.building.vectors import Floats
from index.errors import BuildError
from index.models.encoder import load_encoder
from index.reading.guard import Allowance, Guard
from index.reading.source import Limits, Source
from index.reading.unread import readers_fingerprint
from index.reading.worker import as_plain

_SAME = "install the same version, with the same libraries, on every node"


def read_there(
    source: Source, data: bytes, limits: Limits, allowance: Allowance, program: str
) -> list[dict[str, Any]]:
    """What a file holds, in plain values: it is read by a watched process of this node.

    Args:
        source: the file, as the driver has it.
        data: what it holds.
        limits: what is too large to read.
        allowance: what it may cost.
        program: the driver's `readers_fingerprint`.

    Raises:
        BuildError: this node's program is another.
    """
    _check(program)
    with tempfile.TemporaryDirectory(prefix="article-") as folder:
        path = Path(folder) / source.path.name
        path.write_bytes(data)
        found = _guard(replace(allowance, workers=1)).submit(replace(source, path=path), limits)
        return [as_plain(item) for item in found]


def prepare_there(
    articles: Sequence[tuple[str, str, bool]], recipe: Recipe, program: str
) -> list[Prepared]:
    """What is stored of articles, in their order.

    Args:
        articles: title and text of each, and whether it is signed.
        recipe: of the build.
        program: the driver's `readers_fingerprint`.

    Raises:
        BuildError: this node's program is another.
    """
    _check(program)
    return [prepared(title, text, signed, recipe) for title, text, signed in articles]


def encode_there(texts: Sequence[str], encoder: str, fingerprint: str) -> Floats:
    """The vectors of texts, by an encoder that this process keeps, on one core or GPU.

    Raises:
        BuildError: this node's encoder is another.
        ModelError: it cannot be loaded here.
    """
    loaded = load_encoder(encoder, threads=1)
    if loaded.fingerprint != fingerprint:
        raise BuildError(f"a node has another encoder by the name of {encoder}; {_SAME}")
    return loaded.encode_passages(texts)


@lru_cache(maxsize=1)
def _guard(allowance: Allowance) -> Guard:
    return Guard(allowance)  # ended with this process


def _check(program: str) -> None:
    if readers_fingerprint() != program:
        raise BuildError(f"a node runs another version of this program; {_SAME}")
