"""Questions that people wrote on passages of news, with and without an answer, and of yes or no.

A folder holds `passages.jsonl` (`n`, `id` of the article, `title`, `text`) and text files with a
block for each passage:

    ## 17
    + question | exact words of the passage that answer
    - question on the same things that the passage does not answer
    y question that it answers with yes
    n question that it answers with no
    ? question of yes or no that it leaves open
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.language.claims import claim_of
from tests.bench.training.rows import LABELS, Claim, Reading, front, json_lines

_SOURCE = "written"
_LINE = re.compile(r"([-+yn?]) (.+)")
_SAYS = {"y": "support", "n": "contradict", "?": "neutral"}
_OPPOSITE = {"support": "contradict", "contradict": "support", "neutral": "neutral"}


@dataclass(frozen=True, slots=True)
class Written:
    """What a folder holds: questions to read passages for, and claims to check by them."""

    readings: list[Reading]
    claims: list[Claim]


def written(folder: Path) -> Written:
    """All blocks of a folder's text files.

    Raises:
        ValueError: a line is in no form of these, or an answer does not stand in its passage.
    """
    passages = {row["n"]: row for row in json_lines(folder / "passages.jsonl")}
    found = Written([], [])
    for kind, body, passage in _lines(folder, passages):
        if kind in _SAYS:
            found.claims.extend(_claims(body, passage, _SAYS[kind]))
        else:
            found.readings.append(_reading(kind, body, passage))
    return found


def _lines(
    folder: Path, passages: Mapping[int, dict[str, Any]]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each line's kind and the rest of it, and the passage that it is on."""
    for path in sorted(folder.glob("*.txt")):
        passage: dict[str, Any] = {}
        for line in filter(str.strip, path.read_text("utf-8").splitlines()):
            if line.startswith("## "):
                passage = passages[int(line.removeprefix("## "))]
            elif match := _LINE.fullmatch(line.strip()):
                yield match[1], match[2].strip(), passage
            else:
                raise ValueError(f"{path}: not a line of a block: {line}")


def _reading(kind: str, body: str, passage: Mapping[str, Any]) -> Reading:
    question, _, answer = (part.strip() for part in body.partition(" | "))
    spans: tuple[tuple[int, int], ...] = ()
    if kind == "+":
        spans = tuple(
            match.span()
            for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", passage["text"])
        )
        if not spans or not answer:
            raise ValueError(f"passage {passage['n']} does not hold the answer {answer!r}")
    group = f"{_SOURCE}:{passage['id']}"
    return Reading(question, passage["title"], passage["text"], spans, group, _SOURCE)


def _claims(question: str, passage: Mapping[str, Any], says: str) -> Iterator[Claim]:
    """The question itself, and the claim that it asks about, said and denied."""
    text = front(passage["title"]) + passage["text"]
    yield Claim(question, text, LABELS.index(says), _SOURCE)
    claim = claim_of(question)
    if claim is None or claim.negated:
        return
    yield Claim(claim.said, text, LABELS.index(says), _SOURCE)
    yield Claim(claim.denied, text, LABELS.index(_OPPOSITE[says]), _SOURCE)
