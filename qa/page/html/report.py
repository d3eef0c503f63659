"""The index's own reports as HTML: a build under way, what it did, what it could not read."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import ReadError
from index.report import BuildReport, Progress
from qa.page import strings
from qa.page.html.rendering import render


def progress_html(progress: Progress) -> str:
    """How far a running build has come."""
    total = progress.total or 0
    done = min(progress.done, total) if total else progress.done
    return render("report.html", "progress", progress.stage.capitalize(), done, total)


def report_html(report: BuildReport) -> str:
    """What a build did, and every file it could not read with the reason."""
    encoded = strings.ENCODED.format(count=report.encoded) if report.encoded else ""
    done = strings.UP_TO_DATE.format(
        passages=report.passages, encoded=encoded, seconds=report.seconds
    )
    return render("report.html", "report", done, report)


def message_html(message: str, failed: Sequence[ReadError] = ()) -> str:
    """A message about a build that came to nothing, with the files that could not be read."""
    return render("report.html", "message", message, failed)
