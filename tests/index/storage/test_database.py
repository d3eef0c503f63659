"""The database of a generation: read by many at once, and let go."""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.article import Article, version_of
from index.storage.database import ArticleDatabase
from index.storage.database_writer import DatabaseWriter

ARTICLES = 100


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "articles.sqlite"
    with closing(DatabaseWriter(file)) as database:
        for n in range(ARTICLES):
            text = f"The ferry number {n} came in."
            database.put(Article(f"a{n}", version_of(text), f"Title {n}", text), [], "here")
        database.commit()
    return file


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_threads")
def test_each_of_many_who_ask_at_once_gets_what_it_asked_for(path: Path) -> None:
    with closing(ArticleDatabase(path)) as database, ThreadPoolExecutor(8) as pool:
        wanted = [f"a{n * 7 % ARTICLES}" for n in range(20 * ARTICLES)]
        found = list(pool.map(database.article, wanted))
    assert [article.id for article in found] == wanted
    assert all(article.title == f"Title {article.id[1:]}" for article in found)


def test_one_that_is_let_go_is_closed(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        assert ArticleDatabase(path).article("a1").title == "Title 1"
        gc.collect()
