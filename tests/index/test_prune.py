"""Earlier versions: kept for old citations, dropped on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.__main__ import main
from index.build import build, remove
from index.errors import IndexBroken, UnknownArticle, UsageError
from index.prune import old_versions, pinned_versions, prune
from index.storage.cited_versions import cited_versions
from index.storage.pins import CHATS, Pins
from index.store import open_index
from index.verify import verify
from tests.index.conftest import FakeEncoder, write_article


@pytest.fixture
def edited(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> Path:
    """An index in which one article was edited twice and one removed."""
    folder = tmp_path / "index"
    build(seeds, folder)
    write_article(seeds, "storm", "Storm is here", "The storm is here. Roads are shut.")
    build(seeds, folder)
    write_article(seeds, "storm", "Storm is over", "The storm is over. Roads are open.")
    build(seeds, folder)
    remove(["vote.md"], folder)
    return folder


def test_earlier_versions_keep_their_words_and_their_title(edited: Path) -> None:
    index = open_index(edited)
    old = {
        index.article(o.article_id, o.version).title: index.article(o.article_id, o.version).text
        for o in old_versions(edited)
    }
    assert old == {
        "Storm nears": "A storm nears the coast. Roads are shut.",
        "Storm is here": "The storm is here. Roads are shut.",
        "Council votes": "The council voted. Taxes rise in May.",
    }
    with pytest.raises(UnknownArticle):
        index.article("vote.md")
    with pytest.raises(UnknownArticle):  # a version of another article
        index.article("harbour.md", index.article("storm.md").version)


def test_what_is_cited_stays_and_the_rest_goes(edited: Path) -> None:
    kept = next(o for o in old_versions(edited) if o.article_id == "vote.md")
    dropped, report = prune(edited, {kept.version})
    assert {o.article_id for o in dropped} == {"storm.md"}
    assert report
    assert report.encoded == 0
    index = open_index(edited)
    assert index.article("vote.md", kept.version).title == "Council votes"
    for old in dropped:
        with pytest.raises(UnknownArticle):
            index.article(old.article_id, old.version)
    assert index.article("storm.md").text == "The storm is over. Roads are open."
    assert verify(edited) == []
    assert prune(edited, {kept.version}) == ([], None)


def test_a_text_that_two_articles_share_stays_for_the_other(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    write_article(seeds, "copy", "Storm nears", "A storm nears the coast. Roads are shut.")
    build(seeds, folder)
    (seeds / "copy.md").unlink()
    build(seeds, folder)
    dropped, _ = prune(folder)
    assert [o.article_id for o in dropped] == ["copy.md"]
    assert open_index(folder).article("storm.md").text.startswith("A storm nears")
    assert verify(folder) == []


def test_the_command_says_first_and_drops_on_demand(
    edited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    version = next(o.version for o in old_versions(edited) if o.article_id == "vote.md")
    answer = {"citations": [{"article_id": "vote.md", "version": version}]}
    saved = tmp_path / "answers.jsonl"
    saved.write_text(json.dumps(answer) + "\n" + json.dumps({"citations": []}) + "\n")
    assert cited_versions([saved]) == {version}
    command = ["prune", "--index", str(edited), "--keep", str(saved)]
    assert main(command) == 0
    assert "2 earlier versions would be dropped" in capsys.readouterr().out
    assert len(old_versions(edited)) == 3
    assert main([*command, "--yes", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["versions"]) == 2
    assert [o.version for o in old_versions(edited)] == [version]
    saved.write_text("no json")
    with pytest.raises(UsageError, match="cannot be read as JSON"):
        cited_versions([saved])


def test_pinned_versions_stay_and_nothing_goes_before_they_are_known(
    edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = old_versions(edited)
    (edited / CHATS).touch()  # as a program made it that did not pin
    with pytest.raises(IndexBroken, match="nothing was dropped"):
        prune(edited)
    assert main(["prune", "--yes", "--index", str(edited)]) == 1
    assert f"python -m qa chats list --index {edited}" in capsys.readouterr().err
    Pins(edited, CHATS).complete({"a chat": [first.version]})
    assert pinned_versions(edited) == [first]
    dropped, _ = prune(edited)
    assert dropped == others
    assert old_versions(edited) == []
    assert verify(edited) == []
    (edited / CHATS).unlink()  # not wanted any more
    assert prune(edited)[0] == [first]
