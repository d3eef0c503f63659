"""Whether the weekday that a sentence names was still to come when it was written.

"The bridge reopened on Saturday" tells of the last one, "it is to reopen on Saturday" of the next.
A linear classifier over the words around the weekday; `tests.bench.weekdays` trains it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from qa.evidence.confidence import logistic
from qa.question.linear import Linear

WEIGHTS = Path(__file__).with_name("weekday_weights.json")
_REACH = 14  # words to each side that are looked at
_NEAR = {"before": 4, "after": 3}  # of them by their place
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+|[.,;:!?—–-]")
_SHORTEST_PAST = 5  # letters of a word that may be a verb of the past: "ended"
_PAST = frozenset(
    "was were had did became began bought brought built came caught chose drew drove fell felt"
    " fled flew fought found gave got grew held kept knew laid led left lost made met paid ran rose"
    " said sank sat saw sent shook shot sold sought spent spoke stole stood struck swore swept took"
    " taught told thought threw went woke won wore wrote".split()
)


@lru_cache(maxsize=1)  # immutable
def load_weekday_weights() -> Linear:
    """The classifier that comes with the program."""
    return Linear.read(json.loads(WEIGHTS.read_text("utf-8")))


def ahead(text: str, start: int, end: int) -> float:
    """The probability, 0 to 1, that a weekday was still to come.

    Args:
        text: a sentence.
        start: the first character of the weekday in it.
        end: the one after its last.
    """
    return logistic(float(load_weekday_weights().scores(signs(text, start, end))[0]))


def signs(text: str, start: int, end: int) -> Iterator[str]:
    """What a classifier looks at: the words around the weekday, each once, in order of the letters.

    The nearest ones by their place, all of them by their side, pairs of neighbours, and whether one
    looks like a verb of the past or one that goes on.
    """
    before = _tokens(text[:start])[::-1][:_REACH]
    after = _tokens(text[end:])[:_REACH]
    found = set[str]()
    for side, words in (("before", before), ("after", after)):
        found.update(f"{side} {place} {word}" for place, word in enumerate(words[: _NEAR[side]]))
        found.update(f"{side} {word}" for word in words)
    found.update(f"before {first} {second}" for second, first in pairwise(before))
    found.update(f"after {first} {second}" for first, second in pairwise(after))
    if any(_is_past(word) for word in (*before, *after)):
        found.add("past")
    if any(_is_past(word) for word in (*before[:3], *after[:2])):
        found.add("past, near")
    if any(word.endswith("ing") for word in (*before, *after)):
        found.add("going on")
    yield from sorted(found)


def _is_past(word: str) -> bool:
    return word in _PAST or (len(word) >= _SHORTEST_PAST and word.endswith("ed"))


def _tokens(text: str) -> Sequence[str]:
    return [word.casefold() for word in _TOKEN.findall(text)]
