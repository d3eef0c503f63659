"""A summary of an article, or of the best story on a topic, in exact sentences.

LexRank (Erkan & Radev 2004, arXiv:1109.2128): a sentence matters as much as the sentences that are
like it matter, by the words they share, rare ones counting more; maximal marginal relevance
(Carbonell & Goldstein 1998) then takes sentences that matter and say something else than those
taken. What leads and is near what was asked counts more. The sentences stand in their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.models.encoder import unit_rows
from index.store import Index
from qa.answer import Sentence
from qa.evidence.sentences import quotable_sentences
from qa.language.numbers import CARDINALS
from qa.language.words import search_words, stem
from qa.question.form import Form
from qa.question.periods import named_in
from qa.writing.citations import Citations
from qa.writing.extractive import Draft
from qa.writing.forms.material import Material

Floats = NDArray[np.float32]
Span = tuple[int, int]

_USUAL, _LEAST, _MOST = 5, 1, 8  # sentences
_BRIEF, _LONG = 3, 7
_SHARE = 0.4  # of an article's sentences at most
_READ = 60  # sentences of an article
_SHORTEST, _LONGEST = 5, 60  # words of a sentence that can stand in a summary
_ARTICLES = 4  # looked at to find the one meant
_ABOUT = 0.0  # a logit: from it an article is about what is asked
_NEAREST = 2.0  # logits that the article nearest to the whole question is ahead of others
_LIKE = 0.05  # cosine from which sentences are alike
_FULL = 22  # words of a sentence that says a good deal
_DAMPING = 0.85
_DIVERSITY = 0.45  # what being unlike those taken counts, 0 to 1
_TOPIC = re.compile(
    r"^.*?\b(?:summar\w+|sum up|overview|gist|tl;?dr|recap|rundown|outline|story|article|piece"
    r"|report|explainer|feature|text|about|what['’]?s|what is)\b(?:\s+(?:of|on|about|to me|for me"
    r"|the|this|that|an?|article|story|piece|report|explainer|text|coverage|news|up|please|me|:))*"
    r"\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\b(?:for me|please|in (?:\w+|\d+) (?:sentences?|lines?|words?)|briefly|in brief"
    r"|in short|shortly|about|all about|saying|say|story|in detail)\b[ ,]*)+$",
    re.IGNORECASE,
)
_NUMBERS = {word: number for number, word in enumerate(tuple(CARDINALS)[:11])}
_COUNT = re.compile(
    r"\bin (?:(?:just|about|only) )?(\w+) (?:sentences?|lines?|bullet points?)\b", re.I
)
_BRIEFLY = re.compile(r"\b(?:brief\w*|short\w*|quick\w*|tl;?dr|gist|a sentence)\b", re.IGNORECASE)
_AT_LENGTH = re.compile(r"\b(?:detail\w*|thorough\w*|long|full|everything)\b", re.IGNORECASE)
_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|their|this|that|these|those|but|and|so|however|also|instead|then"
    r"|yet|still|such|there|here|meanwhile|or|if so|read more|follow|photo|image|related"
    r"|contribut\w+|click|watch|sign up)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!…][\"”’)]*$")  # questions and captions are left out


class SummaryWriter:
    """Writes the sentences that together say most of what an article says."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where no article is about what is to be summed up."""
        topic = topic_of(material.question)
        chosen = _chosen(material, topic)
        if chosen is None:
            return None
        article, sureness = chosen
        spans = _readable(article)
        if not spans:
            return None
        said = [article.text[start:end] for start, end in spans]
        *rows, asked = _vectors([*said, f"{topic} {article.title}"], material.index)
        vectors = np.stack(rows)
        near = vectors @ asked
        wanted = sentences_wanted(material.question)
        most = max(_LEAST, min(wanted, int(_SHARE * len(spans)) or _LEAST))
        taken = _take(_weights(article.text, spans, vectors, near), vectors, most)
        citations = Citations()
        written = tuple(
            Sentence(article.text[slice(*spans[n])], (citations.cite(article, *spans[n]),))
            for n in sorted(taken)
        )
        headline = f"“{' '.join(article.title.split())}” in {_counted(len(written))}"
        return Draft(
            written, citations.all(), form=Form.SUMMARY, headline=headline, confidence=sureness
        )


def topic_of(question: str) -> str:
    """What is to be summed up, without the words that ask for it."""
    asked = question.strip().rstrip("?.! ")
    topic = _TAIL.sub("", _TOPIC.sub("", _TAIL.sub("", asked), count=1)).strip(' ,:"“”')
    return topic or asked


def sentences_wanted(question: str) -> int:
    """How many sentences a question asks for."""
    if match := _COUNT.search(question):
        said = match[1].casefold()
        number = int(said) if said.isdigit() else _NUMBERS.get(said, 1 if said == "a" else _USUAL)
        return max(_LEAST, min(number, _MOST))
    if re.search(
        r"\b(?:brief\w*|short\w*|quick\w*|tl;?dr|gist|a sentence)\b", question, re.IGNORECASE
    ):
        return _BRIEF
    if re.search(r"\b(?:detail\w*|thorough\w*|long|full|everything)\b", question, re.IGNORECASE):
        return _LONG
    return _USUAL


def _chosen(material: Material, topic: str) -> tuple[Article, float] | None:
    """The article meant, and how sure it is, 0 to 1; a source that is named comes first."""
    hits = [*material.reading.hits[:2], *material.search(topic, 2 * _ARTICLES)]
    articles = list({hit.article.id: hit.article for hit in hits}.values())[: 2 * _ARTICLES]
    sources = named_in(material.question, material.query.today, material.index.sources()).sources
    named = [a for a in articles if a.source in sources] or articles
    named = named[:_ARTICLES]
    if not named:
        return None
    scores = material.reader.score(topic, [f"{a.title}. {a.text[:200]}" for a in named])
    nearest = [score + _NEAREST / (1 + place) for place, score in enumerate(scores)]
    best = max(range(len(named)), key=nearest.__getitem__)
    if scores[best] < _ABOUT:
        return None
    return named[best], min(0.9, 0.6 + scores[best] / 20)


def _readable(article: Article) -> list[Span]:
    """The sentences that can stand in a summary."""
    spans = []
    for start, end in list(quotable_sentences(article.text))[:_READ]:
        said = article.text[start:end]
        if _SHORTEST <= len(said.split()) <= _LONGEST and _ENDED.search(said):
            spans.append((start, end))
    return spans


def _weights(text: str, spans: Sequence[Span], vectors: Floats, near: Floats) -> Floats:
    """What each sentence is worth: its rank among the others, its place, its nearness."""
    rank = lexrank(vectors)
    place = 1 / (1 + np.arange(len(spans), dtype=np.float32))
    leaning = np.array([bool(_LEANS.match(text[slice(*span)])) for span in spans])
    length = np.array([len(text[slice(*span)].split()) for span in spans])
    full = np.minimum(length / _FULL, 1.0)
    worth = _scaled(rank) + 0.6 * place + 0.4 * _scaled(near) + 0.4 * full - 0.3 * leaning
    weights: Floats = worth.astype(np.float32)
    return weights


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


def _counted(number: int) -> str:
    return "1 sentence" if number == 1 else f"{number} sentences"
