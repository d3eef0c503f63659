"""Questions written on passages of news, with and without an answer, and of yes or no.

`tests/data/news_questions.jsonl.gz` holds them, a passage a line, and no word of the passages: they
are found by their article's id and their place in a corpus file of news.

article   id in the corpus; `passage` its place in `corpus.all_passages`, or `whole` that in
          `corpus.whole_passages`; `sha256` of its text
told      questions that the passage answers, each with the first and last character of its answers
not_told  questions on the same people and things that it does not answer
lists     questions that ask for several things, each with the first and last character of every
          one that the passage names; of some it names none
yes, no   questions that it answers so; `open` those of yes or no that it does not

`tests/data/wiki_questions.jsonl.gz` has as much of paragraphs of an encyclopedia: `sha256` of one
that `ENCYCLOPEDIA` holds, `told` and `not_told`; these seem to be answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from qa.language.claims import claim_of
from tests.bench.training.corpus import Article, all_passages, whole_passages
from tests.bench.training.rows import LABELS, Claim, Reading, front, json_lines

_DATA = Path(__file__).resolve().parents[2] / "data"
WRITTEN = _DATA / "news_questions.jsonl.gz"
WRITTEN_ON_WIKIPEDIA = _DATA / "wiki_questions.jsonl.gz"
ENCYCLOPEDIA = "squadshifts_new_wiki"
_ON_WIKIPEDIA = "written, of an encyclopedia"
_SOURCE, _VERDICT, _LIST = "written", "written, of yes or no", "written, of several things"
_SAYS = {"yes": "support", "no": "contradict", "open": "neutral"}
_OPPOSITE = {"support": "contradict", "contradict": "support", "neutral": "neutral"}


@dataclass(frozen=True, slots=True)
class Written:
    """Questions to read passages for, with lists and those of yes or no apart, and claims."""

    readings: Sequence[Reading]
    lists: Sequence[Reading]
    verdicts: Sequence[Reading]
    claims: Sequence[Claim]


def written(path: Path, news: Sequence[Article]) -> Written:
    """The questions of a file whose passages some articles have as they were."""
    articles = {article.id: article for article in news}
    readings: list[Reading] = []
    lists: list[Reading] = []
    verdicts: list[Reading] = []
    claims: list[Claim] = []
    for row in json_lines(path):
        passage = _passage(row, articles)
        if passage:
            readings += _readings(row, passage)
            lists += _lists(row, passage)
            verdicts += _verdicts(row, passage)
            claims += _claims(row, passage)
    return Written(readings, lists, verdicts, claims)


def written_on_wikipedia(path: Path, reading: Path) -> list[Reading]:
    """The questions of a file whose paragraphs a folder of data sets has, if it has that set."""
    paragraphs = {
        digest(row["context"]): Article("", str(row.get("title") or ""), row["context"])
        for file in sorted((reading / ENCYCLOPEDIA).glob("qa.jsonl*"))
        for row in json_lines(file)
    }
    return [
        replace(reading, source=_ON_WIKIPEDIA, group=f"{_ON_WIKIPEDIA}:{row['sha256']}")
        for row in json_lines(path)
        if row["sha256"] in paragraphs
        for reading in _readings(row, paragraphs[row["sha256"]])
    ]


def digest(text: str) -> str:
    """By which a passage is known to be as it was."""
    return sha256(text.encode()).hexdigest()[:16]


def _passage(row: Mapping[str, Any], articles: Mapping[str, Article]) -> Article | None:
    article = articles.get(row["article"])
    if article is None:
        return None
    whole = "whole" in row
    place = row["whole"] if whole else row["passage"]
    found = (whole_passages if whole else all_passages)(article)[place : place + 1]
    return found[0] if found and digest(found[0].text) == row["sha256"] else None


def _readings(row: Mapping[str, Any], passage: Article) -> Iterator[Reading]:
    group, place = f"{_SOURCE}:{passage.id}", (passage.title, passage.text)
    for question, spans in [*row["told"], *([question, ()] for question in row["not_told"])]:
        found = tuple((start, end) for start, end in spans)
        yield Reading(question, *place, found, group, _SOURCE)


def _lists(row: Mapping[str, Any], passage: Article) -> Iterator[Reading]:
    group, place = f"{_SOURCE}:{passage.id}", (passage.title, passage.text)
    for question, spans in row.get("lists", ()):
        found = tuple((start, end) for start, end in spans)
        yield Reading(question, *place, found, group, _LIST, listed=True)


def _verdicts(row: Mapping[str, Any], passage: Article) -> Iterator[Reading]:
    group, place = f"{_SOURCE}:{passage.id}", (passage.title, passage.text)
    for kind in _SAYS:
        for question in row[kind]:
            yield Reading(question, *place, (), group, _VERDICT, settled=kind != "open")


def _claims(row: Mapping[str, Any], passage: Article) -> Iterator[Claim]:
    """Each question itself, and the claim that it asks about, said and denied."""
    text = front(passage.title) + passage.text
    for kind, label in _SAYS.items():
        for question in row[kind]:
            yield Claim(question, text, LABELS.index(label), _SOURCE)
            claim = claim_of(question)
            if claim and not claim.negated:
                yield Claim(claim.said, text, LABELS.index(label), _SOURCE)
                yield Claim(claim.denied, text, LABELS.index(_OPPOSITE[label]), _SOURCE)
