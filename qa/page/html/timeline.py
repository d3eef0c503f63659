"""When the articles were published, as a drawing that can be clicked and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.language.calendar import MONTHS
from qa.page import strings
from qa.page.html.rendering import render
from qa.page.model.catalogue import MONTH
from qa.page.model.timeline import YEAR, Timeline

_HEIGHT = 100  # units of the drawing, which is stretched to the page's width


def timeline_html(shown: Timeline, chosen: str = "") -> str:
    """The timeline.

    Args:
        shown: what was published when.
        chosen: the period that the list is narrowed to, "" for none.
    """
    undated = strings.TIMELINE_UNDATED.format(count=shown.undated) if shown.undated else ""
    if not shown.periods:
        return render("timeline.html", "nothing") if undated else ""
    totals = [sum(counts) for _, counts in shown.periods]
    names = [period_in_words(name) for name, _ in shown.periods]
    most = max(totals)
    said = strings.TIMELINE_SAID.format(
        count=sum(totals), first=names[0], last=names[-1], top=names[totals.index(most)], most=most
    )
    labels = [name or strings.NO_SOURCE for name in shown.sources] + [strings.OTHER_SOURCES]
    used = [place for place in range(len(labels)) if any(n[place] for _, n in shown.periods)]
    within = period_in_words(shown.within) if shown.within else ""
    bars = [
        (period, name, sum(counts), counts, list(_stacked(counts, most)))
        for (period, counts), name in zip(shown.periods, names, strict=True)
    ]
    return render("timeline.html", "timeline", bars, chosen, within, said, undated, labels, used)


def period_in_words(period: str) -> str:
    """A period for people: "March 2021", "2021", "2020s", "2000–2099"."""
    if len(period) == MONTH and period[5:].isdigit() and 1 <= int(period[5:]) <= 12:
        return f"{MONTHS[int(period[5:]) - 1]} {period[:YEAR]}"
    if len(period) == 3:
        return strings.DECADE.format(year=f"{period}0")
    if len(period) == 2:
        return strings.CENTURY.format(first=f"{period}00", last=f"{period}99")
    return period


def _stacked(counts: Sequence[int], most: int) -> Iterator[tuple[int, int, float, float]]:
    """Of each source that has articles: its place, their number, and the top and height drawn."""
    top = float(_HEIGHT)
    for place, count in enumerate(counts):
        if count:
            height = _HEIGHT * count / most
            top -= height
            yield place, count, top, height
