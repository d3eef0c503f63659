"""Ranking sentences by what the reader makes of the passages they stand in.

The best passages are read whole, so that a sentence such as "He was 87" is judged with what stands
around it. A sentence is worth what the spans in it are worth as answers, and what its passage is
worth; a passage is worth as much as its best sentence. The best sentences are read once more by
themselves: titles and neighbours that speak of what is asked make anything look like the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.english import in_other_script
from qa.answer import Hit
from qa.evidence.scores import NOTHING_SAID, AnswerSpan, Entailment, PassageScores
from qa.evidence.sentences import quotable_sentences
from qa.language.claims import affirmative
from qa.language.words import search_words, words

_FEWEST_WORDS = 3  # that still ask something
_NOT_HERE = -10.0  # a logit: what the reader says of a span that does not answer


@dataclass(frozen=True, slots=True)
class RerankSettings:
    """How much is read, and what counts; fitted by `tests.bench.ranking`.

    Attributes:
        passages: how many of the best passages are read.
        mass: what all spans in a sentence count; see `PassageScores.mass`.
        relevance: what its passage's relevance counts.
        retrieval: what its passage's place in retrieval counts, for the best one.
        sentences: how many of the best sentences are read by themselves.
        alone: what it counts that a sentence answers by itself.
    """

    passages: int = 6
    mass: float = 0.1
    relevance: float = 0.2
    retrieval: float = 2.0
    sentences: int = 4
    alone: float = 0.1


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit's passage with what the reader makes of it.

    Attributes:
        hit: where it stands.
        start, end: characters of the article's text, end exclusive.
        text: `hit.article.text[start:end]`.
        span: the words in it that answer best, in characters of the article's text.
        mass: what all spans in it are worth; see `PassageScores.mass`.
        answers: the logit that its passage answers.
        relevance: the logit that its passage is about what is asked.
        alone: the logit that it answers by itself, without title and passage; of one that was not
            read so, the least of those that were.
        score: what it is ranked by.
        says: whether its passage says yes to what is asked.
    """

    hit: Hit
    start: int
    end: int
    text: str
    span: AnswerSpan
    mass: float = 0.0
    answers: float = 0.0
    relevance: float = 0.0
    alone: float = 0.0
    score: float = 0.0
    says: Entailment = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Reranked:
    """Hits in their new order, and the scored sentences, both best first."""

    hits: tuple[Hit, ...]
    sentences: tuple[ScoredSentence, ...]


