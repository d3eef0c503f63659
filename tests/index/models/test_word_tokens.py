"""Token starts word by word: the very ones of the tokenizer, whatever the text."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers

from index.article import Article
from index.models import word_tokens
from index.models.bundled import BGE_SMALL, locate
from index.models.word_tokens import WordTokens
from index.reading.folder import read_articles
from tests.conftest import SEEDS

_PIECES = [
    "The ", "harbour’s ", "U.S.-built", "unbelievably", "Café", "e\u0301", "\u0301", "İ", "ß", "ﬁ",
    "각", "\u1100\u1161", "汉字", "。", "שָׁלוֹם", "ไทย", "हिन्दी", "👩‍👩‍👧", "𝒳", "ẛ\u0323",
    "a\u0323\u0307", "\u00a0", "\u2028", "\u3000", "\x00", "\x0b", "\x1f", "\x85", "\ufffd",
    "\u200b", "\u00ad", "\ufeff", "\t", "\n", "\r\n", " ", "  ", "_", "$", "^", "`", "~", "[", "]",
    "CLS", "[CLS]", "[SEP]", "[UNK]", "[mask]", "[PAD", "##ing", "x" * 99, "x" * 101, "é" * 100,
]  # fmt: skip
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.characters(exclude_categories=["Cs"]))).map(
        "".join
    ),
)


@lru_cache(maxsize=1)
def plain() -> Tokenizer:
    tokenizer: Tokenizer = Tokenizer.from_file(str(locate(BGE_SMALL).tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def starts(text: str, tokenizer: Tokenizer | None = None) -> list[int]:
    encoding = (tokenizer or plain()).encode(text, add_special_tokens=False)
    return [start for start, _ in encoding.offsets]


@lru_cache(maxsize=1)
def shared() -> WordTokens:
    """One that remembers from example to example."""
    return WordTokens(plain())


@given(texts)
@settings(max_examples=300, deadline=None)
def test_starts_are_those_of_the_tokenizer(text: str) -> None:
    assert shared().starts(text) == starts(text)
    assert shared().starts(text) == starts(text)  # now from memory


def test_real_articles_have_the_starts_of_the_tokenizer() -> None:
    found = [article.text for article in read_articles(SEEDS) if isinstance(article, Article)]
    assert found
    for text in found:
        assert shared().starts(text) == starts(text)
        assert shared().starts(text.upper()) == starts(text.upper())


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_tokens, "_MOST_CHARS", 1000)
    by_words = WordTokens(plain())
    for first in range(0, 5000, 50):
        text = " ".join(f"no{number}" for number in range(first, first + 50))
        assert by_words.starts(text) == starts(text)
        assert sum(map(len, by_words._known)) <= 1000
    assert by_words.starts("long" * 5000) == [0]
    assert not by_words._known


def test_a_tokenizer_of_another_kind_takes_texts_whole() -> None:
    other = Tokenizer.from_str(plain().to_str())
    other.normalizer = normalizers.Replace(", ", "")  # looks beyond a word
    text = "Rain, storm and a[MASK]b, c."
    by_words = WordTokens(other)
    assert by_words.starts(text) == starts(text, other)
    assert not by_words._known
