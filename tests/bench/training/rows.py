"""What the reader learns from: rows of public data sets in one form."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = ("support", "contradict", "neutral")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with a passage.

    Attributes:
        question: what is asked.
        title: the passage's title, or "".
        text: the passage.
        spans: characters of `text` that answer, end exclusive; none where it does not answer.
        group: the document it is from: other passages of it make near-misses.
        source: the data set, or how the row was made.
        weight: what it counts in the loss, 0 to 1.
        settled: it answers by yes or no, which stands nowhere in it: there are no spans.
        listed: several things are asked for, and the spans are all of them, one each.
    """

    question: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...]
    group: str
    source: str
    weight: float = 1.0
    settled: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the text that supports it, contradicts it or neither: a place in `LABELS`."""

    claim: str
    text: str
    label: int
    source: str


# rows of each set at most
CHECKED = {
    "fever_dev": 14_000,
    "fm2_part": 2_600,
    "mnli_part": 12_800,
    "cad_nli": 4_000,
    "condaqa_part": 8_300,
    "boolq_part": 5_300,
    "wice_part": 2_700,
    "begin": 2_500,
    "fnc1": 4_000,
}
SELECTED = {"derived_sentence_select": 14_000, "selqa": 3_000}
VERDICTS = "boolq_part"
BACK_TRANSLATED = "squad2_train_backtranslated"
LISTED = "multispanqa_valid"
WIKIPEDIA = (BACK_TRANSLATED, "squad_dev_rest", "squadshifts_new_wiki", "nq_oracle", "qed_dev")
_SURE = 2.0  # nats by which the next best place of an answer is worse, as the set gives it
_UNSURE_WEIGHT = 0.5


def readings(
    folder: Path, sets: Mapping[str, int], share: float, chance: random.Random
) -> list[Reading]:
    """Questions on passages: a share of so many rows at most of each set that the folder has."""
    return [
        _reading(row, name)
        for name, most in sets.items()
        for row in _drawn(folder / name, "qa", most, share, chance)
    ]


def claims(folder: Path, share: float, chance: random.Random) -> list[Claim]:
    """Claims with their evidence, likewise from `CHECKED`."""
    return [
        Claim(row["hypothesis"], row["premise"], LABELS.index(row["label"]), name)
        for name, most in CHECKED.items()
        for row in _drawn(folder / name, "nli", most, share, chance)
    ]


def verdicts(folder: Path, most: int, share: float, chance: random.Random) -> list[Reading]:
    """Questions of yes or no on passages that settle them, likewise, of `VERDICTS`."""
    return [_verdict(row) for row in _drawn(folder / VERDICTS, "nli", most, share, chance)]


def selections(folder: Path, share: float, chance: random.Random) -> list[tuple[str, str]]:
    """Questions with a sentence that answers or does not, likewise from `SELECTED`."""
    return [
        (row["question"], row["sentence_or_passage"])
        for name, most in SELECTED.items()
        for row in _drawn(folder / name, "select", most, share, chance)
    ]


def front(title: str) -> str:
    """What stands before a passage when it is read."""
    return f"{title}. " if title else ""


def part(number: int, share: float) -> int:
    """A share of a number, 1 at least (of none: none)."""
    return min(number, max(1, round(number * share)))


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, packed by gzip or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _drawn(
    folder: Path, form: str, most: int, share: float, chance: random.Random
) -> list[dict[str, Any]]:
    """Rows of a set by chance, without those that overlap a set to measure with."""
    rows = [
        row
        for path in sorted(folder.glob(f"{form}.jsonl*"))
        for row in json_lines(path)
        if not row.get("dev_overlap")
    ]
    chance.shuffle(rows)
    kept = rows[: part(min(most, len(rows)), share)]
    print(f"{folder.name}: {len(kept)} of {len(rows)} rows", flush=True)
    return kept


def _reading(row: dict[str, Any], source: str) -> Reading:
    found = ((a["start"], a["start"] + len(a["text"])) for a in row["answers"] or ())
    spans = tuple(dict.fromkeys(found)) if row["answerable"] else ()
    title = re.sub(r"[_\s]+", " ", str(row.get("title") or ""))
    if source == "qamr" or title.startswith(("Amazon Reviews", "Filtered Reddit")):
        title = ""  # says nothing of the passage
    group = f"{source}:{row.get('doc', row.get('title') or row['id'])}"
    sure = not spans or row.get("conf", _SURE) >= _SURE
    weight = 1.0 if sure else _UNSURE_WEIGHT
    listed = source == LISTED
    return Reading(
        row["question"], title, row["context"], spans, group, source, weight, listed=listed
    )


def _verdict(row: dict[str, Any]) -> Reading:
    title, _, text = row["premise"].partition(" -- ")
    return Reading(
        row["hypothesis"], title, text, (), f"{VERDICTS}:{title}", VERDICTS, settled=True
    )
