"""Files that a browser sent."""

from __future__ import annotations

from pathlib import Path

from qa.page.actions.uploads import MOST_FILES, read, take


def test_only_uploads_are_taken_and_all_of_them_are_deleted(tmp_path: Path) -> None:
    kept, into, secret = tmp_path / "kept", tmp_path / "into", tmp_path / "secret.txt"
    into.mkdir()
    secret.write_text("Nobody is to read this.")

    def upload(folder: str, name: str, text: str = "Some words.") -> str:
        (kept / folder).mkdir(parents=True, exist_ok=True)
        (kept / folder / name).write_text(text)
        return str(kept / folder / name)

    bad = "<img src=x onerror=alert(1)>.txt"
    uploaded = [upload("1", bad), upload("2", "a.txt"), upload("3", "a.txt"), upload("4", ".b.txt")]
    (kept / "5").mkdir()
    (kept / "5" / "link.txt").symlink_to(secret)
    others = [secret, kept / "5" / "link.txt", kept / ".." / "secret.txt", kept / "no", kept, "\0"]
    failed = list(take([*uploaded, *map(str, others)], kept, into))
    assert sorted(path.name for path in into.iterdir()) == sorted([bad, "a.txt"])
    assert [error.path for error in failed][:2] == ["a.txt", ".b.txt"]
    assert len(failed) == 2 + len(others)
    assert secret.read_text() == "Nobody is to read this."
    assert [path.name for path in kept.iterdir()] == ["5"]
    many = [upload(f"m{n}", f"{n}.txt") for n in range(MOST_FILES + 1)]
    assert [e.path for e in take(many, kept, into)] == [f"{MOST_FILES}.txt"]
    assert [path.name for path in kept.iterdir()] == ["5"]


def test_only_an_upload_is_read_and_it_is_deleted(tmp_path: Path) -> None:
    kept, secret = tmp_path / "kept", tmp_path / "secret.txt"
    (kept / "1").mkdir(parents=True)
    (kept / "1" / "chats.json").write_text("\ufeff{}", "utf-8")
    (kept / "2").mkdir()
    (kept / "2" / "chats.json").write_bytes(b"\xff\xfe")
    secret.write_text("Nobody is to read this.")
    assert read(str(kept / "1" / "chats.json"), kept) == "{}"
    others = (kept / "2" / "chats.json", secret, kept, kept / "no", kept / ".." / "secret.txt", "")
    assert not any(read(one, kept) for one in (*map(str, others), None, 1, "\0"))
    assert secret.exists()
    assert not list(kept.iterdir())
