from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.__main__ import main
from index.errors import UsageError
from index.place import MilvusPlace, home_of, place_of


@pytest.mark.parametrize(
    ("named", "uri", "name"),
    [
        ("milvus:http://host", "http://host:19530", "articles"),
        ("milvus:http://host:80/", "http://host:80", "articles"),
        ("milvus:https://Host:443/politics", "https://host:443", "politics"),
        ("milvus:http://[::1]:19530", "http://[::1]:19530", "articles"),
        ("milvus:archive.db", os.path.abspath("archive.db"), "articles"),
        ("milvus:/data/archive", "/data/archive.db", "articles"),
    ],
)
def test_a_place_in_a_milvus(named: str, uri: str, name: str) -> None:
    assert place_of(named) == MilvusPlace(uri, name)
    assert place_of(str(place_of(named))) == place_of(named)


def test_everything_else_is_a_folder() -> None:
    for named in (".index", "/data/milvus", "milvus", "http://host", "a:b"):
        assert place_of(named) == Path(named)


@pytest.mark.parametrize(
    "named",
    ["milvus:", "milvus:/", "milvus:http://", "milvus:ftp://host", "milvus:http://host:x",
     "milvus:http://host:99999", "milvus:http://host/a/b", "milvus:http://host/a-b",
     "milvus:http://host?token=x", "milvus:http:/host", "milvus:http://user:hush@host"],
)  # fmt: skip
def test_what_names_no_milvus_is_bad_usage(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as raised:
        place_of(named)
    assert "hush" not in str(raised.value)
    with pytest.raises(SystemExit) as left:
        main(["status", "--index", named])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert "milvus" in told.casefold()
    assert "hush" not in told


def test_what_lies_beside_an_archive() -> None:
    assert home_of(Path("x")) == Path("x")
    assert home_of(MilvusPlace("/data/a.db")) == Path("/data/a.db.home")
    assert home_of(place_of("milvus:http://host")) == Path(".milvus-host-19530-articles")
    assert home_of(place_of("milvus:http://host/b")) != home_of(place_of("milvus:https://host/a"))
