"""Replies and passages as text for a terminal, in lines of up to 96 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from index.article import Article
from index.terminal import one_line
from qa.answer import Answer, Hit, NoAnswer, Sentence
from qa.evidence.confidence import confidence_line
from qa.retrieval.copies import copies_of

_WIDTH = 96
_MOST_COPIES = 5  # named under a hit


def reply_text(reply: Answer | NoAnswer) -> str:
    """An answer with its references, or a refusal with what came nearest."""
    lines = _noted(reply)
    if reply.notice:
        lines += [textwrap.fill(f"Note: {reply.notice}", _WIDTH), ""]
    if isinstance(reply, NoAnswer):
        lines.append(f"The articles do not say this. {reply.reason}")
        if reply.nearest:
            lines += ["", "Nearest passages:"]
            lines += [
                "",
                *("\n".join(hit_text(n, h) for n, h in enumerate(reply.nearest[:3], 1)),),
            ]
        return "\n".join(lines)
    if reply.headline:
        lines += [textwrap.fill(reply.headline, _WIDTH), ""]
    if reply.short:
        lines += [one_line(reply.short.quote), ""]
    in_lines = any(sentence.label for sentence in reply.sentences)
    mark = "- " if in_lines else ""
    lines += [_sentence_text(reply, sentence, mark) for sentence in reply.sentences]
    lines += [textwrap.fill(conflict.text, _WIDTH) for conflict in reply.conflicts]
    lines += [confidence_line(reply.confidence), ""]
    for citation in reply.citations:
        article = citation.article
        lines.append(
            f"[{citation.number}] {_described(article.title, article.source, article.published)}"
        )
        place = f"characters {citation.start}-{citation.end}"
        lines.append(f"    {one_line(article.id)}, {place}")
        lines += _also_in(copies_of(citation, reply.hits), "    ")
    return "\n".join(lines)


def _noted(reply: Answer | NoAnswer) -> list[str]:
    """What was understood of the question, and how to do without; nothing if nothing was."""
    lines = (
        [f"Understood as: {one_line(reply.question)}", ""] if reply.question != reply.asked else []
    )
    if reply.parts:
        parts = [f"  {number}. {one_line(part)}" for number, part in enumerate(reply.parts, 1)]
        lines += ["Asked in parts:", *parts, ""]
    note = reply.named.note
    told = f"{note} (--no-dates: no such narrowing)"
    return [*lines, *([textwrap.fill(told, _WIDTH), ""] if note else [])]


def _sentence_text(reply: Answer, sentence: Sentence, mark: str) -> str:
    """A sentence with its marks, the day it speaks of, and what its sources do not carry.

    Behind `mark`, where it is a line of a list, a comparison or a timeline.
    """
    marks = "".join(f"[{number}]" for number in sentence.citations)
    day = reply.told_as_of(sentence)
    as_of = f" (as of {day})" if day else ""
    doubt = f" ({sentence.support.value}: {sentence.why})" if sentence.why else ""
    said = ": ".join(filter(None, (sentence.label, sentence.text)))
    whole = f"{said} {marks}".rstrip() + as_of + doubt
    return textwrap.fill(whole, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))


def hit_text(number: int, hit: Hit) -> str:
    """A passage that was found, under its number in a list."""
    article = hit.article
    head = f"{number}. {_described(article.title, article.source, article.published)}"
    place = f"   {one_line(article.id)}, characters {hit.passage.start}-{hit.passage.end}"
    body = textwrap.fill(
        " ".join(hit.passage.text.split()), _WIDTH, initial_indent="   ", subsequent_indent="   "
    )
    return "\n".join([head, place, *_also_in(hit.copies, "   "), body])


def _also_in(copies: Sequence[Article], indent: str) -> list[str]:
    """A line for every copy; those beyond the first few are counted."""
    lines = [
        f"{indent}also in {_described(copy.source or copy.title, '', copy.published)}"
        for copy in copies[:_MOST_COPIES]
    ]
    more = len(copies) - _MOST_COPIES
    return [*lines, f"{indent}and in {more} more"] if more > 0 else lines


def _described(title: str, source: str, published: object) -> str:
    return ", ".join(one_line(str(part)) for part in (title, source, published) if part)
