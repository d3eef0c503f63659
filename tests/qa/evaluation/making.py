"""What tests of measuring share: outcomes made by hand."""

from __future__ import annotations

from dataclasses import replace

from qa.evaluation.outcome import Outcome, Ranking

_PLAIN = Outcome(
    id="1",
    question="Who won?",
    kind="who",
    answerable=True,
    answers=("Ada",),
    refused=False,
    said=("Ada won.",),
    cited=({"article_id": "a", "start": 0, "end": 8, "quote": "Ada won."},),
    confidence=0.5,
    articles=Ranking(("a", "b"), ("a",)),
    passages=None,
    answer_rank=1,
    answer_recall=1.0,
    evidence_f1=None,
    evidence_cited=None,
    short=None,
    short_exact=None,
    short_f1=None,
    right=True,
    exact=1,
    timings_ms={"total": 10.0},
)


def outcome(number: int = 1, **changed: object) -> Outcome:
    """A right answer, but for what is changed."""
    return replace(_PLAIN, id=str(number), **changed)  # type: ignore[arg-type]


def wrong(number: int, **changed: object) -> Outcome:
    """An answer that is beside the point."""
    return outcome(
        number,
        **{"said": ("Bob came.",), "answer_rank": None, "answer_recall": 0.0, "right": False}
        | changed,
    )


def refusal(number: int, *, answerable: bool = False) -> Outcome:
    """A refusal, right unless the question is answerable."""
    known = {} if answerable else {"answers": (), "articles": None, "answer_recall": None}
    right = False if answerable else None
    return wrong(
        number,
        answerable=answerable,
        refused=True,
        said=(),
        cited=(),
        exact=0,
        right=right,
        **known,
    )
