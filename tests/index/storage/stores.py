"""The stores that the contract tests run on, and what they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.place import MilvusPlace, Place
from index.storage.asking import Index
from tests.index.conftest import FakeEncoder

Places = Callable[[str], Place]

WITHOUT = "needs the extra [milvus]: pip install -e '.[milvus]'"
LITE = pytest.param(
    "milvus",
    marks=[
        pytest.mark.slow,
        pytest.mark.skipif(not find_spec("milvus_lite"), reason=WITHOUT),
    ],
)
BOTH = ["folder", LITE]


def places_in(kind: str, folder: Path) -> Places:
    """Gives a place by a name, of the kind that a test runs on."""
    if kind == "folder":
        return lambda name: folder / name
    return lambda name: MilvusPlace(str(folder / f"{name}.db"))


def held(index: Index) -> set[tuple[str, str, int, int, str]]:
    """Article id, version, offsets and words of every passage, its quotation checked."""
    found = index.passages([int(one) for one in index.passage_ids()])
    for passage, article in found:
        assert article.text[passage.start : passage.end] == passage.text
        assert (passage.article_id, passage.version) == (article.id, article.version)
    return {(p.article_id, p.version, p.start, p.end, p.text) for p, _ in found}


def answers(index: Index, fake: FakeEncoder, asked: Iterable[str]) -> list[object]:
    """What an index says, without ids, which depend on how it came about."""
    from index.article import Filters

    said: list[object] = [list(index.articles()), index.sources(), index.near_groups()]
    said += [index.manifest.corpus_sha256, index.manifest.counts, sorted(held(index))]
    for words in asked:
        dense = index.nearest(fake.encode_queries([words])[0], 20, Filters())
        lexical = index.words(words.split(), 20, Filters())
        said += [[index.holding(word) for word in words.split()], index.rarity(words.split())]
        for hits in (dense, lexical):
            of = index.passages([passage_id for passage_id, _ in hits])
            scores = [round(score, 3) for _, score in hits]
            rows = [(-s, a.id, p.start) for s, (p, a) in zip(scores, of, strict=True)]
            said.append(sorted(rows))
    return said
