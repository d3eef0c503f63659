"""Where the tokens of a text begin, word by word: each word is taken apart once.

A tokenizer of BERT's kind breaks a text at spaces and at the punctuation of ASCII before all else,
so that a word has the same tokens wherever it stands. News says most of its words again and again;
looking them up is several times quicker than taking the text apart anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

# a mark of punctuation is one token, and the tokenizer drops no letter for what stands beside it;
# white space beyond ASCII is left to the tokenizer, and that of ASCII is a word without tokens
_WORD = re.compile(r"[^ \t\n\r!-/:-@\[-`{-~]+|[!-/:-@\[-`{-~]|[ \t\n\r]+")
_SPACE = re.compile(r"\s")  # no token of a BERT-like model reaches over white space
_PART_CHARS = 100_000
_MOST_CHARS = 2_000_000  # of the words that are remembered: some 300,000 words, 70 MB
_KIND = {"normalizer": "BertNormalizer", "pre_tokenizer": "BertPreTokenizer", "model": "WordPiece"}


class WordTokens:
    """The token starts of texts, by a tokenizer and a memory of the words it took apart.

    Texts that it cannot take apart word by word go to the tokenizer whole: all of them if it is of
    another kind, else those that hold one of its special tokens, such as `[SEP]`, spelled out.
    Threads may share it.

    Args:
        tokenizer: without padding and truncation.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        told = json.loads(tokenizer.to_str())
        special = told["added_tokens"]
        self._by_words = not any(
            one["normalized"] or one["lstrip"] or one["rstrip"] for one in special
        ) and all((told[part] or {}).get("type") == kind for part, kind in _KIND.items())
        self._special = [one["content"] for one in special]
        self._known: dict[str, tuple[int, ...]] = {}
        self._chars = 0

    @classmethod
    def of_file(cls, path: Path) -> WordTokens:
        """The same for a `tokenizer.json`, without its padding and truncation."""
        tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(tokenizer)

    def starts(self, text: str) -> list[int]:
        """Where each token of a text begins, in characters, in order."""
        starts: list[int] = []
        start = 0
        while start < len(text):  # a token takes some 200 bytes while its part is worked on
            space = _SPACE.search(text, start + _PART_CHARS)
            end = space.start() if space else len(text)
            part = self._starts_of_part(text[start:end])
            starts += [start + offset for offset in part] if start else part
            start = end
        return starts

    def _starts_of_part(self, text: str) -> list[int]:
        if not self._by_words or any(one in text for one in self._special):
            return self._taken_apart(text)
        words = _WORD.findall(text)
        known = self._known
        if new := set(words).difference(known):
            self._learn(known, sorted(new))
        return _starts(words, [known[word] for word in words])

    def _taken_apart(self, text: str) -> list[int]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return [start for start, _ in encoding.offsets]

    def _learn(self, known: dict[str, tuple[int, ...]], words: list[str]) -> None:
        starts = iter(self._taken_apart(" ".join(words)))  # one call: each has a cost of its own
        start, place = next(starts, None), 0
        for word in words:
            offsets = []
            while start is not None and start < place + len(word):
                offsets.append(start - place)
                start = next(starts, None)
            known[word] = tuple(offsets)
            place += len(word) + 1
        self._chars += place
        if self._chars > _MOST_CHARS:  # who still reads the old memory keeps it until done
            self._known, self._chars = {}, 0


def _starts(words: Sequence[str], offsets: Sequence[tuple[int, ...]]) -> list[int]:
    """Where tokens begin, by where they begin in each word of a text."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    tokens = np.fromiter(map(len, offsets), dtype=np.int64, count=len(words))
    within = np.fromiter(chain.from_iterable(offsets), dtype=np.int64, count=int(tokens.sum()))
    starts: list[int] = (np.repeat(np.cumsum(lengths) - lengths, tokens) + within).tolist()
    return starts