class PassageReader(Protocol):
    """Question and passages to scores; see `qa.evidence.reader.Reader.read`."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        """Read the title and text of each passage for the answer."""


def rerank(
    question: str, hits: Sequence[Hit], reader: PassageReader, settings: RerankSettings
) -> Reranked:
    """Order hits by their best sentence.

    The reader knows English: a question in another script is judged by the words it shares.

    Args:
        question: what was asked, standing alone.
        hits: passages, best first, their scores above zero.
        reader: reads the best of them.
        settings: how much is read, and what counts.

    Returns:
        The hits that had a sentence scored, by that score; then the rest in the order given, their
        scores below those of the others.
    """
    read = hits[: settings.passages]
    if in_other_script(question):
        return by_shared_words(question, hits, settings)
    scored = [
        sentence
        for hit, scores in zip(read, read_hits(question, read, reader), strict=True)
        for sentence in _sentences(hit, scores, hit.score / hits[0].score, settings)
    ]
    scored.sort(key=_order)
    scored = sorted(_read_alone(question, scored, reader, settings), key=_order)
    return Reranked(by_sentences(hits, scored), tuple(scored))


def _order(sentence: ScoredSentence) -> tuple[float, str, int]:
    return -sentence.score, sentence.hit.article.id, sentence.start


def worded(question: str, hit: Hit) -> str:
    """The question as a passage is read for: without its year, where that goes without saying.

    "Who won the 2022 World Cup?" is answered by a report of 2022 that leaves out its own year.
    """
    published, passage = hit.article.published, hit.passage.text
    year = str(published.year) if published else ""
    if not year or year in passage or year in hit.article.title:
        return question
    short = re.sub(rf"(?: \b(?:in|of|during|for))? \b{year}\b(?:['’]s)?(?!-)", "", question)
    return short if len(words(short)) >= _FEWEST_WORDS else question


def read_hits(question: str, hits: Sequence[Hit], reader: PassageReader) -> list[PassageScores]:
    """What the reader makes of the passage of each hit, in the order given."""
    passages = [(hit, (hit.article.title, hit.passage.text)) for hit in hits]
    return read_texts(question, passages, reader)


def read_alone(question: str, hit: Hit, text: str, reader: PassageReader) -> PassageScores:
    """What the reader makes of some words of a hit without their title and passage."""
    [scores] = read_texts(question, [(hit, ("", text))], reader)
    return scores


def _read_alone(
    question: str,
    scored: Sequence[ScoredSentence],
    reader: PassageReader,
    settings: RerankSettings,
) -> list[ScoredSentence]:
    """Sentences, given best first, with what it counts that they answer by themselves."""
    best = scored[: settings.sentences]
    read = read_texts(question, [(s.hit, ("", s.text)) for s in best], reader)
    alone = [scores.answers for scores in read]
    alone += [min(alone, default=0.0)] * (len(scored) - len(best))
    return [
        replace(s, alone=answers, score=s.score + settings.alone * answers)
        for s, answers in zip(scored, alone, strict=True)
    ]


def read_texts(
    question: str, texts: Sequence[tuple[Hit, tuple[str, str]]], reader: PassageReader
) -> list[PassageScores]:
    """What the reader makes of a title and text of each hit, asked as its article wants it.

    Without a "not" that asks the same, and see `worded`.
    """
    plain = affirmative(question)
    by_wording: dict[str, list[int]] = {}
    for place, (hit, _) in enumerate(texts):
        by_wording.setdefault(worded(plain, hit), []).append(place)
    scores: dict[int, PassageScores] = {}
    for wording, places in by_wording.items():
        read = reader.read(wording, [texts[place][1] for place in places])
        scores.update(zip(places, read, strict=True))
    return [scores[place] for place in range(len(texts))]


def by_shared_words(question: str, hits: Sequence[Hit], settings: RerankSettings) -> Reranked:
    """Order hits by the sentence that holds the largest share of the question's words.

    The share is the sentence's `mass`; its `relevance` is above zero where anything is shared.
    """
    asked = set(search_words(question))
    scored = []
    for hit in hits[: settings.passages]:
        offset, text = hit.passage.start, hit.passage.text
        titled = len(asked & set(words(hit.article.title))) / len(asked)
        for start, end in quotable_sentences(text):
            share = len(asked & set(words(text[start:end]))) / len(asked)
            place = (offset + start, offset + end)
            span = AnswerSpan(*place, _NOT_HERE)  # the whole sentence, no short answer
            score = share + 0.2 * titled + 0.1 * hit.score / hits[0].score
            scored.append(
                ScoredSentence(
                    hit, *place, text[start:end], span, share, _NOT_HERE, share, _NOT_HERE, score
                )
            )
    scored.sort(key=_order)
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


def _sentences(
    hit: Hit, scores: PassageScores, place: float, settings: RerankSettings
) -> list[ScoredSentence]:
    """The sentences of a passage; `place` is its score in retrieval as a share of the best."""
    offset = hit.passage.start
    passage = settings.relevance * scores.relevance + settings.retrieval * place
    found = []
    for start, end in quotable_sentences(scores.text):
        span = scores.best(start, end)
        if span is None:  # beyond what was read
            continue
        mass = scores.mass(start, end)
        found.append(
            ScoredSentence(
                hit,
                offset + start,
                offset + end,
                scores.text[start:end],
                AnswerSpan(offset + span.start, offset + span.end, span.margin),
                mass,
                scores.answers,
                scores.relevance,
                score=settings.mass * mass + passage,
                says=scores.says,
            )
        )
    return found
