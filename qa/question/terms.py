"""Which phrases of a conversation a question leans on: a small linear classifier over its phrases.

Each phrase of the last questions and of the last answer is carried over or not, told by where it
stands, what it names, how often it was said, and how much the new question says by itself. That is
the method of Voskarides, Li, Ren, Kanoulas & de Rijke (SIGIR 2020), with a parser's features in the
place of a language model's. The weights in `term_weights.json` are trained by
`tests.bench.followups`; that module's README names the public conversations they come from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qa.language.parsing import parse
from qa.language.phrases import Phrase, phrases, said_by, things_said

WEIGHTS = Path(__file__).with_name("term_weights.json")
_MOST_QUESTIONS = 3
_MOST_SAID = 4  # words of the question that are told apart by their number
_PRONOUNS = {
    **dict.fromkeys("he him his she her hers".split(), "person"),
    **dict.fromkeys("they them their theirs".split(), "many"),
    **dict.fromkeys("it its this that these those".split(), "thing"),
    "there": "place",
}
_BEGINNINGS = ("and", "but", "so", "what about", "how about", "why", "who", "how", "when", "where")


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said before a question.

    Attributes:
        questions: the earlier ones, oldest first.
        answer: the beginning of the last answer, "" for none.
        titles: of the articles it cites.
    """

    questions: tuple[str, ...]
    answer: str = ""
    titles: tuple[str, ...] = ()


NOTHING_SAID = Talk(())


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase that may be carried over, with what speaks for it or against it.

    Attributes:
        text: the phrase without its article.
        stems: of its words.
        features: names of what is true of it.
    """

    text: str
    stems: frozenset[str]
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Said:
    """The stems of the new question, of the last ones, newest first, of answer and titles."""

    now: set[str]
    asked: list[set[str]]
    answered: set[str]
    titles: list[set[str]]


@lru_cache(maxsize=1)  # immutable
def load_term_weights() -> dict[str, float]:
    """The weight of each feature, with the classifier's "bias"."""
    held: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))
    return held


def carried_terms(question: str, talk: Talk, least: float) -> list[str]:
    """The phrases that a question leans on, in the order they were said.

    Args:
        question: the new one.
        talk: what was said before it.
        least: chance, 0 to 1, from which a phrase is carried.

    Returns:
        Phrases as they stand, none of which says what another or the question says.
    """
    weights = load_term_weights()
    kept: list[Term] = []
    said = set(things_said(question))
    for term in terms(question, talk):
        if chance(term, weights) >= least and not term.stems <= said:
            kept.append(term)
            said |= term.stems
    return [term.text for term in kept]


def chance(term: Term, weights: dict[str, float]) -> float:
    """How likely a phrase is carried over, 0 to 1."""
    total = weights["bias"] + sum(weights.get(name, 0.0) for name in term.features)
    return 1 / (1 + math.exp(-total))


def terms(question: str, talk: Talk) -> Iterator[Term]:
    """The phrases of the last questions, newest first, and of the last answer, each once."""
    seen: set[frozenset[str]] = set()
    recent = talk.questions[-_MOST_QUESTIONS:][::-1]
    said = _Said(
        set(things_said(question)),
        [set(things_said(text)) for text in recent],
        set(things_said(talk.answer)) if talk.answer else set(),
        [set(things_said(title)) for title in talk.titles],
    )
    asked = tuple(_question_features(question, talk, said))
    texts = [*((f"q{n}", text) for n, text in enumerate(recent)), ("a", talk.answer)]
    for source, text in texts:
        words = parse(text).words if text else ()
        for place, phrase in enumerate(phrases(text) if text else ()):
            stems = frozenset(said_by(words[phrase.start : phrase.end]))
            if not stems or stems <= said.now or stems in seen:
                continue
            seen.add(stems)
            features = {*_phrase_features(phrase, place, source), *_shared(stems, source, said)}
            crossed = {f"{one}|{other}" for one in features for other in asked}
            yield Term(phrase.text, stems, frozenset({*features, *asked, *crossed}))


def _question_features(question: str, talk: Talk, said: _Said) -> Iterator[str]:
    """What the new question says by itself."""
    parsed = parse(question)
    low = question.casefold()
    for word in parsed.words:
        if word.low in _PRONOUNS and word.tag not in ("IN", "WDT", "EX"):
            yield f"has_{_PRONOUNS[word.low]}"
    yield f"says_{min(len(said.now), _MOST_SAID)}"
    yield from (f"begins_{one}" for one in _BEGINNINGS if low.startswith(f"{one} "))
    if any(phrase.named for phrase in phrases(question)):
        yield "has_name"
    if any(word.low == "the" for word in parsed.words):
        yield "has_the"
    if said.asked and said.now & said.asked[0]:
        yield "shares_last"
    if said.now & said.answered:
        yield "shares_answer"
    if len(talk.questions) == 1:
        yield "second"


def _phrase_features(phrase: Phrase, place: int, source: str) -> Iterator[str]:
    """Where a phrase stands and what it is."""
    yield source
    yield f"{source}_{'name' if phrase.named else 'noun'}"
    yield f"{source}_{min(place, 2)}"
    yield f"kind_{phrase.kind}_{phrase.is_plural}"
    yield f"role_{phrase.role}"
    if phrase.rim:
        yield "rim"
    if phrase.asked:
        yield "asked"


def _shared(stems: frozenset[str], source: str, said: _Said) -> Iterator[str]:
    """Where else a phrase was said."""
    yield f"times_{min(sum(stems <= one for one in said.asked), 3)}"
    if stems & said.now:
        yield "part_said"
    if source != "a" and stems & said.answered:
        yield "in_answer"
    if any(stems <= one for one in said.titles):
        yield "in_title"
