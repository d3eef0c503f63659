"""Events that a question for a figure leaves unnamed, as "How did the death toll change?" does.

Sentences that give such a figure are put together by the event that their articles tell of, as the
vectors of how these begin say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.article import Article
from index.models.encoder import load_encoder
from qa.evidence.rerank import ScoredSentence

_SAME = 0.8  # the least cosine of how articles of one event begin; of others it is .5 to .7
_LEAD = 250  # characters of a beginning
_OFFERED = 3  # events that are named where it has to be asked which
_TOLL = re.compile(
    r"^What was (?:the )?(?:(?:death )?toll|number of (?:deaths|dead|victims)|deaths|casualties)"
    r"(?: (?:of|in|from))?\b(?P<rest>.*)\?$",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(r"^What was .+ (?:of|in|from|on|at|for|during|after|since)\b")


def wordings(asked: str) -> tuple[str, ...]:
    """A question for a figure, and the same in the words in which reports tell it."""
    toll = _TOLL.match(asked)
    if not toll:
        return (asked,)
    rest = toll["rest"].strip()
    return asked, f"How many people died in {rest}?" if rest else "How many people died?"


def names_no_event(asked: str) -> bool:
    """Whether a question for a figure leaves open of what it is."""
    return not _OF_SOMETHING.match(asked) and not re.search(r"(?<=.)\b[A-Z]", asked)


def by_event(sentences: Sequence[ScoredSentence]) -> list[list[ScoredSentence]]:
    """Sentences, best first, put together by the event that their articles tell of.

    Returns:
        Groups, that of the best sentence first.

    Raises:
        ModelError: the bundled encoder is missing or altered.
    """
    articles = list({s.hit.article.id: s.hit.article for s in sentences}.values())
    if not articles:
        return []
    beginnings = [f"{article.title}. {article.text[:_LEAD]}" for article in articles]
    vectors = load_encoder().encode_passages(beginnings)
    alike = vectors @ vectors.T >= _SAME
    event: dict[str, int] = {}
    for place, article in enumerate(articles):
        near = [event[other.id] for at, other in enumerate(articles[:place]) if alike[place, at]]
        event[article.id] = min(near, default=place)
    groups: dict[int, list[ScoredSentence]] = {}
    for sentence in sentences:
        groups.setdefault(event[sentence.hit.article.id], []).append(sentence)
    return list(groups.values())


def asking_back(groups: Sequence[Sequence[ScoredSentence]]) -> str:
    """What to say where articles tell such figures of several events."""
    titles = [f"“{newest(group).title}”" for group in groups[:_OFFERED]]
    return (
        "The articles tell this of several events, and the question does not say of which; "
        f"name one, such as that of {' or '.join(titles)}."
    )


def newest(group: Sequence[ScoredSentence]) -> Article:
    """The newest article of an event."""
    dated = [s.hit.article for s in group if s.hit.article.published]
    return max(dated, key=lambda a: str(a.published), default=group[0].hit.article)
