"""How an index behaves as it grows: vectors, words, opening and adding, at several sizes.

python -m tests.bench.scale TEXTS [--sizes 10000 100000] [--tables vectors words add]
                            [--questions FILE.jsonl] [--real 2000] [--work DIR]

Articles are read from TEXTS and grown to each size by `tests.bench.growing`. All that is compared
is asked one question after another in turn, so that a busy machine is equally busy for each. A
million passages take an hour and 10 GB in --work.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.article import Article, Filters
from index.build import add
from index.models.encoder import load_encoder
from index.reading.folder import read_articles
from index.storage.database_writer import DatabaseWriter
from index.storage.manifest import ARTICLES, VECTORS, WORDS
from index.storage.word_index import WordIndex
from index.storage.word_writing import refresh
from index.store import FolderIndex, VectorIndex
from qa.language.words import search_words
from tests.bench.growing import encoded, grown, made

Floats = NDArray[np.float32]
_FILTERS = {
    "all": Filters(),
    "one source in eight": Filters(source="wire"),
    "90 days of 15 years": Filters(since=date(2015, 1, 1), until=date(2015, 3, 31)),
}


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(ways: dict[str, Callable[[Any], Any]], asked: Iterable[Any]) -> dict[str, str]:
    """Median and 95th percentile of each way's time over what is asked, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for one in asked:
        for name, way in ways.items():
            times[name].append(1000 * timed(lambda way=way, one=one: way(one)))  # type: ignore[misc]
    return {
        name: f"{statistics.median(found):8.2f} {np.percentile(found, 95):8.2f}"
        for name, found in times.items()
    }


def size_of(path: Path) -> int:
    """Bytes of a file or of all files below a folder and of those named after it."""
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(file.stat().st_size for file in files if file.is_file())


def vectors_table(real: Floats, queries: Floats, size: int, work: Path) -> None:
    """The exact index, the one of 16-bit floats in lists, and what it was chosen over."""
    rows, dimensions = grown(real, size), real.shape[1]
    eight_bits, inner = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    lists = int(2 * size**0.5)
    quantizer = faiss.IndexFlatIP(dimensions)
    others = {
        "IVF, 8 bits": faiss.IndexIVFScalarQuantizer(
            quantizer, dimensions, lists, eight_bits, inner, False
        ),
        "HNSW 32, 8 bits": faiss.IndexHNSWSQ(dimensions, eight_bits, 32, inner),
    }
    others["IVF, 8 bits"].nprobe, others["IVF, 8 bits"].cp.min_points_per_centroid = 64, 1
    others["HNSW 32, 8 bits"].hnsw.efSearch = 256
    ways: dict[str, Callable[[Any], Any]] = {}
    built: dict[str, tuple[float, int, float]] = {}
    for name, limit in (("exact", size), ("IVF, 16 bits (ours)", 0)):
        vectors, file = VectorIndex(dimensions, exact_limit=limit), work / f"ours-{limit}"
        vectors.add(range(size), rows)
        seconds = timed(lambda v=vectors, f=file: v.write(f))  # type: ignore[misc]
        opened: list[VectorIndex] = []
        opening = timed(
            lambda o=opened, f=file, n=limit: o.append(VectorIndex(dimensions, f, exact_limit=n))  # type: ignore[misc]
        )
        built[name] = (seconds, size_of(file), opening)
        ways[name] = lambda q, v=opened[0]: [i for i, _ in v.search(q, 10)]  # type: ignore[misc]
    for name, other in others.items():
        if name.startswith("HNSW") and size > 100_000:
            continue  # an hour
        file = work / name.replace(" ", "")
        seconds = timed(lambda o=other: (o.train(rows[: 64 * lists]), o.add(rows)))  # type: ignore[misc]
        faiss.write_index(other, str(file))
        opening = timed(lambda f=file: faiss.read_index(str(f)))  # type: ignore[misc]
        built[name] = (seconds, size_of(file), opening)
        ways[name] = lambda q, o=other: o.search(q[np.newaxis], 10)[1][0].tolist()  # type: ignore[misc]
    truth = [set(ways["exact"](query)) for query in queries]
    times = in_turn(ways, queries[:100])
    print(f"\nvectors, {size:,}: recall@10, bytes each, build s, open s, median and 95th ms")
    for name, way in ways.items():
        recall = np.mean([len(truth[i] & set(way(q))) / 10 for i, q in enumerate(queries)])
        seconds, stored, opening = built[name]
        figures = f"{recall:.3f} {stored / size:6.0f} {seconds:7.1f} {opening:7.3f}"
        print(f"{name:22} {figures} {times[name]}")


