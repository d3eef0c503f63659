"""Which sentences say most, and differ: LexRank, then maximal marginal relevance.

LexRank (Erkan & Radev 2004, arXiv:1109.2128): a sentence matters as much as the sentences that are
like it matter, by the words they share, rare ones counting more; maximal marginal relevance
(Carbonell & Goldstein 1998) then takes sentences that matter and say something else than those
taken. What leads and is near what was asked counts more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.models.encoder import unit_rows
from index.store import Index
from qa.evidence.sentences import quotable_sentences
from qa.language.words import search_words, stem

Floats = NDArray[np.float32]

_READ = 60  # sentences of an article
_SHORTEST, _LONGEST = 5, 60  # words of a sentence that can stand in a summary
_LIKE = 0.05  # cosine from which sentences are alike
_FULL = 22  # words of a sentence that says a good deal
_DAMPING = 0.85
_DIVERSITY = 0.45  # what being unlike those taken counts, 0 to 1
_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|their|this|that|these|those|but|and|so|however|also|instead|then"
    r"|yet|still|such|there|here|meanwhile|or|if so|read more|follow|photo|image|related"
    r"|contribut\w+|click|watch|sign up)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!…][\"”’)]*$")  # questions and captions are left out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article that can stand in a summary.

    Attributes:
        article: where it stands.
        start, end: characters of its text, end exclusive.
        place: among the article's sentences that can, from 0.
    """

    article: Article
    start: int
    end: int
    place: int

    @property
    def text(self) -> str:
        """The words, as the article has them."""
        return self.article.text[self.start : self.end]


def candidates(article: Article, most: int = _READ) -> list[Candidate]:
    """The sentences of an article that can stand in a summary, so many at most."""
    found: list[Candidate] = []
    for start, end in islice(quotable_sentences(article.text), _READ):
        said = article.text[start:end]
        if _SHORTEST <= len(said.split()) <= _LONGEST and _ENDED.search(said):
            found.append(Candidate(article, start, end, len(found)))
    return found[:most]


def most_telling(
    found: Sequence[Candidate], asked: str, index: Index, most: int, weights: Floats | None = None
) -> list[Candidate]:
    """The sentences that together say most of what is asked for, so many at most.

    Args:
        found: what to choose from.
        asked: what the summary is to be about.
        index: knows how rare a word is.
        most: how many are taken.
        weights: what each sentence counts besides, 0 for nothing.

    Returns:
        Those taken, best first.
    """
    *rows, about = _vectors([*(one.text for one in found), asked], index)
    vectors = np.stack(rows)
    worth = _worth(found, vectors, vectors @ about) + (0.0 if weights is None else weights)
    return [found[place] for place in _take(worth, vectors, most)]


def _worth(found: Sequence[Candidate], vectors: Floats, near: Floats) -> Floats:
    """What each sentence is worth: its rank among the others, its place, its nearness."""
    lead = 1 / (1 + np.array([one.place for one in found], dtype=np.float32))
    leaning = np.array([bool(_LEANS.match(one.text)) for one in found])
    full = np.minimum(np.array([len(one.text.split()) for one in found]) / _FULL, 1.0)
    worth = _scaled(lexrank(vectors)) + 0.6 * lead + 0.4 * _scaled(near) + 0.4 * full
    found_worth: Floats = (worth - 0.3 * leaning).astype(np.float32)
    return found_worth


def _vectors(texts: Sequence[str], index: Index) -> Floats:
    """A row of length 1 a text: how often it has each word, times how rare that is."""
    found = [[stem(word) for word in search_words(text)] for text in texts]
    known = sorted({word for said in found for word in said})
    place = {word: number for number, word in enumerate(known)}
    rarity = np.asarray(index.rarity(known), dtype=np.float32)
    rows = np.zeros((len(texts), len(known)), dtype=np.float32)
    for row, said in zip(rows, found, strict=True):
        for word in said:
            row[place[word]] += rarity[place[word]]
    return unit_rows(rows)


def lexrank(vectors: Floats) -> Floats:
    """How much each sentence matters, adding up to 1: see the module.

    Args:
        vectors: of length 1, a row a sentence.
    """
    like = np.maximum(vectors @ vectors.T - _LIKE, 0.0)
    np.fill_diagonal(like, 1e-6)
    moves = like / like.sum(axis=1, keepdims=True)
    count = len(vectors)
    rank = np.full(count, 1 / count)
    for _ in range(50):
        rank = (1 - _DAMPING) / count + _DAMPING * (rank @ moves)
    found: Floats = rank.astype(np.float32)
    return found


def _take(weights: Floats, vectors: Floats, most: int) -> list[int]:
    """The sentences that are worth most and unlike those taken before."""
    taken: list[int] = []
    while len(taken) < min(most, len(weights)):
        held = vectors @ vectors[taken].T if taken else np.zeros((len(weights), 1))
        value = (1 - _DIVERSITY) * _scaled(weights) - _DIVERSITY * np.maximum(held.max(axis=1), 0)
        value[taken] = -np.inf
        taken.append(int(value.argmax()))
    return taken


def _scaled(values: Floats) -> Floats:
    """Values stretched from 0 to 1."""
    least, most = values.min(), values.max()
    scaled: Floats = (values - least) / max(most - least, 1e-9)
    return scaled
