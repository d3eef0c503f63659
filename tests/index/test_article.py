"""The types keep their promises from the moment they are made."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from index.article import Article, Filters, Passage, version_of


def test_a_version_is_the_sha256_of_the_text() -> None:
    assert version_of("abc").startswith("ba7816bf8f01cfea")
    assert version_of("é") != version_of("e\u0301")


@pytest.mark.parametrize(
    ("article_id", "version", "text", "message"),
    [
        ("", version_of("x"), "x", "needs an id"),
        ("a", version_of(" \n"), " \n", "'a' has no text"),
        ("a", version_of("x"), "y", "version 2d711642b726 is not its text's"),
    ],
)
def test_an_article_that_cannot_be_is_refused(
    article_id: str, version: str, text: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Article(article_id, version, "Title", text)


def test_types_are_frozen_and_small() -> None:
    article = Article("a", version_of("x"), "Title", "x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.text = "y"  # type: ignore[misc]
    assert not hasattr(article, "__dict__")


@pytest.mark.parametrize("span", [(-1, 2), (3, 3), (4, 3), (0, 2), (0, 4)])
def test_a_passage_with_offsets_that_do_not_fit_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="do not fit a text of 3 characters"):
        Passage(1, "a", "v", *span, "abc")


def test_filters_know_whether_there_are_any() -> None:
    assert not Filters().any
    assert not Filters(source="").any
    assert Filters(since=date(2024, 1, 1)).any
    assert Filters(until=date(2024, 1, 1)).any
    assert Filters(source="Wire").any
