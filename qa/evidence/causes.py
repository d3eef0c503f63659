"""What is asked for first: of sentences to a "why" those that give a cause, of others other ones.

The reader likes best what tells the same as the question; the cause often stands beside that. Its
scores are kept, only handed to the sentences in their new order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.evidence.rerank import ScoredSentence

_BONUS = 0.6  # to the score of a sentence that is moved up
_WHY = re.compile(
    r"why\b|how come\b|for what reasons?\b|what(?: is| was|['’]s) (?:the )?(?:reasons?|causes?)\b"
    r"|what (?:made|makes|caused|causes|led to|prompted)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|so that|in order to|as a result"
    r"|reasons? (?:is|was|for)"
    r"|(?:caus|prompt|trigger)(?:ed|es|ing)\b|cause of|led to|result(?:ed|s|ing)? (?:of|in|from)"
    r"|blam(?:ed|es|ing)|attribut(?:ed|es) (?:it |this )?to|in (?:protest|support|response|order)"
    r"|(?:over|amid|citing) (?:\w+ )?(?:concerns?|fears?|claims?|worries))\b",
    re.IGNORECASE,
)


def asks_why(question: str) -> bool:
    """Whether a question asks for a cause."""
    return bool(_WHY.match(question.strip()))


def causes_lead(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Sentences, given best first, with those that give a cause moved up."""
    return moved_up(sentences, lambda text: bool(_CAUSE.search(text)))


def moved_up(
    sentences: Sequence[ScoredSentence], asked_for: Callable[[str], bool]
) -> list[ScoredSentence]:
    """Sentences, given best first, with those moved up whose text is what is asked for."""
    ranked = sorted(sentences, key=lambda s: s.score + _BONUS * asked_for(s.text), reverse=True)
    return [
        replace(sentence, score=one.score) for sentence, one in zip(ranked, sentences, strict=True)
    ]
