"""The types that pass between the stages of indexing: Article and Passage.

Standard library only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


def version_of(text: str) -> str:
    """The version of an article: the sha256 of its text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored and quoted.

    Attributes:
        id: stable across edits: given by the source, else from the URL, else the file's path
            relative to the seeds folder.
        version: `version_of(text)`.
        title: never empty once read; the readers fall back to the first line or the file's name.
        text: what offsets point into, in characters; never empty, no NUL, no lone surrogates.
        source: who published it, such as a newspaper; "" when unknown.
        author: "" when unknown.
        published: the day of publication, None when unknown.
        url: "" when unknown.

    Raises:
        ValueError: an empty id or text, or a version that is not the text's.
    """

    id: str
    version: str
    title: str
    text: str
    source: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an article needs an id")
        if not self.text.strip():
            raise ValueError(f"article {self.id!r} has no text")
        if self.version != version_of(self.text):
            raise ValueError(f"article {self.id!r}: version {self.version[:12]} is not its text's")

    def as_json(self) -> dict[str, str | None]:
        """The article as plain values, its day as 2021-05-13."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {**values, "published": self.published.isoformat() if self.published else None}


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one version of an article.

    `article.text[start:end] == text`; offsets count characters, `start` inclusive, `end` exclusive.

    Attributes:
        id: number of the passage in the index, 0 or more; never used again for another passage.

    Raises:
        ValueError: offsets that do not fit the text.
    """

    id: int
    article_id: str
    version: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(
                f"passage {self.id} of {self.article_id!r}: offsets {self.start}:{self.end} "
                f"do not fit a text of {len(self.text)} characters"
            )


@dataclass(frozen=True, slots=True)
class Summary:
    """An article without its text.

    Attributes:
        origin: what keeps it in the index: the seeds folder it was built from, or "added".
        passages: how many passages it has.
        others: as in `Article`.
    """

    id: str
    version: str
    title: str
    source: str
    author: str
    published: date | None
    url: str
    origin: str
    passages: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may see.

    Attributes:
        since: published on this day or later.
        until: published on this day or earlier.
        source: published by this source, upper and lower case alike.

    An article without a date passes neither `since` nor `until`.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None

    @property
    def any(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.since or self.until or self.source)
