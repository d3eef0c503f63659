"""The part of speech of each word of a text, for telling names from words that begin a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from qa.language.parsing import load_parser, parse

_NOUNS = frozenset({"NN", "JJ", "FW", "UH"})  # what the tagger takes a name for that it never saw


def tags_of(text: str) -> Mapping[int, str]:
    """Tags of the Penn Treebank by the place where a word begins.

    A noun with a capital whose small form the parser's vocabulary lacks is tagged as a name: the
    tagger knows Kennedy, but takes Olaussen at the beginning of a sentence for a common noun.

    Raises:
        ModelError: the parser is missing or spoiled.
    """
    known = _vocabulary()
    return {
        word.start: (
            "NNP"
            if word.tag in _NOUNS and word.text[0].isupper() and word.low not in known
            else word.tag
        )
        for word in parse(text).words
    }


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The words that the parser comes with; its own store also takes up those of each text read."""
    path = load_parser().path
    return frozenset(json.loads((path / "vocab" / "strings.json").read_text("utf-8")))
