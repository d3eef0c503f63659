"""Zip archives: what is in them, however it is named, packed or broken."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest

from index.reading.source import Limits
from tests.index.reading.packages import encrypted, word, word_paragraphs, zipped
from tests.index.reading.samples import PAGE, pdf, read, write

MAILBOX = (
    "From x Thu May 13 05:59:56 2021\nFrom: a@b.example\nSubject: Ferry\n"
    "Date: Thu, 13 May 2021 10:00:00 +0000\n\nMail words.\n"
)


def test_each_file_within_is_read_as_by_itself(tmp_path: Path) -> None:
    inner = zipped({"deep/a.txt": "Deep words.", "deep/a.json": '[{"text": "A."}, {"text": "B."}]'})
    files: dict[str, str | bytes] = {
        "b/a.txt": "Words.",
        "b/.hidden.txt": "No.",
        "__MACOSX/._a.txt": "No.",
        "a.docx": word(word_paragraphs("Word words.")),
        "c.pdf": pdf("Page words."),
        "d.html": PAGE,
        "d_files/x.html": PAGE,
        "e.txt.gz": gzip.compress(b"Packed words."),
        "f.zip": inner,
        "g.jpg": b"\xff\xd8",
        "g_files/x.txt": "No page beside it.",
        "h.mbox": MAILBOX,
    }
    articles, errors = read(write(tmp_path / "x.zip", zipped(files)))
    assert [a.id for a in articles] == [
        "x.zip/a.docx",
        "x.zip/b/a.txt",
        "x.zip/c.pdf",
        "gazette.example/news/bridge",
        "x.zip/e.txt.gz",
        "x.zip/f.zip/deep/a.json#1",
        "x.zip/f.zip/deep/a.json#2",
        "x.zip/f.zip/deep/a.txt",
        "x.zip/g_files/x.txt",
        "x.zip/h.mbox/2021-05-13-ferry.eml",
    ]
    assert articles[1].title == "a"
    assert [error.partition(":")[0] for error in errors] == ["x.zip/g.jpg"]


def test_a_packed_archive_and_one_in_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "b" / "x.zip.gz", gzip.compress(zipped({"a.txt": "Words."})))
    assert [a.id for a in read(tmp_path)[0]] == ["b/x.zip.gz/a.txt"]


def hostile() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.txt", "/abs.txt", "C:\\win.txt", "a/../../up.txt", "ok\x1b[31m.txt"):
            archive.writestr(name, "Words.")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.txt", b"a" * 30_000_000)
        archive.writestr("z.txt", "Last words.")
    return out.getvalue()


def test_hostile_files_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    articles, errors = read(write(tmp_path / "x.zip", hostile()))
    assert [a.id for a in articles] == ["x.zip/ok\\x1b[31m.txt", "x.zip/z.txt"]
    assert errors == [
        "x.zip//abs.txt: its name leads out of the archive: not read",
        "x.zip/../up.txt: its name leads out of the archive: not read",
        "x.zip/C:/win.txt: its name leads out of the archive: not read",
        "x.zip/a/../../up.txt: its name leads out of the archive: not read",
        "x.zip/bomb.txt: unpacks to more than 200 times its size",
        "x.zip/link.txt: is a link: not followed",
    ]
    assert list(tmp_path.iterdir()) == [tmp_path / "x.zip"]  # nothing was unpacked


def nested(depth: int) -> bytes:
    data = zipped({"a.txt": "Words."})
    for _ in range(depth - 1):
        data = zipped({"z.zip": data, "b.txt": "Other."})
    return data


def damaged() -> bytes:
    data = bytearray(zipped({"a.txt": "Words. " * 99, "b.txt": "Other."}))
    data[45] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "read_ids", "reasons"),
    [
        (encrypted(zipped({"a.txt": "x"})), [], ["is encrypted: unpack it with its password"]),
        (zipped({"a.txt": "x"})[:-30], [], ["is a damaged zip file"]),
        (b"Words.", [], ["is no zip file"]),
        (zipped({}), [], []),
        (damaged(), ["b.txt"], ["is damaged ("]),
        (zipped({"a.txt": "", "b.txt": "x"}), ["b.txt"], ["is empty"]),
        (nested(6), ["b.txt"], ["is packed more than 4 deep"] * 2),
    ],
    ids="encrypted cut-off none nothing-in-it damaged empty-file deep".split(),  # bytes have times
)
def test_a_bad_archive_is_named(
    tmp_path: Path, data: bytes, read_ids: list[str], reasons: list[str]
) -> None:
    articles, errors = read(write(tmp_path / "x.zip", data))
    assert {f"x.zip/{name}" for name in read_ids} <= {a.id for a in articles}
    assert len(errors) == len(reasons)
    assert all(reason in error for reason, error in zip(reasons, errors, strict=True))


def test_what_all_of_it_unpacks_to_is_bounded(tmp_path: Path) -> None:
    inner = zipped({f"{n}.txt": "Words. " * 200 for n in range(4)}, packed=False)
    path = write(tmp_path / "x.zip", zipped({f"{n}.zip": inner for n in range(9)}))
    few = Limits(archive_bytes=20_000, json_bytes=100_000)
    articles, errors = read(path, few)
    assert 0 < len(articles) < 15
    assert errors == [
        "x.zip: holds more than the 0.0 MB we read from an archive: the rest was not read"
    ]
    articles, errors = read(path, Limits(archive_files=12))
    assert len(articles) < 12
    assert errors[-1].endswith("12 files we read from an archive: the rest was not read")
    many = write(tmp_path / "y.zip", zipped({f"{n}.txt": "x" for n in range(13)}))
    assert "holds 13 files, more than the 12 we read" in read(many, Limits(archive_files=12))[1][0]
