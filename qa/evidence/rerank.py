"""Scoring sentences of the best passages against the question with a cross-encoder.

A cross-encoder reads question and sentence together (Nogueira & Cho 2019, arXiv:1901.04085). It
is asked about single sentences, not whole passages: that is cheaper, ranks better, and says
which sentence to quote. A passage is worth as much as its best sentence. This module knows nothing
of how passages were found or of how answers are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import compress
from typing import Protocol

from tokenizers import Tokenizer

from index.models.bundled import MINILM_RERANKER, ModelFiles, locate
from index.models.onnx_model import OnnxModel
from qa.answer import Hit
from qa.evidence.sentences import is_headline, sentences_in_context
from qa.language.words import search_words, stem, words

_LONGEST_PAIR = 512  # tokens; only dumps without sentences are longer


@dataclass(frozen=True, slots=True)
class RerankSettings:
    """How much is scored, and what counts beside the cross-encoder.

    Attributes:
        passages: how many of the best passages have their sentences looked at.
        sentences: how many sentences are scored at most.
        in_context: how many of the best are scored again behind the sentence before them.
        untitled_weight: how much it counts, 0 to 1, what these are worth without their headline.
        retrieval_weight: what the passage's place in retrieval counts, in logits, for the best one.
    """

    passages: int = 12
    sentences: int = 20
    in_context: int = 6
    untitled_weight: float = 0.3
    retrieval_weight: float = 3.0


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit's passage with what the cross-encoder makes of it.

    Attributes:
        hit: where it stands.
        start, end: characters of the article's text, end exclusive.
        text: `hit.article.text[start:end]`.
        before: the sentence before it in the same paragraph of the passage, "" when there is none.
        coverage: the share of the question's words, 0 to 1 and rare words counting more, that its
            passage or title holds.
        missing: the question's words that they do not hold.
        logit: the cross-encoder's own score of the sentence: whether it answers the question.
        context: what the sentence before it adds, in logits; 0 where it was not scored behind it.
        score: what it is ranked by: also its context, what it is worth without its headline, and
            its passage's place in retrieval count.
    """

    hit: Hit
    start: int
    end: int
    text: str
    before: str
    coverage: float = 1.0
    missing: tuple[str, ...] = ()
    logit: float = 0.0
    score: float = 0.0
    context: float = 0.0


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
        self._tokenizer.enable_truncation(_LONGEST_PAIR, strategy="only_second")
        self._model = OnnxModel(files)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `Scorer.score`."""
        if not texts:
            return []
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
    question: str,
    hits: Sequence[Hit],
    scorer: Scorer,
    settings: RerankSettings,
    rarity: Callable[[Sequence[str]], Sequence[float]],
) -> Reranked:
    """Order hits by their best sentence.

    Args:
        question: what was asked.
        hits: passages, best first, their scores above zero.
        scorer: scores sentences.
        settings: how much is scored.
        rarity: words to weights above zero, higher for rarer words.

    Returns:
        The hits that had a sentence scored, by that score; then the rest in the order given, their
        scores below those of the others.
    """
    sentences = _prefiltered(question, hits[: settings.passages], settings.sentences, rarity)
    scored = _scored(question, sentences, hits, scorer, settings)
    scored.sort(key=lambda s: (-s.score, s.hit.article.id, s.start))
    return Reranked(by_sentences(hits, scored), tuple(scored))


def by_sentences(hits: Sequence[Hit], scored: Sequence[ScoredSentence]) -> tuple[Hit, ...]:
    """Hits in the order of their best sentences, given best first; then the rest as they were."""
    best: dict[int, float] = {}
    for sentence in scored:
        best.setdefault(sentence.hit.passage.id, sentence.score)
    first = [replace(hit, score=best[hit.passage.id]) for hit in hits if hit.passage.id in best]
    first.sort(key=lambda hit: -hit.score)
    floor = min(best.values(), default=0.0)
    rest = [hit for hit in hits if hit.passage.id not in best]
    behind = [replace(hit, score=floor - place) for place, hit in enumerate(rest, start=1)]
    return (*first, *behind)


def _scored(
    question: str,
    sentences: Sequence[ScoredSentence],
    hits: Sequence[Hit],
    scorer: Scorer,
    settings: RerankSettings,
) -> list[ScoredSentence]:
    """Score all sentences, and the best of them again: without headline, and in context.

    A sentence such as "He was 87" answers only with its context. By context alone it must not be
    judged, though: the sentence after an answer looks as good as the answer.
    """
    logits = scorer.score(question, [f"{s.hit.article.title}. {s.text}" for s in sentences])
    best = hits[0].score if hits else 1.0
    found = [
        replace(s, logit=logit, score=logit + settings.retrieval_weight * s.hit.score / best)
        for s, logit in zip(sentences, logits, strict=True)
    ]
    found.sort(key=lambda s: -s.score)
    again, rest = found[: settings.in_context], found[settings.in_context :]
    if settings.untitled_weight:
        again = _untitled(question, again, scorer, settings.untitled_weight)
    return [*_in_context(question, again, scorer), *rest]


def _in_context(
    question: str, sentences: Sequence[ScoredSentence], scorer: Scorer
) -> list[ScoredSentence]:
    """The sentences with what the sentence before each adds to its score."""
    texts = [f"{s.hit.article.title}. {s.before} {s.text}" for s in sentences if s.before]
    logits = iter(scorer.score(question, texts))
    gains = [(next(logits) - s.logit) / 2 if s.before else 0.0 for s in sentences]
    return [
        replace(s, score=s.score + gain, context=gain)
        for s, gain in zip(sentences, gains, strict=True)
    ]


def _untitled(
    question: str, sentences: Sequence[ScoredSentence], scorer: Scorer, weight: float
) -> list[ScoredSentence]:
    """The sentences with what they are worth without their headline counted in.

    Where a headline answers by itself every sentence below it looks like an answer; one that says
    so itself is to be quoted. Titles that only name a thing, or repeat the question, answer nothing
    and stay. None falls: those that were not scored again stay behind.
    """
    below = [is_headline(s.hit.article.title, question) for s in sentences]
    texts = [f"{s.before} {s.text}".strip() for s in compress(sentences, below)]
    alone = iter(scorer.score(question, texts))
    gains = [next(alone) - s.logit if b else 0.0 for s, b in zip(sentences, below, strict=True)]
    least = min(gains, default=0.0)
    return [
        replace(s, score=s.score + weight * (gain - least))
        for s, gain in zip(sentences, gains, strict=True)
    ]


def _prefiltered(
    question: str,
    hits: Sequence[Hit],
    most: int,
    rarity: Callable[[Sequence[str]], Sequence[float]],
) -> list[ScoredSentence]:
    """The sentences most worth scoring, in the order of the hits.

    Worth is the share of the question's words that a sentence holds, rare words counting more, plus
    its passage's score as a share of the best one's.
    """
    asked = {stem(word): word for word in search_words(question)}
    weights = dict(zip(asked, rarity(list(asked.values())), strict=True))
    total = sum(weights.values()) or 1.0

    def share(text: str) -> tuple[float, set[str]]:
        held = weights.keys() & {stem(word) for word in words(text)}
        return sum(weights[part] for part in held) / total, weights.keys() - held

    ranked: list[tuple[float, int, ScoredSentence]] = []
    for hit in hits:
        coverage, lacking = share(f"{hit.article.title}\n{hit.passage.text}")
        missing = tuple(word for part, word in asked.items() if part in lacking)
        for sentence in _sentences(hit):
            worth = share(sentence.text)[0] + hit.score / hits[0].score
            found = replace(sentence, coverage=coverage, missing=missing)
            ranked.append((-worth, len(ranked), found))
    chosen = sorted(ranked, key=lambda item: item[:2])[:most]
    return [sentence for *_, sentence in sorted(chosen, key=lambda item: item[1])]


def _sentences(hit: Hit) -> list[ScoredSentence]:
    text, offset = hit.passage.text, hit.passage.start
    return [
        ScoredSentence(hit, offset + start, offset + end, text[start:end], before)
        for start, end, before in sentences_in_context(text)
    ]
