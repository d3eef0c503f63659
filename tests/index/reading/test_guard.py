"""Files whose parsers hang, eat memory or die; and what is left of the processes afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Article
from index.errors import FetchError, ReadError
from index.reading import folder, guard
from index.reading.folder import Allowance, Limits, read_articles
from index.reading.guard import Guard
from index.reading.source import Source
from tests.index.fetching import sites
from tests.index.fetching.sites import HOST, Reply, Server, Web
from tests.index.reading.packages import zipped
from tests.index.reading.samples import PAGE, RSS, STORY, pdf, write

server, web = sites.server, sites.web
ROOT = Path(__file__).parents[3]
# A parser that does to its process what the page says.
SABOTAGE = """
import ctypes, os, time
import index.reading.html as html
find = html._article_of_page
def sabotaged(page, url):
    with open(os.environ["PIDS"], "a") as file:
        file.write(f"{os.getpid()}\\n")
    if "SLEEP" in page: time.sleep(60)
    if "SPIN" in page: "a" * 30 == __import__("re").match("(a?){30}a{30}", "a" * 30)
    if "EAT" in page:
        kept = []
        while True: kept.append(bytearray(10_000_000))
    if "EXIT" in page: os._exit(3)
    if "KILL" in page: os.kill(os.getpid(), 9)
    if "PRINT" in page: print("ready\\n{}")
    if "RAISE" in page: raise KeyError("x")
    if "RECURSE" in page: sabotaged(page, url)
    return find(page, url)
html._article_of_page = sabotaged
"""
QUICK = Allowance(seconds=8.0, memory_bytes=400_000_000, workers=2)
PATIENT = replace(QUICK, seconds=60.0)  # where nothing is to take long
needs_limits = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no such limits")


@pytest.fixture
def pids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the processes with the bad parser leave their ids; in the end none is there."""
    path = tmp_path / "pids"
    monkeypatch.setenv("PIDS", str(path))
    monkeypatch.setattr(guard, "COMMAND", f"{SABOTAGE}\n{guard.COMMAND}")
    yield path
    assert not [pid for pid in seen(path) if alive(pid)]


def seen(pids: Path) -> list[int]:
    return [int(line) for line in pids.read_text().split()] if pids.exists() else []


def alive(pid: int) -> bool:
    """Whether a process is there, be it as a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def page(word: str = "") -> str:
    return f"<html><body><p>{STORY} {word}</p></body></html>"


def told(root: Path, allowance: Allowance = QUICK) -> list[str]:
    """Each article's id and each error, in the order they come."""
    items = read_articles(root, allowance=allowance)
    return [item.id if isinstance(item, Article) else str(item) for item in items]


@needs_limits
def test_a_bad_file_is_named_and_the_others_are_read(tmp_path: Path, pids: Path) -> None:
    root = tmp_path / "root"
    words = ["", "EAT", "", "EXIT", "KILL", "PRINT", "RAISE", "RECURSE", "SLEEP", ""]
    for number, word in enumerate(words):
        write(root / f"{number}.html", page(word))
    write(root / "4.txt", "Read here.")
    assert told(root) == [
        "0.html",
        "1.html: needs more than 0.4 GB of memory",
        "2.html",
        "3.html: crashed its parser (exit 3)",
        "4.html: crashed its parser (SIGKILL)",
        "4.txt",
        "5.html",
        "6.html: could not be parsed (KeyError: 'x')",
        "7.html: is nested too deeply",
        "8.html: took longer than 8 seconds",
        "9.html",
    ]
    assert len(set(seen(pids))) >= 5


@pytest.mark.slow
@needs_limits
def test_within_an_archive_too_the_others_are_read(tmp_path: Path, pids: Path) -> None:
    words = {"a": "", "b": "EAT", "c": "KILL", "d": "", "e": "SLEEP", "f": "RAISE", "g": ""}
    pages: dict[str, str | bytes] = {f"{name}.html": page(word) for name, word in words.items()}
    inner = zipped({"k.html": page("KILL"), "l.html": page()})
    write(tmp_path / "root" / "x.zip", zipped({**pages, "h.zip": inner, "i.txt": "Words."}))
    write(tmp_path / "root" / "y.html", page())
    assert told(tmp_path / "root") == [
        "x.zip/a.html",
        "x.zip/b.html: needs more than 0.4 GB of memory",
        "x.zip/c.html: crashed its parser (SIGKILL)",
        "x.zip/d.html",
        "x.zip/e.html: took longer than 8 seconds",
        "x.zip/f.html: could not be parsed (KeyError: 'x')",
        "x.zip/g.html",
        "x.zip/h.zip/k.html: crashed its parser (SIGKILL)",
        "x.zip/h.zip/l.html",
        "x.zip/i.txt",
        "y.html",
    ]


