"""When the articles were published, as a drawing that can be clicked and as a table."""

from __future__ import annotations

from collections.abc import Iterable

from qa.language.calendar import MONTHS
from qa.page import strings
from qa.page.html.escape import button, escape
from qa.page.model.catalogue import MONTH
from qa.page.model.timeline import YEAR, Timeline

_BAR, _GAP, _HEIGHT = 9, 1, 100  # units of the drawing, which is stretched to the page's width


def timeline_html(shown: Timeline, chosen: str = "") -> str:
    """The timeline.

    Args:
        shown: what was published when.
        chosen: the period that the list is narrowed to, "" for none.
    """
    undated = strings.TIMELINE_UNDATED.format(count=shown.undated) if shown.undated else ""
    if not shown.periods:
        said = undated and strings.TIMELINE_NONE
        return f'<div class="timeline"><p class="small">{said}</p></div>' if said else ""
    totals = [sum(counts) for _, counts in shown.periods]
    names = [period_in_words(name) for name, _ in shown.periods]
    most = max(totals)
    said = strings.TIMELINE_SAID.format(
        count=sum(totals), first=names[0], last=names[-1], top=names[totals.index(most)], most=most
    )
    within = ""
    if shown.within:
        label = strings.TIMELINE_WITHIN.format(period=period_in_words(shown.within))
        within = (
            f"<span>{escape(label)}</span> {button(strings.TIMELINE_ALL, 'period', css='tool')}"
        )
    labels = [_source(name) for name in shown.sources] + [strings.OTHER_SOURCES]
    used = [any(counts[series] for _, counts in shown.periods) for series in range(len(labels))]
    keys = "".join(
        f'<li><span class="key series{series}"></span><bdi>{escape(label)}</bdi></li>'
        for series, label in enumerate(labels)
        if used[series]
    )
    ends = "".join(f"<span>{escape(end)}</span>" for end in dict.fromkeys((names[0], names[-1])))
    return (
        f'<div class="timeline"><div class="line"><h3>{strings.TIMELINE}</h3>{within}</div>'
        f"{_drawing(shown, chosen, said, labels, most)}"
        f'<div class="ends" aria-hidden="true">{ends}</div>'
        f'<ul class="keys">{keys}</ul><p class="small">{escape(said)} {undated}</p>'
        f"{_table(shown, labels, used)}</div>"
    )


def period_in_words(period: str) -> str:
    """A period for people: "March 2021", "2021", "2020s", "2000–2099"."""
    if len(period) == MONTH and period[5:].isdigit() and 1 <= int(period[5:]) <= 12:
        return f"{MONTHS[int(period[5:]) - 1]} {period[:YEAR]}"
    if len(period) == 3:
        return strings.DECADE.format(year=f"{period}0")
    if len(period) == 2:
        return strings.CENTURY.format(first=f"{period}00", last=f"{period}99")
    return period


def _drawing(shown: Timeline, chosen: str, said: str, labels: list[str], most: int) -> str:
    width = len(shown.periods) * (_BAR + _GAP)
    bars = "".join(
        _bar(place * (_BAR + _GAP), name, counts, labels, most, name == chosen)
        for place, (name, counts) in enumerate(shown.periods)
    )
    return (
        f'<svg viewBox="0 0 {width} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        'aria-labelledby="timeline-title timeline-said" focusable="false">'
        f'<title id="timeline-title">{strings.TIMELINE}</title>'
        f'<desc id="timeline-said">{escape(said)}</desc>{bars}</svg>'
    )


def _bar(
    x: int, name: str, counts: Iterable[int], labels: list[str], most: int, chosen: bool
) -> str:
    """The stack of one period, all of its height to be clicked."""
    parts, top, told = [], float(_HEIGHT), []
    for series, count in enumerate(counts):
        if not count:
            continue
        high = _HEIGHT * count / most
        top -= high
        told.append(f"{labels[series]} {count:,}")
        parts.append(
            f'<rect class="series{series}" x="{x}" y="{top:.2f}" width="{_BAR}" '
            f'height="{high:.2f}"></rect>'
        )
    if not parts:
        return ""
    total = strings.PERIOD_COUNT.format(period=period_in_words(name), count=sum(counts))
    tip = escape(f"{total} ({', '.join(told)})")
    return (
        f'<g class="bar{" chosen" if chosen else ""}" data-action="period" '
        f'data-period="{escape(name)}"><title>{tip}</title>'
        f'<rect class="whole" x="{x}" y="0" width="{_BAR + _GAP}" height="{_HEIGHT}"></rect>'
        f"{''.join(parts)}</g>"
    )


def _table(shown: Timeline, labels: list[str], used: list[bool]) -> str:
    series = [place for place, is_used in enumerate(used) if is_used]
    heads = "".join(f'<th scope="col">{escape(labels[place])}</th>' for place in series)
    rows = "".join(
        f'<tr><th scope="row">{button(period_in_words(name), "period", css="link", period=name)}'
        f"</th><td>{sum(counts):,}</td>"
        + "".join(f"<td>{counts[place]:,}</td>" for place in series)
        + "</tr>"
        for name, counts in shown.periods
        if any(counts)
    )
    return (
        f'<details><summary>{strings.TIMELINE_TABLE}</summary><div class="scroll">'
        f"<table><caption>{strings.TIMELINE}</caption><thead><tr>"
        f'<th scope="col">{strings.PERIOD}</th><th scope="col">{strings.ALL_SOURCES}</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _source(name: str) -> str:
    return name or strings.NO_SOURCE
