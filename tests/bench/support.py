"""Precision and recall of "unsupported" on labelled pairs made from a set of articles.

    python -m tests.bench.support FOLDER [--most N] [--skip N] [--show KIND]

FOLDER holds `corpus.jsonl` or `corpus.jsonl.gz` (id, title, text, …) and maybe `queries.jsonl`.
Pairs are made of passages of five sentences. True: a sentence of the passage; the same without a
part between commas; a sentence that a person wrote from it (answers of eight words and more, with
`evidence`). False: one of those with a number, a name or a negation changed, or with a word
turned round (by pairs of words that the reader was not trained on), or a sentence of another
article. What replaces a number or name comes from the passage itself in every other pair:
such a claim holds nothing that the passage does not. Precision is given as if true and false
claims were equally many.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.split import sentence_spans
from qa.answer import Support
from qa.checking.facts import facts_of
from qa.checking.support import Evidence, check_support
from qa.evidence.reader import load_reader

PASSAGE = 5  # sentences
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|can|will|would|could|should|did|does|may|might|must)\b"
    r"(?! not|n't)"
)
_NEGATION = re.compile(r"\bnot |(?<=\w)n['’]t\b|\bnever ")
_TURNED = (
    "climbed dropped|surged plunged|jumped slumped|doubled halved|widened narrowed|slower faster"
    "|strengthened weakened|tightened loosened|accelerated slowed|borrowed lent|cheaper dearer"
    "|profit loss|profits losses|export import|exports imports|ally enemy|allies enemies"
    "|permitted forbade|married divorced|appointed dismissed|welcomed condemned"
    "|backed opposed|optimistic pessimistic|encouraged discouraged|inner outer|import export"
    "|easy difficult|easier harder|heavy light|wide narrow|deep shallow"
    "|bigger smaller|big small|longer shorter|larger smaller|better worse|good bad|happy unhappy"
    "|full empty|wet dry|clean dirty|true false|possible impossible|likely unlikely"
    "|legally illegally|popular unpopular|able unable|known unknown|successful unsuccessful"
    "|pushed pulled|push pull|remember forget|remembered forgot|forward backward|sunrise sunset"
    "|top bottom|front back|upper lower|major minor|temporary permanent|urban rural|indoor outdoor"
    "|domestic foreign|peace war|friend foe|birth death|love hate|loved hated|proved disproved"
)
_TURNS = {
    one: other
    for pair in _TURNED.split("|")
    for one, other in (pair.split(), reversed(pair.split()))
}
_ASIDE = re.compile(r", [^,.;]{10,80}, | \([^()]{5,80}\) ")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, what it cites, and how it was made; `true` is the label."""

    kind: str
    true: bool
    claim: str
    evidence: Evidence


