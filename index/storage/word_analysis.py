"""How text is cut into the terms that are searched for: words, stemmed; pairs without spaces."""

from __future__ import annotations

from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.storage.word_text import indexed_text, searched_text

ANALYSIS = "words and pairs"  # the name of how text is cut, kept in the index; change both

# abbreviations with full stops stay one word, so that "U.S." is not the letters u and s
_WORD = r"(?:\p{Alphabetic}\.){2,}|[\p{Alphabetic}\p{M}\p{N}]+"


def analyzer() -> TextAnalyzer:
    """What cuts a text that `word_text` has prepared into terms."""
    built = TextAnalyzerBuilder(Tokenizer.regex(_WORD))
    for each in (Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        built = built.filter(each)
    return built.build()


def terms_indexed(text: str) -> list[str]:
    """The terms of a text, in their order."""
    return _analyzer().analyze(indexed_text(text))


def terms_asked(word: str) -> list[str]:
    """The terms of a word that is looked for."""
    return _analyzer().analyze(searched_text(word))


@lru_cache(maxsize=1)
def _analyzer() -> TextAnalyzer:
    return analyzer()
