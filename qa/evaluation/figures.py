"""From outcomes to figures: which there are, what they mean, overall and by kind of question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.evaluation.measures import measure
from qa.evaluation.outcome import Outcome, Ranking
from qa.evaluation.resample import (
    Figure,
    ResampleSettings,
    Statistic,
    auroc,
    estimate,
    mean,
    quantile,
)

Value = float | bool | None


@dataclass(frozen=True, slots=True)
class About:
    """What a figure is called and means; `unit` is "share" (0 to 1) or "ms"."""

    label: str
    meaning: str
    unit: str = "share"


_RANKED = {
    "hit@1": "the first one is right",
    "hit@5": "a right one is among the first five",
    "hit@10": "a right one is among the first ten",
    "MRR@10": "mean of 1 / place of the first right one, 0 beyond ten",
    "nDCG@10": "all right ones count, early places more (Järvelin & Kekäläinen 2002)",
    "recall@10": "the share of the right ones that is among the first ten",
}
_ANSWERS = {
    "right": About("right", "answered with evidence, a gold answer or a relevant article cited"),
    "answer@1": About("gold answer, first sentence", "the first sentence holds a gold answer"),
    "answer@3": About("… in the first three", "one of the first three sentences does"),
    "answer@any": About("… anywhere", "any sentence of the answer does"),
    "answer_recall": About("gold answer's words", "the share of them that the answer holds"),
    "evidence_cited": About("evidence cited", "a sentence of the evidence is cited"),
    "evidence_f1": About("evidence F1", "words of the answer against those of the evidence"),
    "short_exact": About("short answer, exact", "the short answer is a gold one"),
    "short_f1": About("short answer, F1", "words of the short answer against the gold one's"),
    "citation_precision": About(
        "citations, precision", "the share of them that is evidence or holds a gold answer"
    ),
    "citation_recall": About("citations, recall", "the share of the evidence that is cited"),
    "exact_citations": About("exact citations", "quotes that stand in the article word for word"),
}
_REFUSALS = {
    "refused_answerable": About(
        "refused, though answerable", "of the questions the articles answer"
    ),
    "refusal_recall": About("refusals, recall", "of the questions they do not answer, refused"),
    "refusal_precision": About("refusals, precision", "of the refused, rightly refused"),
    "confidence_auroc": About(
        "confidence, AUROC", "chance that an answerable question has more than another"
    ),
    "sure_auroc": About("… of right answers", "chance that a right answer has more than another"),
}
_WRITTEN = {
    "supported": About("sentences supported", "of those that the model wrote, by answer"),
    "weak": About("… with weak support", "likewise"),
    "unsupported": About("… without support", "likewise"),
    "fell_back": About("in the articles' own words", "answers that the model was of no help with"),
    "rewritten": About("questions rewritten", "asked as another question than was typed"),
    "parted": About("questions in parts", "asked as two questions or more"),
}
SECTIONS: Mapping[str, Mapping[str, About]] = {
    "Articles found": {f"articles {name}": About(name, text) for name, text in _RANKED.items()},
    "Passages found": {f"passages {name}": About(name, text) for name, text in _RANKED.items()},
    "Answers": _ANSWERS,
    "Refusals": _REFUSALS,
    "The language model": _WRITTEN,
}
TIMES = "Time"


def figures(
    outcomes: Sequence[Outcome], settings: ResampleSettings | None = None
) -> dict[str, Figure]:
    """All figures that these outcomes have, by the names of `SECTIONS`, then the times."""
    return estimate(statistics(outcomes), len(outcomes), settings or ResampleSettings())


def by_kind(
    outcomes: Sequence[Outcome], settings: ResampleSettings | None = None
) -> dict[str, dict[str, Figure]]:
    """The figures of each kind of question; the kinds of most questions first."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.kind, []).append(outcome)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {kind: figures(group, settings) for kind, group in ordered}


