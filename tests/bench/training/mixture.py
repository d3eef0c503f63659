"""The mixture that the reader is trained on, as batches; made once and kept."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tokenizers import Tokenizer

from qa.evidence.reader import load_reader
from tests.bench.training.amounts import MIXTURES, Amounts, Name
from tests.bench.training.batches import Batch, Batches, batched, batched_rivals
from tests.bench.training.changed import changed
from tests.bench.training.corpus import Article, all_passages, corpus, corpus_file, kept
from tests.bench.training.hard import fallen_for
from tests.bench.training.items import Itemizer
from tests.bench.training.near_misses import by_exchange, of_other_passages, off_topic
from tests.bench.training.news import further, made
from tests.bench.training.rivals import rivals
from tests.bench.training.rows import (
    BACK_TRANSLATED,
    WIKIPEDIA,
    Claim,
    Reading,
    claims,
    front,
    part,
    readings,
    selections,
    verdicts,
)
from tests.bench.training.written import (
    WRITTEN,
    WRITTEN_ON_WIKIPEDIA,
    Written,
    written,
    written_on_wikipedia,
)

_NEWS_SENTENCES, _SENTENCES, _PASSAGES, _NEWS_PASSAGES = 4_000, 3_000, 4_000, 3_000  # to teach
_LONGEST_TAUGHT = 900  # characters

Row = TypeVar("Row", Reading, Claim)


@dataclass(frozen=True, slots=True)
class Sources:
    """What rows are made of.

    Attributes:
        reading: the folder of public data sets, by name.
        news: a `corpus.jsonl[.gz]`.
        keep_out: folders whose corpus articles are not trained on.
        share: the part of all numbers of rows, above 0, at most 1.
        seed: of the chance by which rows are drawn and made.
        mixture: see `amounts`.
        without: rows to read and to check that are left out, by their source as it is shown; what
            was made of them goes by sources of its own, such as "other passage".
    """

    reading: Path
    news: Path
    keep_out: tuple[Path, ...]
    share: float
    seed: int = 1
    mixture: Name = "broad"
    without: tuple[str, ...] = ()

    def described(self) -> str:
        """The same text for the same files (by path and size) and options."""
        out = [corpus_file(folder) for folder in self.keep_out]
        own = (WRITTEN, WRITTEN_ON_WIKIPEDIA)
        files = [*sorted(self.reading.glob("*/*.jsonl*")), self.news, *out, *own]
        sizes = [[str(file.resolve()), file.stat().st_size] for file in files]
        made = {
            "share": self.share,
            "seed": self.seed,
            "mixture": self.mixture,
            "without": self.without,
            "files": sizes,
        }
        return json.dumps(made, indent=1)


def batches_of(sources: Sources, tokenizer: Tokenizer, out: Path) -> Batches:
    """The batches kept in a folder, or made and kept there if it has none of these sources."""
    saved, described = out / "batches.pkl", out / "batches.json"
    if described.exists() and described.read_text("utf-8") == sources.described():
        with saved.open("rb") as file:
            kept_ones: Batches = pickle.load(file)
        print(f"uses {saved}; delete it to have the rows made anew", flush=True)
        return kept_ones
    described.unlink(missing_ok=True)
    batches = _made(sources, tokenizer, random.Random(sources.seed))
    with saved.open("wb") as file:
        pickle.dump(batches, file)
    described.write_text(sources.described(), "utf-8")  # last: only of whole batches
    return batches


def _made(sources: Sources, tokenizer: Tokenizer, chance: random.Random) -> Batches:
    articles = kept(
        corpus(sources.news),
        (article for folder in sources.keep_out for article in corpus(corpus_file(folder))),
    )
    chance.shuffle(articles)
    print(f"news: {len(articles)} articles after those kept out", flush=True)
    amounts = MIXTURES[sources.mixture]
    base = readings(sources.reading, amounts.sets, sources.share, chance)
    news = made(articles[: part(min(amounts.articles, len(articles)), sources.share)], chance)
    more = further(articles, base, chance) if amounts.told else []
    own = written(WRITTEN, articles) if amounts.written else Written([], [], [], [])
    looked_up = written_on_wikipedia(WRITTEN_ON_WIKIPEDIA, sources.reading)
    to_read = [
        *_mixed(base, [*news, *more], amounts, sources.share, chance),
        *_written(own.readings, amounts, sources.share, chance),
        *_some(looked_up, amounts.written_on_wikipedia, sources.share, chance),
        *_lists(own.lists, amounts, sources.share, chance),
        *_verdicts(own.verdicts, base, sources, amounts, chance),
    ]
    to_read = [row for row in to_read if row.source not in sources.without]
    _show("to read", to_read)
    to_check = [
        *_claims(sources, articles, amounts, chance),
        *_own(own.claims, amounts.written_claims, amounts, sources.share, chance),
    ]
    to_check = [row for row in to_check if row.source not in sources.without]
    _show("to check", to_check)
    to_teach = list(_pairs(sources, base, news, chance))
    to_choose = list(_rivals(own.readings, base, articles, amounts, sources, chance))
    _show("to choose from", (row for group in to_choose for row in group))
    items = Itemizer(tokenizer, chance)
    return {
        "read": batched(list(filter(None, map(items.reading, to_read))), chance),
        "choose": batched_rivals(list(_whole(to_choose, items)), chance),
        "check": batched(list(map(items.claim, to_check)), chance),
        "teach": batched([i for q, t in to_teach if (i := items.taught(q, t))], chance),
    }


def _mixed(
    base: Sequence[Reading],
    news: Sequence[Reading],
    amounts: Amounts,
    share: float,
    chance: random.Random,
) -> list[Reading]:
    """All human questions, and parts of what machines made."""
    human = [row for row in base if row.source != BACK_TRANSLATED]
    machine = [row for row in base if row.source == BACK_TRANSLATED]
    told = [row for row in news if row.spans]
    general = base if amounts.machine_too else human
    asked = [row for row in base if row.source in WIKIPEDIA]
    parts: list[tuple[Sequence[Reading], int]] = [
        ([row for row in machine if not row.spans], amounts.not_answered),
        ([row for row in machine if row.spans and row.weight == 1.0], amounts.answered),
        (told, amounts.told),
        ([row for row in news if not row.spans], amounts.not_told),
        (list(of_other_passages(general, chance)), amounts.other_passages),
        (list(of_other_passages(told, chance)), amounts.news_other_passages),
        (list(by_exchange(general, chance)), amounts.exchanged),
    ]
    drawn = [row for rows, most in parts for row in _some(rows, most, share, chance)]
    astray = [
        *_some(asked, amounts.off_topic, share, chance),
        *_some(told, amounts.news_off_topic, share, chance),
    ]
    rows = [*human, *drawn, *off_topic(astray, news, chance)]
    rows += _hard(base, news, part(amounts.tried, share), chance)
    return rows


def _written(
    rows: Sequence[Reading], amounts: Amounts, share: float, chance: random.Random
) -> list[Reading]:
    """Some of what was written, and some of it taken to other passages."""
    asked = [row for row in rows if row.spans]
    near = [*of_other_passages(asked, chance), *off_topic(asked, rows, chance)]
    return [
        *_own(rows, amounts.written, amounts, share, chance),
        *_some(near, amounts.written_astray, share, chance),
    ]


def _lists(
    rows: Sequence[Reading], amounts: Amounts, share: float, chance: random.Random
) -> Iterator[Reading]:
    """Some of what asks for several things, and some of it taken to other passages."""
    yield from _own(rows, amounts.lists, amounts, share, chance)
    near = list(of_other_passages([row for row in rows if row.spans], chance))
    yield from _some(near, amounts.lists_astray, share, chance)


def _verdicts(
    rows: Sequence[Reading],
    base: Sequence[Reading],
    sources: Sources,
    amounts: Amounts,
    chance: random.Random,
) -> Iterator[Reading]:
    """Questions of yes or no: on news as many open as settled, and some taken elsewhere."""
    share, astray = sources.share, amounts.verdicts // 4
    if not amounts.verdicts:
        return
    settled = [row for row in rows if row.settled]
    left_open = [row for row in rows if not row.settled]
    yield from _own(settled, amounts.verdicts // 2, amounts, share, chance)
    yield from _own(left_open, amounts.verdicts // 2, amounts, share, chance)
    yield from off_topic(_some(settled, astray, share, chance), rows, chance)
    looked_up = verdicts(sources.reading, amounts.looked_up_verdicts, share, chance)
    yield from looked_up
    yield from off_topic(_some(looked_up, len(looked_up) // 3, share, chance), base, chance)


def _rivals(
    written_ones: Sequence[Reading],
    base: Sequence[Reading],
    articles: Sequence[Article],
    amounts: Amounts,
    sources: Sources,
    chance: random.Random,
) -> Iterator[list[Reading]]:
    """Questions on news and of an encyclopedia, each with what search would set beside its own."""
    share = sources.share
    if amounts.rivals:
        answered = [row for row in written_ones if row.spans]
        every = (passage for article in articles for passage in all_passages(article))
        pool = [Reading("", p.title, p.text, (), p.id, "news") for p in every]
        yield from rivals(_own(answered, amounts.rivals, amounts, share, chance), pool, chance)
    if amounts.rivals_on_wikipedia:
        pool = [row for row in base if row.source in WIKIPEDIA]
        asked = [row for row in pool if row.spans and row.source != BACK_TRANSLATED]
        yield from rivals(_some(asked, amounts.rivals_on_wikipedia, share, chance), pool, chance)


def _whole(groups: Sequence[Sequence[Reading]], items: Itemizer) -> Iterator[Batch]:
    """Those groups as items that fit, all of them."""
    for group in groups:
        made_of = list(filter(None, map(items.reading, group)))
        if len(made_of) == len(group):
            yield [replace(item, form="choose") for item in made_of]


def _hard(
    base: Sequence[Reading], news: Sequence[Reading], tried: int, chance: random.Random
) -> Iterator[Reading]:
    """Of near-misses of the same document and of any other, those that the reader falls for."""
    if not tried:
        return
    human = [row for row in base if row.source != BACK_TRANSLATED and row.spans]
    made = (
        of_other_passages(base, chance),
        off_topic(_some(human, tried // 2, 1.0, chance), base, chance),
        off_topic(_some(human, tried // 2, 1.0, chance), news, chance),
    )
    rows = [row for near in made for row in _some(list(near), tried // len(made), 1.0, chance)]
    yield from fallen_for(rows, load_reader())


def _claims(
    sources: Sources, articles: Sequence[Article], amounts: Amounts, chance: random.Random
) -> list[Claim]:
    rows = claims(sources.reading, sources.share, chance)
    rows = _some(rows, amounts.checked, sources.share, chance)
    return rows + list(changed(articles, part(amounts.changed, sources.share), chance))


def _pairs(
    sources: Sources, base: Sequence[Reading], news: Sequence[Reading], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Questions with sentences and passages for the teacher to judge."""
    share = sources.share
    yield from selections(sources.reading, share, chance)
    for row in [
        *_some(news, _NEWS_SENTENCES, share, chance),
        *_some(base, _SENTENCES, share, chance),
    ]:
        sentences = [s for s in re.split(r"(?<=[.?!])\s+", row.text) if len(s) > 20]
        if sentences:
            yield row.question, front(row.title) + chance.choice(sentences)
    for row in [
        *_some(base, _PASSAGES, share, chance),
        *_some(news, _NEWS_PASSAGES, share, chance),
    ]:
        yield row.question, front(row.title) + row.text[:_LONGEST_TAUGHT]


def _some(rows: Sequence[Row], most: int, share: float, chance: random.Random) -> list[Row]:
    """A share of at most so many rows, by chance."""
    return chance.sample(rows, min(len(rows), part(most, share)))


def _own(
    rows: Sequence[Row], most: int, amounts: Amounts, share: float, chance: random.Random
) -> list[Row]:
    """So many at most of the rows that were written: the newest, or some by chance."""
    if amounts.newest:
        return list(rows[len(rows) - min(len(rows), part(most, share)) :])
    return _some(rows, most, share, chance)


def _show(what: str, rows: Iterable[Reading | Claim]) -> None:
    counts = Counter(row.source for row in rows)
    told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    print(f"{what}: {counts.total()} rows: {told}", flush=True)
