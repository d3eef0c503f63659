"""The lists that an article has itself: lines under one that says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Article
from index.split import sentence_spans
from qa.evidence.things import Signs, Thing
from qa.language.words import stem, words
from qa.writing.forms.material import Material
from qa.writing.forms.story import subject_of

_FRAME = re.compile(r"\b(?:which|what|who|list|name|all|the|of)\b", re.IGNORECASE)
_ALL = 0.999  # of what is asked, summed up in small parts
_LINE = 90  # characters of a line of a list
_ENDS = (".", "!", "?", "”", '"')  # of a sentence
_SAID = Signs(margin=5.0, behind=0.0, further=0.0)  # an article that lists things says so itself


def own_list(article: Article, material: Material) -> list[Thing]:
    """The lines of the list in an article that is of all that is asked; maybe none."""
    subject = subject_of(_FRAME.sub(" ", material.question), material.index)
    rest = subject.stems.keys() - {stem(word) for word in words(subject.names)}
    lists = [
        (subject.cover(f"{article.title} {head}") + subject.cover(head), lines)
        for head, lines in _lists(article)
        if not rest or rest & {stem(word) for word in words(head)}  # not "More on Huawei:"
    ]
    cover, lines = max(lists, key=lambda one: one[0], default=(0.0, []))
    return lines if cover >= _ALL else []


def _lists(article: Article) -> Iterator[tuple[str, list[Thing]]]:
    """The lists in an article: the line that ends with a colon, and the short ones under it."""
    head, lines = "", list[Thing]()
    for start, end in (*sentence_spans(article.text), (0, 0)):
        text = article.text[start:end]
        if head and text and len(text) <= _LINE and not text.endswith((*_ENDS, ":")):
            lines.append(Thing(article, start, end, (start, end), _SAID))
            continue
        if len(lines) > 1:
            yield head, lines
        head, lines = (text if text.endswith(":") else ""), []
