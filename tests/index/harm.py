"""Random damage to the files of an index, and what becomes of asking it afterwards.

It is asked in a process of its own, which may hang, crash or be killed by what it reads.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.article import Filters
from index.errors import IndexingError
from index.storage.pins import pinned
from index.store import open_index

Ask = Callable[[Path], Any]

RIGHT, TOLD, HANGS = "right", "told", "hangs"
_PATIENCE_SECONDS = 60.0  # until it counts as hanging: a busy machine takes some for an answer


def all_it_says(folder: Path) -> Any:  # noqa: ANN401 - plain values
    """What an index answers, looked up in every way, without a model."""
    index = open_index(folder)
    query = np.zeros(index.manifest.encoder.dimensions, dtype=np.float32)
    query[0] = 1.0
    ids = [int(one) for one in index.passage_ids()]
    return [
        index.words(["ships", "storm", "council"], 50, Filters()),
        index.words(["ships"], 50, Filters(source="wire")),
        [(one, round(score, 4)) for one, score in index.nearest(query, 50, Filters())],
        index.rarity(["ships", "storm"]),
        [(p.start, p.end, p.text, a.as_json()) for p, a in index.passages(ids)],
        [str(one) for one in index.articles()],
        index.left_out(),
        index.near_groups(),
        sorted(pinned(folder)),
    ]


def damaged(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    """Some bytes made wrong in one of the ways in which disks and copies do, and which."""
    changed = bytearray(data)
    at = dice.randrange(len(data)) if data else 0
    length = min(dice.choice([1, 16, 512, 4096]), len(data) - at)
    way = dice.choice(["bit", "bit", "bit", "cut", "zeros", "noise", "longer", "empty"])
    if way == "bit" and data:
        changed[at] ^= 1 << dice.randrange(8)
    elif way == "cut":
        del changed[at:]
    elif way == "zeros":
        changed[at : at + length] = bytes(length)
    elif way == "noise":
        changed[at : at + length] = dice.randbytes(length)
    elif way == "longer":
        changed += dice.randbytes(max(length, 1))
    elif way == "empty":
        changed.clear()
    return f"{way} at {at} of {len(data)}", bytes(changed)


def files_of(folder: Path) -> list[Path]:
    """The files of an index that hold something, from its folder."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix != ".lock")


@dataclass
class Harming:
    """Damages copies of a sound index and asks them.

    Attributes:
        sound: the index; its copies go to `place`.
        ask: gives plain values, the same whenever it is asked; importable by its name.
        counts: outcomes by kind of file.
        bad: whatever was neither right nor told.
    """

    sound: Path
    place: Path
    ask: Ask
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._begin()
        right = self._asked(self.sound)
        assert right[0] == RIGHT, right
        self._right = right[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def some(self, count: int, seed: int) -> Iterator[str]:
        """Damage one file after another, this often; each outcome, as it comes."""
        dice = random.Random(seed)
        files = files_of(self.sound)
        for number in range(count):
            name = files[number % len(files)]
            yield self.one(name, dice, f"{seed}.{number}")

    def one(self, name: Path, dice: random.Random, mark: str) -> str:
        """Damage one file of a copy and ask; the outcome."""
        copy = shutil.copytree(self.sound, self.place / mark)
        whole = data = (copy / name).read_bytes()
        while data == whole:  # zeros may have been zeros before
            how, data = damaged(whole, dice)
        (copy / name).write_bytes(data)
        outcome, said = self._asked(copy)
        if outcome == RIGHT and said != self._right:
            outcome = "wrong"
        shutil.rmtree(copy)
        self.counts.setdefault(kind_of(name), Counter())[outcome] += 1
        if outcome not in (RIGHT, TOLD):
            self.bad.append(f"{outcome}: {name}, {how} ({mark}): {said:.200}")
        return outcome

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._end, theirs = context.Pipe()
        self._process = context.Process(target=_answering, args=(theirs, self.ask), daemon=True)
        self._process.start()
        theirs.close()

    def _asked(self, folder: Path) -> tuple[str, str]:
        self._end.send(folder)
        outcome: tuple[str, str]
        try:
            if self._end.poll(_PATIENCE_SECONDS):
                outcome = self._end.recv()
                return outcome
            outcome = (HANGS, "")
        except (EOFError, OSError):
            self._process.join()
            outcome = ("dies", f"exit code {self._process.exitcode}")
        self._process.kill()
        self._begin()
        return outcome


def kind_of(name: Path) -> str:
    """A file's kind: its name without numbers and hashes."""
    if name.suffix == "" and name.name.isdigit():
        return "articles.texts"
    return f"words/*{name.suffix}" if name.parent.name == "words" else name.name


def _answering(end: Connection, ask: Ask) -> None:
    """Answer for each folder until the other side has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what native code says when it fails
    while True:
        folder = end.recv()
        try:
            end.send((RIGHT, json.dumps(ask(folder))))
        except IndexingError as error:
            end.send((TOLD, str(error)))
        except BaseException as error:
            end.send((type(error).__name__, str(error)))
