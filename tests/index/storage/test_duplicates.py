"""Near-duplicates against brute force, and kept right through any history."""

from __future__ import annotations

import hashlib
import random
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Filters, version_of
from index.build import add, build, remove
from index.errors import IndexBroken
from index.reading.folder import read_articles
from index.status import status
from index.storage import duplicates
from index.storage.database_writer import DatabaseWriter
from index.store import open_index
from index.verify import verify
from tests.conftest import SEEDS
from tests.index.conftest import FakeEncoder, write_article
from tests.index.damage import live, rehash

NO = Filters()
SEED_TEXTS = [a.text for a in read_articles(SEEDS) if isinstance(a, Article)]
FERRY = (
    "The last car ferry across the Ald estuary made its final crossing on Friday, ending a service "
    "that had run since 1911. Some two hundred people stood on the quay at Lowmouth to see it in. "
    "The county council said the boat would be moored at the old shipyard, where a museum of the "
    "river is to open next spring. A bridge two miles upstream now carries the traffic."
)


def edited(text: str, share: float, seed: int) -> str:
    """A text with a share of its words replaced."""
    dice = random.Random(seed)
    words = text.split(" ")
    return " ".join(f"other{n}" if dice.random() < share else w for n, w in enumerate(words))


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def article(text: str, number: int, day: int = 1, source: str = "Wire") -> Article:
    return Article(
        f"a{number:03}", version_of(text), "Title", text, source, published=date(2024, 3, day)
    )


def stored(folder: Path, articles: Iterable[Article]) -> DatabaseWriter:
    database = DatabaseWriter(folder / "articles.sqlite")
    for one in articles:
        database.put(one, [], "here")
    duplicates.refresh(database)
    return database


