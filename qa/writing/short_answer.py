"""The short answer: the few words of the first cited sentence that name what was asked for.

The span reader reads the sentence's passage; its best span within the sentence is taken where it
is sure enough. On 1,278 questions of SQuAD 2.0 that is so for about half, at an F1 of 0.72 (of
models that had not seen the articles; see `models/reader.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.article import Passage
from qa.answer import Citation, Hit
from qa.writing.extractive import Draft
from qa.writing.span_reader import SpanReader

LEAST_MARGIN = -3.0  # logits; surer than this about three short answers in five are exact
_MOST = 0.8  # of the sentence: what is longer is not a short answer
# Questions that few words do not answer: why, what happened, what somebody said or did.
_OPEN = re.compile(
    r"(?:why\b|what\s+(?:happen(?:s|ed)\b"
    r"|(?:do|does|did|has|have|had|will|would|can|could)\b.*\b(?:agree|announce|ask|claim|decide|demand|do|done|mean|offer|plan|pledge|promise|propose|say|said|"
    r"suggest|tell|think|urge|vow|want|warn)(?:d|ed)?\b))",
    re.IGNORECASE,
)


def short_answer(
    question: str, draft: Draft, hits: Sequence[Hit], reader: SpanReader
) -> Citation | None:
    """The words of the first sentence's quote that answer, under that citation's number.

    Args:
        question: what was asked, complete in itself.
        draft: a written answer.
        hits: among them the passage of its first citation.
        reader: reads that passage.

    Returns:
        None where the question asks for more than a few words, the reader is not sure, or the
        first sentence is not a quote.
    """
    if _OPEN.match(question):
        return None
    sentence = draft.sentences[0]
    quote = next((c for c in draft.citations if c.number in sentence.citations), None)
    if quote is None or quote.quote != sentence.text:
        return None
    if (passage := _passage_of(quote, hits)) is None:
        return None
    [reading] = reader.read(question, [(quote.article.title, passage.text)])
    span = reading.best(quote.start - passage.start, quote.end - passage.start)
    if span is None or span.margin < LEAST_MARGIN:
        return None
    start, end = passage.start + span.start, passage.start + span.end
    if end <= start or end - start > _MOST * len(quote.quote):
        return None
    return Citation(quote.number, quote.article, start, end, quote.article.text[start:end])


def _passage_of(quote: Citation, hits: Sequence[Hit]) -> Passage | None:
    article = quote.article
    for hit in hits:
        passage = hit.passage
        same = (passage.article_id, passage.version) == (article.id, article.version)
        if same and passage.start <= quote.start and quote.end <= passage.end:
            return passage
    return None
