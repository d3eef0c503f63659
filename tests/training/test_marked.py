"""Pieces of articles with their marked sentences."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qa.writing.forms.telling import candidates
from tests.bench.training.corpus import Article
from tests.bench.training.marked import MARKS, is_kept, marked, pieces
from tests.bench.training.rows import json_lines
from tests.bench.training.written import digest
from tests.conftest import article

TEXTS = [
    f"The {number}th bridge of Larkfield closes on Monday. Buses go by way of Ashby until then."
    f" Was it late? The mayor of Larkfield said that {number} people had asked her why.\n"
    for number in range(9)
]


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def test_pieces_hold_the_marked_sentences_of_what_is_not_kept(tmp_path: Path) -> None:
    news = [Article(f"a{n}", "The bridge", text) for n, text in enumerate(TEXTS)]
    rows: list[dict[str, object]] = [
        {"article": a.id, "sha256": digest(a.text), "marked": [2], "same": [[2, 0]]} for a in news
    ]
    learned = [row for row in rows if not is_kept(row)]
    assert 0 < len(learned) < len(rows)
    found = list(marked(written(tmp_path / "marks.jsonl.gz", rows), news))
    assert len(found) == len(learned)
    for one in found:
        said = [one.text[start:end] for start, end in one.spans]
        assert [sentence.split()[0] for sentence in said] == ["The", "The"]
        assert said[1].endswith("asked her why.")


def test_an_article_that_is_not_as_it_was_is_left_out(tmp_path: Path) -> None:
    row: dict[str, object] = {"article": "a", "sha256": "0001", "marked": [0], "same": []}
    path = written(tmp_path / "marks.jsonl.gz", [row])
    assert not list(marked(path, [Article("a", "", TEXTS[0])]))


def test_a_quarter_of_the_articles_is_kept() -> None:
    kept = [is_kept(row) for row in json_lines(MARKS)]
    assert 0.2 < sum(kept) / len(kept) < 0.3


@given(st.lists(st.integers(5, 60), min_size=1, max_size=70))
def test_every_sentence_is_read_in_one_piece(lengths: list[int]) -> None:
    words = [f"{' '.join(['Larkfield'] * (n - 1))} {place}." for place, n in enumerate(lengths)]
    found = candidates(article(" ".join(words)))
    places = pieces(found)
    for one in found:
        assert sum(start <= one.start and one.end <= end for start, end in places) == 1
    assert places == sorted(places)
