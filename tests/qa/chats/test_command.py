"""The command line of chats, and what pruning keeps for them."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.__main__ import main as index_main
from index.article import Passage
from index.build import build
from index.place import MilvusPlace, home_of
from index.prune import old_versions, prune
from index.status import status
from index.storage.pins import CHATS
from index.store import open_index
from index.verify import verify
from qa.__main__ import main
from qa.answer import Answer, Citation, Hit, Sentence
from qa.chats.restoring import restored
from qa.chats.store import ChatStore
from tests.index.conftest import FakeEncoder, write_article
from tests.index.storage.stores import WITHOUT
from tests.qa.chats.older import keep_in_format_1
from tests.qa.chats.replies import turn


def harbour_answer(folder: Path) -> Answer:
    """An answer that cites the harbour's article, found beside that of the vote."""
    index = open_index(folder)
    harbour, vote = index.article("harbour.md"), index.article("vote.md")
    hits = [
        Hit(Passage(n, a.id, a.version, 0, len(a.text), a.text), a, 1.0)
        for n, a in enumerate((harbour, vote))
    ]
    start = harbour.text.index("In all")
    quote = harbour.text[start:]
    citation = Citation(1, harbour, start, len(harbour.text), quote)
    return Answer(quote, (Sentence(quote, (1,)),), (citation,), hits=tuple(hits), confidence=0.9)


