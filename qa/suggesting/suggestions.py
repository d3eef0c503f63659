"""Questions to ask: examples of what the indexed articles answer, and what to ask next.

No language model: patterns make candidates from articles (`qa.suggesting.candidates`), and each is
really asked before it is shown. It is kept when the answer is sure and cites the words it was made
from.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import chain, islice, zip_longest

from index.article import Article, Summary
from index.store import Index
from qa.answer import Answer, Citation, NoAnswer
from qa.asking import ask
from qa.language.phrases import strong_words
from qa.language.words import search_words, stem
from qa.question.form import Form
from qa.suggesting.candidates import Candidate, candidates
from qa.suggesting.story import story_of
from qa.suggesting.varied import said_of, tells, varied

SURE = 0.7  # confidence from which an answer is called sure
_SAME = 0.6  # share of the words from which two questions are one
_MOST_TRIES = 2  # candidates asked of one article before the next one gets its turn
_MOST_AGAIN = 2  # questions made of the last one
_OPENING = 80  # characters of a sentence, in which its subject stands
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

    After an answer they are made from its story: the article cited first, and those cited or found
    beside it that tell the same. Each is asked, and offered where the answer is sure, is quoted
    from that story, and tells what has not been told yet.

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
    story = story_of(answer)
    within = frozenset(article.id for article in story)
    told = () if isinstance(answer, NoAnswer) else answer.citations
    made = [] if isinstance(answer, NoAnswer) else _again(answer, index, story, asked, end)
    found: list[Candidate] = []
    for candidate, article in _leads(answer, story, asked):
        if len(found) + len(made) >= most or time.monotonic() > end:
            break
        if not list(_fresh([candidate], [*asked, *(s.question for s in found)])):
            continue
        if any(one.article_id == article.id and _overlap(one, candidate) for one in found):
            continue
        if _answered(index, candidate, article, within, told):
            found.append(candidate)
    return [*made, *(one.question for one in found)][:most]


def _again(
    answer: Answer, index: Index, story: Sequence[Article], asked: Sequence[str], end: float
) -> list[str]:
    """The question asked for reason, time and opinions, where its story tells what is new."""
    known = {question.casefold() for question in asked}
    within = frozenset(article.id for article in story)
    spoken = said_of(answer.question, story[0]) if story else ()
    found: list[str] = []
    if answer.form in (Form.COLLECTION, Form.SUMMARY):  # of articles, not of what they tell
        return found
    for asks, question in chain(varied(answer.question), spoken):
        if question.casefold() in known or time.monotonic() > end or len(found) == _MOST_AGAIN:
            continue
        reply = ask(question, index=index, k=1)
        new = isinstance(reply, Answer) and _is_new(reply, within, answer.citations)
        if isinstance(reply, Answer) and new and tells(asks, reply):
            found.append(question)
    return found


def _answered(
    index: Index,
    candidate: Candidate,
    article: Article,
    within: Set[str] = frozenset(),
    told: Sequence[Citation] = (),
) -> bool:
    """Whether the index answers a candidate surely, from its place in its article.

    Args:
        index: is asked.
        candidate: made from the article.
        article: is to be cited.
        within: ids of the articles that alone may be cited; empty for any.
        told: what an answer has quoted already, and the first quotation may not be of.
    """
    reply = ask(candidate.question, index=index, k=1)
    if not isinstance(reply, Answer) or reply.confidence < SURE:
        return False
    if not _is_new(reply, within, told):
        return False
    place = article.text[candidate.start : candidate.end]  # may stand twice in a live report
    return any(
        (cited.article.id, cited.article.version) == (article.id, article.version)
        and (candidate.kind == "said" or _overlap(cited, candidate) or place in cited.quote)
        for cited in reply.citations
    )


def _is_new(reply: Answer, within: Set[str], told: Sequence[Citation]) -> bool:
    """Whether an answer is quoted from the articles given, and begins with what was not told."""
    if not reply.citations or (within and not {c.article.id for c in reply.citations} <= within):
        return False
    first = reply.citations[0]
    return not any(first.article.id == one.article.id and _overlap(first, one) for one in told)


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


def _leads(
    answer: Answer | NoAnswer, story: Sequence[Article], asked: Sequence[str]
) -> Iterator[tuple[Candidate, Article]]:
    """The candidates of a story with their article, the most fitting first.

    After an answer only those about what the question or the title is about, or about who has a
    part in it, and answered elsewhere; first those that name what only the answer names.
    """
    if isinstance(answer, NoAnswer):
        for article in story:
            yield from ((candidate, article) for candidate in candidates(article))
        return
    known = set(strong_words(" ".join(asked)))
    said = set(strong_words(" ".join(citation.quote for citation in answer.citations)))
    for article in story:
        own = [citation for citation in answer.citations if citation.article.id == article.id]
        title = set(strong_words(article.title))
        ranked = []
        for candidate in candidates(article):
            about = set(strong_words(candidate.question))
            if any(_overlap(c, candidate) for c in own):
                continue
            if not about & (known | title) and not _is_often_named(candidate, article):
                continue
            if _asks_what_is_known(candidate, article, known):
                continue
            weight = 2 * (candidate.kind != _PLAIN) + len(about & said - known)
            ranked.append((-weight, candidate.start, candidate))
        yield from ((candidate, article) for *_, candidate in sorted(ranked, key=lambda r: r[:2]))


def _is_often_named(candidate: Candidate, article: Article) -> bool:
    """Whether somebody or something asked about by name alone has a part in the article."""
    name = re.fullmatch(r"(?:Who|What) is (?:the )?(?:.* )?([A-Z]\S+)\?", candidate.question)
    return name is not None and len(re.findall(rf"\b{re.escape(name[1])}\b", article.text)) > 1


def _asks_what_is_known(candidate: Candidate, article: Article, known: Set[str]) -> bool:
    """Whether the answer is somebody whom the question named: "Who was born in Orlava?"."""
    if candidate.kind != _PLAIN or re.match(r"Who (?:is|was) [A-Z]", candidate.question):
        return False
    opening = article.text[candidate.start : candidate.end].split(" was ")[0][:_OPENING]
    return bool(known & (set(strong_words(opening)) - set(strong_words(candidate.question))))


def _fresh(made: Iterable[Candidate], questions: Sequence[str]) -> Iterator[Candidate]:
    """The candidates that ask something else than the questions do."""
    known = [_stems(question) for question in questions]
    for candidate in made:
        ours = _stems(candidate.question)
        if not any(len(ours & other) >= _SAME * len(ours | other) for other in known):
            yield candidate


def _stems(question: str) -> set[str]:
    return {stem(word) for word in search_words(question)}
