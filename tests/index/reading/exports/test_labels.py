"""What databases put around an article."""

from __future__ import annotations

import pytest

from index.reading.exports.labels import day_in


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Elmbrook Gazette, June 3, 2022, p. 4", "June 3, 2022"),
        ("Elmbrook Gazette | June 3rd 2022 | Page: A1", "June 3rd 2022"),
        ("Elmbrook Gazette Sept. 9 2022", "Sept. 9 2022"),
        ("L'Écho d'Elmbrook, no. 51 — mercredi 1er juin 2022", "1er juin 2022"),
        ("Ulmenbach, 3. Juni 2022", "3. Juni 2022"),
        ("sexta-feira, 1º de julho de 2022", "1º de julho de 2022"),
        ("The 3rd of June 2022", "3rd of June 2022"),
        ("2022-06-03 10:30", "2022-06-03"),
        ("Maybe 13 2022", ""),
        ("Section 13 2022", ""),
        ("Juneau 5 2022", ""),
    ],
)
def test_the_day_in_a_line(line: str, day: str) -> None:
    assert day_in(line) == day