def test_a_cited_version_stays_and_then_its_words_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.run.load_encoder", lambda _: FakeEncoder())
    seeds, folder = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    folder.mkdir()
    chats = ChatStore(folder)  # before there is an index: a build does not mind
    first = "The harbour opened on Monday. In all, 369 ships came into the harbour."
    write_article(seeds, "harbour", "Harbour opens", first)
    write_article(seeds, "vote", "Council votes", "The council voted. Taxes rise in May.")
    build(seeds, folder)
    reply = harbour_answer(folder)
    chats.put("local", "one", turn(0, reply=reply.as_json()))

    write_article(seeds, "harbour", "Harbour shut", "The harbour is shut. No ships come in.")
    build(seeds, folder)
    write_article(seeds, "harbour", "Harbour sold", "The harbour was sold to the highest bidder.")
    (seeds / "vote.md").unlink()  # shown as a source beside the answer, so it is kept as well
    build(seeds, folder)
    assert verify(folder) == []
    assert status(folder).manifest.counts.articles == 1
    assert len(old_versions(folder)) == 1
    assert index_main(["prune", "--yes", "--index", str(folder)]) == 0
    assert "1 earlier versions dropped\n2 are kept: saved chats" in capsys.readouterr().out
    kept = chats.load("local", "one").turns[0].reply
    found = restored(kept, open_index(folder).article)
    assert found.reply.as_json() == reply.as_json()
    assert not found.gone

    deleted = chats.load("local", "one")
    chats.delete("local", "one")
    dropped, _ = prune(folder)
    assert {old.article_id for old in dropped} == {"harbour.md", "vote.md"}
    assert verify(folder) == []
    chats.restore("local", deleted)
    found = restored(kept, open_index(folder).article)
    assert found.gone == {"harbour.md", "vote.md"}
    assert isinstance(found.reply, Answer)
    for citation, before in zip(found.reply.citations, reply.citations, strict=True):
        assert citation.quote == before.quote
        assert citation.article.text[citation.start : citation.end] == before.quote
        assert citation.article.title == "Harbour opens"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two chats of nobody in particular, and one of Ada."""
    chats = ChatStore(tmp_path)
    chats.put("local", "one", turn(0, rating=1))
    chats.put("local", "two", turn(0, "Who voted?", reply={"error": "no index"}))
    chats.put("ada", "three", turn())
    return tmp_path


def test_the_command_lists_shows_exports_and_imports(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> str:
        assert main(["chats", *arguments, "--index", str(folder)]) == 0
        return capsys.readouterr().out

    assert [line.split()[0] for line in run("list").splitlines()] == ["two", "one"]
    assert [chat["id"] for chat in json.loads(run("list", "--json", "--search", "369"))] == ["one"]
    assert run("list", "--owner", "bob") == "no chats\n"
    assert "[1] Harbour, Wire, 2024-03-01" in run("show", "one")
    assert "[^1-1]: “In all" in run("show", "one", "--markdown")
    assert json.loads(run("show", "two", "--json"))["turns"][0]["reply"] == {"error": "no index"}
    out = folder / "out.json"
    assert run("export", "--out", str(out)) == f"2 chats written to {out}\n"
    assert run("import", str(out), "--owner", "bob") == "2 chats imported\n"
    assert [c["title"] for c in json.loads(run("list", "--owner", "bob", "--json"))] == [
        "Who voted?",
        "How many ships came in?",
    ]
    assert json.loads(run("questions"))["answers"] == ["369"]
    assert run("delete", "one", "two") == "2 chats deleted\n"
    assert run("list") == "no chats\n"
    assert run("list", "--owner", "ada").startswith("three")


def test_mistakes_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("no json")
    (tmp_path / "empty").mkdir()
    index = ["--index", str(folder)]
    for arguments, code, words in (
        (["show", "three", *index], 2, "there is no chat 'three'"),
        (["delete", "one", "none", *index], 2, "there is no chat 'none'"),
        (["import", str(bad), *index], 2, "not JSON"),
        (["import", str(tmp_path / "none"), *index], 2, "cannot be read"),
        (["export", "--out", str(bad), *index], 2, "is there already"),
        (["list", "--index", str(tmp_path / "none")], 1, "python -m index build"),
        (["list", "--index", str(tmp_path / "empty")], 1, "python -m index build"),
    ):
        assert main(["chats", *arguments]) == code
        assert words in capsys.readouterr().err
    assert not list((tmp_path / "empty").iterdir())
    assert len(ChatStore(folder).summaries("local")) == 2


def test_an_index_with_chats_of_an_earlier_program_is_pruned_without_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.run.load_encoder", lambda _: FakeEncoder())
    seeds, folder = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    text = "The harbour opened on Monday. In all, 369 ships came into the harbour."
    write_article(seeds, "harbour", "Harbour opens", text)
    write_article(seeds, "vote", "Council votes", "The council voted. Taxes rise in May.")
    build(seeds, folder)
    reply = harbour_answer(folder)
    versions = {hit.article.version for hit in reply.hits}
    keep_in_format_1(folder / CHATS, reply.as_json(), versions)
    for news in ("The harbour is shut. No ships come in.", "The harbour was sold to a bidder."):
        write_article(seeds, "harbour", "Harbour news", news)
        build(seeds, folder)
    prune_now = ["prune", "--yes", "--index", str(folder)]
    assert index_main(prune_now) == 1
    assert "run python -m qa chats list" in capsys.readouterr().err
    assert main(["chats", "list", "--index", str(folder)]) == 0
    assert index_main(prune_now) == 0
    assert "1 earlier versions dropped\n1 are kept" in capsys.readouterr().out
    kept = ChatStore(folder).load("ada", "one").turns[0].reply
    found = restored(kept, open_index(folder).article)
    assert found.reply.as_json() == reply.as_json()
    assert not found.gone


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("milvus_lite"), reason=WITHOUT)
def test_chats_beside_an_archive_in_a_milvus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.run.load_encoder", lambda _: FakeEncoder())
    place = MilvusPlace(str(tmp_path / "archive.db"))
    assert main(["chats", "list", "--index", str(place)]) == 1
    assert "there is no archive" in capsys.readouterr().err
    (tmp_path / "seeds").mkdir()
    write_article(tmp_path / "seeds", "vote", "Council votes", "The council voted. Taxes rise.")
    build(tmp_path / "seeds", place)
    shutil.rmtree(home_of(place))  # as after a backup without it
    assert main(["chats", "list", "--index", str(place)]) == 0
    assert capsys.readouterr().out == "no chats\n"
