"""Text into sentences, sentences into passages, all as character offsets.

Every span `(start, end)` counts characters of the text given, `end` exclusive, and neither starts
nor ends with white space. Sentence ends are found by sentencex, which keeps every character in
place; this module adds paragraphs and packs sentences. The caller says where tokens are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sentencex

from index.wrapping import wrapped_blocks

Span = tuple[int, int]

_LINE_END = re.compile(r"\n")
_WORD = re.compile(r"\S+")
_REST_OF_WORD = re.compile(r"\S*")
_SENTENCE_CHARS = 2000  # a longer run without a full stop is a table or a dump
# sentencex takes time in the square of the length of a text that is not ASCII
_WINDOW_CHARS = 2 * _SENTENCE_CHARS

# where sentencex ends a sentence too early: after the hour ("5 p.m. Tuesday", "9 a.m. ET") and
# after the number of a list's item ("12. The White House"), and after a German day ("am 3. Mai")
_HOUR = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_AFTER_HOUR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)[a-z]*\b"
    r"|(?:May|June|July)\b|(?:[ECMP][SD]?T|GMT|BST|UTC|Eastern|Pacific|Central|Mountain)\b|[a-z]"
    r"|(?:[A-Z]\w+ ){2,3}[Tt]ime\b|(?:Local|London|Paris|Berlin|Moscow|Kyiv|Tokyo|Beijing) time\b"
)
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}\.$")
_AFTER_ORDINAL = re.compile(
    r"(?:Jan(?:uar|ner)|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober"
    r"|November|Dezember|Jahrhunderts?)\b"
)
# and after short forms that it does not know: before a name, before a number, and those that may
# end a sentence as well before a title alone ("Mass. Gov. Lee", but "She lives in Salem, Mass.")
_BEFORE_NAME = frozenset(
    "Govs. Gens. Cols. Capts. Lts. Sgts. Spc. Cpt. Cdr. Atty. Amb. Ambs. Cllr. Ald. Dep. Det. Insp."
    " Const. Treas. Profs. Revs. Msgr. Bp. Archbp. Mx. Mmes. Sra. Srta. Ft. Fts. Pt. Mts. Sts. Ste."
    " Wm. Geo. Chas. Thos. Jas. Jos. Robt. Benj. Edw.".split()
)
_BEFORE_NUMBER = frozenset("vol. vols. para. paras. ch. chs. eq. rte. rm. approx.".split())
_NUMBER = re.compile(r"\d|(?:[IVX]{2,}|[VX])\b")
_BEFORE_TITLE = re.compile(r"(?<!, )\b(?:Mass|Wash|Md|Ret)\.$")
_TITLE = re.compile(r"(?:Govs?|Sens?|Reps?|Lt|Atty|Dist|Maj|Brig|Gen|Col|Capt|Cmdr|Adm|Sgt)\. ")
_TAIL_CHARS = 12
_ITEM_NUMBER = re.compile(r"\(?\d{1,3}[.)]")
_ITEM_CHARS = 5


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """How large a passage is.

    Attributes:
        max_tokens: tokens of the encoder in a passage at most, 8 or more; one sentence longer
            than this is cut between words.
    """

    max_tokens: int = 192

    def __post_init__(self) -> None:
        if self.max_tokens < 8:
            raise ValueError(f"a passage needs at least 8 tokens, not {self.max_tokens}")


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs of a text in order, without the white space around them.

    Every line end ends a paragraph, unless a program put it there to keep lines to a width.
    """
    wraps = {end for block in wrapped_blocks(text) for end in block.wraps}
    spans: list[Span] = []
    start = 0
    for end in [found.start() for found in _LINE_END.finditer(text)] + [len(text)]:
        if end not in wraps:
            spans.append(_trim(text, (start, end)))
            start = end
    return [span for span in spans if span[0] < span[1]]


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text in order, not overlapping; together all that is not white space."""
    return [s for paragraph in paragraph_spans(text) for s in _sentences_of(text, paragraph)]


def passage_spans(
    text: str, token_starts: Callable[[str], list[int]], settings: SplitSettings
) -> list[Span]:
    """Pack whole sentences into passages, keeping paragraphs together where they fit.

    Args:
        text: the article's text.
        token_starts: where the encoder's tokens begin, in characters and in order.
        settings: how large a passage may be.

    Returns:
        Spans in order, not overlapping, that together hold every sentence of the text.
    """
    starts = token_starts(text)

    def tokens(start: int, end: int) -> int:
        return bisect_left(starts, end) - bisect_left(starts, start)

    passages: list[Span] = []
    current: Span | None = None
    for pieces in _pieces(text, tokens, settings.max_tokens):
        full = current and tokens(current[0], pieces[-1][1]) > settings.max_tokens
        if current and full and tokens(*current) >= settings.max_tokens / 2:
            passages.append(current)  # rather end with a paragraph than fill the passage up
            current = None
        for start, end in pieces:
            if current and tokens(current[0], end) <= settings.max_tokens:
                current = (current[0], end)
            else:
                passages.extend([current] if current else [])
                current = (start, end)
    return [*passages, current] if current else passages


def _pieces(text: str, tokens: Callable[[int, int], int], max_tokens: int) -> Iterator[list[Span]]:
    """The sentences of each paragraph, those over the limit cut between words."""
    for paragraph in paragraph_spans(text):
        pieces: list[Span] = []
        for sentence in _sentences_of(text, paragraph):
            if tokens(*sentence) <= max_tokens:
                pieces.append(sentence)
            else:
                pieces.extend(_cut(text, sentence, tokens, max_tokens))
        yield pieces


def _cut(
    text: str, span: Span, tokens: Callable[[int, int], int], max_tokens: int
) -> Iterator[Span]:
    start, end = span
    for word in _WORD.finditer(text, *span):
        if word.start() > start and tokens(start, word.end()) > max_tokens:
            yield _trim(text, (start, word.start()))
            start = word.start()
    yield (start, end)


def _sentences_of(text: str, paragraph: Span) -> Iterator[Span]:
    current: Span | None = None
    for span in _segments(text, paragraph):
        if current and _ends_early(text, current, span):
            current = (current[0], span[1])
            continue
        if current:
            yield from _within_limit(text, current)
        current = span
    if current:
        yield from _within_limit(text, current)


def _segments(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences as sentencex sees them, found in one window after another."""
    start, end = paragraph
    while start < end:
        stop = min(start + _WINDOW_CHARS, end)
        lengths = [len(sentence) for sentence in sentencex.segment("en", text[start:stop])]
        if stop < end and len(lengths) > 1:
            lengths.pop()  # it may go on beyond the window
        elif stop < end:
            rest = _REST_OF_WORD.match(text, stop, end)
            lengths = [(rest.end() if rest else stop) - start]
        for length in lengths:
            span = _trim(text, (start, start + length))
            start += length
            if span[0] < span[1]:
                yield span


