"""Where an archive lies: a folder, or a Milvus. Standard library only: read for every --help.

.index                              a folder
milvus:archive.db                   a Milvus Lite file: it runs in this process
milvus:http://host:19530            a Milvus server; https:// likewise
milvus:http://host:19530/politics   one of several archives on it
"""

from __future__ import annotations

import os
import re
from argparse import ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import UsageError

_SCHEME = "milvus:"
_FORM = "milvus:PATH or milvus:http[s]://HOST[:PORT][/NAME]"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class MilvusPlace:
    """An archive in a Milvus.

    Attributes:
        uri: what the client is given: an absolute path of a Milvus Lite file, or an address.
        name: which archive there, a name of letters, digits and underscores.
    """

    uri: str
    name: str = "articles"

    @property
    def lite(self) -> bool:
        """Whether it is a file that is opened by this process, and by one process at a time."""
        return "://" not in self.uri

    def __str__(self) -> str:
        return f"{_SCHEME}{self.uri}{'' if self.lite else f'/{self.name}'}"


Place = Path | MilvusPlace


def place_of(named: str | Path | MilvusPlace) -> Place:
    """The place that somebody named.

    Raises:
        UsageError: it begins with `milvus:` and names no place in one.
    """
    if not isinstance(named, str) or not named.startswith(_SCHEME):
        return Path(named) if isinstance(named, str) else named
    uri = named.removeprefix(_SCHEME)
    if "://" in uri:
        return _served(named, uri)
    if not uri or uri.endswith(("/", os.sep)) or re.match(r"[a-z]+:", uri):
        raise UsageError(f"{named!r} names no Milvus; say {_FORM}")
    return MilvusPlace(os.path.abspath(uri if uri.endswith(".db") else f"{uri}.db"))


def place_argument(named: str) -> Place:
    """`place_of` for a command line's option: what is wrong is said with the option's name."""
    try:
        return place_of(named)
    except UsageError as error:
        raise ArgumentTypeError(str(error)) from error


def home_of(place: Place) -> Path:
    """The folder for what lies beside an archive: chats, pins, a build's lock and unfinished work.

    It is the archive's own folder, a folder beside a Milvus Lite file, or for a server one in the
    working directory; it need not be there yet.
    """
    if isinstance(place, Path):
        return place
    if place.lite:
        return Path(f"{place.uri}.home")
    at = re.sub(r"[^A-Za-z0-9.]+", "-", place.uri.partition("://")[2])
    return Path(f".milvus-{at}-{place.name}")


def _served(named: str, uri: str) -> MilvusPlace:
    if "@" in uri:  # it is not quoted: it would be printed
        raise UsageError(
            "no user and password belong into the address of a Milvus: put them into the "
            "environment as MILVUS_TOKEN=USER:PASSWORD"
        )
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{named!r} names no Milvus ({error}); say {_FORM}") from error
    name = parts.path.strip("/") or "articles"
    sound = parts.scheme in ("http", "https") and parts.hostname and not parts.query
    if not sound or parts.fragment or not _NAME.fullmatch(name):
        raise UsageError(f"{named!r} names no Milvus; say {_FORM}")
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
    return MilvusPlace(f"{parts.scheme}://{host}:{port or 19530}", name)
