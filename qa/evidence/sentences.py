"""The sentences of a passage that can be quoted; what is a heading, what a headline. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from index.split import sentence_spans
from qa.language.words import STOP_WORDS, stem, words

_LONGEST_HEADING = 10  # words
_SHORTEST_HEADLINE = 5  # words; shorter titles are mostly names


def sentences_in_context(text: str) -> Iterator[tuple[int, int, str]]:
    """The sentences of a text in order, headings left out.

    Yields:
        Where each starts and ends, end exclusive, and the sentence before it in the same paragraph,
        "" where there is none.
    """
    before: tuple[int, int] | None = None
    for start, end in sentence_spans(text):
        if _is_heading(text, start, end):
            continue
        near = before and "\n" not in text[before[1] : start]
        yield start, end, text[before[0] : before[1]] if before and near else ""
        before = (start, end)


def is_headline(title: str, question: str) -> bool:
    """Whether a title is long enough to say something, and says what the question does not."""
    said = words(title)
    asked = {stem(word) for word in words(question)}
    new = {stem(word) for word in said if word not in STOP_WORDS} - asked
    return len(said) >= _SHORTEST_HEADLINE and bool(new)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a heading: a short line of its own that does not end as a sentence."""
    alone = (not start or text[start - 1] == "\n") and text[end:].startswith("\n")
    line = text[start:end]
    return (
        alone and len(line.split()) <= _LONGEST_HEADING and line[0].isalnum() and line[-1].isalnum()
    )