@pytest.mark.slow
def test_an_archive_has_a_time_for_all_of_it(tmp_path: Path, pids: Path) -> None:
    pages: dict[str, str | bytes] = {"a.txt": "Words.", "b.html": page("SLEEP")}
    write(tmp_path / "root" / "x.zip", zipped({**pages, "c.txt": "Words."}))
    assert told(tmp_path / "root", Allowance(seconds=9.0, archive_seconds=2.0)) == [
        "x.zip/a.txt",
        "x.zip: took longer than 2 seconds in all: the rest was not read",
    ]


@pytest.mark.slow
def test_too_many_that_crash_end_an_archive(
    tmp_path: Path, pids: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_MOST_STOPS", 2)
    pages: dict[str, str | bytes] = {f"{n}.html": page("KILL") for n in range(4)}
    write(tmp_path / "root" / "x.zip", zipped(pages))
    assert told(tmp_path / "root") == [
        "x.zip/0.html: crashed its parser (SIGKILL)",
        "x.zip/1.html: crashed its parser (SIGKILL)",
        "x.zip: 2 files within it had to be stopped: the rest was not read",
    ]


@pytest.mark.slow
def test_an_archive_of_many_files_waits_for_who_reads_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n:03}.txt": f"Words {n}." for n in range(300)}
    write(tmp_path / "x.zip", zipped(files))
    items = read_articles(tmp_path)
    first = next(items)
    time.sleep(0.5)  # until more parts are ready than are held
    assert isinstance(first, Article)
    assert len(list(items)) == 299
    left = read_articles(tmp_path)
    next(left)
    start = time.monotonic()
    del left
    assert time.monotonic() - start < 2


def test_a_parser_that_holds_the_interpreter_is_ended_too(tmp_path: Path, pids: Path) -> None:
    write(tmp_path / "root" / "a.html", page("SPIN"))
    quick = Allowance(seconds=0.5)
    assert told(tmp_path / "root", quick) == ["a.html: took longer than 0.5 seconds"]


def test_results_are_those_of_reading_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        write(tmp_path / f"{number}.html", PAGE.replace("bridge/", f"bridge/{number // 2}"))
    write(tmp_path / "a.pdf", pdf(STORY, "Second page.", title="Report"))
    write(tmp_path / "b.pdf", b"%PDF-1.4\n" + b"x" * 99 + b"\n%%EOF")
    write(tmp_path / "c.rss", RSS.encode("latin-1"))
    write(tmp_path / "c.txt", "Words.")
    write(tmp_path / "c2.md", f"# A bridge\n\n*One* `code` 🦊.\n{STORY}\n\n" * 3000)
    write(tmp_path / "d.html", "<html></html>")
    write(tmp_path / "d.xml", "<note/>")
    write(tmp_path / "e.html", "caf\u00e9 ".encode("latin-1") * 40)
    guarded = list(map(repr, read_articles(tmp_path)))
    monkeypatch.setattr(folder, "is_risky", lambda _: False)
    assert guarded == list(map(repr, read_articles(tmp_path)))
    assert len(guarded) == 19


def test_nothing_is_started_for_plain_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    write(tmp_path / "a.txt", "Words.")
    write(tmp_path / "b.json", '{"text": "Words."}')
    assert told(tmp_path) == ["a.txt", "b.json"]


def test_no_process_to_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.html", page())
    monkeypatch.setattr(guard, "COMMAND", "raise SystemExit(7)")
    expected = "a.html: its reader could not be used (RuntimeError: it ended at once with 7)"
    assert told(tmp_path) == [expected]
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert told(tmp_path)[0].startswith("a.html: its reader could not be used (FileNotFoundError")


