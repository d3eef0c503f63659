"""How many articles were published when."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.page.html.timeline import timeline_html
from qa.page.model.catalogue import (
    View,
    find,
)
from qa.page.model.timeline import timeline
from tests.qa.page.catalogues import catalogue, entry
from tests.qa.page.trees import harmless

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2020, 1, 1), date(2024, 1, 1))


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 8)), min_size=1, max_size=30), st.data())
def test_the_timeline_counts_every_article_once(
    made: list[tuple[date, int]], data: st.DataObject
) -> None:
    held = catalogue(
        *(entry(str(n), source=f"S{s}", day=d.isoformat()) for n, (d, s) in enumerate(made)),
        entry("undated", day=""),
    )
    whole = timeline(held)
    assert (sum(sum(counts) for _, counts in whole.periods), whole.undated) == (len(made), 1)
    assert len({len(name) for name, _ in whole.periods}) == 1
    assert 1 <= len(whole.periods) <= 100
    names = [name for name, _ in whole.periods]
    assert names == sorted(names)
    for name, counts in whole.periods:
        assert sum(counts) == find(held, View(period=name)).count
    drawn = harmless(timeline_html(whole))
    bars = [found["data-period"] for found in drawn.attributes("g")]
    assert bars == [name for name, counts in whole.periods if any(counts)]
    assert [one.get("data-period") for one in drawn.attributes("button")] == bars
    chosen = data.draw(st.sampled_from(bars))
    inside = timeline(held, chosen)
    if len(chosen) < 7:
        assert inside.within == chosen
        inner = sum(sum(counts) for _, counts in inside.periods)
        assert inner == find(held, View(period=chosen)).count
