"""Scores of pairs that are kept in a file, so that a bench run again need not compute them.

Knows nothing of questions or sentences: a scorer, and what it said of which texts how fast.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from qa.evidence.rerank import Scorer


class KeptScorer:
    """A `Scorer` that asks another one once for each pair of question and text.

    Args:
        scorer: the one that is asked.
        path: the file (SQLite) that scores are kept in, made when missing.
        name: of the scorer, as scores of several may be in one file.

    Attributes:
        spent_ms: what the scores given so far took, when they were computed: a pair's time is its
            share, by length, of the call that it was first asked in. On a busy machine that says
            little: `texts` is how many they were.
    """

    def __init__(self, scorer: Scorer, path: Path, name: str) -> None:
        self._scorer, self._name = scorer, name
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("PRAGMA synchronous = OFF")  # to be computed again, at worst
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS scores (pair BLOB PRIMARY KEY, score REAL, ms REAL)"
        )
        self.spent_ms = 0.0
        self.texts = 0

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `qa.evidence.rerank.Scorer.score`."""
        pairs = [self._pair(question, text) for text in texts]
        known = {pair: found for pair in pairs if (found := self._kept(pair))}
        missing = dict.fromkeys(p for p in zip(pairs, texts, strict=True) if p[0] not in known)
        known |= self._computed(question, list(missing))
        self.texts += len(texts)
        self.spent_ms += sum(known[pair][1] for pair in pairs)
        return [known[pair][0] for pair in pairs]

    def _computed(
        self, question: str, missing: Sequence[tuple[bytes, str]]
    ) -> dict[bytes, tuple[float, float]]:
        started = time.perf_counter()
        scores = self._scorer.score(question, [text for _, text in missing])
        took = (time.perf_counter() - started) * 1000
        lengths = [len(question) + len(text) for _, text in missing]
        found = {
            pair: (score, took * length / sum(lengths))
            for (pair, _), score, length in zip(missing, scores, lengths, strict=True)
        }
        self._file.execute("BEGIN")
        self._file.executemany(
            "INSERT OR REPLACE INTO scores VALUES (?, ?, ?)",
            [(pair, *values) for pair, values in found.items()],
        )
        self._file.execute("COMMIT")
        return found

    def _pair(self, question: str, text: str) -> bytes:
        return hashlib.sha256("\0".join((self._name, question, text)).encode()).digest()[:16]

    def _kept(self, pair: bytes) -> tuple[float, float] | None:
        found: tuple[float, float] | None = self._file.execute(
            "SELECT score, ms FROM scores WHERE pair = ?", (pair,)
        ).fetchone()
        return found
