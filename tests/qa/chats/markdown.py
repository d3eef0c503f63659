"""Markdown as its readers take it."""

from __future__ import annotations

from markdown_it import MarkdownIt


def shown(markdown: str) -> list[tuple[str, str]]:
    """What a Markdown reader makes of a text: kinds of its parts, and the text in them."""
    found = []
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown):
        found += [(part.type, part.content) for part in token.children or ()]
        found.append((token.type, ""))
    return found
