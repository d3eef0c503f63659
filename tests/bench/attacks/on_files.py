"""Damage, kills and hostile files: attacks by what lies on the disk, and by those who wrote it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import httpx
import pytest

from tests.bench.attacks.promises import Field, Promise, by_tests
from tests.bench.fuzz_index import asked
from tests.index.conftest import FakeEncoder
from tests.index.harm import Ask, Harming, all_it_says
from tests.index.kills import kill_many
from tests.qa.page.browsing import QUESTION, called, serving

_KILLS, _DAMAGES, _ASKED = 120, 400, 40


def lost_current(where: Field) -> Iterator[str]:
    """A page on an index that lost the file which says what its last state is."""
    held = httpx.get(f"{where.url}health", trust_env=False).json()["articles"]
    folder = where.folder / "lost"
    folder.mkdir()
    copy = shutil.copytree(where.app.index, folder / "index")
    (copy / "CURRENT").unlink()
    with serving(folder, index=copy) as app:
        found = httpx.get(f"{app.url}health", trust_env=False).json()["articles"]
        if found != held:
            yield f"{found} articles are left of {held}"
        if called(app, "ask", [QUESTION, "", "", "", None, ""])["refused"]:
            yield "the question is not answered"
        if (told := app.said().count("CURRENT")) != 1:
            yield f"it is told {told} times"


def damage(where: Field, ask: Ask, times: int) -> Iterator[str]:
    """Random damage to every file of the index in turn."""
    place = where.folder / ask.__name__
    with Harming(where.app.index, place, ask) as harming:
        for _ in harming.some(times, seed=times):
            pass
    yield from harming.bad


def kills(where: Field) -> Iterator[str]:
    """Builds that are killed at random moments, and taken up again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.building.run.load_encoder", FakeEncoder)
        folder = where.folder / "kills"
        folder.mkdir()
        kill_many(folder, where.some(_KILLS, 5))
    return iter(())


_READERS = tuple(
    f"tests/index/reading/test_{name}.py"
    for name in ("clean", "feeds", "folder", "guard", "html", "pdf", "plain", "tables")
)
_FETCHING = tuple(f"tests/index/fetching/test_{name}.py" for name in ("addresses", "web_article"))

PROMISES = (
    Promise(
        "Damage",
        "to any file of an index is told or changes nothing",
        lambda where: damage(where, all_it_says, where.some(_DAMAGES, 40)),
    ),
    Promise(
        "Damage",
        "is no wrong answer to a question, and no hang",
        lambda where: damage(where, asked, where.some(_ASKED, 10)),
        quick=False,
    ),
    Promise("Damage", "a lost CURRENT is found again, and said once", lost_current, quick=False),
    Promise(
        "Damage",
        "to chats is told, and the others are as they were",
        by_tests("tests/qa/chats/test_checksums.py"),
        quick=False,
    ),
    Promise("Damage", "builds that are killed harm no index", kills, quick=False),
    Promise(
        "Damage",
        "files without permission are an error of ours, from every command",
        by_tests("tests/test_denied.py"),
        quick=False,
    ),
    Promise(
        "Terminals",
        "nothing that a command prints is obeyed",
        by_tests("tests/test_hostile_output.py"),
        quick=False,
    ),
    Promise(
        "Imports",
        "imported replies are marked; quotations that no article holds are not checked",
        by_tests("tests/qa/chats/test_imported.py"),
        quick=False,
    ),
    Promise(
        "Fetching",
        "no address form, redirect or changed name leads inside",
        by_tests(*_FETCHING),
        quick=False,
    ),
    Promise(
        "A Milvus",
        "filters hold nothing that was typed; no token is told",
        by_tests("tests/index/storage/test_milvus.py"),
        quick=False,
    ),
    Promise(
        "Metrics",
        "and lines of the log hold no question, and are told to those who may know",
        by_tests("tests/qa/page/door/test_request_log.py", "tests/qa/page/ui/test_json_log.py"),
        quick=False,
    ),
    Promise(
        "The same question at once",
        "is answered once, and what differs by itself",
        by_tests("tests/qa/page/actions/test_sharing.py"),
        quick=False,
    ),
    Promise(
        "Articles and answers",
        "hostile files are left out with a reason",
        by_tests(*_READERS),
        quick=False,
    ),
)
