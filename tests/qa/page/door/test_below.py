"""The page below a path of its name."""

from __future__ import annotations

import pytest

from qa.page.door.below import BELOW, Below
from qa.page.door.callers import _kept
from tests.qa.page.door.stub import get, page

APP = Below(page(lambda scope: ({}, f"{scope['path']} {scope.get(BELOW)}".encode())), "/articles")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/articles/", "/"),
        ("/articles/health", "/health"),
        ("/articles/articles/", "/articles/"),
        ("/health", "/health"),  # a proxy that takes it off
        ("/articlesque", "/articlesque"),
    ],
)
def test_the_path_is_taken_off_once(asked: str, path: str) -> None:
    assert get(APP, asked).text == f"{path} /articles"


def test_the_path_alone_leads_to_the_page() -> None:
    answer = get(APP, "/articles?chat=abc")
    assert (answer.status_code, answer.headers["location"]) == (308, "/articles/?chat=abc")


def test_at_the_root_nothing_is_taken_off() -> None:
    app = Below(page(lambda scope: ({}, scope["path"].encode())), "")
    assert get(app, "/articles/").text == "/articles/"


@pytest.mark.parametrize(
    ("scheme", "below", "begins", "path"),
    [
        ("https", "", "__Host-", "/"),
        ("https", "/articles", "__Secure-", "/articles/"),
        ("http", "/articles", "articles-", "/articles/"),
    ],
)
def test_a_cookie_is_for_the_path(scheme: str, below: str, begins: str, path: str) -> None:
    _, kept = _kept(
        {"scheme": scheme, BELOW: below, "headers": [(b"host", b"papers.example")]}, "login", "x", 9
    )
    assert kept.decode().startswith(begins)
    assert f"Path={path};" in kept.decode()
