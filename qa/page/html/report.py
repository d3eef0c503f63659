"""The index's own reports as HTML: a build under way, what it did, what it could not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.errors import ReadError
from index.report import BuildReport, Progress
from qa.page import strings
from qa.page.html.escape import escape

_LONGEST_LIST = 20


def progress_html(progress: Progress) -> str:
    """How far a running build has come."""
    stage = escape(progress.stage.capitalize())
    if not progress.total:
        return f'<p class="progress" role="status">{stage}… {progress.done or ""}</p>'
    done = min(progress.done, progress.total)
    return (
        f'<p class="progress" role="status">{stage}: {done} of {progress.total}</p>'
        f'<progress max="{progress.total}" value="{done}" aria-label="{stage}"></progress>'
    )


def report_html(report: BuildReport) -> str:
    """What a build did, and every file it could not read with the reason."""
    counts = "".join(
        f"<div><dt>{fate.capitalize()}</dt><dd>{count}</dd></div>" for fate, count in report.by_fate
    )
    encoded = strings.ENCODED.format(count=report.encoded) if report.encoded else ""
    done = strings.UP_TO_DATE.format(
        passages=report.passages, encoded=encoded, seconds=report.seconds
    )
    notes = _list(strings.NOTES, [escape(note) for note in report.notes])
    return (
        f'<div class="report" role="status"><p>{done}</p>'
        f"<dl>{counts}</dl>{_failures(report.failed)}{notes}</div>"
    )


def message_html(message: str, failed: Iterable[ReadError] = ()) -> str:
    """A message about a build that came to nothing, with the files that could not be read."""
    return (
        f'<div class="report"><p class="failed" role="alert">{escape(message)}</p>'
        f"{_failures(failed)}</div>"
    )


def _failures(failed: Iterable[ReadError]) -> str:
    return _list(
        strings.NOT_READ,
        [
            f"<strong>{escape(error.path)}</strong>"
            f"{f' ({escape(error.place)})' if error.place else ''}: {escape(error.reason)}"
            for error in failed
        ],
    )


def _list(heading: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    shown = [f"<li>{item}</li>" for item in items[:_LONGEST_LIST]]
    if len(items) > _LONGEST_LIST:
        shown.append(f"<li>{strings.AND_MORE.format(count=len(items) - _LONGEST_LIST)}</li>")
    return f"<h4>{heading}</h4><ul>{''.join(shown)}</ul>"
