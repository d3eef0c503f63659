"""The timeline as HTML."""

from __future__ import annotations

from qa.page.html.timeline import period_in_words


def test_periods_in_words() -> None:
    said = [period_in_words(one) for one in ("2021-03", "2021", "202", "20", "2021-99", "x")]
    assert said == ["March 2021", "2021", "2020s", "2000–2099", "2021-99", "x"]
