"""How much of uploads may lie on the disk, and where."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.page.door.bodies import Pace
from qa.page.door.upload_folder import upload_folder
from qa.page.door.uploads import BoundedUploads, Quota
from tests.qa.page.door import loads
from tests.qa.page.door.stub import page, talk

if TYPE_CHECKING:
    import pytest
    from starlette.types import ASGIApp, Scope

    from tests.qa.page.browsing import Served

PATH = "/gradio_api/upload"


def test_nothing_of_broken_uploads_stays(served: Served) -> None:
    (folder,) = served.uploads.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not loads.broken_uploads(served.url)
    until = time.monotonic() + 10
    while left := [one for one in folder.iterdir() if one.is_file() and one.name != ".lock"]:
        assert time.monotonic() < until, left
        time.sleep(0.1)


def keeping(folder: Path) -> ASGIApp:
    """An application that keeps a file of 300,000 bytes for each upload, as the framework does."""

    def answer(scope: Scope) -> tuple[dict[str, str], bytes]:
        assert b"upload_id" not in scope["query_string"]
        kept = folder / str(len(list(folder.iterdir()))) / "a.txt"
        kept.parent.mkdir()
        kept.write_bytes(b"x" * 300_000)
        return {}, json.dumps([str(kept)]).encode()

    return page(answer)


def status(app: ASGIApp, size: int, peer: str) -> int:
    given = {"files": ("a.txt", b"x" * size)}
    path = f"{PATH}?upload_id=abc"
    return talk(app, lambda client: client.post(path, files=given), peer).status_code


def test_a_client_has_a_quota_and_all_have_one(tmp_path: Path) -> None:
    quota = Quota(of_one=700_000, of_all=1_000_000)
    app = BoundedUploads(keeping(tmp_path), tmp_path, quota, Pace())
    assert status(app, 300_000, "192.0.2.1") == 200
    assert status(app, 500_000, "192.0.2.1") == 413
    assert status(app, 300_000, "192.0.2.1") == 200
    assert status(app, 300_000, "192.0.2.1") == 413
    assert status(app, 300_000, "192.0.2.2") == 200
    assert status(app, 300_000, "192.0.2.3") == 413
    for file in tmp_path.glob("*/a.txt"):
        file.unlink()  # the page took them
    assert status(app, 300_000, "192.0.2.1") == 200


def test_parts_that_are_no_files_are_small(tmp_path: Path) -> None:
    app = BoundedUploads(keeping(tmp_path), tmp_path, Quota(), Pace())

    def sent(size: int) -> int:
        given = {"data": {"text": "x" * size}, "files": {"files": ("a.txt", b"x")}}
        return talk(app, lambda client: client.post(PATH, **given)).status_code  # type: ignore[arg-type]

    assert sent(100) == 200
    assert sent(20_000) == 413


def test_what_is_no_upload_at_all_is_said(tmp_path: Path) -> None:
    app = BoundedUploads(keeping(tmp_path), tmp_path, Quota(), Pace())
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = talk(app, lambda client: client.post(PATH, content=b"nonsense" * 9, headers=kind))
    assert answer.status_code == 400


def test_folders_of_killed_programs_are_cleared_and_others_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    dead, other = tmp_path / "articles-page-dead", tmp_path / "other"
    for folder in (dead, other):
        folder.mkdir()
        (folder / ".lock").touch()
        os.utime(folder, (0, 0))
    with upload_folder() as first:
        assert not dead.exists()
        os.utime(first, (0, 0))
        with upload_folder():
            assert first.exists()
    assert list(tmp_path.iterdir()) == [other]


def test_an_upload_is_told_of_until_it_is_done(tmp_path: Path) -> None:
    app = BoundedUploads(keeping(tmp_path), tmp_path, Quota(), Pace())

    async def both(client: httpx.AsyncClient) -> httpx.Response:
        progress = asyncio.create_task(client.get("/gradio_api/upload_progress?upload_id=abc"))
        await asyncio.sleep(0)  # the browser may ask first
        await client.post(f"{PATH}?upload_id=abc", files={"files": ("a.txt", b"x" * 1000)})
        return await progress

    answer = talk(app, both)
    assert answer.status_code == 200
    assert answer.text.endswith('data: {"msg": "done"}\n\n')


@pytest.mark.slow
def test_of_no_upload_nothing_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    app = BoundedUploads(keeping(tmp_path), tmp_path, Quota(), Pace())
    for name in ("none", "x" * 10_000):
        path = f"/gradio_api/upload_progress?upload_id={name}"
        assert talk(app, lambda client, path=path: client.get(path)).status_code == 404  # type: ignore[misc]
