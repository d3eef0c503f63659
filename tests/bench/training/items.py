"""Rows as tokens, with what is right for them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.models.bundled import MINILM_RERANKER, locate
from tests.bench.training.marked import POINTS, Marked
from tests.bench.training.rows import Claim, Reading, front

Form = Literal["read", "choose", "check", "teach", "mark"]
"""What is asked of a pair: spans and answerability, the same and which of several passages answers,
entailment, the teacher's relevance, or which sentences say most."""

LONGEST = 256  # tokens
_TITLED = 0.8  # of the passages that have a title are read with it
_MARGIN = 4  # tokens that a title may grow by in front of a passage: ". " and the separators
_ENDS = (". ", "! ", "? ", "\n")


@dataclass(frozen=True, slots=True)
class Item:
    """A pair of texts as tokens.

    Attributes:
        form: what is asked of it.
        ids: the tokens.
        kinds: 0 for the first text, 1 for the second.
        inside: first and last token of the passage, `title. ` left out; only to read.
        spans: first and last token of each answer; none where it does not answer.
        again: likewise, of the same words elsewhere: whether they are one of several things that
            answer is not known.
        evidence: first and last token of each sentence that answers.
        label: place in `rows.LABELS`; only to check.
        weight: what it counts in the loss, 0 to 1.
        settled: it answers by yes or no: any words of it may be what does.
        listed: the spans are all of several things that were asked for.
    """

    form: Form
    ids: NDArray[np.int32]
    kinds: NDArray[np.int8]
    inside: tuple[int, int] = (0, 0)
    spans: tuple[tuple[int, int], ...] = ()
    again: tuple[tuple[int, int], ...] = ()
    evidence: tuple[tuple[int, int], ...] = ()
    label: int = 0
    weight: float = 1.0
    settled: bool = False
    listed: bool = False

    @property
    def answers(self) -> bool:
        """Whether the passage answers."""
        return self.settled or bool(self.spans)


def reader_tokenizer() -> Tokenizer:
    """The tokenizer that the reader has of the bundled cross-encoder; it neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(locate(MINILM_RERANKER).tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@dataclass(frozen=True, slots=True)
class Places:
    """Which characters of a passage its tokens are: `tokens` of the pair, their `characters`."""

    tokens: NDArray[np.int64]
    characters: NDArray[np.int64]

    @classmethod
    def of(cls, pair: Encoding, title: str) -> Places:
        """Those of a pair whose second text is `front(title)` and the passage."""
        characters = np.asarray(pair.offsets, np.int64).reshape(-1, 2) - len(front(title))
        second = (np.asarray(pair.type_ids) == 1) & (np.asarray(pair.special_tokens_mask) == 0)
        tokens = np.flatnonzero(second & (characters[:, 0] >= 0))
        return cls(tokens, characters[tokens])

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last token of a span of characters; None where no token is of it."""
        at = np.flatnonzero((self.characters[:, 1] > start) & (self.characters[:, 0] < end))
        return (int(self.tokens[at[0]]), int(self.tokens[at[-1]])) if len(at) else None


class Itemizer:
    """Makes items of rows with the reader's tokenizer, whose padding and truncation it ends."""

    def __init__(self, tokenizer: Tokenizer, chance: random.Random) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer, self._chance = tokenizer, chance

    def reading(self, row: Reading) -> Item | None:
        """A question with its passage, or the part of it that fits; None where none does."""
        title = row.title if self._chance.random() < _TITLED else ""
        room = LONGEST - len(self._tokenizer.encode(row.question, title).ids) - _MARGIN
        pieces = self._tokenizer.encode(row.text, add_special_tokens=False).offsets
        cut = window(row, pieces, room, self._chance)
        if cut is None:
            return None
        text, spans = cut
        pair = self._tokenizer.encode(row.question, front(title) + text)
        places = Places.of(pair, title)
        if len(pair.ids) > LONGEST or not len(places.tokens):
            return None
        marked = [places.covering(*span) for span in spans]
        around = [places.covering(*sentence(text, *span)) for span in spans]
        again = [places.covering(*span) for span in _said_again(text, spans)]
        return Item(
            "read",
            *_arrays(pair),
            inside=(int(places.tokens[0]), int(places.tokens[-1])),
            spans=tuple(filter(None, marked)),
            again=tuple(filter(None, again)),
            evidence=tuple(filter(None, around)),
            weight=row.weight,
            settled=row.settled,
            listed=row.listed,
        )

    def claim(self, row: Claim) -> Item:
        """A claim with its evidence, cut where it is too long."""
        pair = self._tokenizer.encode(row.claim, row.text)
        pair.truncate(LONGEST)
        return Item("check", *_arrays(pair), label=row.label)

    def marking(self, row: Marked) -> Item | None:
        """A piece of an article whose best sentences are marked; None: too long."""
        pair = self._tokenizer.encode(POINTS, front(row.title) + row.text)
        places = Places.of(pair, row.title)
        if len(pair.ids) > LONGEST or not len(places.tokens):
            return None
        return Item(
            "mark",
            *_arrays(pair),
            inside=(int(places.tokens[0]), int(places.tokens[-1])),
            evidence=tuple(filter(None, (places.covering(*span) for span in row.spans))),
        )

    def taught(self, question: str, text: str) -> Item | None:
        """A question and a text of which the teacher says how relevant; None: too long."""
        pair = self._tokenizer.encode(question, text)
        return Item("teach", *_arrays(pair)) if len(pair.ids) <= LONGEST else None


def window(
    row: Reading, pieces: list[tuple[int, int]], room: int, chance: random.Random
) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """The text around an answer, or any part, where the whole is too long.

    Args:
        row: a question with its passage.
        pieces: the characters of each token of the passage.
        room: how many of them fit.
        chance: chooses the answer and where the part begins.

    Returns:
        the part with the spans that lie in it whole; None where there is no room, or not enough
        for an answer (the part would wrongly count as not answering).
    """
    if room < 1:
        return None
    if len(pieces) <= room:
        return row.text, row.spans
    low, high = 0, len(pieces) - room
    if row.spans:
        start, end = chance.choice(row.spans)
        at = next((i for i, (_, b) in enumerate(pieces) if b > start), len(pieces) - 1)
        to = next((i for i, (_, b) in enumerate(pieces) if b >= end), len(pieces) - 1)
        low, high = max(low, to - room + 1), min(high, at)
        if low > high:
            return None
    first = chance.randint(low, high)
    begin, finish = pieces[first][0], pieces[first + room - 1][1]
    whole = [(a - begin, b - begin) for a, b in row.spans if begin <= a and b <= finish]
    return (row.text[begin:finish], tuple(whole)) if whole or not row.spans else None


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters of the sentence around a span, by its full stops."""
    before = max(text.rfind(mark, 0, start) for mark in _ENDS)
    after = (at for mark in _ENDS if (at := text.find(mark, end)) >= 0)
    return before + 1, min(after, default=len(text)) + 1


def _said_again(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where the words of spans stand elsewhere in a text."""
    for words in {text[start:end] for start, end in spans}:
        found = (match.span() for match in re.finditer(rf"\b{re.escape(words)}\b", text))
        yield from (span for span in found if span not in spans)


def _arrays(pair: Encoding) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    return np.asarray(pair.ids, np.int32), np.asarray(pair.type_ids, np.int8)
