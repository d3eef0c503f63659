"""From a place in an article to a citation that is exact by construction."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article
from qa.answer import Citation, Sentence


class Citations:
    """Citations in order of first use, numbered from 1; the same place keeps its number."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, int, int], Citation] = {}

    def cite(self, article: Article, start: int, end: int) -> int:
        """The number of the citation of `article.text[start:end]`.

        Raises:
            ValueError: there is no text at that place.
        """
        place = (article.id, article.version, start, end)
        if place not in self._made:
            quote = article.text[start:end]
            self._made[place] = Citation(len(self._made) + 1, article, start, end, quote)
        return self._made[place].number

    def quoted(self, article: Article, start: int, end: int, label: str = "") -> Sentence:
        """The sentence of an answer that is `article.text[start:end]`, with its citation.

        Raises:
            ValueError: there is no text at that place.
        """
        return Sentence(article.text[start:end], (self.cite(article, start, end),), label=label)

    def taken_over(self, sentence: Sentence, citations: Sequence[Citation]) -> Sentence:
        """A quoted sentence of another answer, whose citations are given, as one of this."""
        held = [citations[number - 1] for number in sentence.citations]
        numbers = tuple(self.cite(one.article, one.start, one.end) for one in held)
        return Sentence(sentence.text, numbers)

    def all(self) -> tuple[Citation, ...]:
        """All citations by number."""
        return tuple(self._made.values())
