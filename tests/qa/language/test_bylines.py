from __future__ import annotations

import pytest

from qa.language.bylines import byline, dateline_end

BODY = "\n\nThe bridge was opened. “It is safe,” said Mayor Jon Weil.\n\n" * 20


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"By Ada Lindqvist\n\n{BODY}", "Ada Lindqvist"),
        (f"{BODY}Ada Lindqvist is a senior reporter for the Post.", "Ada Lindqvist"),
        (f"{BODY}Follow Ada M. Silva on Twitter.", "Ada M. Silva"),
        (f"{BODY}Contact News Now Reporter Ada Lind at ada@example.org", "Ada Lind"),
        (f"{BODY}— Ada Lind, ada@example.org", "Ada Lind"),
        (f"{BODY}– Mayor Jon Weil, on the bridge that was opened", None),
        (BODY, None),
    ],
)
def test_who_a_text_says_wrote_it(text: str, name: str | None) -> None:
    found = byline(text)
    assert (found.name if found else None) == name
    if found:
        assert text[found.start : found.end] == found.name


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("LISBON, March 3 (Wire) - The bridge is open.", "The bridge is open."),
        ("SÃO PAULO, Brazil — The bridge is open.", "The bridge is open."),
        ("OSLO – It snows.", "It snows."),
        ("(ANP) It snows.", "It snows."),
        ("ESA built a ferry - its third - on Monday.", None),
        ("The BBC said – and others too – that it snows.", None),
        ("It snows.", None),
    ],
)
def test_where_a_dateline_ends(text: str, rest: str | None) -> None:
    assert text[dateline_end(text) :] == (rest or text)
