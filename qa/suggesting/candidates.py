"""Questions made from an article by patterns: candidates, each with the place that answers it.

Every pattern turns words that stand in the article into a question, so that it is in the article's
own English. Whether the index answers it must be seen by asking: see `qa.suggesting.suggestions`.
Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.article import Article
from index.split import sentence_spans
from qa.language.words import STOP_WORDS, words
from qa.suggesting.clauses import POINTING
from qa.suggesting.names import read_names
from qa.suggesting.what_happened import of_clause
from qa.suggesting.who_is import of_names, of_quotations

LONGEST = 100  # characters of a question
_READ = 8_000  # characters of an article that are looked at
_MOST_WORDS = 15
_SENTENCE = (25, 260)  # characters
_DATELINE = re.compile(r"^(?:\([A-Z][\w ]{1,20}\)\s*|[A-Z]{3}[^-–—]{0,60}\s[-–—]+\s+)")
_ALLOWED = re.compile(r"[A-ZÀ-ž][0-9A-Za-zÀ-ž ,.'’&$£€%–-]*\?")
_TASTELESS = frozenset(
    "rape raped rapist porn pornography suicide incest genitals molested".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the place of the article that answers it.

    Attributes:
        question: stands alone, ends in "?".
        kind: the pattern that made it: "said", "who", "what", "why", "when", "where",
            "many", "fate" or "did".
        start, end: characters of the article's text, end exclusive.
    """

    question: str
    kind: str
    start: int
    end: int


def candidates(article: Article) -> list[Candidate]:
    """The questions that patterns make from an article's beginning, in the order they stand.

    Nothing comes of an article that is not in English; all are `presentable`.
    """
    if not is_english(article.text):
        return []
    text = article.text[:_READ]
    reading, spans = read_names(article, text), sentence_spans(text)
    made = [
        Candidate(question, "said", start, end)
        for question, start, end in of_quotations(reading, text, spans)
    ]
    for number, (start, end) in enumerate(spans):
        sentence = folded(text[start:end])
        if not _SENTENCE[0] <= len(sentence) <= _SENTENCE[1] or not sentence.endswith("."):
            continue
        found = [*of_names(reading, sentence, first=number < 2), *of_clause(reading, sentence)]
        made += [Candidate(question, kind, start, end) for kind, question in found]
    unique = {c.question: c for c in reversed(made) if presentable(c.question)}
    return sorted(unique.values(), key=lambda c: (c.start, c.question))


def presentable(question: str) -> bool:
    """Whether a question may be shown: short, plain, neither shouted nor distasteful."""
    said = words(question)
    loud = [word for word in re.findall(r"[^\W\d_]+", question) if len(word) > 5 and word.isupper()]
    return bool(
        len(question) <= LONGEST
        and _ALLOWED.fullmatch(question)
        and 3 <= len(said) <= _MOST_WORDS
        and not loud
        and not POINTING & set(said[1:])
        and not _TASTELESS & set(said)
        and max(map(len, said)) <= 24
    )


def is_english(text: str) -> bool:
    """Whether the beginning of a text looks like English prose: enough of its commonest words."""
    said = words(text[:1_500])
    return len(said) >= 8 and sum(word in STOP_WORDS for word in said) >= 0.22 * len(said)


def folded(sentence: str) -> str:
    """A sentence in one line, without the place and agency ahead of it."""
    line = " ".join(sentence.split())
    line = re.sub(r" (?=[,.;:)’'])|(?<=\() ", "", line)  # texts that come as tokens
    line = re.sub(r"(\d), (?=\d{4}\b)", r"\1 ", line)  # "May 3, 2021": no comma of a clause
    return _DATELINE.sub("", line)
