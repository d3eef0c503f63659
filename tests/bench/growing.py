"""Articles, vectors and whole indexes of any size, grown from some real articles.

Where a size wants more than there is, the articles are told again with a quarter of their words
changed and their rare words renamed, so that words stay as rare as they are; vectors lie where
real differences lead from real ones, so that they gather as real ones do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Article, version_of
from index.building.vectors import embedded_text, passage_key
from index.models.encoder import Encoder, load_encoder, unit_rows
from index.storage import duplicates
from index.storage.database_writer import DatabaseWriter, NewPassage
from index.storage.generations import next_generation
from index.storage.live import current_generation
from index.storage.manifest import ARTICLES, VECTORS, WORDS, Counts, EncoderInfo, Manifest, publish
from index.storage.vector_index import VectorIndex
from index.storage.word_writing import refresh

Floats = NDArray[np.float32]
Told = tuple[Article, list[tuple[int, int]]]  # an article and the spans of its passages
_WORDS = 150  # in a passage
_SOURCES = ["Wire", "Herald", "Post", "Times", "Gazette", "Ledger", "Globe", "Echo"]


def told(articles: Sequence[Article], passages: int) -> Iterator[Told]:
    """Articles of this many passages in all, the given ones first and then in other words."""
    texts = [article.text.split() for article in articles]
    counts = Counter(word for text in texts for word in text)
    pool = np.asarray([word for text in texts for word in text], dtype=object)
    dice = np.random.default_rng(0)
    edition = 0
    while passages > 0:
        for number, (article, words) in enumerate(zip(articles, texts, strict=True)):
            if edition:
                changed, drawn = dice.random(len(words)) < 0.25, dice.integers(0, len(pool), 9999)
                words = [
                    pool[drawn[i % 9999]] if change else f"{w}{edition}" if counts[w] < 4 else w
                    for i, (w, change) in enumerate(zip(words, changed, strict=True))
                ]
            parts = [" ".join(words[i : i + _WORDS]) for i in range(0, len(words), _WORDS)]
            parts = parts[:passages]
            text = "\n\n".join(parts)
            ends = np.cumsum([len(part) + 2 for part in parts]) - 2
            spans = [(int(e) - len(p), int(e)) for e, p in zip(ends, parts, strict=True)]
            day = date(2010, 1, 1) + timedelta(days=(number * 7 + edition * 31) % 5475)
            yield (
                Article(
                    f"{edition}/{article.id}", version_of(text), article.title, text,
                    _SOURCES[(number + edition) % 8], "", day,
                ),
                spans,
            )  # fmt: skip
            passages -= len(parts)
            if passages <= 0:
                return
        edition += 1


def grown(real: Floats, count: int) -> Floats:
    """Real vectors and others near them, moved along the difference of two real ones."""
    dice = np.random.default_rng(0)
    rows = np.empty((count, real.shape[1]), dtype=np.float32)
    for start in range(0, count, 50_000):
        size = min(50_000, count - start)
        near, one, other = (real[dice.integers(0, len(real), size)] for _ in range(3))
        step = dice.uniform(0.1, 0.7, (size, 1)).astype(np.float32)
        rows[start : start + size] = unit_rows(near + step * (one - other))
    rows[: len(real)] = real[:count]
    return rows


def made(articles: Sequence[Article], real: Floats, size: int, folder: Path) -> Path:
    """An index of this many passages, its vectors made up; returns its generation."""
    encoder = load_encoder()
    generation = next_generation(folder, current_generation(folder))
    database = DatabaseWriter(generation / ARTICLES)
    for article, spans in told(articles, size):
        keys = [
            passage_key(encoder.fingerprint, article.title, article.text[s:e]) for s, e in spans
        ]
        new = [NewPassage(s, e, key) for (s, e), key in zip(spans, keys, strict=True)]
        database.put(article, new, "made up")
    duplicates.refresh(database)
    vectors = VectorIndex(encoder.dimensions)
    vectors.add(database.passage_ids().tolist(), grown(real, size))
    vectors.write(generation / VECTORS)
    refresh(generation / WORDS, database, None, np.empty(0, dtype=np.int64))
    counts = Counts(*database.counts(), size)
    corpus = database.corpus_sha256()
    database.commit()
    database.close()
    info = EncoderInfo(encoder.name, encoder.fingerprint, encoder.dimensions)
    publish(generation, Manifest(info, 192, counts, corpus, datetime.now(UTC).isoformat(), {}))
    return generation


def encoded(
    encoder: Encoder, articles: Sequence[Article], count: int, questions: Sequence[str]
) -> tuple[Floats, Floats]:
    """Vectors of passages drawn from the articles, and of the questions."""
    passages = [embedded_text(a.title, a.text[s:e]) for a, spans in told(articles, 10**5)
                for s, e in spans[:2]][:count]  # fmt: skip
    return encoder.encode_passages(passages), encoder.encode_queries(questions)
