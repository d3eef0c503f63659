"""Folders, files, links, ids and limits: everything around the formats."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from index.errors import ReadError, UsageError
from index.reading.folder import FORMATS, Limits, read_articles
from tests.index.reading.samples import read, write


def test_a_folder_is_read_in_the_order_of_paths(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.txt", "a-b.txt", "a/b/c.txt", "a.txt", ".hidden.txt", ".git/x.txt"]:
        write(tmp_path / name, f"Text of {name}.")
    write(tmp_path / "a" / "Thumbs.db", b"\0\1")
    write(tmp_path / ".DS_Store", b"\0\1")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["a-b.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]
    assert errors == []


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == ([], [])


def test_a_root_that_is_not_there_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        read_articles(tmp_path / "none")


def test_a_single_file_is_named_by_itself(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "deep" / "rate-rise_may.txt", "Rates rose."))
    assert (articles[0].id, articles[0].title) == ("rate-rise_may.txt", "rate rise may")
    _, errors = read(write(tmp_path / "deep" / "picture.png", b"\x89PNG"))
    assert errors[0].startswith('picture.png: ".png" is not a format we read (.txt, .md,')


def test_a_file_without_suffix_and_an_empty_one(tmp_path: Path) -> None:
    write(tmp_path / "LICENSE", "Words.")
    for suffix in FORMATS:
        write(tmp_path / f"e{suffix}", " \n")
    write(tmp_path / "e.txt.gz", b"")
    articles, errors = read(tmp_path)
    assert articles == []
    assert errors[0].startswith("LICENSE: a name without suffix is not a format we read")
    assert len(errors) == len(FORMATS) + 2
    assert all(error.endswith("is empty") for error in errors[1:] if "line 1" not in error)


def test_a_given_id_wins_then_the_url_then_the_path(tmp_path: Path) -> None:
    write(tmp_path / "n.jsonl", '{"text": "One."}\n{"id": 7, "text": "Two."}\n'
          '{"url": "https://www.Paper.org/a/?utm_source=x#top", "text": "Three."}\n')  # fmt: skip
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["n.jsonl#1", "7", "paper.org/a"]
    assert articles[2].url == "https://www.Paper.org/a/?utm_source=x#top"
    assert errors == []


def test_the_first_of_two_with_one_id_wins(tmp_path: Path) -> None:
    write(tmp_path / "a.json", '{"id": "x", "text": "First."}')
    write(tmp_path / "b.jsonl", '{"text": "Other."}\n{"id": "x", "title": "a", "text": "First."}\n')
    articles, errors = read(tmp_path)
    assert [a.text for a in articles] == ["First.", "Other."]
    assert errors == ["b.jsonl (line 2): duplicate id x, first seen in a.json"]


def test_names_that_cannot_be_printed_are_escaped(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[31m.txt")
    write(tmp_path / name, "Words.")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["caf\\xe9\\x1b[31m.txt"]
    assert errors == []


def test_links_are_followed_only_where_it_is_safe(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(tmp_path / "secret.txt", "Not for the index.")
    write(root / "a" / "real.txt", "Real.")
    write(root / ".store" / "hidden.txt", "Stored out of sight.")
    write(root / ".all" / "in.txt", "A folder out of sight.")
    for link, target in {
        "again.txt": "a/real.txt",
        "all": ".all",
        "all-again": ".all",
        "broken.txt": "nowhere.txt",
        "escape.txt": "../secret.txt",
        "loop.txt": "loop.txt",
        "stored.txt": ".store/hidden.txt",
        "twin": "a",
        "a/up": "..",
        ".all/self": ".",
    }.items():
        (root / link).symlink_to(target)
    articles, errors = read(root)
    assert [a.id for a in articles] == ["a/real.txt", "all-again/in.txt", "stored.txt"]
    assert errors == [
        "a/up: is a link back to a folder that it is in: not followed",
        "all-again/self: is a link back to a folder that it is in: not followed",
        "all: is a second link to the same folder: not followed",
        "broken.txt: is a broken link",
        "escape.txt: is a link out of the folder: not followed",
        "loop.txt: is a link that loops",
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert read(tmp_path)[1] == ["pipe.txt: is a pipe, socket or device, not a file"]
    assert read(tmp_path / "pipe.txt")[1] == ["pipe.txt: is not a regular file"]


def test_a_file_and_a_folder_that_may_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", "Words.")
    write(tmp_path / "b.txt", "Words of b.")
    write(tmp_path / "c" / "d.txt", "Words of d.")
    opened, listed = Path.open, os.scandir

    def refuse_open(path: Path, mode: str) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    def refuse_list(path: Path) -> object:
        if path.name == "c":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "open", refuse_open)
    monkeypatch.setattr(os, "scandir", refuse_list)
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["b.txt"]
    assert errors == [
        "a.txt: cannot be read: Permission denied",
        "c: cannot be opened: Permission denied",
    ]


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Words.")
    write(tmp_path / "b.txt", "Words of b.")
    found = read_articles(tmp_path)
    assert isinstance(next(found), Article)
    (tmp_path / "b.txt").unlink()
    assert str(next(found)) == "b.txt: cannot be read: No such file or directory"


def test_fifty_megabytes_of_text_are_refused_by_size(tmp_path: Path) -> None:
    with write(tmp_path / "big.txt", "").open("wb") as file:
        file.truncate(50_000_000)
    assert read(tmp_path)[1] == ["big.txt: is 50.0 MB, more than the 20.0 MB we read"]


def test_fifty_megabytes_of_records_are_not(tmp_path: Path) -> None:
    line = b'{"text": "' + b"word " * 200_000 + b'"}\n'
    write(tmp_path / "big.jsonl", line * 50)
    count = sum(isinstance(item, Article) for item in read_articles(tmp_path))
    assert count == 50


def test_each_limit_is_named(tmp_path: Path) -> None:
    limits = Limits(article_bytes=1000, record_chars=300, json_bytes=700, table_bytes=900)
    write(tmp_path / "a.txt", "word " * 100)
    write(tmp_path / "b.json", '[{"text": "' + "word " * 200 + '"}]')
    write(tmp_path / "c.jsonl", ('{"text": "' + "word " * 100 + '"}\n{"text": "Short."}\n'))
    write(tmp_path / "d.csv", "text\n" + "words of a row\n" * 100)
    write(tmp_path / "e.txt.gz", gzip.compress(b"word " * 300))
    articles, errors = read(tmp_path, limits)
    assert {a.id for a in articles} == {"c.jsonl#2"}
    assert errors == [
        "a.txt: its text is 0.0 MB, more than the 0.0 MB we read as one article",
        "b.json: is 0.0 MB, more than the 0.0 MB we read",
        "c.jsonl (line 1): is longer than we read as one article",
        "d.csv: holds more than the 0.0 MB we read from such a file",
        "e.txt.gz: holds more than the 0.0 MB we read from such a file",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("bomb.txt", b"x" * 9_999 + b"\n"),
        ("bomb.jsonl", b'{"text": "' + b"x" * 9_987 + b'"}\n'),
        ("bomb.csv", b"text" + b"x" * 9_995 + b",text\n"),
    ],
)
def test_a_bomb_is_refused(tmp_path: Path, name: str, line: bytes) -> None:
    write(tmp_path / f"{name}.gz", gzip.compress(line * 1_500))
    _, errors = read(tmp_path)
    assert errors[-1] == f"{name}.gz: unpacks to more than 200 times its size"


def test_packed_files_are_read_and_broken_ones_named(tmp_path: Path) -> None:
    lines = b'{"text": "One."}\n' + os.urandom(40_000).hex().encode() + b"\n"
    write(tmp_path / "cut.jsonl.gz", gzip.compress(lines)[:20_000])
    write(tmp_path / "fine.md.gz", gzip.compress(b"# Head\n\nWords."))
    write(tmp_path / "not.txt.gz", "plain text")
    damaged = bytearray(gzip.compress(b"words " * 50))
    damaged[-5] ^= 255
    write(tmp_path / "sum.txt.gz", bytes(damaged))
    articles, errors = read(tmp_path)
    assert [(a.id, a.title) for a in articles] == [
        ("cut.jsonl.gz#1", "cut 1"),
        ("fine.md.gz", "Head"),
    ]
    assert errors[0] == "cut.jsonl.gz: is a gzip file that is cut short"
    assert errors[1] == "not.txt.gz: is not a gzip file"
    assert errors[2].startswith("sum.txt.gz: is a damaged gzip file (")


def test_a_file_of_another_kind_is_given_up(tmp_path: Path) -> None:
    write(tmp_path / "log.jsonl", "not json\n" * 5000)
    articles, errors = read(tmp_path)
    assert articles == []
    assert len(errors) == 101
    assert errors[-1] == "log.jsonl: none of its first 100 records is an article: not read on"


@pytest.mark.parametrize("failure", [RecursionError(), MemoryError(), KeyError("x")])
def test_a_parser_that_fails_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    monkeypatch.setattr(
        "index.reading.folder.is_risky", lambda _: False
    )  # else it is read in another process
    write(tmp_path / "a.html", "<html><body><p>Words.</p></body></html>")
    write(tmp_path / "b.txt", "Words.")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["b.txt"]
    assert len(errors) == 1


@pytest.mark.parametrize("suffix", [*FORMATS, ".txt.gz", ".jsonl.gz", ".csv.gz"])
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.tuples(
        st.sampled_from(
            [b"%PDF-1.4\n%%EOF", b"---\n", b'{"text": ', b"<rss><item>", b"<html><p>", b"text,id\n"]
        ),
        st.binary(max_size=60),
    ).map(b"".join)
)
def test_no_bytes_raise(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = write(tmp_path / f"x{suffix}", content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "index.reading.folder.is_risky", lambda _: False
        )  # quicker here; fuzz.py does without
        first, second = list(read_articles(path)), list(read_articles(path))
    assert first == second or all(isinstance(f, ReadError) for f in first)
    assert all(isinstance(item, Article | ReadError) for item in first)


def test_importing_costs_only_the_standard_library() -> None:
    heavy = ["yaml", "dateutil", "trafilatura", "lxml", "pypdf", "feedparser", "numpy"]
    heavy += ["defusedxml", "striprtf", "mwparserfromhell", "zipfile"]
    code = f"import sys, index.reading.folder; print(set({heavy}) & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "set()"
