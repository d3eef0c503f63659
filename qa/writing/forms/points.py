"""The sentences of articles that can stand in a summary, and which are main points.

The reader tells: it was trained on articles whose best sentences somebody marked
(`tests/bench/training/marked.py`), read for `POINTS`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from index.article import Article
from qa.evidence.rerank import PassageReader
from qa.evidence.sentences import quotable_sentences

POINTS = "What are the main points of this article?"
"""What an article is read for, to tell which of its sentences say most."""

_READ = 60  # sentences of an article
_SHORTEST, _LONGEST = 5, 60  # words of a sentence that can stand in a summary
_ENDED = re.compile(r"[.!…][\"”’)]*$")  # questions and captions are left out
_PIECE = 800  # characters that are read at once
_UNREAD = -8.0  # the logit of a sentence that the reader does not reach


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


def points_in(found: Sequence[Candidate], reader: PassageReader) -> list[float]:
    """How likely each sentence is a main point of its article, as logits, in the order given."""
    told: dict[tuple[str, int], float] = {}
    articles = {one.article.id: one.article for one in found}
    for article in articles.values():
        mine = (one for one in found if one.article.id == article.id)
        own = sorted(mine, key=lambda one: one.start)
        places = pieces(own)
        texts = [(article.title, article.text[start:end]) for start, end in places]
        read = reader.read(POINTS, texts)
        for (start, end), scores in zip(places, read, strict=True):
            told |= {
                (article.id, one.start): max(
                    scores.evidence(one.start - start, one.end - start), _UNREAD
                )
                for one in own
                if start <= one.start and one.end <= end
            }
    return [told[one.article.id, one.start] for one in found]


def pieces(found: Sequence[Candidate]) -> list[tuple[int, int]]:
    """The sentences of an article joined to pieces that are read at once, in characters, in order.

    Args:
        found: of one article, in order.
    """
    joined: list[tuple[int, int]] = []
    for one in found:
        if joined and one.end - joined[-1][0] <= _PIECE:
            joined[-1] = joined[-1][0], one.end
        else:
            joined.append((one.start, one.end))
    return joined
