"""Figures, curve, report and comparison of outcomes made by hand."""

from __future__ import annotations

import pytest

from qa.errors import EvaluationError
from qa.evaluation.compare import compare, comparison_text, write_comparison
from qa.evaluation.curve import coverage_accuracy, drawn
from qa.evaluation.figures import by_kind, figures
from qa.evaluation.outcome import Outcome, Ranking
from qa.evaluation.report import misses, report
from qa.evaluation.runs import Run
from tests.qa.evaluation.making import outcome, refusal, wrong

OUTCOMES = (
    outcome(1, confidence=0.9),
    outcome(2, answer_rank=2, confidence=0.8, articles=Ranking(("b", "a"), ("a",))),
    wrong(3, kind="when", confidence=0.7),
    refusal(4, answerable=True),
    refusal(5),
    wrong(
        6,
        answerable=False,
        answers=(),
        articles=None,
        answer_recall=None,
        right=None,
        confidence=0.95,
    ),
)


def run(*outcomes: Outcome, warnings: tuple[str, ...] = ()) -> Run:
    facts = {"folder": "i", "articles": 2, "passages": 2, "encoder": "e", "built": "now"}
    return Run("today", {"questions": "q.jsonl"}, facts, warnings, len(outcomes), outcomes)


def test_each_figure_counts_the_questions_it_is_about() -> None:
    found = {name: (f.value, f.questions) for name, f in figures(OUTCOMES).items()}
    assert found["articles hit@1"] == (0.75, 4)
    assert found["articles MRR@10"] == (0.875, 4)
    assert found["right"] == (0.5, 4)
    assert found["answer@1"] == (0.25, 4)
    assert found["answer@3"] == (0.5, 4)
    assert found["exact_citations"] == (1, 4)
    assert found["refused_answerable"] == (0.25, 4)
    assert found["refusal_recall"] == (0.5, 2)
    assert found["refusal_precision"] == (0.5, 2)
    assert found["sure_auroc"] == (0.5, 4)
    assert found["total p95"] == (10, 6)
    assert not {"passages hit@1", "evidence_f1", "short_exact"} & set(found)


def test_kinds_have_figures_of_their_own() -> None:
    found = by_kind(OUTCOMES)
    assert list(found) == ["who", "when"]
    assert found["when"]["right"].value == 0


def test_the_curve_goes_from_the_surest_answer_to_all_of_them() -> None:
    points = coverage_accuracy(OUTCOMES)
    assert points == [(1 / 6, 0), (2 / 6, 0.5), (3 / 6, 2 / 3), (4 / 6, 0.5)]
    assert coverage_accuracy([outcome(1), wrong(2)]) == [(1, 0.5)]  # of one confidence
    many = [outcome(n, confidence=float(n)) for n in range(2_000)]
    assert len(coverage_accuracy(many)) == 400
    assert 'points="' in drawn({"run": points})
    assert not coverage_accuracy([refusal(1)])


def test_misses_are_of_three_sorts() -> None:
    assert [[o.id for o in found] for _, _, found in misses(OUTCOMES)] == [["3"], ["6"], ["4"]]


def test_a_report_shows_other_peoples_text_as_text() -> None:
    bad = "<script>alert(1)</script>"
    shown = wrong(7, question=bad, said=(bad,), answers=(bad,), kind=bad)
    outcomes = (*OUTCOMES, shown)
    page = report(
        run(*outcomes, warnings=(bad,)), figures(outcomes), by_kind(outcomes),
        coverage_accuracy(outcomes),
    )  # fmt: skip
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "http" not in page


def test_an_outcome_survives_being_written() -> None:
    for made in OUTCOMES:
        assert Outcome.from_json(made.as_json()) == made


def test_equal_runs_do_not_differ() -> None:
    found = compare(run(*OUTCOMES), run(*OUTCOMES))
    assert found.shared == 6
    assert all(d.change.low == d.change.high == 0 and not d.verdict for d in found.differences)
    assert not found.gained
    assert not found.lost


def test_a_change_for_the_better_is_told_with_the_questions_that_flipped() -> None:
    before = [wrong(n) for n in range(40)] + [refusal(n) for n in range(40, 50)]
    after = [outcome(n) for n in range(40)]
    after += [wrong(n, answerable=False, answers=(), right=None) for n in range(40, 50)]
    found = compare(run(*before), run(*reversed(after)))
    changes = {d.name: (d.change.value, d.verdict) for d in found.differences}
    assert changes["right"] == (1, "better")
    assert changes["refusal_recall"] == (-1, "worse")
    assert changes["articles hit@1"] == (0, "")
    assert (len(found.gained), len(found.lost)) == (40, 10)
    assert "became right: 40; no longer right: 10" in comparison_text(found)


def test_a_comparison_is_written_as_page_and_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("comparison") / "new"
    write_comparison(folder, compare(run(wrong(1), outcome(2)), run(outcome(1), wrong(2))))
    page = (folder / "comparison.html").read_text("utf-8")
    assert "Became right" in page
    assert "No longer right" in page
    assert '"gained": [\n  "1"\n ]' in (folder / "comparison.json").read_text("utf-8")


def test_runs_of_other_questions_cannot_be_compared() -> None:
    with pytest.raises(EvaluationError, match="share no question"):
        compare(run(outcome(1)), run(outcome(2)))
    with pytest.raises(EvaluationError, match="share no question"):
        compare(run(outcome(1)), run(outcome(1, question="Another?")))
