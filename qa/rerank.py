"""Scoring sentences of the best passages against the question with a cross-encoder.

A cross-encoder reads question and sentence together (Nogueira & Cho 2019, arXiv:1901.04085). It
is asked about single sentences, not whole passages: that is cheaper, ranks better, and says
which sentence to quote. A passage is worth as much as its best sentence. This module knows nothing
of how passages were found or of how answers are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from tokenizers import Tokenizer

from index.bundled import MINILM_RERANKER, ModelFiles, locate
from index.onnx_model import OnnxModel
from index.split import sentence_spans
from qa.answer import Hit
from qa.words import STOP_WORDS, words

_LONGEST_PAIR = 256  # tokens; questions are limited and sentences short: it cuts only dumps


@dataclass(frozen=True, slots=True)
class RerankSettings:
    """How much is scored.

    Attributes:
        passages: how many of the best passages have their sentences looked at.
        sentences: how many sentences are scored at most.
    """

    passages: int = 8
    sentences: int = 24


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit's passage with the cross-encoder's score.

    Attributes:
        hit: where it stands.
        start, end: characters of the article's text, end exclusive.
        text: `hit.article.text[start:end]`.
        score: a logit: the higher, the likelier it answers the question.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Reranked:
    """Hits in their new order, and the scored sentences, both best first."""

    hits: tuple[Hit, ...]
    sentences: tuple[ScoredSentence, ...]


class Scorer(Protocol):
    """Question and texts to scores, a logit each, in the order given."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score each text as an answer to the question."""


class CrossEncoder:
    """The bundled cross-encoder on onnxruntime; safe to use from several threads.

    Args:
        files: its weights and tokenizer.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST_PAIR)
        self._model = OnnxModel(files)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `Scorer.score`."""
        pairs = self._tokenizer.encode_batch([(question, text) for text in texts])
        return [float(logits[0]) for logits in self._model.run(pairs)]


@lru_cache(maxsize=1)  # immutable and slow to load
def load_scorer() -> Scorer:
    """The bundled cross-encoder.

    Raises:
        ModelError: its files are missing or altered.
    """
    return CrossEncoder(locate(MINILM_RERANKER))


def rerank(
    question: str, hits: Sequence[Hit], scorer: Scorer, settings: RerankSettings
) -> Reranked:
    """Order hits by their best sentence.

    Args:
        question: what was asked.
        hits: passages, best first.
        scorer: scores sentences.
        settings: how much is scored.

    Returns:
        The hits that had a sentence scored, by that score; then the rest in the order given.
    """
    candidates = _prefiltered(question, _sentences(hits[: settings.passages]), settings.sentences)
    texts = [f"{sentence.hit.article.title}. {sentence.text}" for sentence in candidates]
    scores = scorer.score(question, texts) if texts else []
    scored = [replace(s, score=score) for s, score in zip(candidates, scores, strict=True)]
    scored.sort(key=lambda s: (-s.score, s.hit.article.id, s.start))
    best: dict[int, float] = {}
    for sentence in scored:
        best.setdefault(sentence.hit.passage.id, sentence.score)
    first = [replace(hit, score=best[hit.passage.id]) for hit in hits if hit.passage.id in best]
    first.sort(key=lambda hit: -hit.score)
    floor = min(best.values(), default=0.0)
    rest = [hit for hit in hits if hit.passage.id not in best]
    # the rest was not scored: it stays behind, in the order of the fusion
    behind = [replace(hit, score=floor - 1 - place) for place, hit in enumerate(rest)]
    return Reranked((*first, *behind), tuple(scored))


def _sentences(hits: Sequence[Hit]) -> list[ScoredSentence]:
    found = []
    for hit in hits:
        start = hit.passage.start
        for first, last in sentence_spans(hit.passage.text):
            text = hit.passage.text[first:last]
            found.append(ScoredSentence(hit, start + first, start + last, text, 0.0))
    return found


def _prefiltered(question: str, sentences: list[ScoredSentence], most: int) -> list[ScoredSentence]:
    """The sentences most worth a look, in the order given."""
    asked = set(words(question)) - STOP_WORDS

    def worth(place: int) -> float:
        shared = asked & set(words(sentences[place].text))
        return len(shared) / (len(asked) or 1) - 0.02 * place

    chosen = sorted(range(len(sentences)), key=lambda place: (-worth(place), place))[:most]
    return [sentences[place] for place in sorted(chosen)]
