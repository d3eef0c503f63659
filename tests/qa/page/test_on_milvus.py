"""The page on an archive in a Milvus that another machine built: nothing lies beside it yet."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.build import build
from index.place import MilvusPlace, home_of
from index.storage.milvus.client import release
from tests.index.storage.stores import WITHOUT
from tests.qa.page.browsing import QUESTION, ROOT, called, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("milvus_lite"), reason=WITHOUT),
]


def test_it_answers_as_on_a_folder_and_keeps_chats_beside_it(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("ever-given-suez-canal-live", "berlin-wall-opens"):
        shutil.copy(ROOT / "seeds" / f"{name}.md", tmp_path / "seeds")
    place = MilvusPlace(str(tmp_path / "archive.db"))
    build(tmp_path / "seeds", place)
    release(place)
    shutil.rmtree(home_of(place))
    asked: list[object] = [QUESTION, "", "", "", None, ""]
    with serving(tmp_path, "--index", str(place)) as app:
        told = called(app, "ask", asked)
        assert (home_of(place) / "chats.sqlite").exists()
    with serving(tmp_path) as app:
        assert called(app, "ask", asked)["citations"] == told["citations"]
    assert told["citations"][0]["quote"] in told["answer"]
