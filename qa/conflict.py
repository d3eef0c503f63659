"""What an answer says of citations that do not agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qa.language.dates import day_in_words


@dataclass(frozen=True, slots=True)
class Conflict:
    """Citations of different articles that give different figures for the same thing.

    Attributes:
        citations: their numbers, the oldest article's first, those without a date before.
        figures: what each says, word for word, in the same order.
        published: the days of their articles, in the same order.
    """

    citations: tuple[int, ...]
    figures: tuple[str, ...]
    published: tuple[date | None, ...]

    @property
    def text(self) -> str:
        """The conflict in a sentence: "The articles differ: 12 (3 May 2021) [1], 15 [2]."."""
        said = [
            f"{figure}{f' ({day_in_words(day)})' if day else ''} [{number}]"
            for number, figure, day in zip(
                self.citations, self.figures, self.published, strict=True
            )
        ]
        return f"The articles differ: {', '.join(said)}."

    def as_json(self) -> dict[str, Any]:
        """The conflict as plain values."""
        return {
            "citations": list(self.citations),
            "figures": list(self.figures),
            "published": [day.isoformat() if day else None for day in self.published],
            "text": self.text,
        }
