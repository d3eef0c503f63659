"""Printed pages: running heads go, paragraphs and sentences are whole."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.printed import text_of_pages, without_running_lines

STORY = (
    "The Linden council has approved a new library by 21 votes to 9, the town clerk announced on"
    " Tuesday evening after a debate of four hours. The building in Mill Street will cost 14"
    " million pounds and open in 2025, councillor Ruth Proof said. The old library burned down in"
    " 2019 and four thousand books were lost, among them the charter of the town. The U.S. firm"
    " that built the bridge will also build the library, as Ann Sample of the building office said."
)


def printed(text: str, width: int, height: int) -> list[list[str]]:
    """A text in lines, so many to a page."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return [lines[start : start + height] for start in range(0, len(lines), height)]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("5/14/21, 10:22 AM Library | The Harbour Times", "https://harbour.example/a {n}/{all}"),
        ("14.05.2021, 10:22 Bibliothek", "https://hafen.example/a {n}/{all}"),
        ("14 May 2021 at 10:22 Library", "Page {n} of {all}"),
        ("", "{n}"),
        ("", "- {n} -"),
        ("{n}", ""),
        ("", "{n} | The Harbour Times"),
        ("The Harbour Times, Friday, May 14, 2021, page A{n}", "© 2021 Harbour Media"),
        ("Seite {n} von {all}", "file:///tmp/a.html"),
    ],
)
@pytest.mark.parametrize(("width", "height"), [(40, 4), (64, 3), (90, 2)])
@pytest.mark.parametrize("order", ["in place", "heads last"])
def test_running_lines_leave_the_text(
    head: str, foot: str, width: int, height: int, order: str
) -> None:
    body = printed(STORY, width, height)
    pages = []
    for number, lines in enumerate(body, 1):
        top, bottom = (line.format(n=number, all=len(body)) for line in (head, foot))
        placed = [*lines, top, bottom] if order == "heads last" else [top, *lines, bottom]
        pages.append("\n".join(filter(None, placed)))
    assert text_of_pages(pages) == STORY


@pytest.mark.parametrize(
    "page",
    [
        "5/14/21, 10:22 AM Library\nThe vote was close.\nhttps://harbour.example/a 1/1",
        "The vote was close.\n1",
        "The vote was close.\nPage 1 of 1",
    ],
)
def test_a_page_alone(page: str) -> None:
    assert text_of_pages([page]) == "The vote was close."


@pytest.mark.parametrize(
    "pages",
    [
        ["Results\n2021", "2022\nMore of them"],  # numbers that count no pages
        ["The town\nhas 14", "districts.\nThe end"],
        ["On 14 May 2021 the vote was taken.", "On 15 May 2021 the library burned."],
    ],
)
def test_what_does_not_run_stays(pages: list[str]) -> None:
    assert without_running_lines([page.split("\n") for page in pages]) == [
        page.split("\n") for page in pages
    ]


def test_a_title_that_heads_the_pages_after_stays_once() -> None:
    pages = [
        "Library approved\nBy Jane Doe\nThe council has approved it.",
        "Library approved\nThe mayor agreed.",
        "Library approved\nThe vote was close.",
    ]
    paragraphs = text_of_pages(pages).split("\n\n")
    assert paragraphs[:2] == ["Library approved", "By Jane Doe"]
    assert paragraphs.count("Library approved") == 1
    assert "Library approved" not in text_of_pages(pages, title="Library approved")


def test_headings_and_paragraphs_stay_apart() -> None:
    page = (
        "Bridge closes\nThe council voted on Monday to close the\nold bridge for re-\n"
        "pairs until the spring.\nThe Mayor agreed.\n"
    )
    assert text_of_pages([page]).split("\n\n") == [
        "Bridge closes",
        "The council voted on Monday to close the old bridge for repairs until the spring.",
        "The Mayor agreed.",
    ]
    assert text_of_pages([]) == text_of_pages([""]) == ""


@given(st.lists(st.text("ab1 .-\n\u00adP/", max_size=60), max_size=6))
def test_any_pages_can_be_read(pages: list[str]) -> None:
    kept = "".join("".join(line) for page in pages for line in page.split("\n"))
    found = text_of_pages(pages)
    assert {*found} <= {*kept, " ", "\n"}
    assert "\n\n\n" not in found
