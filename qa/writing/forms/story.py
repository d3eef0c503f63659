"""The articles that tell the story a question is about, and how much a text of them is about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from index.article import Article
from index.store import Index
from qa.language.words import search_words, stem, words
from qa.writing.forms.material import Material

_PASSAGES = 24  # that a story's articles are found by
_ARTICLES = 9
_A_WEEK = 4  # of the articles at most: a story goes on, its first days are told most
_NAMES = 0.6  # of a subject that has names and more, that they weigh at least
_NAMES_ALONE = 0.3  # of a place in the list for the names of the subject without the rest
_CONSTANT = 10.0  # as of the reciprocal rank fusion: how fast a place in the list loses weight
_COVER = 0.5  # of what the best article holds of what is asked, that another must hold
_LEAST = 0.3  # of what is asked, that any must hold


_NAME = re.compile(r"\b[A-Z][\w.-]*(?:['’](?!s\b)\w+)?(?:\s[IVX\d]+\b)?")

_WORD = re.compile(r"\w+")
_RUN = re.compile(r"\b[A-Z]\w+(?:[ -][A-Z]\w+)*")
_LAST = re.compile(r"[A-Z]\w\w+")  # not the number in "Artemis II"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, without the words that frame it.

    Attributes:
        text: the words left, as they stand.
        stems: of the words to look for, with what each weighs: its rarity, in all 1.
        named: one word of each name, as it is written.
    """

    text: str
    stems: Mapping[str, float]
    named: frozenset[str] = frozenset()

    @property
    def names(self) -> str:
        """The names in it, one after the other; "" for none."""
        return " ".join(_NAME.findall(self.text))

    def is_named(self, text: str) -> bool:
        """Whether a text holds any of the names; so does every text where there are none."""
        return not self.named or not self.named.isdisjoint(_WORD.findall(text))

    def cover(self, text: str) -> float:
        """The share of the subject, by rarity, that a text names; 0 to 1, and 1 of nothing."""
        if not self.stems:
            return 1.0
        held = {stem(word) for word in words(text)}
        return sum(weight for word, weight in self.stems.items() if word in held)


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell of a subject, the best first, with the weight of each, 1 for the best."""

    subject: Subject
    articles: tuple[tuple[Article, float], ...]


def subject_of(about: str, index: Index) -> Subject:
    """What a question is about, as the words of an index weigh it."""
    text = " ".join(about.split()).strip(" ?.!,;:")
    names = [word for name in _NAME.findall(text) for word in words(name)]  # "Ever Given"
    asked = list(dict.fromkeys([*search_words(text), *names])) if text else []
    rarities = index.rarity(asked)
    total = sum(rarities) or 1.0
    weights: dict[str, float] = defaultdict(float)
    for word, rarity in zip(asked, rarities, strict=True):
        weights[stem(word)] += rarity / total
    _favour({stem(name) for name in names}, weights)
    named = frozenset(last for run in _RUN.findall(text) for last in _LAST.findall(run)[-1:])
    return Subject(text, weights, named)


def _favour(names: set[str], weights: dict[str, float]) -> None:
    """Let the names of a subject weigh more than half of it: the rest is put in other words."""
    held = sum(weights[name] for name in names)
    if names and held < _NAMES and len(names) < len(weights):
        for word in weights:
            weights[word] *= _NAMES / held if word in names else (1 - _NAMES) / (1 - held)


def story_of(subject: Subject, material: Material, text: str = "") -> Story:
    """The articles that tell of a subject.

    They are found by passages for it and for the whole question, as it may be told wrongly what
    that is about; or for other words of it.
    """
    topic = subject.text or material.question
    wordings = dict.fromkeys((text,) if text else (topic, material.question))
    found = [(1.0, material.search(wording, _PASSAGES)) for wording in wordings]
    if subject.names and subject.names != subject.text:
        found.append((_NAMES_ALONE, material.search(subject.names, _PASSAGES)))
    weights: dict[str, float] = defaultdict(float)
    articles: dict[str, Article] = {}
    cover: dict[str, float] = defaultdict(float)
    for share, place, hit in ((w, *ranked) for w, hits in found for ranked in enumerate(hits)):
        weights[hit.article.id] += share / (_CONSTANT + place)
        articles[hit.article.id] = hit.article
        text = f"{hit.article.title}\n{hit.passage.text}"
        held = subject.cover(text) if subject.is_named(text) else 0.0
        cover[hit.article.id] = max(cover[hit.article.id], held)
    full = max(cover.values(), default=0.0)
    worth = {
        i: weight * cover[i]
        for i, weight in weights.items()
        if cover[i] >= max(_LEAST, _COVER * full)
    }
    best = max(worth.values(), default=1.0)
    weeks: Counter[object] = Counter()
    chosen = []
    for i in sorted(worth, key=lambda i: -worth[i]):
        day = articles[i].published
        week = day.isocalendar()[:2] if day else None
        if weeks[week] < _A_WEEK or not week:
            chosen.append((articles[i], worth[i] / best))
        weeks[week] += 1
    return Story(subject, tuple(chosen[:_ARTICLES]))
