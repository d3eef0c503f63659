"""The mixture that the reader is trained on, as batches; made once and kept."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from qa.evidence.reader import load_reader
from tests.bench.training.amounts import MIXTURES, Amounts, Name
from tests.bench.training.batches import Batches, batched, batched_rivals
from tests.bench.training.changed import changed
from tests.bench.training.corpus import Article, corpus, corpus_file, kept
from tests.bench.training.drawn import own_of, some
from tests.bench.training.hard import fallen_for
from tests.bench.training.items import Itemizer
from tests.bench.training.marked import MARKS, marked
from tests.bench.training.near_misses import by_exchange, of_other_passages, off_topic
from tests.bench.training.news import further, made
from tests.bench.training.rivals import of_the_mixture, whole_groups
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
        *some(looked_up, amounts.written_on_wikipedia, sources.share, chance),
        *_lists(own.lists, amounts, sources.share, chance),
        *_verdicts(own.verdicts, base, sources, amounts, chance),
    ]
    to_read = [row for row in to_read if row.source not in sources.without]
    _show("to read", to_read)
    to_check = [
        *_claims(sources, articles, amounts, chance),
        *own_of(own.claims, amounts.written_claims, amounts, sources.share, chance),
    ]
    to_check = [row for row in to_check if row.source not in sources.without]
    _show("to check", to_check)
    to_teach = list(_pairs(sources, base, news, chance))
    to_choose = list(of_the_mixture(own.readings, base, articles, amounts, sources.share, chance))
    _show("to choose from", (row for group in to_choose for row in group))
    items = Itemizer(tokenizer, chance)
    return {
        "read": batched(list(filter(None, map(items.reading, to_read))), chance),
        "choose": batched_rivals(list(whole_groups(to_choose, items)), chance),
        "check": batched(list(map(items.claim, to_check)), chance),
        "teach": batched([i for q, t in to_teach if (i := items.taught(q, t))], chance),
        "mark": batched(list(filter(None, map(items.marking, marked(MARKS, articles)))), chance),
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
    drawn = [row for rows, most in parts for row in some(rows, most, share, chance)]
    astray = [
        *some(asked, amounts.off_topic, share, chance),
        *some(told, amounts.news_off_topic, share, chance),
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
        *own_of(rows, amounts.written, amounts, share, chance),
        *some(near, amounts.written_astray, share, chance),
    ]


def _lists(
    rows: Sequence[Reading], amounts: Amounts, share: float, chance: random.Random
) -> Iterator[Reading]:
    """Some of what asks for several things, and some of it taken to other passages."""
    yield from own_of(rows, amounts.lists, amounts, share, chance)
    near = list(of_other_passages([row for row in rows if row.spans], chance))
    yield from some(near, amounts.lists_astray, share, chance)


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
    yield from own_of(settled, amounts.verdicts // 2, amounts, share, chance)
    yield from own_of(left_open, amounts.verdicts // 2, amounts, share, chance)
    yield from off_topic(some(settled, astray, share, chance), rows, chance)
    looked_up = verdicts(sources.reading, amounts.looked_up_verdicts, share, chance)
    yield from looked_up
    yield from off_topic(some(looked_up, len(looked_up) // 3, share, chance), base, chance)


def _hard(
    base: Sequence[Reading], news: Sequence[Reading], tried: int, chance: random.Random
) -> Iterator[Reading]:
    """Of near-misses of the same document and of any other, those that the reader falls for."""
    if not tried:
        return
    human = [row for row in base if row.source != BACK_TRANSLATED and row.spans]
    made = (
        of_other_passages(base, chance),
        off_topic(some(human, tried // 2, 1.0, chance), base, chance),
        off_topic(some(human, tried // 2, 1.0, chance), news, chance),
    )
    rows = [row for near in made for row in some(list(near), tried // len(made), 1.0, chance)]
    yield from fallen_for(rows, load_reader())


def _claims(
    sources: Sources, articles: Sequence[Article], amounts: Amounts, chance: random.Random
) -> list[Claim]:
    rows = claims(sources.reading, sources.share, chance)
    rows = some(rows, amounts.checked, sources.share, chance)
    return rows + list(changed(articles, part(amounts.changed, sources.share), chance))


def _pairs(
    sources: Sources, base: Sequence[Reading], news: Sequence[Reading], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Questions with sentences and passages for the teacher to judge."""
    share = sources.share
    yield from selections(sources.reading, share, chance)
    for row in [
        *some(news, _NEWS_SENTENCES, share, chance),
        *some(base, _SENTENCES, share, chance),
    ]:
        sentences = [s for s in re.split(r"(?<=[.?!])\s+", row.text) if len(s) > 20]
        if sentences:
            yield row.question, front(row.title) + chance.choice(sentences)
    for row in [
        *some(base, _PASSAGES, share, chance),
        *some(news, _NEWS_PASSAGES, share, chance),
    ]:
        yield row.question, front(row.title) + row.text[:_LONGEST_TAUGHT]


def _show(what: str, rows: Iterable[Reading | Claim]) -> None:
    counts = Counter(row.source for row in rows)
    told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    print(f"{what}: {counts.total()} rows: {told}", flush=True)
