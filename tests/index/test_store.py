"""Searching an index, against plain oracles."""

from __future__ import annotations

import math
import os
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Filters
from index.build import build, remove
from index.errors import IndexBroken, ModelError, UnknownArticle
from index.store import Index, VectorIndex, open_folder, open_index
from tests.index.conftest import FakeEncoder, Floats, write_article

NO = Filters()
FILTERS = [
    NO,
    Filters(source="ALPHA"),
    Filters(since=date(2024, 1, 10)),
    Filters(until=date(2024, 1, 9)),
    Filters(since=date(2024, 1, 5), until=date(2024, 1, 8), source="beta"),
    Filters(since=date(2030, 1, 1)),
    Filters(source="nobody"),
]
_NOUNS = "harbour storm council ferry bank museum river vote".split()


def brute(
    rows: dict[int, Floats], query: Floats, k: int, allowed: Sequence[int] | None = None
) -> list[int]:
    ids = sorted(rows if allowed is None else set(rows) & set(allowed))
    scored = [(-float(np.dot(rows[i].astype(np.float64), query)), i) for i in ids]
    return [i for _, i in sorted(scored)[:k]]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_vectors_are_ranked_as_by_brute_force(data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    count = data.draw(st.integers(0, 60))
    # coordinates from a coarse grid: sums are exact and many scores tie
    grid = random.integers(-2, 3, (count, 8)).astype(np.float32)
    ids = random.permutation(1000)[:count].tolist()
    vectors = VectorIndex(8)
    vectors.add(ids, grid)
    rows = dict(zip(ids, grid, strict=True))
    gone = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    vectors.remove([*gone, 5000])
    rows = {i: row for i, row in rows.items() if i not in gone}
    assert len(vectors) == len(rows)
    assert sorted(vectors.ids().tolist()) == sorted(rows)
    query = random.integers(-2, 3, 8).astype(np.float32)
    k = data.draw(st.integers(0, 70))
    assert [i for i, _ in vectors.search(query, k)] == brute(rows, query, k)
    allowed = data.draw(st.lists(st.sampled_from(sorted(rows)), unique=True)) if rows else []
    found = vectors.search(query, k, allowed)
    assert [i for i, _ in found] == brute(rows, query, k, allowed)
    assert all(score == float(rows[i] @ query) for i, score in found)


def test_ties_for_the_last_place_go_to_the_lowest_ids() -> None:
    vectors = VectorIndex(4)
    row = np.asarray([1, 0, 0, 0], dtype=np.float32)
    ids = list(range(999, 0, -1))
    vectors.add(ids, np.tile(row, (len(ids), 1)))
    assert [i for i, _ in vectors.search(row, 5)] == [1, 2, 3, 4, 5]
    assert [i for i, _ in vectors.search(row, 5, range(500, 900))] == [500, 501, 502, 503, 504]


def test_a_vector_is_given_back_and_an_unknown_one_is_a_key_error(tmp_path: Path) -> None:
    vectors = VectorIndex(2)
    vectors.add([7], np.asarray([[0.6, 0.8]], dtype=np.float32))
    vectors.write(tmp_path / "v")
    again = VectorIndex(2, tmp_path / "v")
    assert again.vector(7).tolist() == vectors.vector(7).tolist()
    with pytest.raises(KeyError):
        again.vector(8)
    with pytest.raises(IndexBroken, match="2 dimensions instead of 3"):
        VectorIndex(3, tmp_path / "v")
    (tmp_path / "v").write_bytes(b"nothing")
    with pytest.raises(IndexBroken, match="cannot be read; build anew"):
        VectorIndex(2, tmp_path / "v")
    with pytest.raises(OSError, match="No such file"):
        vectors.write(tmp_path / "none" / "v")


@pytest.fixture
def corpus(tmp_path: Path, fake: FakeEncoder) -> Path:
    """An index of twenty articles of some passages each."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    random = np.random.default_rng(4)
    for number in range(20):
        nouns = random.choice(_NOUNS, 30)
        text = "\n\n".join(
            " ".join(f"The {noun} was {noun[:2]}x." for noun in nouns[i : i + 3 + i % 4])
            for i in range(0, 30, 7)
        )
        write_article(
            folder, f"a{number:02}", f"{nouns[0].title()} News", text,
            f"2024-01-{number + 1:02}", "Alpha" if number % 2 else "Beta",
        )  # fmt: skip
    build(folder, tmp_path / "index")
    return tmp_path / "index"


def allowed_ids(index: Index, filters: Filters) -> set[int]:
    """The oracle of filters, over the articles' own values."""
    passing = set()
    for passage, article in index.passages([int(i) for i in index.vector_ids()]):
        day = article.published
        if filters.since and (day is None or day < filters.since):
            continue
        if filters.until and (day is None or day > filters.until):
            continue
        if filters.source and article.source.lower() != filters.source.lower():
            continue
        passing.add(passage.id)
    return passing


def stored(length: int) -> int:
    """A length as it is stored in one byte: rounded down to four binary digits above 40."""
    low = max(0, (length - 24).bit_length() - 4) if length > 24 else 0
    return 24 + (length - 24 >> low << low)


def bm25(index: Index, words: Sequence[str], filters: Filters) -> list[tuple[float, int]]:
    """BM25 over title and passage: k1 1.2, b 0.75, statistics of all passages."""
    documents = {
        p.id: Counter(re.findall(r"\w+", f"{a.title} {p.text}".lower()))
        for p, a in index.passages([int(i) for i in index.vector_ids()])
    }
    mean = sum(d.total() for d in documents.values()) / len(documents)
    allowed = allowed_ids(index, filters)
    found = []
    for passage_id, counts in documents.items():
        score = 0.0
        for word in words:
            holding = sum(word in d for d in documents.values())
            idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            length = 1 - 0.75 + 0.75 * stored(counts.total()) / mean
            score += idf * counts[word] * 2.2 / (counts[word] + 1.2 * length)
        if score > 0 and passage_id in allowed:
            found.append((score, passage_id))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


@pytest.mark.parametrize("filters", FILTERS)
def test_words_are_ranked_as_by_bm25(corpus: Path, filters: Filters) -> None:
    remove(["a03.md", "a10.md"], corpus)
    index = open_folder(corpus)
    for words in (["storm"], ["harbour", "ferry"], ["news", "bank", "vox"], ["absent"]):
        expected = bm25(index, words, filters)
        found = index.words(words, 1000, filters)
        scores = [score for score, _ in expected]
        assert [score for _, score in found] == pytest.approx(scores, rel=1e-3)
        assert {i for i, _ in found} == {i for _, i in expected}
        assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
        assert index.words(words, 3, filters) == found[:3]


@pytest.mark.parametrize("filters", FILTERS)
def test_nearest_are_ranked_as_by_brute_force_under_filters(
    corpus: Path, filters: Filters, fake: FakeEncoder
) -> None:
    remove(["a03.md", "a10.md"], corpus)
    index = open_folder(corpus)
    vectors = index.copy_vectors()
    rows = {int(i): vectors.vector(int(i)) for i in index.vector_ids()}
    query = fake.encode_queries(["storm"])[0]
    for k in (1, 10, 1000):
        found = [i for i, _ in index.nearest(query, k, filters)]
        assert found == brute(rows, query, k, sorted(allowed_ids(index, filters)))


def test_an_article_without_a_date_passes_no_date_filter(tmp_path: Path, fake: FakeEncoder) -> None:
    (tmp_path / "plain.txt").write_text("A storm came in the night.", "utf-8")
    build(tmp_path / "plain.txt", tmp_path / "index")
    index = open_folder(tmp_path / "index")
    query = fake.encode_queries(["storm"])[0]
    assert index.words(["storm"], 5, NO)
    assert index.nearest(query, 5, NO)
    for filters in (Filters(since=date.min), Filters(until=date.max)):
        assert index.words(["storm"], 5, filters) == []
        assert index.nearest(query, 5, filters) == []


def test_what_is_removed_never_comes_back_and_ids_are_never_used_again(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    used: set[int] = set()
    query = fake.encode_queries(["storm"])[0]
    for _ in range(4):
        build(seeds, folder)
        ids = set(open_folder(folder).vector_ids().tolist())
        new = {p.id for p, a in open_folder(folder).passages(sorted(ids)) if a.id == "storm.md"}
        assert new
        assert not new & used
        used |= new
        remove(["storm.md"], folder)
        index = open_folder(folder)
        assert not used & {i for i, _ in index.nearest(query, 99, NO)}
        assert index.words(["storm"], 99, NO) == []


@pytest.mark.parametrize(
    "word", ["", '"', "AND", "NOT", "a*", "^x", "title:", "—", "straße", "汉字", "a" * 5000]
)
def test_any_word_can_be_searched(corpus: Path, word: str) -> None:
    assert isinstance(open_folder(corpus).words([word, "storm"], 5, NO), list)


def test_many_words_can_be_searched(corpus: Path) -> None:
    words = [f"w{number}" for number in range(3000)]
    assert open_folder(corpus).words([*words, "storm"], 5, NO)
    assert open_folder(corpus).words([], 5, NO) == []


def test_words_are_found_by_stem_and_without_accents(tmp_path: Path, fake: FakeEncoder) -> None:
    (tmp_path / "a.txt").write_text("The Élysée resigned, voters said.", "utf-8")
    build(tmp_path / "a.txt", tmp_path / "index")
    for word in ("elysee", "ÉLYSÉE", "resign", "voter"):
        assert open_folder(tmp_path / "index").words([word], 5, NO)


def test_unknown_ids_have_errors_that_say_what_to_do(corpus: Path) -> None:
    index = open_folder(corpus)
    with pytest.raises(UnknownArticle, match=r"'none'; python -m index status --articles"):
        index.article("none")
    with pytest.raises(UnknownArticle, match=r"'a01.md' in version abc; python -m index"):
        index.article("a01.md", "abc")
    with pytest.raises(IndexBroken, match="names passage 99999"):
        index.passages([99999])


def test_another_encoder_is_refused(corpus: Path) -> None:
    index = open_folder(corpus)
    index.check_encoder("any", index.manifest.encoder.fingerprint)
    with pytest.raises(ModelError, match="or build again with: python -m index build SEEDS"):
        index.check_encoder("other", "0" * 64)


def test_an_index_answers_several_threads(corpus: Path, fake: FakeEncoder) -> None:
    index = open_folder(corpus)
    query = fake.encode_queries(["storm"])[0]

    def ask(number: int) -> object:
        filters = FILTERS[number % 4]
        near = index.nearest(query, 10, filters)
        return near, index.words(["storm", "bank"], 10, filters), index.passages([near[0][0]])

    expected = [ask(number) for number in range(4)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(400)))
    assert all(answer == expected[number % 4] for number, answer in enumerate(found))


@pytest.mark.parametrize("name", ["a b", "a#b", "a?b", "a%20b", "änd 汉字", "a&mode=rw", "'q\""])
def test_any_folder_name_will_do(tmp_path: Path, name: str, seeds: Path, fake: FakeEncoder) -> None:
    folder = tmp_path / name / "index"
    build(seeds, folder)
    assert open_folder(folder).words(["storm"], 5, NO)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["seeds", name])


def test_an_index_by_a_relative_path_survives_a_change_of_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: Path, fake: FakeEncoder
) -> None:
    monkeypatch.chdir(tmp_path)
    build(Path("seeds"), Path("index"))
    index = open_folder(Path("index"))
    monkeypatch.chdir(os.sep)
    assert index.words(["storm"], 5, NO)
    assert index.article("storm.md").title == "Storm nears"
    assert len(index.copy_vectors()) == 3


def test_opening_again_costs_nothing_until_there_is_something_new(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(seeds, folder)
    index = open_folder(folder)
    assert open_index(str(folder)) is index
    remove(["storm.md"], folder)
    assert open_folder(folder) is not index
    assert index.words(["storm"], 5, NO)  # what was open goes on as it was
    assert index.article("storm.md").text.startswith("A storm")
