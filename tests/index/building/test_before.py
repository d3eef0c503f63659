"""What is made from the articles is made anew where it is damaged, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Filters
from index.build import build
from index.errors import IndexBroken
from index.store import open_index
from index.verify import verify
from tests.index.damage import flip, live


@pytest.fixture
def folder(changed_by_hand: Path) -> Path:
    return changed_by_hand


def segment(folder: Path) -> Path:
    return max((live(folder) / "words").glob("*.idx"))


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize("which", ["words", "vectors"])
def test_a_build_makes_it_anew(folder: Path, seeds: Path, which: str, gone: bool) -> None:
    path = segment(folder) if which == "words" else live(folder) / "vectors.faiss"
    path.unlink() if gone else flip(path, 60)
    with pytest.raises(IndexBroken, match=r"anew from the articles: python -m index build SEEDS"):
        open_index(folder)
    report = build(seeds, folder)
    assert report.encoded == (0 if which == "words" else 3)
    assert report.notes[0].startswith("damaged, and made anew as far as can be: ")
    assert verify(folder) == []
    index = open_index(folder)
    assert [one.id for one in index.articles()] == ["harbour.md", "note.md", "storm.md"]
    assert [one for one, *_ in index.left_out()] == ["vote.md"]
    assert len(index.words(["storm", "note"], 5, Filters())) == 2
    assert build(seeds, folder).notes == (
        "left out, as removed for good before: 1 (vote.md); add them to have them",
    )


@pytest.mark.parametrize("gone", [True, False])
def test_lost_texts_are_read_again_and_the_others_kept(
    folder: Path, seeds: Path, gone: bool
) -> None:
    path = live(folder) / "articles.texts" / "1"
    path.unlink() if gone else flip(path, 40)
    report = build(seeds, folder)
    assert report.notes[0] == "damaged, and made anew as far as can be: articles.texts/1"
    assert verify(folder) == []
    index = open_index(folder)
    ids = [one.id for one in index.articles()]
    lost = [] if "note.md" in ids else ["note.md"]
    assert ids == ["harbour.md", *(["note.md"] if not lost else []), "storm.md"]
    assert lost or not gone
    assert any("lost, as their texts were damaged" in note for note in report.notes) is bool(lost)
    assert [one for one, *_ in index.left_out()] == ["vote.md"]
    for one in ids:
        assert index.article(one).text


def test_damage_since_it_was_opened_is_not_passed_on(folder: Path, seeds: Path) -> None:
    open_index(folder)
    flip(live(folder) / "articles.sqlite", 5000)
    open_index(folder)  # still open in this process
    with pytest.raises(IndexBroken, match=r"articles\.sqlite"):
        build(seeds, folder)
