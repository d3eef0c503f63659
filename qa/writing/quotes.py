"""Questions for what somebody said, and the writer that answers them with quotations.

Direct speech goes before reported speech; where the articles hold neither, the refusal says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Article
from index.split import sentence_spans
from qa.evidence.reader import Scorer
from qa.evidence.rerank import ScoredSentence
from qa.language.quotations import Quotation, find_quotations, same_speaker
from qa.language.words import search_words, stem, words
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal

_LONGEST = 700  # characters quoted at once
_AROUND = 400  # characters before a quotation that tell what it is about
_SCORED = 16  # quotations that the scorer reads
_ABOUT = 0.0  # a logit: a quotation from it on is about the matter by itself
_COVERAGE = 0.6  # of the topic's words that else it, the text before it or the title must hold
_MOST = 4  # quotations in an answer
_X = r"(?P<speaker>(?:the\s)?\w[\w.’'-]*(?:\s[\w.’'-]+){0,5}?)"
_ASKED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^what (?:did|does|do|has|have|had) {_X} (?:say|said|tell|told|write|written|state|claim"
        r"|comment)\b(?P<topic>.*)",
        rf"^how (?:did|does|do|has|have) {_X} (?:respond|responded|react|reacted|reply|replied"
        r"|comment|answer)\b(?P<topic>.*)",
        rf"^what (?:was|is|were|are) {_X}['’]s? (?:response|reaction|comments?|words|reply)\b"
        r"(?P<topic>.*)",
        rf"^(?:please )?(?:quote|quotes (?:by|of|from)) {_X} (?P<topic>(?:on|about)\b.*)",
    )
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words a question asks for, and about what; "" for anything."""

    speaker: str
    topic: str


def quotations_asked(question: str) -> Wanted | None:
    """Whose words a question asks for; None for any other question."""
    for pattern in _ASKED:
        if match := pattern.match(question.strip()):
            speaker = match["speaker"].strip()
            if speaker.casefold() in ("he", "she", "they", "it", "i", "we", "you", "people"):
                return None
            topic = re.sub(r"^\s*(?:about|on|to|that|of)\b", "", match["topic"]).strip(" ?.!")
            return Wanted(speaker, topic)
    return None


class QuoteWriter:
    """Quotes the speaker asked for.

    Args:
        wanted: whose words, about what.
        scorer: tells which quotations are about it.
    """

    def __init__(self, wanted: Wanted, scorer: Scorer) -> None:
        self._wanted = wanted
        self._scorer = scorer

    def write(self, question: str, sentences: Sequence[ScoredSentence]) -> Draft | Refusal:
        """See `Writer.write`; the articles of the sentences are searched whole."""
        articles = list({s.hit.article.id: s.hit.article for s in sentences}.values())
        for direct in (True, False):
            spans = self._about(question, _spoken(self._wanted.speaker, articles, direct))
            if spans:
                return _draft(spans)
        topic = f" about {self._wanted.topic}" if self._wanted.topic else ""
        return Refusal(f"No words of {self._wanted.speaker}{topic} are quoted or reported.")

    def _about(
        self, question: str, spans: Sequence[tuple[Article, int, int]]
    ) -> list[tuple[Article, int, int]]:
        """The spans that are about the matter, best first."""
        asked = (
            {stem(word) for word in search_words(self._wanted.topic)}
            if self._wanted.topic
            else set()
        )

        def coverage(span: tuple[Article, int, int]) -> float:
            article, start, end = span
            around = f"{article.title} {article.text[max(0, start - _AROUND) : end]}"
            held = asked & {stem(word) for word in words(around)}
            return len(held) / len(asked) if asked else 1.0

        nearest = sorted(spans, key=lambda span: -coverage(span))[:_SCORED]
        texts = [f"{a.title}. {a.text[start:end]}" for a, start, end in nearest]
        scored = zip(self._scorer.score(question, texts), nearest, strict=True)
        about = [
            (logit + 4 * coverage(span), span)
            for logit, span in scored
            if logit >= _ABOUT or coverage(span) >= _COVERAGE
        ]
        about.sort(key=lambda item: -item[0])
        return [span for _, span in about[:_MOST]]


def _spoken(
    speaker: str, articles: Sequence[Article], direct: bool
) -> list[tuple[Article, int, int]]:
    """The whole sentences that hold the speaker's words, each place once."""
    found: dict[tuple[str, int, int], tuple[Article, int, int]] = {}
    for article in articles:
        quotations = [
            quotation
            for quotation in find_quotations(article.text)
            if quotation.direct == direct and same_speaker(speaker, quotation.speaker, article.text)
        ]
        spans = list(sentence_spans(article.text)) if quotations else []
        for quotation in quotations:
            start, end = _whole(quotation, spans)
            if end - start <= _LONGEST:
                found[article.id, start, end] = (article, start, end)
    return list(found.values())


def _whole(quotation: Quotation, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    first = min(quotation.start, quotation.said_start)
    last = max(quotation.end, quotation.said_end)
    held = [(start, end) for start, end in spans if start < last and first < end]
    return min([first, *(s for s, _ in held)]), max([last, *(e for _, e in held)])


def _draft(spans: Sequence[tuple[Article, int, int]]) -> Draft:
    citations = Citations()
    taken: list[tuple[Article, int, int]] = []
    for article, start, end in spans:
        if not any(a.id == article.id and s < end and start < e for a, s, e in taken):
            taken.append((article, start, end))
    written = tuple(citations.quoted(*place) for place in taken)
    return Draft(written, citations.all())