def words_table(folder: Path, size: int, questions: Sequence[str], work: Path) -> None:
    """The lexical index against SQLite's FTS5 over the passages of an index."""
    database = DatabaseWriter(folder / ARTICLES)
    nothing = np.empty(0, dtype=np.int64)
    seconds = timed(lambda: refresh(work / "words", database, None, nothing))
    fts = sqlite3.connect(work / "fts.sqlite", isolation_level=None)
    fts.execute("PRAGMA synchronous=OFF")
    fts.execute("BEGIN")
    fts.execute(
        "CREATE VIRTUAL TABLE words USING fts5(title, passage, content='',"
        ' tokenize="porter unicode61 remove_diacritics 2")'
    )

    def fill() -> None:
        ids = database.passage_ids().tolist()
        for start in range(0, size, 512):
            for p, a in database.passages(ids[start : start + 512]):
                fts.execute("INSERT INTO words(rowid, title, passage) VALUES(?,?,?)",
                            (p.id, a.title, p.text))  # fmt: skip
        fts.execute("INSERT INTO words(words) VALUES('optimize')")
        fts.execute("COMMIT")

    other_seconds = timed(fill)
    ours = WordIndex(work / "words")

    def by_fts(words: Sequence[str]) -> list[int]:
        match = " OR ".join(f'"{word}"' for word in words)
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT 50"
        return [row for (row,) in fts.execute(sql, (match,))]

    ways: dict[str, Callable[[Any], Any]] = {"FTS5": by_fts}
    for name, filters in _FILTERS.items():
        ways[f"ours, {name}"] = lambda words, f=filters: ours.search(words, 50, f)  # type: ignore[misc]
    asked = [search_words(question) for question in questions[:50]]
    same = [
        len(set(by_fts(words)[:10]) & {i for i, _ in ours.search(words, 10, Filters())}) / 10
        for words in asked
    ]
    print(f"\nwords, {size:,}: the same in the first ten {np.mean(same):.2f}; median and 95th ms")
    print(f"ours build s {seconds:.1f}, bytes each {size_of(work / 'words') / size:.0f}")
    print(f"FTS5 build s {other_seconds:.1f}, bytes each {size_of(work / 'fts.sqlite') / size:.0f}")
    for name, found in in_turn(ways, asked).items():
        print(f"{name:28} {found}")
    database.close()


def add_table(folder: Path, size: int, work: Path) -> None:
    """Opening an index, adding one article to it, replacing and removing it."""
    generation = folder / "generations" / (folder / "CURRENT").read_text().strip()
    openings = [timed(lambda: FolderIndex(generation)) for _ in range(5)]
    filtered = timed(
        lambda: FolderIndex(generation)._articles.passage_ids(_FILTERS["90 days of 15 years"])
    )
    print(f"\nadd, {size:,}: open s {statistics.median(openings):.3f}, filter s {filtered:.3f}")
    for name in (ARTICLES, WORDS, VECTORS):
        print(f"  {name:16} {size_of(generation / name) / 1e6:8.1f} MB")
    times = []
    for text in ("A ferry came in. ", "A ferry came in late. ", "Two ferries came in. "):
        (work / "new.txt").write_text("News of ferries\n\n" + 20 * text, "utf-8")
        times.append(timed(lambda: add([work / "new.txt"], folder)))
    print("  add one article, then replace it twice, s: " + ", ".join(f"{t:.2f}" for t in times))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--tables", nargs="+", default=["vectors", "words", "add"])
    parser.add_argument("--questions", type=Path, help="JSON lines with a `question`")
    parser.add_argument("--real", type=int, default=1000, help="passages to encode for real")
    parser.add_argument("--work", type=Path, help="keep the files there")
    options = parser.parse_args()
    articles = [a for a in read_articles(options.texts) if isinstance(a, Article)]
    questions = [a.title for a in articles[:: max(1, len(articles) // 300)]]
    if options.questions:
        lines = options.questions.read_text("utf-8").splitlines()
        questions = [json.loads(line)["question"] for line in lines[:300]]
    with tempfile.TemporaryDirectory() as thrown_away:
        root: Path = options.work or Path(thrown_away)
        real, queries = encoded(load_encoder(), articles, options.real, questions)
        for size in options.sizes:
            work = Path(tempfile.mkdtemp(prefix=f"{size}-", dir=root))
            if "vectors" in options.tables:
                vectors_table(real, queries, size, work)
            if {"words", "add"} & set(options.tables):
                generation = made(articles, real, size, work / "index")
                if "words" in options.tables:
                    words_table(generation, size, questions, work)
                if "add" in options.tables:
                    add_table(work / "index", size, work)


if __name__ == "__main__":
    main()
