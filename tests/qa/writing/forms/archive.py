"""Indexes of a few dated articles, made for a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from index.build import build
from index.store import Index, open_index


def archive(folder: Path, articles: Mapping[str, tuple[str, str, str]]) -> Index:
    """An index of articles: the title, day and text of each, by the name of its file."""
    for name, (title, day, text) in articles.items():
        front = f'---\ntitle: "{title}"\npublished: {day}\n---\n'
        (folder / f"{name}.md").write_text(front + text, "utf-8")
    build(folder, folder / "index")
    return open_index(folder / "index")
