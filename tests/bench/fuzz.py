"""Mutated files of every format through the readers: nothing may hang, crash or eat memory.

    python -m tests.bench.fuzz --seconds 60 --seed 1 --keep /tmp/found
Each file is made from a sound one by cutting, flipping, repeating and mixing, and read as a build
reads it. Counted as a failure: an exception, an item that is no article and no `ReadError`, more
than twelve seconds from one item to the next, more than a gigabyte. Failures are kept as files.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from index.errors import ReadError
from index.reading.folder import Allowance, Limits, _read_file
from index.reading.formats import is_risky
from index.reading.found import Found
from index.reading.guard import Guard, Stopped
from index.reading.source import Source
from tests.index.reading.packages import book, opendocument, word, word_paragraphs, zipped
from tests.index.reading.samples import PAGE, RSS, pdf

SLOWEST, HANG = 12.0, 30  # seconds
MOST_BYTES, MOST_MEMORY = 19_000_000, 1_000_000_000

TEXT = "The council voted on Monday to close the old bridge for repairs until the spring.\n\n" * 6
FRONT = (
    f"---\ntitle: Bridge\ndate: 2021-05-13\ntags: [a, b]\n---\n# Bridge\n\n**Bold** [x](y). {TEXT}"
)
JSON = '{"title": "Bridge", "date": "May 13, 2021", "authors": ["Ann"], "text": "The council."}'
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><entry><id>tag:g,2021:1</id>"
    "<title>T</title><updated>2021-05-13T00:00:00Z</updated><author><name>Ann</name></author>"
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Words here.</p></div>"
    "</content></entry></feed>"
)
TABLE = 'id,title,date,text\n1,"A ""b""",2021-05-13,"The council\nvoted."\n2,B,,Other words.\n'
LETTER = (
    b"From: Ann <a@b.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\nMIME-Version: 1.0\n"
    b"Date: Thu, 03 Feb 2022 09:30:00 +0000\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    b"Content-Type: text/plain; charset=utf-8; format=flowed\n\nThe council \nvoted.\n--x\n"
    b"Content-Type: text/html\nContent-Disposition: attachment; filename=a.html\n"
    b"Content-Transfer-Encoding: base64\n\nPHA+V29yZHMgaGVyZSBhcmUgcmVhZC48L3A+\n--x--\n"
)
WORDPRESS = (
    "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='c'><channel><title>B</title>"
    "<item><title>T</title><content:encoded>[caption]x[/caption]Words [b] here.[gallery]"
    "</content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
    "</channel></rss>"
)
WIKI = (
    "<mediawiki><page><title>T</title><ns>0</ns><revision><text>{{date|May 13, 2021}} '''A''' "
    "[[b|c]] {{w|d}} words.</text></revision></page></mediawiki>"
)
SOUND: dict[str, list[bytes]] = {
    ".txt": [TEXT.encode(), TEXT.encode("utf-16"), "“Café” owners’ view".encode("cp1252")],
    ".md": [FRONT.encode(), b"a ![i](j) `code *x*` __b__ *c* ~~~\n```py\nx\n```\n" * 9],
    ".html": [PAGE.encode(), PAGE.replace("<p>", "<table><tr><td><p><a href='/x'>").encode()],
    ".pdf": [pdf(TEXT[:80], "Second page."), pdf("One.", title="Bridge report")],
    ".json": [f"[{JSON}, {JSON}]".encode(), f'{{"articles": [{JSON}]}}'.encode()],
    ".jsonl": [f"{JSON}\n".encode() * 9],
    ".csv": [TABLE.encode(), TABLE.replace(",", ";").encode("utf-16")],
    ".tsv": [b"id\ttitle\ttext\n1\tA\tThe council voted.\n" * 3],
    ".rss": [RSS.encode("latin-1"), RSS.replace("iso-8859-1", "utf-8").encode()],
    ".atom": [ATOM.encode()],
    ".docx": [word(word_paragraphs("The council voted.", "It was Monday."))],
    ".odt": [opendocument("<text:p>The council voted.</text:p>")],
    ".rtf": [rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}The council\par voted \'e9 \u8220?x.}"],
    ".epub": [book({"a.xhtml": "<html><body><p>The council voted today.</p></body></html>"})],
    ".eml": [LETTER],
    ".mbox": [(b"From x Sat Nov 28 05:59:56 2026\n" + LETTER + b"\n") * 3],
    ".mhtml": [LETTER.replace(b"plain", b"html")],
    ".ris": [b"TY  - NEWS\nTI  - A\nAB  - The council voted.\nER  - \n" * 3],
    ".zip": [zipped({"a.txt": TEXT, "b.zip": zipped({"c.html": PAGE})})],
    ".xml": [WORDPRESS.encode(), WIKI.encode()],
}
TOKENS = [
    *b"< > </p> <p> <div> <a href=x> <b> <table> <td> <br> <!-- --> <![CDATA[ ]]> &amp; &#x0; "
    b"&#1114112; <item> <entry> <description> <!DOCTYPE <!ENTITY \xff \xfe\xff \xef\xbb\xbf "
    b"\x00 \xed\xa0\x80 \xcc\x81 \xe2\x80\xae [ ] { } : , ; \" ' \\ \\u0000 \\ud800 1e999 -1 NaN "
    b"null true 0 99999999999999999999 ``` ~~~ * ** *** _ __ ` ( ) ![ ]( # --- ... &a *a !!x "
    b"%PDF-1.4 %%EOF obj endobj stream endstream << >> /Length /Filter /FlateDecode /Kids "
    b"/Parent /Contents 2\x200\x20R startxref xref trailer BT ET Tj T* Tf 13/13/2021".split(b" "),
    b" ", b"\n", b"\r\n", b"\t", b" \n", b"a ", b"\n\n", b"<p>a b c d e</p>\n", b'{"text":"a"},',
    b'"a":[', b"[[],[]],", b"a\n", b",,,", b"<item><title>a</title></item>", b"- a\n",
    b"(a) Tj T* ", b"q ", b"<a href='/a'>Link text</a> ", b"<li><b>x</b>",
]  # fmt: skip


