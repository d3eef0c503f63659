"""Comparing an answer with the one known, as SQuAD does (Rajpurkar et al. 2016, arXiv:1606.05250).

Upper and lower case, punctuation, signs such as $, white space and the articles a, an, the do not
count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_ARTICLES = frozenset(["a", "an", "the"])


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, punctuation taken out of them, without articles.

    A text of nothing but articles keeps them: “A” may be an answer.
    """
    kept = "".join(c for c in text.lower() if unicodedata.category(c)[0] not in "PS")
    return _without_articles(kept.split())


def equal(answer: str, gold: Iterable[str]) -> bool:
    """Whether an answer is one of the known ones: exact match."""
    given = tokens(answer)
    return any(given == tokens(known) for known in gold)


def f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of an answer's tokens, 0 to 1."""
    common = sum((Counter(answer) & Counter(gold)).values())
    return 2 * common / (len(answer) + len(gold)) if common else 0.0


def recall(answer: Sequence[str], gold: Sequence[str]) -> float:
    """The share of the known answer's tokens that an answer holds, 0 to 1."""
    return sum((Counter(answer) & Counter(gold)).values()) / len(gold) if gold else 0.0


def holds(text: str, known: str) -> bool:
    """Whether a text holds a known answer as a run of whole words.

    Words are taken in two ways, either of which will do: with punctuation taken out of them, where
    “1,278” is 1278, and cut at it, where “France's” holds France.
    """
    return _has_run(tokens(text), tokens(known)) or _has_run(_cut(text), _cut(known))


def _cut(text: str) -> list[str]:
    return _without_articles(re.findall(r"\w+", text.lower()))


def _without_articles(words: list[str]) -> list[str]:
    return [word for word in words if word not in _ARTICLES] or words


def _has_run(words: Sequence[str], run: Sequence[str]) -> bool:
    return bool(run) and f" {' '.join(run)} " in f" {' '.join(words)} "
