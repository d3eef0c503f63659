"""The page to log in on: whole, with its style, and without scripts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from qa.page.html.rendering import render
from qa.templates import Markup

_STYLE = Path(__file__).parent.parent / "assets" / "login.css"


def login_html(name: str = "", message: str = "") -> str:
    """The whole page.

    Args:
        name: what was typed before.
        message: what was wrong with that.
    """
    return render("login.html", "page", name, message).replace("/*style*/", _style())


@cache
def _style() -> str:
    return Markup(_STYLE.read_text("utf-8"))
