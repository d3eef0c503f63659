"""Which sentences say most, and differ.

How likely a sentence is one that a good summary has is a logistic regression on where it stands and
what it is like, of 656 news articles whose best sentences somebody marked (`tests.bench.telling`:
of these the first five sentences hold .38, those it takes .47). Maximal marginal relevance
(Carbonell & Goldstein 1998) then takes sentences that say much and something else than those taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
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
_FULL = 22  # words of a sentence that says a good deal
_FAR = 10  # sentences from the beginning, from where on it does not matter how far
_NAMES = 5  # in a sentence that is full of them
_DIVERSITY = 0.1  # what being unlike those taken counts, 0 to 1
_ENDED = re.compile(r"[.!…][\"”’)]*$")  # questions and captions are left out
_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]+")
_PERSON = re.compile(r"\b(?:I|we|my|our|you|your)\b")


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


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence; or, of `WEIGHTS`, how much each of these counts, in logits.

    Attributes:
        lead: 1 for the first sentence of its article, a half for the second, and so on.
        place: sentences before it, as a share of the first few; 1 beyond.
        near: the cosine of its words and those of what is asked, rare ones counting more.
        central: likewise of all sentences together.
        words: its words as a share of those of a full sentence, 1 at most.
        names: the names in it, likewise.
        figure: whether it has a figure.
        quoted: whether it begins with somebody's words.
        person: whether it speaks of "I", "we" or "you".
        begins: whether a paragraph begins with it.
    """

    lead: float
    place: float
    near: float
    central: float
    words: float
    names: float
    figure: float
    quoted: float
    person: float
    begins: float


WEIGHTS = Signs(
    lead=-0.6,
    place=-2.17,
    near=1.05,
    central=1.83,
    words=3.17,
    names=0.29,
    figure=0.68,
    quoted=-1.49,
    person=-0.56,
    begins=0.46,
)


def most_telling(
    found: Sequence[Candidate], asked: str, index: Index, most: int, weights: Floats | None = None
) -> list[Candidate]:
    """The sentences that together say most of what is asked for, so many at most.

    Args:
        found: what to choose from.
        asked: what the summary is to be about.
        index: knows how rare a word is.
        most: how many are taken.
        weights: what each sentence counts besides, as a logit, 0 for nothing.

    Returns:
        Those taken, best first.
    """
    vectors = vectors_of([*(one.text for one in found), asked], index)
    signs = np.array([astuple(one) for one in signs_of(found, vectors)])
    worth = signs @ np.array(astuple(WEIGHTS)) + (0.0 if weights is None else weights)
    return [found[place] for place in take(worth, vectors[:-1], most)]


def signs_of(found: Sequence[Candidate], vectors: Floats) -> list[Signs]:
    """What speaks for each sentence.

    Args:
        found: the sentences.
        vectors: of their words, and in the last row of what is asked; see `vectors_of`.
    """
    *_, asked = vectors
    central = unit_rows(vectors[:-1].sum(axis=0)[None])[0]
    return [
        Signs(
            lead=1 / (1 + one.place),
            place=min(one.place, _FAR) / _FAR,
            near=float(vector @ asked),
            central=float(vector @ central),
            words=min(len(one.text.split()), _FULL) / _FULL,
            names=min(len(_NAME.findall(one.text)), _NAMES) / _NAMES,
            figure=any(c.isdigit() for c in one.text),
            quoted=one.text.startswith(("“", '"', "‘")),
            person=bool(_PERSON.search(one.text)),
            begins="\n" in one.article.text[max(one.start - 2, 0) : one.start] or not one.start,
        )
        for one, vector in zip(found, vectors[:-1], strict=True)
    ]


def vectors_of(texts: Sequence[str], index: Index) -> Floats:
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


def take(worth: Floats, vectors: Floats, most: int) -> list[int]:
    """The sentences that are worth most and unlike those taken before."""
    taken: list[int] = []
    while len(taken) < min(most, len(worth)):
        held = vectors @ vectors[taken].T if taken else np.zeros((len(worth), 1))
        value = (1 - _DIVERSITY) * _scaled(worth) - _DIVERSITY * np.maximum(held.max(axis=1), 0)
        value[taken] = -np.inf
        taken.append(int(value.argmax()))
    return taken


def _scaled(values: Floats) -> Floats:
    """Values stretched from 0 to 1."""
    least, most = values.min(), values.max()
    scaled: Floats = (values - least) / max(most - least, 1e-9)
    return scaled
