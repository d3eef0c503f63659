"""A run for people: a page, and a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qa.evaluation.curve import Points, drawn
from qa.evaluation.figures import TIMES, about
from qa.evaluation.html import interval, number, render
from qa.evaluation.outcome import Outcome
from qa.evaluation.resample import Figure
from qa.evaluation.runs import Run

_MOST_MISSES = 20
_LONGEST = 360  # characters of an answer that are shown
_OF_KINDS = (
    "articles hit@1", "passages hit@1", "right", "answer@1", "answer@3", "evidence_f1",
    "short_f1", "refused_answerable", "refusal_recall",
)  # fmt: skip


def report(
    run: Run,
    overall: Mapping[str, Figure],
    kinds: Mapping[str, Mapping[str, Figure]],
    curve: Points,
) -> str:
    """The page: figures, by kind, the curve, times, and the questions that went wrong."""
    wrong = [
        (title, note, [_miss(outcome) for outcome in found])
        for title, note, found in misses(run.outcomes)
    ]
    graph = drawn({"this run": curve}) if len(curve) > 1 else ""
    values = list(described(run)), _sections(overall), _kinds(run, kinds), graph, wrong
    return str(render("report.html", "report", run, *values))


def described(run: Run) -> Iterator[str]:
    """What was asked of what, in lines."""
    answerable = sum(outcome.answerable for outcome in run.outcomes)
    asked = len(run.outcomes)
    stopped = "" if run.finished else f" of {run.asked_for:,}, then stopped"
    yield (
        f"{asked:,} questions{stopped} of {run.settings['questions']}: {answerable:,} that the "
        f"articles answer, {asked - answerable:,} that they do not; {run.made}"
    )
    if llm := run.settings.get("llm"):
        yield f"Written by {llm}"
    index = run.index
    yield (
        f"Index {index['folder']}: {index['articles']:,} articles, {index['passages']:,} passages, "
        f"encoder {index['encoder']}, built {index['built']}"
    )


def as_text(run: Run, overall: Mapping[str, Figure]) -> str:
    """The figures for the terminal, those of single stages' times left out."""
    lines, section = list(described(run)), ""
    lines += [f"warning: {warning}" for warning in run.warnings]
    for name, figure in overall.items():
        found, held = about(name)
        if found == TIMES and not name.startswith("total "):
            continue
        if found != section:
            section = found
            lines += ["", f"{section:30} {'':>9}  {'95 % interval':^17}  questions"]
        value, bounds = number(figure.value, held.unit), interval(figure, held.unit)
        lines.append(f"  {held.label:28} {value:>9}  {bounds:^17}  {figure.questions:>9,}")
    return "\n".join(lines)


def misses(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str, list[Outcome]]]:
    """What went wrong, in three sorts, each with a remark; the surest of each first."""
    surest = sorted(outcomes, key=lambda outcome: -outcome.confidence)
    sorts = (
        ("Wrong, and sure of it", "the articles answer, but not so",
         [o for o in surest if o.answerable and not o.refused and not o.right]),
        ("Answered, though the articles do not say", "",
         [o for o in surest if not o.answerable and not o.refused]),
        ("Refused, though the articles say it", "",
         [o for o in surest if o.answerable and o.refused]),
    )  # fmt: skip
    for title, note, found in sorts:
        if found:
            shown = min(len(found), _MOST_MISSES)
            yield title, f"{shown} of {len(found):,}; {note}".rstrip("; "), found[:shown]


def _sections(overall: Mapping[str, Figure]) -> dict[str, list[Sequence[str]]]:
    """The rows of the table of each section."""
    sections: dict[str, list[Sequence[str]]] = {}
    for name, figure in overall.items():
        section, held = about(name)
        value, bounds = number(figure.value, held.unit), interval(figure, held.unit)
        row = (held.label, value, bounds, f"{figure.questions:,}", held.meaning)
        sections.setdefault(section, []).append(row)
    return sections


def _kinds(
    run: Run, kinds: Mapping[str, Mapping[str, Figure]]
) -> tuple[list[tuple[str, str]], list[Sequence[str | Figure | None]]] | None:
    """The head and the rows of the table by kinds of questions, None where there is but one."""
    if len(kinds) < 2:
        return None
    names = [name for name in _OF_KINDS if any(name in held for held in kinds.values())]
    head = [("", "label"), ("questions", "number")]
    head += [(_short_label(name), "number") for name in names]
    rows: list[Sequence[str | Figure | None]] = []
    for kind, held in kinds.items():
        asked = sum(outcome.kind == kind for outcome in run.outcomes)
        rows.append([kind, f"{asked:,}", *(held.get(name) for name in names)])
    return head, rows


def _short_label(name: str) -> str:
    section, held = about(name)
    return name if section.endswith("found") else held.label.removeprefix("… ")


def _miss(outcome: Outcome) -> Sequence[str]:
    known = " / ".join(outcome.answers[:3]) or ("" if outcome.answerable else "none")
    said = " ".join(outcome.said) or "refused"
    return (
        outcome.question,
        _cut(known),
        _cut(said),
        _place(outcome.articles.rank if outcome.articles else None, outcome.articles is not None),
        _place(outcome.passages.rank if outcome.passages else None, outcome.passages is not None),
        f"{outcome.confidence:.2f}",
    )


def _place(rank: int | None, known: bool) -> str:
    """The place a right one was found at."""
    return "" if not known else f"{rank}." if rank else "not found"


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + " …"