def main() -> int:
    """Fuzz until the time is up, then print what came of it."""
    parser = argparse.ArgumentParser(description="Mutated files through the readers.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="+", default=list(SOUND), choices=list(SOUND))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir(), "fuzz-found"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, Guard(Allowance()) as guard:
        run = Run(Path(folder), options.keep, guard, random.Random(options.seed))
        run.until(time.monotonic() + options.seconds, options.formats)
    run.tell()
    return 1 if run.failures else 0


class Run:
    """Files made and read, and what was seen."""

    def __init__(self, folder: Path, keep: Path, guard: Guard, rng: random.Random) -> None:
        self.folder = folder
        self.keep = keep
        self.guard = guard
        self.rng = rng
        self.count = 0
        self.outcomes: Counter[str] = Counter()
        self.stopped: Counter[str] = Counter()
        self.unforeseen: Counter[str] = Counter()
        self.failures: list[str] = []
        self.slowest: dict[str, tuple[float, int]] = {}

    def until(self, end: float, formats: list[str]) -> None:
        """Take the formats in turn until the time has come."""
        while time.monotonic() < end:
            suffix = formats[self.count % len(formats)]
            data = mutated(self.rng, suffix)
            if self.rng.random() < 0.05:
                suffix, data = f"{suffix}.gz", gzip.compress(data, 1)
                data = broken(self.rng, data) if self.rng.random() < 0.3 else data
            self.read(suffix, data)

    def read(self, suffix: str, data: bytes) -> None:
        """Read one file and note how it went."""
        self.count += 1
        path = self.folder / f"x{suffix}"
        path.write_bytes(data)
        source = Source.of(path, path.name)
        started, took = time.monotonic(), 0.0
        signal.alarm(HANG)
        try:
            found = self.guard.submit(source, Limits()) if is_risky(source) else None
            for item in _read_file(source, found, Limits()):
                took, started = max(took, time.monotonic() - started), time.monotonic()
                self.note(source, item)
        except Exception as error:
            self.fail(path, f"{type(error).__name__}: {error}"[:200])
        finally:
            signal.alarm(0)
        took = max(took, time.monotonic() - started)  # a table of many rows goes on and on
        self.slowest[suffix] = max(self.slowest.get(suffix, (0.0, 0)), (took, len(data)))
        if took > 2:
            self.save(path, f"slow-{took:.0f}s")
        if took > SLOWEST:
            self.fail(path, f"took {took:.1f} s")
        peak = memory(resource.RUSAGE_SELF)
        if peak > MOST_MEMORY:
            self.tell()
            sys.exit(f"this process needed {peak / 1e9:.1f} GB for {self.save(path, 'memory')}")

    def note(self, source: Source, item: object) -> None:
        """Count what came out, by kind."""
        if isinstance(item, ReadError):
            self.outcomes["refused"] += 1
            if isinstance(item, Stopped):
                self.stopped[f"{source.suffix}: {item.reason}"] += 1
                self.save(source.path, "stopped")
            elif item.reason.startswith("could not be parsed"):
                self.unforeseen[f"{source.suffix}: {item.reason[:90]}"] += 1
        elif isinstance(item, Found):
            self.outcomes["article"] += 1
            item.article.text.encode("utf-8")
        else:
            raise TypeError(f"{item!r:.80} came out")

    def fail(self, path: Path, reason: str) -> None:
        """Note a failure and keep the file."""
        self.failures.append(f"{reason}: {self.save(path, 'failed')}")

    def save(self, path: Path, why: str) -> Path:
        """Keep a copy of a file."""
        self.keep.mkdir(parents=True, exist_ok=True)
        kept = self.keep / f"{why}-{self.count}{''.join(path.suffixes)}"
        kept.write_bytes(path.read_bytes())
        return kept

    def tell(self) -> None:
        """Print the figures."""
        print(f"{self.count} files read: {dict(self.outcomes)}; failures: {len(self.failures)}")
        for line in self.failures[:20]:
            print(f"  failed   {line}")
        for name, counts in (("stopped", self.stopped), ("unforeseen", self.unforeseen)):
            for what, count in counts.most_common(12):
                print(f"  {name} {count:5} x {what}")
        for suffix, (took, size) in sorted(self.slowest.items(), key=lambda item: -item[1][0])[:8]:
            print(f"  slowest {suffix:9} {took:6.2f} s, {size:,} bytes")
        here, there = memory(resource.RUSAGE_SELF), memory(resource.RUSAGE_CHILDREN)
        print(f"  peak memory: {here / 1e6:.0f} MB here, {there / 1e6:.0f} MB in a reader")


def memory(whose: int) -> int:
    """The most bytes that were resident (Linux counts in kilobytes)."""
    return resource.getrusage(whose).ru_maxrss * 1024


def mutated(rng: random.Random, suffix: str) -> bytes:
    """A sound file of a format, made unsound."""
    data = rng.choice(SOUND[suffix])
    for _ in range(rng.choice([0, 1, 1, 2, 3, 5, 10])):
        data = rng.choice(CHANGES)(rng, data)
    if rng.random() < 0.03:
        data = blown_up(rng, data)
    return data[:MOST_BYTES]


def blown_up(rng: random.Random, data: bytes) -> bytes:
    """With one piece repeated to megabytes: the head and the tail stay."""
    at = rng.randrange(len(data) + 1)
    end = min(len(data), at + rng.randrange(1, 200))
    unit = rng.choice(
        [rng.choice(TOKENS), data[at:end] or b"a", b"".join(rng.choices(TOKENS, k=3))]
    )
    most = rng.choice([20_000, 200_000, 2_000_000, MOST_BYTES]) // max(1, len(unit))
    return data[:at] + unit * most + data[at:]


def broken(rng: random.Random, data: bytes) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(rng: random.Random, data: bytes) -> bytes:
    """Without a piece, or without its end."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + (data[at + rng.randrange(1, 60) :] if rng.random() < 0.7 else b"")


def with_token(rng: random.Random, data: bytes) -> bytes:
    """With something that means something put in, maybe many times."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) * rng.choice([1, 1, 1, 2, 50, 2000]) + data[at:]


def repeated(rng: random.Random, data: bytes) -> bytes:
    """With a piece repeated somewhere else."""
    at, to = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
    return data[:to] + data[at : at + rng.randrange(400)] * rng.choice([1, 2, 30]) + data[to:]


def mixed(rng: random.Random, data: bytes) -> bytes:
    """Begun as one file, ended as another."""
    other = rng.choice(SOUND[rng.choice(list(SOUND))])
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other)) :]


CHANGES: list[Callable[[random.Random, bytes], bytes]] = [broken, cut, with_token, repeated, mixed]


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"hangs for {HANG} s")


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _hang)
    sys.exit(main())
