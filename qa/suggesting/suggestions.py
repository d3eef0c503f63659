"""Questions to ask: examples of what the indexed articles answer, and what to ask next.

No language model: patterns make candidates from articles (`qa.suggesting.candidates`), and each is
really asked before it is shown. It is kept when the answer is sure and cites the words it was made
from.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice, zip_longest

from index.article import Article, Summary
from index.store import Index
from qa.answer import Answer, Citation, NoAnswer
from qa.asking import ask
from qa.language.phrases import strong_words
from qa.language.words import search_words, stem
from qa.suggesting.candidates import Candidate, candidates

SURE = 0.7  # confidence from which an answer is called sure
_SAME = 0.6  # share of the words from which two questions are one
_MOST_TRIES = 2  # candidates asked of one article before the next one gets its turn
_NEAREST = 3  # passages of a refusal whose articles are used
_PLAIN = "who"  # a kind that is asked less, for it says little of the article


def examples(
    index: Index, *, most: int = 6, read: int = 96, allowance: float = 15.0
) -> list[Candidate]:
    """Questions that the indexed articles answer, spread over sources and dates.

    The same index gives the same questions, if only the allowance suffices.

    Args:
        index: an open index.
        most: how many at most.
        read: how many articles are read at most.
        allowance: seconds after which no further candidate is asked; what was found is handed back.

    Returns:
        Candidates of different articles in the order they were found; fewer than `most`, or none,
        where the articles do not yield them.

    Raises:
        IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    end = time.monotonic() + allowance
    found: list[Candidate] = []
    for summary in _sample(index.articles(), read):
        if len(found) == most or time.monotonic() > end:
            break
        article = index.article(summary.id)
        used = Counter(one.kind for one in found)
        questions = [one.question for one in found]
        fresh = list(_fresh(candidates(article), questions))
        ordered = sorted(fresh, key=lambda c: (used[c.kind] + (c.kind == _PLAIN), c.start))
        for candidate in ordered[:_MOST_TRIES]:
            if time.monotonic() > end:
                break
            if _answered(index, candidate, article):
                found.append(candidate)
                break
    return found


def follow_ups(
    answer: Answer | NoAnswer,
    index: Index,
    *,
    most: int = 3,
    allowance: float = 2.0,
    earlier: Sequence[str] = (),
) -> list[str]:
    """Questions that lead on from an answer, or out of a refusal.

    They are made from the cited articles first, then from other hits as far as they speak of what
    the answer speaks of. Those that name what the answer names and the question does not come
    first.

    Args:
        answer: what was answered, or the refusal; the articles of its nearest passages are used.
        index: the open index that answered.
        most: how many at most.
        allowance: seconds after which no further candidate is asked.
        earlier: questions of the conversation that must not be repeated.

    Returns:
        Questions that stand alone and are answered, maybe none.

    Raises:
        IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    end = time.monotonic() + allowance
    asked = [question for question in (answer.question, answer.asked, *earlier) if question]
    found: list[Candidate] = []
    for candidate, article in _leads(answer, asked):
        if len(found) == most or time.monotonic() > end:
            break
        if not list(_fresh([candidate], [*asked, *(s.question for s in found)])):
            continue
        if _answered(index, candidate, article):
            found.append(candidate)
    return [one.question for one in found]


def _answered(index: Index, candidate: Candidate, article: Article) -> bool:
    reply = ask(candidate.question, index=index, k=1)
    return (
        isinstance(reply, Answer)
        and reply.confidence >= SURE
        and any(
            (cited.article.id, cited.article.version) == (article.id, article.version)
            and (candidate.kind == "said" or _overlap(cited, candidate))
            for cited in reply.citations
        )
    )


def _overlap(one: Citation | Candidate, other: Citation | Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _sample(articles: Iterable[Summary], read: int) -> Iterator[Summary]:
    """Articles by turns of their sources, the largest source first; of each the newest first.

    At most `read` of them.
    """
    by_source: dict[str, list[Summary]] = {}
    for summary in articles:
        by_source.setdefault(summary.source, []).append(summary)
    sources = sorted(by_source.values(), key=lambda held: (-len(held), held[0].source))
    turns = zip_longest(*(_spread(held, read) for held in sources))
    return islice((summary for summary in chain.from_iterable(turns) if summary), read)


def _spread(held: Sequence[Summary], most: int) -> Iterator[Summary]:
    """The newest article and others in steps that grow with age, any beginning of them spread."""
    newest = sorted(held, key=lambda s: (s.published or date.min, s.id), reverse=True)
    count = min(most, len(newest))
    places = [max(n, int(len(newest) * (n / count) ** 2)) for n in range(count)]
    digits = max(1, (count - 1).bit_length())
    halving = sorted(range(count), key=lambda n: f"{n:0{digits}b}"[::-1])
    return (newest[places[n]] for n in halving)


def _leads(answer: Answer | NoAnswer, asked: Sequence[str]) -> Iterator[tuple[Candidate, Article]]:
    """The candidates of an answer's articles with their article, the most fitting first."""
    if isinstance(answer, NoAnswer):
        for article in _unique(hit.article for hit in answer.nearest[:_NEAREST]):
            yield from ((candidate, article) for candidate in candidates(article))
        return
    cited = _unique(citation.article for citation in answer.citations)
    known = set(strong_words(" ".join(asked)))
    said = set(strong_words(" ".join(citation.quote for citation in answer.citations)))
    for article in _unique([*cited, *(hit.article for hit in answer.hits)]):
        own = [citation for citation in answer.citations if citation.article.id == article.id]
        ranked = []
        for candidate in candidates(article):
            about = set(strong_words(candidate.question))
            if (own or about & (known | said)) and not any(_overlap(c, candidate) for c in own):
                ranked.append((-len(about & said - known), candidate.start, candidate))
        yield from ((candidate, article) for *_, candidate in sorted(ranked, key=lambda r: r[:2]))


def _unique(articles: Iterable[Article]) -> list[Article]:
    return list({article.id: article for article in articles}.values())


def _fresh(made: Iterable[Candidate], questions: Sequence[str]) -> Iterator[Candidate]:
    """The candidates that ask something else than the questions do."""
    known = [_stems(question) for question in questions]
    for candidate in made:
        ours = _stems(candidate.question)
        if not any(len(ours & other) >= _SAME * len(ours | other) for other in known):
            yield candidate


def _stems(question: str) -> set[str]:
    return {stem(word) for word in search_words(question)}