def statistics(outcomes: Sequence[Outcome]) -> dict[str, Statistic]:
    """All figures as functions of how often each outcome counts, in the order given.

    Raises:
        LibraryMissing: the library that measures rankings is not installed.
    """
    found = {
        **_ranked("articles", outcomes, [o.articles for o in outcomes]),
        **_ranked("passages", outcomes, [o.passages for o in outcomes]),
    }
    rows = [_values(outcome) for outcome in outcomes]
    for name in (*_ANSWERS, *_REFUSALS, *_WRITTEN):
        if not name.endswith("auroc"):
            found[name] = mean([row[name] for row in rows])
    confidence = [outcome.confidence for outcome in outcomes]
    found["confidence_auroc"] = auroc(confidence, [outcome.answerable for outcome in outcomes])
    found["sure_auroc"] = _auroc_of_answers(outcomes)
    for stage in dict.fromkeys(stage for outcome in outcomes for stage in outcome.timings_ms):
        times = [outcome.timings_ms.get(stage) for outcome in outcomes]
        found[f"{stage} median"] = quantile(times, 0.5)
        found[f"{stage} p95"] = quantile(times, 0.95)
    return found


def about(name: str) -> tuple[str, About]:
    """The section of a figure, and what it is called and means."""
    for section, held in SECTIONS.items():
        if name in held:
            return section, held[name]
    stage, _, part = name.rpartition(" ")
    meaning = "half" if part == "median" else "95 in 100"
    return TIMES, About(name, f"{meaning} of the questions took no longer ({stage})", "ms")


def _ranked(
    what: str, outcomes: Sequence[Outcome], rankings: Sequence[Ranking | None]
) -> dict[str, Statistic]:
    given = {str(place): ranking for place, ranking in enumerate(rankings) if ranking}
    worth = measure(given) if given else {}
    return {
        f"{what} {name}": mean([worth[str(n)][name] if r else None for n, r in enumerate(rankings)])
        for name in (_RANKED if outcomes else ())
    }


def _values(outcome: Outcome) -> dict[str, Value]:
    """The figures of one question that are averaged; None where it has no say."""
    judged = outcome.answerable and bool(outcome.answers)
    rank = outcome.answer_rank
    cited, known = len(outcome.cited), outcome.relevant is not None
    return {
        "right": outcome.right,
        "answer@1": rank == 1 if judged else None,
        "answer@3": rank is not None and rank <= 3 if judged else None,
        "answer@any": rank is not None if judged else None,
        "answer_recall": outcome.answer_recall,
        "evidence_cited": outcome.evidence_cited,
        "evidence_f1": outcome.evidence_f1,
        "short_exact": outcome.short_exact,
        "short_f1": outcome.short_f1,
        "citation_precision": (outcome.relevant or 0) / cited if cited and known else None,
        "citation_recall": outcome.evidence_share,
        "exact_citations": outcome.exact / cited if cited else None,
        "refused_answerable": outcome.refused if outcome.answerable else None,
        "refusal_recall": None if outcome.answerable else outcome.refused,
        "refusal_precision": not outcome.answerable if outcome.refused else None,
        **_written(outcome),
    }


def _written(outcome: Outcome) -> dict[str, Value]:
    """What a language model did of one question; None where none was asked."""
    support = outcome.support
    return {
        **{
            name: support.count(name) / len(support) if support else None
            for name in ("supported", "weak", "unsupported")
        },
        "fell_back": None if outcome.written is None else not outcome.written,
        "rewritten": outcome.rewritten,
        "parted": None if outcome.parts is None else outcome.parts > 0,
    }


def _auroc_of_answers(outcomes: Sequence[Outcome]) -> Statistic:
    """Of the answers given, whether the right ones are the surer ones."""
    given = [place for place, outcome in enumerate(outcomes) if not outcome.refused]
    inner = auroc(
        [outcomes[place].confidence for place in given],
        [bool(outcomes[place].right) for place in given],
    )
    return Statistic(inner.questions, lambda counts: inner.of(counts[:, given]))
