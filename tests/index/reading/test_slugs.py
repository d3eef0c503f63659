"""Slugs in the place of titles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.reading.slugs import is_slug, title_of
from tests.index.reading.samples import STORY, only, write

pytestmark = pytest.mark.usefixtures("in_this_process")

HEADLINE = "EU agrees new sanctions over Ukraine"
WIRE = "BC-EU--Ukraine, 3rd Ld-Writethru"


@pytest.mark.parametrize(
    "line",
    [
        WIRE, "BC-AS--Glacier-Survey, 1st Ld-Writethru,450", "AM-US--Library Vote, Bjt",
        "PM-BRIDGE OPENING 2ndLd-Writethru a0567", "AP-EU--Ukraine", "BC-CRIME-LINDEN",
        "bc-eu--ukraine, 3rd ld-writethru", "eu-ukraine-sanctions-lead", "bridge-closes-in-2021",
    ],
)  # fmt: skip
def test_slugs(line: str) -> None:
    assert is_slug(line)


@pytest.mark.parametrize(
    "line",
    [
        "Spider-Man", "Covid-19", "2021-05-13", "Mother-in-law wins", "Man held for 3rd day",
        "PM-led coalition wins", "AM-FM radio is dead", "BC-area floods kill five", "Jean-Luc",
        "10-year-old wins the prize", "AP Top News at 5 p.m. EDT", "UK-US-led talks fail", HEADLINE,
        "The story--of a bridge", "a-b-c " * 20,
    ],
)  # fmt: skip
def test_headlines_are_no_slugs(line: str) -> None:
    assert not is_slug(line)


@pytest.mark.parametrize(
    ("given", "text", "title"),
    [
        (HEADLINE, f"{WIRE}\n\n{STORY}", HEADLINE),
        ("", f"{HEADLINE}\n\n{STORY}", HEADLINE),
        ("", f"{WIRE}\n\n{HEADLINE}\n\n{STORY}", HEADLINE),
        ("", f"{WIRE}\n{HEADLINE}\nEds: Updates.\nBy ANN SAMPLE\n\n{STORY}", HEADLINE),
        ("", f"{WIRE}\nEds: Updates.\n\n{STORY}", "EU Ukraine"),
        ("", f"{WIRE}\n\n{STORY}", "EU Ukraine"),
        ("", f"{WIRE}\n\nBRUSSELS (AP) — Ministers met in the night\n\n{STORY}", "EU Ukraine"),
        ("", "AM-US--Library Vote, Bjt\n\nBy Ann Sample\n\nIt is.", "US Library Vote"),
        ("PM-BRIDGE OPENING 2ndLd-Writethru a0567", STORY, "BRIDGE OPENING"),
        ("bridge-closes-in-linden", STORY, "bridge closes in linden"),
        ("bridge-closes-in-linden", f"Ann Sample\n\n{STORY}", "bridge closes in linden"),
        ("eu-sanctions-vote", f"{WIRE}\n{HEADLINE}\n\n{STORY}", HEADLINE),
        ("", STORY, ""),
    ],
)
def test_titles(given: str, text: str, title: str) -> None:
    assert title_of(given, text) == title


def test_a_field_of_slugs_is_better_than_no_title(tmp_path: Path) -> None:
    def titled(**fields: str) -> str:
        return only(write(tmp_path / "a.json", json.dumps({"text": STORY, **fields}))).title

    assert titled(slug="bridge-closes-in-linden") == "bridge closes in linden"
    assert titled(slug="bridge-closes-in-linden", headline=HEADLINE) == HEADLINE