def main() -> None:
    """Make the pairs, judge them, print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=150, help="articles that pairs are made from")
    parser.add_argument("--skip", type=int, default=0, help="articles of the shuffled set left out")
    parser.add_argument("--show", help="print the wrongly judged pairs of this kind")
    options = parser.parse_args()
    pairs = made_of(options.folder, options.most, options.skip)
    checker = load_reader()
    verdicts: dict[tuple[bool, str], list[Support]] = defaultdict(list)
    for pair in pairs:
        judgement = check_support(pair.claim, [pair.evidence], checker)
        verdicts[(pair.true, pair.kind)].append(judgement.support)
        wrong = (judgement.support is Support.UNSUPPORTED) == pair.true
        if wrong and options.show in (pair.kind, "all"):
            print(f"-- {pair.kind}: {judgement.why}\n   {pair.claim}\n   < {pair.evidence.text}")
    show(verdicts)


def show(verdicts: dict[tuple[bool, str], list[Support]]) -> None:
    """Print the share of each verdict by kind, then precision and recall."""
    for (true, kind), found in sorted(verdicts.items(), reverse=True):
        shares = "  ".join(f"{s.value} {found.count(s) / len(found):.3f}" for s in Support)
        print(f"{'true ' if true else 'false'} {kind:18} {len(found):5}  {shares}")
    wrongly = _flagged(verdicts, true=True)
    recall = _flagged(verdicts, true=False)
    print(f"unsupported: precision {recall / (recall + wrongly):.3f}, recall {recall:.3f}")


def _flagged(verdicts: dict[tuple[bool, str], list[Support]], true: bool) -> float:
    """The share of unsupported, every kind counting the same."""
    kinds = [found for (label, _), found in verdicts.items() if label == true]
    return sum(found.count(Support.UNSUPPORTED) / len(found) for found in kinds) / len(kinds)


def made_of(folder: Path, most: int, skip: int) -> list[Pair]:
    """The pairs of a folder, always the same for the same arguments."""
    rng = random.Random(7)
    articles = list(_read(next(folder.glob("corpus.jsonl*"))))
    rng.shuffle(articles)
    chosen = articles[skip : skip + most]
    pairs: list[Pair] = []
    for place, article in enumerate(chosen):
        other = articles[(skip + place + 1) % len(articles)]
        made = _passage(article, rng)
        if made:
            pairs += _pairs_of(*made, other, rng)
    by_id = {article["id"]: article for article in chosen}
    for question in _questions(folder / "queries.jsonl"):
        source = by_id.get(question["relevant"][0]) if question.get("relevant") else None
        if source and question.get("evidence"):
            pairs += _human_pairs(question, source, rng)
    return pairs


def _pairs_of(
    claim: str, evidence: Evidence, other: dict[str, Any], rng: random.Random
) -> Iterator[Pair]:
    yield Pair("sentence", True, claim, evidence)
    if (shorter := _ASIDE.sub(" ", claim, count=1)) != claim:
        yield Pair("sentence shortened", True, shorter, evidence)
    yield from _changed(claim, evidence, other, rng)
    if found := _passage(other, rng):
        yield Pair("other article", False, found[0], evidence)


def _human_pairs(
    question: dict[str, Any], article: dict[str, Any], rng: random.Random
) -> Iterator[Pair]:
    for answer in question["answers"][:1]:
        for start, end in sentence_spans(answer):
            claim = answer[start:end]
            if len(claim.split()) >= 8:
                evidence = _evidence(article, article["text"])
                yield Pair("written by a person", True, claim, evidence)
                yield from _changed(claim, evidence, article, rng, "written, ")


def _changed(
    claim: str, evidence: Evidence, other: dict[str, Any], rng: random.Random, prefix: str = ""
) -> Iterator[Pair]:
    for kind, changed in (
        ("number", _swapped(claim, evidence.text, other["text"], rng, names=False)),
        ("name", _swapped(claim, evidence.text, other["text"], rng, names=True)),
        ("negation", _negated(claim)),
        ("word", _turned(claim, rng)),
    ):
        if changed:
            yield Pair(f"{prefix}{kind}", False, changed, evidence)


def _swapped(claim: str, text: str, other: str, rng: random.Random, names: bool) -> str | None:
    """The claim with a number or name replaced, by one of the passage or one from elsewhere."""

    def found(source: str) -> list[str]:
        if names:
            return [t.text for t in facts_of(source) if t.name and len(t.text) > 2]
        return re.findall(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d(?!\w)", source)

    mine = found(claim)
    if not mine:
        return None
    old = rng.choice(mine)
    within = [new for new in found(text) if new not in claim and new[:4] != old[:4]]
    beyond = [new for new in found(other) if new not in text and new[:4] != old[:4]]
    if not names:
        beyond = [new for new in (_varied(old, rng),) if new not in text]
    choices = within if within and rng.random() < 0.5 else beyond
    if not choices:
        return None
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: rng.choice(choices), claim)


def _varied(number: str, rng: random.Random) -> str:
    """A number of the same form with one digit changed."""
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    place = rng.choice(places)
    digits = [d for d in "123456789" if d != number[place]]
    return number[:place] + rng.choice(digits) + number[place + 1 :]


def _negated(claim: str) -> str | None:
    if _NEGATION.search(claim):
        return _NEGATION.sub("", claim, count=1)
    if _AUXILIARY.search(claim):
        return _AUXILIARY.sub(r"\1 not", claim, count=1)
    return None


def _turned(claim: str, rng: random.Random) -> str | None:
    """The claim with a word exchanged for its opposite."""
    words = [match for match in re.finditer(r"[a-z]+", claim) if match.group() in _TURNS]
    if not words:
        return None
    word = rng.choice(words)
    return claim[: word.start()] + _TURNS[word.group()] + claim[word.end() :]


def _passage(article: dict[str, Any], rng: random.Random) -> tuple[str, Evidence] | None:
    """A sentence of eight words or more, and the passage around it."""
    text = article["text"]
    spans = sentence_spans(text)
    long = [n for n, (start, end) in enumerate(spans) if 8 <= len(text[start:end].split()) <= 45]
    if not long:
        return None
    place = rng.choice(long)
    first = max(0, place - rng.randrange(PASSAGE))
    last = min(len(spans), first + PASSAGE) - 1
    start, end = spans[place]
    return text[start:end], _evidence(article, text[spans[first][0] : spans[last][1]])


def _evidence(article: dict[str, Any], text: str) -> Evidence:
    day = str(article.get("date") or "")[:10]
    published = date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    return Evidence(text, article.get("title", ""), published)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _questions(path: Path) -> Sequence[dict[str, Any]]:
    return list(_read(path)) if path.exists() else []


if __name__ == "__main__":
    main()
