"""The costliest files we know of for the readers that run in the build's own process.

    python -m tests.bench.worst

Web pages, PDFs, feeds and large texts are read under guard, which ends what takes too long. Tables
and JSON are not: they may have gigabytes, and their records come one by one. What holds for them is
that no file makes the reader go on for ten seconds, or need a gigabyte, before its next item comes;
each of these files, as large as the limits allow, was made to refute it.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index.reading.folder import read_articles

MB = 1_000_000
_MARKS = "\u0315\u0300\u0316\u0323\u0327"  # marks that normal form puts in another order


def piled(count: int) -> str:
    """Letters with rows of marks as long as are let pass, in the order that costs most."""
    return ("a" + (_MARKS * 60)[:298]) * (count // 299)


def row(text: str) -> bytes:
    """A line of JSON with this text."""
    return b'{"text": "' + text.encode() + b'"}\n'


CASES: dict[str, Callable[[], bytes]] = {
    "marks.jsonl": lambda: row(piled(5 * MB - 999)),
    "marks.csv": lambda: b'text\n"' + piled(10 * MB - 999).encode() + b'"\n',
    "marks-everywhere.json": lambda: ("[{" + ",".join(
        f'"{name}": "{piled(10 * MB - 999)}"' for name in ("id", "title", "author", "text")
    ) + "}]").encode(),
    "long-title.json": lambda: b'{"text": "a", "title": "' + b"ab " * (66 * MB) + b'"}',
    "long-id.json": lambda: b'{"text": "a", "id": "' + b"ab " * (66 * MB) + b'"}',
    "wide.json": lambda: '{"text": "\U0001f98a'.encode() + b"a" * (199 * MB) + b'"}',
    "escapes.json": lambda: b'{"text": "' + b"\\n" * (99 * MB) + b'"}',
    "latin.json": lambda: b'{"text": "' + "café – né ".encode("cp1252") * (19 * MB) + b'"}',
    "digits.jsonl": lambda: b'{"text": "a", "n": 0.' + b"1" * (9 * MB) + b"}\n",
    "exponents.jsonl": lambda: b'{"text": "a", "n": [' + b"1e-300," * (MB) + b"1]}\n",
    "objects.jsonl": lambda: b'{"text": "a", "n": [' + b'{"a":{}},' * (MB) + b"1]}\n",
    "objects.json": lambda: b"[" + b'{"a":{}},' * (3 * MB) + b"1]",
    "blank.jsonl.gz": lambda: gzip.compress(row("a") + b"\n" * (1990 * MB), 1),
    "blank.csv.gz": lambda: gzip.compress(b"text\na\n" + b"\n" * (1990 * MB), 1),
    "empty-rows.csv": lambda: b"text,a\na,\n" + b",\n" * (600 * MB),
    "complaints.jsonl": lambda: row("a") + b"1\n" * (600 * MB),
    "twins.jsonl": lambda: b'{"text":"a","id":"x"}\n' * (60 * MB),
    "cells.csv": lambda: b"text\n" + b"ab," * (3 * MB) + b"a\n",
    "quotes.csv": lambda: b'text\n"' + b'""' * (9 * MB) + b'"\n',
    "emphasis.md": lambda: b"**a *b _c __d " * 14_000,
    "code.md": lambda: b"`a " * 66_000,
    "ticks.md": lambda: b"".join(b"`" * n + b"a" for n in range(1, 620)),
    "links.md": lambda: b"[a](b 'c" * 25_000,
    "brackets.md": lambda: b"[a](" * 50_000,
    "front.md": lambda: b"---\na: [" + b"[a]," * 15_000 + b"]\n---\nWords.",
    "front-keys.md": lambda: b"---\n%b---\nA." % b"".join(b"k%d: 1\n" % n for n in range(6_000)),
    "guess.txt": lambda: "Привет, мир. ".encode("koi8-r") * 15_000,
}  # fmt: skip


def main() -> int:
    """Read each file in a process of its own, and print the time to its slowest item."""
    names = sys.argv[1:] or list(CASES)
    worst = 0.0
    for name in names:
        with tempfile.TemporaryDirectory(prefix="worst-") as folder:
            path = Path(folder, name)
            path.write_bytes(CASES[name]())
            command = [sys.executable, "-m", "tests.bench.worst", "--read", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            size = path.stat().st_size / MB
        print(f"{name:24} {size:7.1f} MB  {done.stdout.strip() or done.stderr[-200:]}", flush=True)
        worst = max(worst, float((done.stdout or "inf").split()[0]))
    return 1 if worst > 10 else 0


def read(path: Path) -> None:
    """Read one file, for half a minute at most."""
    begun = started = time.perf_counter()
    slowest, count, last = 0.0, 0, ""
    for item in read_articles(path):
        now = time.perf_counter()
        slowest, started, count = max(slowest, now - started), now, count + 1
        last = type(item).__name__ + (f": {item}"[:90] if isinstance(item, Exception) else "")
        if now - begun > 30:
            last = f"(left) {last}"
            break
    slowest = max(slowest, time.perf_counter() - started)
    status = Path("/proc/self/status").read_text("ascii", "replace")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(f"{slowest:6.2f} s  {peak:5.0f} MB  {count:9,} items  {last}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        sys.exit(main())