def _ends_early(text: str, span: Span, following: Span) -> bool:
    """Whether what follows a full stop still belongs to the sentence before it."""
    if span[1] - span[0] <= _ITEM_CHARS and _ITEM_NUMBER.fullmatch(text, *span):
        return True
    tail = text[max(span[0], span[1] - _TAIL_CHARS) : span[1]]
    if not tail.endswith("."):
        return False
    if _is_short_form(tail, text, following):
        return True
    if _ORDINAL.search(tail):
        return bool(_AFTER_ORDINAL.match(text, *following))
    return bool(_HOUR.search(tail) and _AFTER_HOUR.match(text, *following))


def _is_short_form(tail: str, text: str, following: Span) -> bool:
    """Whether the last word is one that is cut short, and goes with what follows."""
    word = tail.split()[-1].lstrip("(“\"'‘")
    if word in _BEFORE_NAME:
        return text[following[0]].isupper()
    if word.lower() in _BEFORE_NUMBER:
        return bool(_NUMBER.match(text, *following))
    return bool(_BEFORE_TITLE.search(tail) and _TITLE.match(text, *following))


def _within_limit(text: str, span: Span) -> Iterator[Span]:
    """A sentence of sensible length whole; a dump of text in pieces that end between words."""
    if span[1] - span[0] <= _SENTENCE_CHARS:
        yield span
    else:
        yield from _cut(text, span, lambda start, end: end - start, _SENTENCE_CHARS)


def _trim(text: str, span: Span) -> Span:
    start, end = span
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return span  # as nearly always: no copy is made
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    return (start + left, max(start + left, start + len(part.rstrip())))
