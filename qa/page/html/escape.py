"""Text for HTML. What an article, a question or a file name brings along is hostile before."""

from __future__ import annotations

from urllib.parse import urlsplit

_REPLACEMENT = "\ufffd"
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        # Template syntax of the component that shows the HTML, should it ever evaluate a value.
        "{": "&#123;",
        "}": "&#125;",
        "$": "&#36;",
        "`": "&#96;",
        "@": "&#64;",
        # A browser reads a bare carriage return as a newline: the mark would differ from the quote.
        "\r": "&#13;",
        "\0": _REPLACEMENT,
        # Half a character cannot be sent as UTF-8.
        **{chr(code): _REPLACEMENT for code in range(0xD800, 0xE000)},
    }
)


def escape(text: str) -> str:
    """Text for any place in HTML, between tags or in a quoted attribute.

    What a browser shows, and hands out as `textContent`, is the text unchanged, except that NUL
    and lone surrogates become U+FFFD.
    """
    return text.translate(_ESCAPES)


def safe_url(url: str) -> str:
    """The URL if it is a plain web address, else ""."""
    if any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def shorten(text: str, limit: int) -> str:
    """A text of at most `limit` characters, with an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def button(
    label: str,
    action: str,
    *,
    css: str = "link",
    name: str = "",
    pressed: bool | None = None,
    **data: object,
) -> str:
    """A button that page.js reports when it is clicked.

    Args:
        label: what stands on it; escaped here, as all else.
        action: what it does.
        css: its class.
        name: what it is called for those who do not see it, where the label is too short for that.
        pressed: whether it is on, for one that stays on; None for any other.
        data: goes with the click.
    """
    values = {"data-action": action, **{f"data-{key}": value for key, value in data.items()}}
    if name:
        values |= {"aria-label": name, "title": name}
    if pressed is not None:
        values["aria-pressed"] = str(pressed).lower()
    shown = "".join(f' {key}="{escape(str(value))}"' for key, value in values.items())
    return f'<button type="button" class="{css}"{shown}>{escape(label)}</button>'
