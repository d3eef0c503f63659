"""The short answer: the piece of a cited sentence that names what was asked for.

Only for questions that want a name, a number or a date. Of the pieces of that kind which the
question does not hold already, the one nearest to the question's words in the sentence is taken
(answer proximity, as in Kwok, Etzioni & Weld, WWW 2001). Pure.
"""

from __future__ import annotations

import re

from qa.answer import Citation
from qa.spans import asked_kind, spans
from qa.words import STOP_WORDS, stem, words
from qa.write import Draft

_FAR = 80  # characters; beyond that, how far away a word is no longer matters
_REPEATED = 40  # characters that a piece made of the question's words alone is put back
_STOPPED = {stem(word) for word in STOP_WORDS}


def short_answer(question: str, draft: Draft) -> Citation | None:
    """The piece of the first sentence's quote that names what is asked for, under its number.

    None as well where the first sentence is not a quote.
    """
    sentence = draft.sentences[0]
    first = next((c for c in draft.citations if c.number in sentence.citations), None)
    if first is None or first.quote != sentence.text:
        return None
    if (found := short_span(question, first.quote)) is None:
        return None
    start, end = (first.start + place for place in found)
    return Citation(first.number, first.article, start, end, first.article.text[start:end])


def short_span(question: str, sentence: str) -> tuple[int, int] | None:
    """Where the sentence names what the question asks for.

    Args:
        question: what was asked, complete in itself.
        sentence: a sentence that answers it.

    Returns:
        First character and the one after the last in the sentence; None where the question asks
        for something else than a name, a number or a date, or the sentence holds none.
    """
    kind = asked_kind(question)
    if kind is None:
        return None
    asked = _stems(question)
    places = [match.start() for match in re.finditer(r"\w+", sentence) if _stems(match[0]) & asked]
    ranked: list[tuple[float, int, int]] = []
    for span in spans(sentence, kind):
        held = _stems(sentence[span.start : span.end])
        if not held or held <= asked:
            continue
        away = [min(abs(p - span.start), abs(p - span.end), _FAR) for p in places]
        distance = sum(away) / max(len(away), 1) + _REPEATED * len(held & asked) / len(held)
        ranked.append((distance, span.start, span.end))
    return min(ranked)[1:] if ranked else None


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text)} - _STOPPED
