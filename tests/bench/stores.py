"""The same archive in a folder and in a Milvus: what is found, how fast, how many bytes.

python -m tests.bench.stores QUESTIONS FOLDER milvus:PLACE [--most N]

QUESTIONS is a file as for `python -m qa eval`; FOLDER an index. Where the place holds no archive,
the folder's articles are copied there through the building protocol, with their vectors.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from index.article import Article
from index.building.pending_vectors import PendingVectors, pending_file
from index.building.run import open_run
from index.building.stores import store_of
from index.place import MilvusPlace, Place, home_of, place_of
from index.split import SplitSettings
from index.storage.asking import Index
from index.storage.database import ArticleDatabase
from index.storage.manifest import ARTICLES
from index.store import FolderIndex, open_folder, open_index
from qa.answer import Hit
from qa.asking import retrieve

_AT_ONCE = 1_000


def main() -> None:
    """Copy where need be, ask both, print the comparison."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("place")
    parser.add_argument("--most", type=int, default=1_000_000, help="questions")
    options = parser.parse_args()
    place, folder = place_of(options.place), open_folder(options.folder)
    if not store_of(place).exists():
        started = time.perf_counter()
        copy(folder, place)
        print(f"copied in {time.perf_counter() - started:.0f} s")
    lines = options.questions.read_text("utf-8").splitlines()[: options.most]
    compare([json.loads(line) for line in lines], folder, open_index(place))
    counts = folder.manifest.counts
    print(f"{counts.articles:,} articles, {counts.passages:,} passages, bytes a passage:")
    print(f"  folder  {_bytes(folder.generation) / counts.passages:,.0f}")
    if isinstance(place, MilvusPlace) and place.lite:
        print(f"  milvus  {_bytes(Path(place.uri)) / counts.passages:,.0f}, all generations")


def copy(folder: FolderIndex, place: Place) -> None:
    """Build an archive of the articles and vectors of another; nothing is encoded."""
    manifest, vectors = folder.manifest, folder.copy_vectors()
    home_of(place).mkdir(parents=True, exist_ok=True)
    with (
        closing(ArticleDatabase(folder.generation / ARTICLES)) as database,
        closing(PendingVectors(pending_file(home_of(place)))) as pending,
    ):
        found = {}
        for passage_id, key, *_ in database.passage_keys():
            found[key] = vectors.vector(passage_id)
            if len(found) == _AT_ONCE:
                pending.put(found)
                found = {}
        pending.put(found)
    settings = SplitSettings(manifest.max_tokens)
    with open_run(place, manifest.encoder.name, settings, None) as run:
        run.staging.take(_articles(folder), origin="copied")
        report = run.finish()
    assert report.encoded == 0, f"{report.encoded} passages had no vector"


def compare(questions: list[dict[str, object]], folder: Index, other: Index) -> None:
    """Hits without reranking of both, each question asked of one after the other."""
    stores = {"folder": folder, "milvus": other}
    hits: dict[str, list[bool]] = {name: [] for name in stores}
    seconds: dict[str, list[float]] = {name: [] for name in stores}
    same, asked = [], [one for one in questions if one.get("relevant")]
    for number, one in enumerate(asked):
        found: dict[str, list[Hit]] = {}
        for name in list(stores)[:: 1 if number % 2 else -1]:
            started = time.perf_counter()
            question = str(one["question"])
            found[name] = retrieve(question, index=stores[name], k=5, reranked=False, timeout=600)
            seconds[name].append(time.perf_counter() - started)
            hits[name].append(bool(_articles_of(found[name]) & set(_strings(one["relevant"]))))
        ids = [[(h.article.id, h.passage.start) for h in found[name]] for name in stores]
        same.append(len(set(ids[0]) & set(ids[1])) / max(1, len(ids[0])))
    for name in stores:
        median = statistics.median(seconds[name]) * 1000
        print(f"{name}: hit@5 {statistics.mean(hits[name]):.4f} of {len(asked)}, {median:.0f} ms")
    print(f"passages of the first five that both have: {statistics.mean(same):.3f}")


def _articles(folder: FolderIndex) -> Iterator[Article]:
    for summary in folder.articles():
        yield folder.article(summary.id)


def _articles_of(hits: list[Hit]) -> set[str]:
    return {article.id for hit in hits for article in (hit.article, *hit.copies)}


def _strings(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
