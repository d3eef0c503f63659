"""What is particular to an archive in a Milvus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index.__main__ import main
from index.article import Filters
from index.build import build
from index.building.milvus_store import MilvusDraft
from index.errors import BuildError, IndexBroken, IndexBusy, IndexMissing, IndexUnreadable
from index.place import MilvusPlace, place_of
from index.storage.milvus import client as clients
from index.storage.milvus.collections import live_generation
from index.storage.milvus.failures import in_our_words
from index.storage.milvus.live import _opened
from index.store import open_index
from index.verify import verify
from tests.index.conftest import FakeEncoder, write_article
from tests.index.storage.stores import WITHOUT, held

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("milvus_lite"), reason=WITHOUT),
]
NO = Filters()
STEPS = [
    "index.building.milvus_store.make",
    "index.building.milvus_store.write_rows",
    "index.building.milvus_store.write_book",
    "index.building.milvus_store.seal",
    "index.building.milvus_store.MilvusDraft._check",
    "index.building.milvus_store.MilvusDraft._switch",
]


@pytest.fixture
def place(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> Iterator[MilvusPlace]:
    """An archive of the seeds, which have changed since."""
    place = MilvusPlace(str(tmp_path / "index.db"))
    build(seeds, place)
    write_article(seeds, "storm", "Storm nears", "The storm is over. Roads are open.")
    yield place
    clients.release(place)


def _collections(place: MilvusPlace) -> set[str]:
    return {name.rpartition("_")[0] for name in clients.connect(place).collections()}


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_fails_at_any_step_leaves_the_old_one(
    place: MilvusPlace, seeds: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    index = open_index(place)
    before, name = held(index), index.name

    def fail(*_: object, **__: object) -> None:
        raise in_our_words(place, SimpleNamespace(message="No space left", code=65535))

    with monkeypatch.context() as broken:
        broken.setattr(step, fail)
        with pytest.raises(BuildError, match=r"make room.*is unharmed"):
            build(seeds, place)
    assert (open_index(place).name, held(open_index(place))) == (name, before)
    assert _collections(place) == {"articles_000001"}
    assert build(seeds, place).encoded == 0  # taken up again
    assert verify(place) == []
    assert open_index(place).article("storm.md").text.startswith("The storm is over")


def test_what_a_killed_build_left_is_cleared_by_the_next(
    place: MilvusPlace, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr("index.building.milvus_store.MilvusDraft._switch", kill)
        with pytest.raises(Killed):
            build(seeds, place)
    assert _collections(place) == {"articles_000001", "articles_000002"}
    assert open_index(place).article("storm.md").text.startswith("A storm nears")
    (seeds / "vote.md").unlink()
    build(seeds, place)
    assert _collections(place) == {"articles_000001", "articles_000002"}
    assert len(held(open_index(place))) == 2
    write_article(seeds, "storm", "Storm nears", "The storm was long ago.")
    build(seeds, place)
    assert _collections(place) == {"articles_000002", "articles_000003"}
    assert verify(place) == []


def test_a_reader_may_be_one_generation_behind_and_is_told_beyond(
    place: MilvusPlace, seeds: Path
) -> None:
    old = open_index(place)
    known = held(old)
    build(seeds, place)
    assert held(old) == known
    (seeds / "vote.md").unlink()
    build(seeds, place)
    with pytest.raises(IndexBroken, match="two newer generations were published"):
        old.words(["storm"], 5, NO)


def test_readers_never_see_a_generation_half_done(place: MilvusPlace, seeds: Path) -> None:
    stop, failures = threading.Event(), list[BaseException]()

    def read() -> None:
        try:
            while not stop.is_set():
                index = open_index(place)
                assert len(held(index)) == index.manifest.counts.passages
                assert len(index.words(["storm"], 5, NO)) == 1
        except BaseException as error:  # told in the main thread
            failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for edition in range(2):
        write_article(seeds, "storm", "Storm nears", f"The storm is over. Edition {edition}.")
        build(seeds, place)
    stop.set()
    reader.join()
    assert failures == []


def test_who_publishes_last_of_two_machines_fails(
    place: MilvusPlace, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = MilvusDraft._check

    def meanwhile(self: MilvusDraft, *given: Any) -> None:  # noqa: ANN401
        check(self, *given)
        self._client.point("articles", "articles_000002_passages", instead_of="x")

    with monkeypatch.context() as raced:
        raced.setattr("index.building.milvus_store.MilvusDraft._check", meanwhile)
        with pytest.raises(IndexBusy, match=r"another machine.*build again"):
            build(seeds, place)


def test_verify_finds_what_was_changed_by_hand(place: MilvusPlace) -> None:
    assert verify(place) == []
    client = clients.connect(place)
    with client.told() as engine:
        (row,) = engine.get("articles_000001_passages", ids=[1], output_fields=["*"])
        row = {name: value for name, value in row.items() if name != "sparse"}
        row |= {"start": row["start"] + 1, "vector": [0.5] * 16}
        engine.delete("articles_000001_passages", ids=[1])
        engine.insert("articles_000001_passages", [row])
    problems = verify(place)
    assert any("does not place it at 1:" in line for line in problems)
    assert any("length 2.000" in line for line in problems)


def test_another_format_and_a_foreign_alias_are_told(
    place: MilvusPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opened.cache_clear()
    with monkeypatch.context() as newer:
        newer.setattr("index.storage.milvus.book.FORMAT", 2)
        with pytest.raises(IndexBroken, match=r"format 1, this program reads 2.*--store"):
            open_index(place)
    client = clients.connect(place)
    client.point("other", "articles_000001_texts", instead_of=None)
    other = clients.Client(MilvusPlace(place.uri, "other"), client.engine)
    with pytest.raises(IndexBroken, match=r"'articles_000001_texts'.*another archive"):
        live_generation(other)


def test_a_file_that_another_process_has_open_is_told(place: MilvusPlace) -> None:
    command = [sys.executable, "-m", "index", "status", "--index", f"milvus:{place.uri}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "another process has" in done.stderr
    assert "milvus-lite server" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_is_there_for_the_next_process_and_so_is_a_copy(place: MilvusPlace) -> None:
    known = open_index(place).manifest.corpus_sha256
    clients.release(place)
    copied = f"{place.uri.removesuffix('.db')}-copy.db"
    shutil.copytree(place.uri, copied)
    for uri in (place.uri, copied):
        command = [sys.executable, "-m", "index", "verify", "--index", f"milvus:{uri}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    assert open_index(place).manifest.corpus_sha256 == known


def test_words_first_and_pruning_are_for_folders(
    place: MilvusPlace, seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = str(place)
    assert main(["build", str(seeds), "--store", named, "--words-first"]) == 2
    assert "--words-first" in capsys.readouterr().err
    assert main(["prune", "--index", named]) == 2
    assert "keeps all versions" in capsys.readouterr().err
    assert main(["fill", "--index", named]) == 0
    assert main(["status", "--index", named, "--articles"]) == 0
    assert f"index: {named}, generation 000001" in capsys.readouterr().out


def test_no_archive_and_no_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.db"
    with pytest.raises(IndexMissing, match="--store"):
        open_index(f"milvus:{missing}")
    assert not missing.exists()
    assert main(["status", "--index", "milvus:http://127.0.0.1:9"]) == 1
    told = capsys.readouterr().err
    assert "no Milvus answers at http://127.0.0.1:9" in told
    assert "Traceback" not in told


@contextmanager
def _refusing(code: str, words: str) -> Iterator[str]:
    """The address of a server that answers every request with an error."""
    import grpc

    class Refusing(grpc.GenericRpcHandler):  # type: ignore[misc,unused-ignore]
        def service(self, _: object) -> object:
            return grpc.unary_unary_rpc_method_handler(
                lambda _, context: context.abort(grpc.StatusCode[code], words)
            )

    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((Refusing(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"milvus:http://127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


def test_a_refused_login_names_the_variable_and_not_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MILVUS_TOKEN", "root:hush")
    words = "auth check failure, please check username and password are correct"
    with (
        _refusing("UNAUTHENTICATED", words) as address,
        pytest.raises(IndexUnreadable, match=r"refuses the login.*MILVUS_TOKEN") as raised,
    ):
        open_index(place_of(address))
    assert "hush" not in str(raised.value)
    assert words in str(raised.value)


@pytest.mark.parametrize("variable", ["http_proxy", "https_proxy", "grpc_proxy"])
def test_a_proxy_of_the_environment_is_no_way_to_this_machine(
    place: MilvusPlace, variable: str
) -> None:
    clients.release(place)
    command = [sys.executable, "-m", "index", "status", "--index", str(place)]
    environment = {**os.environ, variable: "http://127.0.0.1:1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_server_that_refuses_or_is_silent_later_is_told_likewise(place: MilvusPlace) -> None:
    from grpc import RpcError, StatusCode

    class Later(RpcError):  # type: ignore[misc,unused-ignore]
        def __init__(self, code: StatusCode) -> None:
            self.code, self.details = lambda: code, lambda: "no more"

    client = clients.connect(place)
    for code, message in (("UNAUTHENTICATED", "login"), ("DEADLINE_EXCEEDED", "no Milvus answers")):
        with pytest.raises(IndexUnreadable, match=message), client.told():
            raise Later(StatusCode[code])


def test_a_file_in_the_place_of_an_archive_is_told(
    tmp_path: Path, seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.db").write_bytes(b"SQLite format 3")
    place = f"milvus:{tmp_path / 'old.db'}"
    assert main(["status", "--index", place]) == 1
    assert main(["build", str(seeds), "--store", place]) == 1
    assert capsys.readouterr().err.count("that is a file; name another place") == 2
    assert (tmp_path / "old.db").read_bytes() == b"SQLite format 3"
