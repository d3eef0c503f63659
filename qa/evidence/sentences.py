"""The sentences of a passage that can be quoted, and what is a heading."""

from __future__ import annotations

from collections.abc import Iterator

from index.split import sentence_spans

_LONGEST_HEADING = 10  # words


def quotable_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text start and end, in order, headings left out; end exclusive."""
    return (span for span in sentence_spans(text) if not _is_heading(text, *span))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a heading: a short line of its own that does not end as a sentence."""
    alone = (not start or text[start - 1] == "\n") and text[end:].startswith("\n")
    line = text[start:end]
    return (
        alone and len(line.split()) <= _LONGEST_HEADING and line[0].isalnum() and line[-1].isalnum()
    )
