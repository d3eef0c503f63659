"""The page to log in on."""

from __future__ import annotations

import re
from pathlib import Path

import qa.page
from qa.page.html.login import login_html

ASSETS = Path(qa.page.__file__).parent / "assets"


def test_what_was_typed_is_shown_as_text() -> None:
    html = login_html('"><script>alert(1)</script>', "<b>")
    assert "<script" not in html
    assert "&lt;b&gt;" in html
    assert "http" not in re.sub(r'http-equiv|method="post"', "", html)


def test_its_colours_are_those_of_the_page() -> None:
    def colours(name: str) -> list[list[tuple[str, str]]]:
        blocks = (ASSETS / name).read_text("utf-8").split("{")
        found = (re.findall(r"--([a-z-]+): (#[0-9a-f]+);", block) for block in blocks)
        return [block for block in found if block]

    for own, others in zip(colours("login.css"), colours("theme.css")[:2], strict=True):
        assert set(own) <= set(others)
