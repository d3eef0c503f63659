"""Train what tells what a question is about, `qa/question/topic_weights.json`.

    python -m tests.bench.topics [--write]

It learns from `tests/data/topic_questions.txt` (for summaries and timelines) and
`collection_questions.txt`, in which topic and author are marked. Printed: of how many questions the
topic is found (in full; but for small words), of writers that were not learned from. `--write`
writes the weights.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from qa.language.words import search_words
from qa.question.form import masked_words
from qa.question.topic import (
    AUTHOR,
    OTHER,
    TOPIC,
    WEIGHTS,
    TopicWeights,
    around,
    topic_by,
)
from tests.bench.asked import (
    COLLECTION,
    COLLECTION_UNSEEN,
    TOPICS,
    TOPICS_UNSEEN,
    Marked,
    frame_of,
    marked,
    rows_of,
)
from tests.bench.linear import fitted_linear, store

_FOLDS = 4  # of writers


def learned() -> list[Marked]:
    """All questions that are learned from."""
    return [*marked(TOPICS), *_of_articles(COLLECTION)]


def _of_articles(path: Path) -> list[Marked]:
    return [
        Marked(row.writer, row.text, row.request.topic, row.request.author) for row in rows_of(path)
    ]


def fitted(rows: Sequence[Marked]) -> TopicWeights:
    """The weights learned from questions."""
    frame = frame_of(rows)
    features, kinds = [], []
    for row in rows:
        words = masked_words(row.text, frame)
        shown = [word.shown for word in words]
        places = [(_place(row.text, row.topic), TOPIC), (_place(row.text, row.author), AUTHOR)]
        for place, word in enumerate(words):
            inside = (kind for (start, end), kind in places if start <= word.start < end)
            features.append(list(around(shown, place)))
            kinds.append(next(inside, OTHER))
    return TopicWeights(frame, fitted_linear(features, kinds, 3))


def _place(text: str, part: str) -> tuple[int, int]:
    start = text.find(part)
    return (start, start + len(part)) if part and start >= 0 else (-1, -1)


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = learned()
    writers = list(dict.fromkeys(row.writer for row in rows))
    right: Counter[str] = Counter()
    for fold in range(_FOLDS):
        out = set(writers[fold::_FOLDS])
        weights = fitted([row for row in rows if row.writer not in out])
        right += _judged([row for row in rows if row.writer in out], weights)
    print(f"writers left out: {_told(right)}")
    weights = fitted(rows)
    print(f"unseen, articles: {_told(_judged(_of_articles(COLLECTION_UNSEEN), weights))}")
    print(f"unseen, others: {_told(_judged(marked(TOPICS_UNSEEN), weights))}")
    if options.write:
        store(WEIGHTS, {"frame": sorted(weights.frame), "words": weights.words.written()})


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in counts.items())


def _judged(rows: Sequence[Marked], weights: TopicWeights) -> Counter[str]:
    """Of how many questions topic and author are found."""
    counts = Counter({"asked": len(rows)})
    for row in rows:
        found = topic_by(weights, row.text)
        counts["topic in full"] += found.text == row.topic
        counts["topic's words"] += set(search_words(found.text)) == set(search_words(row.topic))
        counts["author"] += found.author == row.author
    return counts


if __name__ == "__main__":
    main()