Store = Callable[[Iterable[Article]], DatabaseWriter]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Makes databases, closed in the end."""
    with ExitStack() as stack:
        yield lambda articles: stack.enter_context(closing(stored(tmp_path, articles)))


def state(database: DatabaseWriter) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """Signatures and pairs, without the numbers, which depend on the history."""
    versions = database.signed_versions()
    bodies = {versions[number]: body for number, body in database.signatures()}
    pairs = sorted((min(pair), max(pair)) for pair in database.similar_versions())
    return bodies, pairs


def test_pairs_agree_with_the_true_similarity(store: Store) -> None:
    texts = [
        text if share == 0 else edited(text, share, seed)
        for seed, text in enumerate(SEED_TEXTS)
        for share in (0, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4)
    ]
    texts += [text[: len(text) // 2] for text in SEED_TEXTS]
    texts += [f"{FERRY}\n\n{text}" for text in SEED_TEXTS]
    texts = list(dict.fromkeys(texts))
    database = store([article(text, n) for n, text in enumerate(texts)])
    version = {version_of(text): text for text in texts}
    found = {frozenset((version[a], version[b])) for a, b in database.similar_versions()}
    runs = {text: shingles(text) for text in texts}
    true = {
        frozenset((a, b)): len(runs[a] & runs[b]) / len(runs[a] | runs[b])
        for a, b in combinations(texts, 2)
    }
    alike = [pair for pair, value in true.items() if value >= 0.65]
    assert len(alike) > 60
    assert all(pair in found for pair in alike)
    assert min(true[pair] for pair in found) > 0.35
    near = [pair for pair, value in true.items() if value >= duplicates.SIMILAR]
    assert sum(pair in found for pair in near) > 0.9 * len(near)  # chance decides close to it


def test_a_signature_stays_the_same_from_one_release_to_the_next() -> None:
    # another value means another index format
    assert len(duplicates.signature(FERRY)) == 512
    assert hashlib.sha256(duplicates.signature(FERRY)).hexdigest()[:16] == "d1719cd5e9e04843"


def test_case_and_punctuation_make_no_difference() -> None:
    loud = FERRY.upper().replace(",", " -").replace(" ", "\n")
    assert duplicates.signature(loud) == duplicates.signature(FERRY)
    assert duplicates.signature(FERRY[5:]) != duplicates.signature(FERRY)


def test_short_texts_are_duplicates_only_if_equal(store: Store) -> None:
    short = " ".join(FERRY.split()[: duplicates.SHORTEST_WORDS - 1])
    assert duplicates.signature(short) == b""
    texts = [short, short, short.replace("Friday", "Monday"), short + " And", "\u8239" * 300]
    database = store([article(text, n) for n, text in enumerate(texts)])
    assert database.near("a000", NO) == ["a001"]
    assert database.near("a002", NO) == database.near("a003", NO) == []
    assert duplicates.groups(database) == [["a000", "a001"]]
    assert list(duplicates.problems(database)) == []


def test_a_gallery_below_two_stories_does_not_make_them_one(store: Store) -> None:
    gallery = "\n\n".join(SEED_TEXTS[2:6])
    one, other = f"{FERRY * 2}\n\n{gallery}", f"{SEED_TEXTS[0][:800]}\n\n{gallery}"
    retold = f"{edited(FERRY * 2, 0.05, 1)}\n\n{gallery}"
    texts = [one, other, retold, "Editor's note: corrected. " * 30 + one]
    database = store([article(text, n) for n, text in enumerate(texts)])
    assert database.near("a000", NO) == ["a001", "a002", "a003"]
    assert duplicates.groups(database) == [["a000", "a002", "a003"]]


def test_near_duplicates_pass_the_filters(store: Store) -> None:
    articles = [
        article(FERRY, 0, 1, "Wire"),
        article(FERRY, 1, 2, "Courier"),
        article(edited(FERRY, 0.03, 1), 2, 3, "Gazette"),
        article(SEED_TEXTS[0], 3, 4, "Wire"),
    ]
    database = store(articles)
    assert database.near("a000", NO) == ["a001", "a002"]
    assert database.near("a002", NO) == ["a000", "a001"]
    assert database.near("a000", Filters(source="GAZETTE")) == ["a002"]
    assert database.near("a000", Filters(until=date(2024, 3, 2))) == ["a001"]
    assert database.near("a000", Filters(since=date(2024, 3, 9))) == []
    assert database.near("a003", NO) == database.near("unknown", NO) == []


_TEXTS = [
    text
    for base in (SEED_TEXTS[0], SEED_TEXTS[1], FERRY)
    for text in (base, edited(base, 0.02, 1), edited(base, 0.05, 2), edited(base, 0.3, 3))
] + ["Too short to compare.", "Too short to compare. Indeed."]
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 7), st.integers(0, len(_TEXTS) - 1)),
        st.tuples(st.just("remove"), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("refresh"), st.just(0), st.just(0)),
    ),
    max_size=25,
)


@given(_STEPS)
@settings(max_examples=60, deadline=None)
def test_any_history_has_the_pairs_of_a_build_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    root = tmp_path_factory.mktemp("history")
    grown = DatabaseWriter(root / "grown.sqlite")
    held: dict[int, Article] = {}
    for step, number, text in steps:
        if step == "put":
            held[number] = article(_TEXTS[text], number)
            grown.put(held[number], [], "here")
        elif step == "remove":
            grown.remove(f"a{number:03}")
            held.pop(number, None)
        else:
            duplicates.refresh(grown)
    duplicates.refresh(grown)
    fresh = stored(root, held.values())
    assert state(grown) == state(fresh)
    assert list(duplicates.problems(grown)) == []
    for one in held.values():
        assert grown.near(one.id, NO) == fresh.near(one.id, NO)
    grown.close()
    fresh.close()


def test_nothing_unchanged_is_hashed_again(
    tmp_path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    signed = duplicates._signed

    def counting(texts: Iterable[str]) -> Iterator[bytes]:
        given = list(texts)
        hashed.extend(given)
        return signed(given)

    monkeypatch.setattr(duplicates, "_signed", counting)
    seeds, folder = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    write_article(seeds, "wire", "Last ferry", FERRY, source="Wire")
    write_article(seeds, "moon", "Moon", SEED_TEXTS[0])
    build(seeds, folder)
    assert sorted(hashed) == sorted([FERRY, SEED_TEXTS[0].strip()])
    hashed.clear()
    copy = write_article(tmp_path, "copy", "Ferry", f"From our agency. {FERRY}", source="Courier")
    add([copy], folder)
    assert len(hashed) == 1
    assert open_index(folder).near("wire.md", NO) == ["copy.md"]
    assert open_index(folder).near_groups() == [["copy.md", "wire.md"]]
    assert status(folder).as_json()["near_duplicates"] == 1
    hashed.clear()
    write_article(seeds, "wire", "Last ferry has gone", FERRY, source="Other Wire")
    build(seeds, folder)
    remove(["copy.md"], folder)
    assert hashed == []
    assert open_index(folder).near("wire.md", NO) == []
    assert verify(folder) == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("DELETE FROM near", "the pairs of near-duplicates are not those of the signatures"),
        ("INSERT INTO near VALUES(1,3),(3,1)", "the pairs of near-duplicates"),
        ("UPDATE signatures SET body=x'00' WHERE number=1", "another length"),
        ("UPDATE signatures SET body=zeroblob(512) WHERE number=1", "made from other words"),
        ("DELETE FROM signatures WHERE number=3", "are not those of the articles"),
    ],
)
def test_wrong_signatures_and_pairs_are_found(
    tmp_path: Path, fake: FakeEncoder, sql: str, problem: str
) -> None:
    seeds, folder = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    for n, text in enumerate((FERRY, f"From our agency. {FERRY}", *SEED_TEXTS[:2])):
        write_article(seeds, f"a{n}", "Title", text)
    build(seeds, folder)
    with sqlite3.connect(live(folder) / "articles.sqlite") as db:
        db.execute(sql)
    db.close()
    rehash(folder)
    assert any(problem in line for line in verify(folder))


def test_a_damaged_signature_stops_a_build_with_words(store: Store) -> None:
    database = store([article(FERRY, 0)])
    database._db.execute("UPDATE signatures SET body=x'0001'")
    database.put(article(SEED_TEXTS[0], 1), [], "here")
    with pytest.raises(IndexBroken, match="delete the index folder and build anew"):
        duplicates.refresh(database)
