"""What several tests share: the seeds indexed once, with the real default models."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from index.article import Article, version_of
from index.build import build
from index.models import onnx_model
from index.store import Index, open_index
from tests.remembered import Memory

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
# of an answer or a refusal as JSON, in this order
REPLY_KEYS = (
    "question asked parts form headline answer short confidence sentences items citations hits"
    " refused reason notice timings_ms understood conflicts"
).split()

# no test is to fail because the machine is busy
_BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("everyday", _BUSY, max_examples=25)
settings.register_profile("thorough", _BUSY)  # as many as the library thinks right
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

_PAGE = "tests/qa/page/"
# by files, what they have running beside that which the others of the page share
_OF_THEIR_OWN = {
    "test_browser_llm.py": "models",
    "test_browser_login.py": "logins",
    "door/test_login.py": "logins",
    "test_slow.py": "silence",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the page, whose files take longest: no process is to begin one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_PAGE))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # noqa: ANN401 - no types
    """A file's tests go to one process, and to one all that share a running page: each starts once.

    Only for `--dist loadfile`; None otherwise.
    """
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped] # has no types

    def together(test: str) -> str:
        file = test.split("::", 1)[0]
        if not file.startswith(_PAGE):
            return file
        return _PAGE + _OF_THEIR_OWN.get(file.removeprefix(_PAGE), "")

    config.option.loadscopereorder = False  # as they were collected
    scheduling = LoadFileScheduling(config, log)
    scheduling._split_scope = together
    return scheduling


@pytest.fixture(scope="session", autouse=True)
def models_remembered() -> Iterator[Memory]:
    """The bundled models compute what they are given once a process."""
    with pytest.MonkeyPatch.context() as patch:
        memory = Memory(onnx_model._session)
        patch.setattr(onnx_model, "_session", memory.session)
        yield memory


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
