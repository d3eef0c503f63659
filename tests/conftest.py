"""What several tests share: the seeds indexed once, with the real default models."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from index.article import Article, version_of
from index.build import build
from index.store import Index, open_index

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
# of an answer or a refusal as JSON, in this order
REPLY_KEYS = (
    "question asked parts form headline answer short confidence sentences items citations hits"
    " refused reason notice timings_ms understood conflicts"
).split()


@pytest.fixture(scope="session")
def seed_index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the seeds; not to be changed.

    Built by the first process of a run that needs it; every other has a copy.
    """
    folder = tmp_path_factory.mktemp("seeds") / "index"
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent  # of all processes of this run
    with FileLock(shared / "seeds.lock"):
        if not (shared / "seeds.index").exists():
            build(SEEDS, shared / "seeds.building")
            (shared / "seeds.building").rename(shared / "seeds.index")
    shutil.copytree(shared / "seeds.index", folder)
    return folder


@pytest.fixture(scope="session")
def seed_index(seed_index_dir: Path) -> Index:
    """The open index of the seeds."""
    return open_index(seed_index_dir)


def article(text: str, article_id: str = "a", title: str = "Title") -> Article:
    """An article made of a text."""
    return Article(article_id, version_of(text), title, text)