def test_an_iterator_let_go_ends_the_processes(tmp_path: Path, pids: Path) -> None:
    root = tmp_path / "root"
    for number, word in enumerate(["", "SLEEP", "SLEEP", "SLEEP"]):
        write(root / f"{number}.html", page(word))
    items = read_articles(root)
    assert isinstance(next(items), Article)
    start = time.monotonic()
    del items
    assert time.monotonic() - start < 2
    assert not [pid for pid in seen(pids) if alive(pid)]


@pytest.mark.slow
def test_threads_read_side_by_side(tmp_path: Path) -> None:
    write(tmp_path / "a.html", page())
    write(tmp_path / "b.html", page())
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(told(tmp_path, PATIENT))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [["a.html", "b.html"]] * 3


def test_files_wait_for_a_process_and_none_is_lost(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{number}.html", page()) for number in range(12)]
    with Guard(PATIENT) as guard:
        sources = [Source.of(path, path.name) for path in paths]
        futures = [guard.submit(source, Limits()) for source in sources]
        assert all(len(future.result()) == 1 for future in futures)


SCRIPT = """
import pathlib, sys, time
from index.reading import guard
from index.reading.folder import read_articles
guard.COMMAND = sys.argv[2] + guard.COMMAND
patient = guard.Allowance(seconds=120.0)  # on a busy machine too nothing is to be stopped
for item in read_articles(pathlib.Path(sys.argv[1]), allowance=patient):
    print(item.id, flush=True)
    time.sleep(float(sys.argv[3]))
"""


def script(tmp_path: Path, *words: str, sabotage: str = "", pause: int = 0) -> list[str]:
    """The command for a script without a main guard that reads pages with these words."""
    for number, word in enumerate(words):
        write(tmp_path / "root" / f"{number}.html", page(word))
    path = write(tmp_path / "script.py", SCRIPT)
    return [sys.executable, str(path), str(tmp_path / "root"), sabotage, str(pause)]


@pytest.mark.slow
def test_a_plain_script_needs_no_main_guard(tmp_path: Path) -> None:
    done = subprocess.run(
        script(tmp_path, "", "", ""),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout.split(), done.stderr) == (["0.html", "1.html", "2.html"], "")


@pytest.mark.parametrize(
    ("first", "pause"), [("SLEEP", 0), pytest.param("", 60, marks=pytest.mark.slow)]
)
def test_ctrl_c_ends_the_processes(tmp_path: Path, first: str, pause: int, pids: Path) -> None:
    """Whether it comes while a file is waited for, or while one is being used."""
    command = script(tmp_path, first, "SLEEP", "SLEEP", "SLEEP", sabotage=SABOTAGE, pause=pause)
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        deadline = time.monotonic() + 30
        while len(seen(pids)) < (2 if first else 3) and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)  # which is less than they would sleep
    assert errors.rstrip().endswith(b"KeyboardInterrupt")
    assert seen(pids)


def test_a_page_from_the_web_is_read_under_guard(server: Server, web: Web, pids: Path) -> None:
    server.replies["/a"] = Reply(page("KILL").encode())
    with pytest.raises(FetchError, match=r"finding the article crashed its parser \(SIGKILL\); "):
        web.fetch(f"{HOST}/a")


def test_a_refusal_is_an_error_like_others() -> None:
    assert issubclass(guard.Stopped, ReadError)


def test_large_markup_is_read_under_guard(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "`a``b" * 1_000_000)
    assert told(tmp_path, Allowance(seconds=1.0)) == ["a.md: took longer than 1 seconds"]


def test_tables_and_json_made_to_eat_memory(tmp_path: Path) -> None:
    write(tmp_path / "a.json", "[" + "[[]]," * 4_000_000 + "1]")
    write(tmp_path / "b.json", '{"text": "x"' + "".join(f',"{n}":1' for n in range(20_000)) + "}")
    write(tmp_path / "c.csv", "a," * 200_000 + "text\n" + "1," * 200_000 + "x\n")
    assert told(tmp_path) == [
        "a.json: needs more than 1 GB of memory: save it as .jsonl, an article a line",
        "b.json: has 20,001 fields: that is no article",
        "c.csv: its first line has 400,005 characters: that is no header",
    ]
