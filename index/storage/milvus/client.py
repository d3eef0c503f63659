"""The only door to the engine: a connection for each place.

Nothing that comes from the outside is put into a filter expression: those compare numbers and
hashes alone, since Milvus Lite takes no parameters for them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

from index.errors import IndexUnreadable
from index.place import MilvusPlace
from index.storage.milvus.failures import (
    NOT_THERE,
    TOKEN,
    in_our_words,
    unopened,
    why_lite_failed,
)

MOST = 16_384  # rows of one answer
_AT_ONCE = 500  # rows of one request
_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 60.0
_KEEPALIVE_SECONDS = 300  # a server lets go of whoever asks more often while nothing is wanted

Row = dict[str, Any]
_connecting = Lock()


@dataclass(frozen=True, slots=True)
class Client:
    """A connection to a place; safe to use from several threads.

    Every method raises IndexBroken where the engine cannot do what it is asked, and
    IndexUnreadable where it is not there or refuses the login.
    """

    place: MilvusPlace
    engine: Any

    @property
    def lite(self) -> bool:
        """Whether it is Milvus Lite that answers, served or in this process."""
        with self._told():
            return "lite" in str(self.engine.get_server_version()).casefold()

    def collections(self) -> list[str]:
        """The names of all collections."""
        with self._told():
            return list(self.engine.list_collections())

    def target(self, alias: str) -> str | None:
        """The collection that an alias names; None where there is no such alias."""
        from pymilvus import MilvusException

        with self._told():
            try:
                return str(self.engine.describe_alias(alias)["collection_name"])
            except MilvusException as error:
                if error.code in NOT_THERE:
                    return None
                raise

    def point(self, alias: str, collection: str, *, instead_of: str | None) -> None:
        """Have an alias name a collection, in place of another if it names one: at once."""
        with self._told():
            set_alias = self.engine.alter_alias if instead_of else self.engine.create_alias
            set_alias(collection, alias)

    def drop(self, collection: str) -> None:
        """Drop a collection; nothing happens where there is none."""
        with self._told():
            self.engine.drop_collection(collection)

    def insert(self, collection: str, rows: Sequence[Row]) -> None:
        """Add rows under keys that are new."""
        with self._told():
            for start in range(0, len(rows), _AT_ONCE):
                self.engine.insert(collection, list(rows[start : start + _AT_ONCE]))

    def count(self, collection: str) -> int:
        """How many rows a collection holds, all that were added seen."""
        with self._told():
            told = self.engine.query(
                collection, filter="", output_fields=["count(*)"], consistency_level="Strong"
            )
            return int(told[0]["count(*)"])

    def get(
        self, collection: str, keys: Sequence[int] | Sequence[str], fields: Sequence[str]
    ) -> list[Row]:
        """The rows with these keys, in no particular order; those that are not there left out."""
        found: list[Row] = []
        with self._told():
            for start in range(0, len(keys), _AT_ONCE):
                part = list(keys[start : start + _AT_ONCE])
                found += self.engine.get(
                    collection, ids=part, output_fields=list(fields), timeout=_ANSWER_SECONDS
                )
        return found

    def scan(self, collection: str, fields: Sequence[str], within: str = "") -> Iterator[Row]:
        """All rows that an expression holds for, by ascending key."""
        with self._told():
            rows = self.engine.query_iterator(
                collection, filter=within, output_fields=list(fields), batch_size=_AT_ONCE
            )
            try:
                while part := rows.next():
                    yield from part
            finally:
                rows.close()

    def search(
        self,
        collection: str,
        field: str,
        asked: object,
        k: int,
        within: str,
        how: Mapping[str, Any],
    ) -> list[tuple[int, float]]:
        """The rows that fit best, with their scores: higher is better."""
        with self._told():
            (hits,) = self.engine.search(
                collection,
                data=[asked],
                anns_field=field,
                filter=within,
                limit=min(k, MOST),
                output_fields=["id"],
                search_params=dict(how),
                timeout=_ANSWER_SECONDS,
            )
            return [(int(hit["id"]), float(hit["distance"])) for hit in hits]

    @contextmanager
    def told(self) -> Iterator[Any]:
        """The engine itself; what it raises meanwhile is said in our own words."""
        with self._told():
            yield self.engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        from grpc import RpcError  # some come through as they are
        from pymilvus import MilvusException

        try:
            yield
        except (MilvusException, RpcError) as error:
            raise in_our_words(self.place, error) from error


def connect(place: MilvusPlace, *, make: bool = False) -> Client:
    """The connection to a place, made once in a process.

    Args:
        place: where.
        make: whether a Milvus Lite file that is not there is made.

    Raises:
        IndexUnreadable: the extra is not installed, nothing answers there, or the login is refused.
        IndexBusy: another process has the Milvus Lite file open.
    """
    if place.lite and not make and not Path(place.uri).exists():
        raise FileNotFoundError(place.uri)
    with _connecting:
        return _connected(place, os.environ.get(TOKEN, ""))


def release(place: MilvusPlace) -> None:
    """Let go of a Milvus Lite file, so that another process may open it."""
    if not place.lite:
        return
    from milvus_lite.server_manager import server_manager_instance

    with _connecting:
        _connected.cache_clear()
        server_manager_instance.release_server(place.uri)


@lru_cache(maxsize=8)
def _connected(place: MilvusPlace, token: str) -> Client:
    try:
        from grpc import RpcError
        from pymilvus import MilvusClient, MilvusException
    except ImportError as error:
        raise IndexUnreadable(
            f"an archive in a Milvus needs the extra [milvus] ({error}); "
            "in the project's folder run: pip install -e '.[milvus]'"
        ) from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it prints whole tracebacks
    logging.getLogger("milvus_lite").propagate = False  # likewise, of what it raises besides
    logging.getLogger("milvus_lite").addHandler(logging.NullHandler())
    with why_lite_failed() as why:
        try:
            Path(place.uri).parent.mkdir(parents=True, exist_ok=True) if place.lite else None
            engine = MilvusClient(
                place.uri,
                token=token,
                timeout=_CONNECT_SECONDS,
                grpc_options={
                    "grpc.keepalive_time_ms": _KEEPALIVE_SECONDS * 1000,
                    # one of this machine or network is not reached through what leads out of it
                    "grpc.enable_http_proxy": int(place.uri.startswith("https:")),
                },
            )
        except (MilvusException, RpcError) as error:
            if place.lite:
                raise unopened(place, why) from error
            raise in_our_words(place, error) from error
    return Client(place, cast(Any, engine))
