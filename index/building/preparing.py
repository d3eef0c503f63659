"""What is worked out from one article alone before it is stored: passages, keys, signature.

Nothing here looks at the index, so it may be done anywhere and in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Article
from index.building.vectors import passage_key
from index.english import is_english
from index.models.encoder import Encoder, TokenStarts, load_token_starts
from index.split import Span, SplitSettings, passage_spans
from index.storage.database_writer import NewPassage, packed_text
from index.storage.duplicates import signature


@dataclass(frozen=True, slots=True)
class Recipe:
    """What passages and their keys depend on besides the article.

    Attributes:
        encoder: its name, as `load_encoder` takes it.
        fingerprint: of the encoder.
        max_tokens: of a passage.
    """

    encoder: str
    fingerprint: str
    max_tokens: int

    @classmethod
    def of(cls, encoder: Encoder, split: SplitSettings) -> Recipe:
        """The recipe of a build."""
        return cls(encoder.name, encoder.fingerprint, split.max_tokens)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is stored of an article beside what its file says.

    Attributes:
        spans: of its passages, in order.
        keys: of what is embedded for each, 32 bytes.
        packed: the text as it is stored.
        signature: for near-duplicates; None where it is known.
        english: whether it is in English.
    """

    spans: tuple[Span, ...]
    keys: tuple[bytes, ...]
    packed: bytes
    signature: bytes | None
    english: bool

    @property
    def passages(self) -> list[NewPassage]:
        """The passages to be stored."""
        pairs = zip(self.spans, self.keys, strict=True)
        return [NewPassage(start, end, key) for (start, end), key in pairs]


@dataclass(frozen=True, slots=True)
class Staged:
    """An article that is to be stored.

    Attributes:
        article: the article.
        origin: what keeps it in the index.
        signed: its signature is known.
    """

    article: Article
    origin: str
    signed: bool = False


def prepared(
    title: str,
    text: str,
    signed: bool,
    recipe: Recipe,
    token_starts: TokenStarts | None = None,
) -> Prepared:
    """Work out what is stored of an article.

    Args:
        title: the article's.
        text: the article's.
        signed: no signature is wanted.
        recipe: of the build.
        token_starts: of the recipe's encoder; loaded by its name unless given.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    starts = token_starts or load_token_starts(recipe.encoder)
    spans = passage_spans(text, starts, SplitSettings(recipe.max_tokens))
    keys = [passage_key(recipe.fingerprint, title, text[start:end]) for start, end in spans]
    body = None if signed else signature(text)
    return Prepared(tuple(spans), tuple(keys), packed_text(text), body, is_english(text))
