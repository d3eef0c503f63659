"""What every text, title and id read from a file goes through, whatever its format.

Standard library only. Offsets
into an article count characters of what `clean_text` returns, so it is the only place where text
is changed, and doing it twice changes nothing more.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from urllib.parse import urlsplit

TITLE_CHARS = 300
ID_CHARS = 500
_HEADLINE_CHARS = 120  # a longer first line is a paragraph, not a headline

_BREAKS = re.compile("[\r\x0b\x0c\x85]")
# Control characters, and the marks that make text read in another order than it is stored.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ANY_OF_THESE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST_MARKS = 300  # in a row: no language stacks ten
_GAPS = re.compile("\n{3,}")

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid"
    r"|mc_cid|mc_eid|_ga|_gl)(?:=|$)",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """Text as it is stored: LF lines, no control characters, NFC, no space at line ends.

    Three or more line breaks become two; outer whitespace goes; of hundreds of combining marks
    in a row a hundred stay (putting more in order takes minutes); nothing else is changed.
    """
    if _ANY_OF_THESE.search(text):  # seldom, and looking once is quicker
        text = _BREAKS.sub("\n", text.replace("\r\n", "\n"))
        text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    if not text.isascii():
        text = _in_normal_form(text)
    text = "\n".join([line.rstrip() for line in text.split("\n")])
    return (_GAPS.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def _in_normal_form(text: str) -> str:
    text = _marks().sub(_shortened, text) if _may_be_piled(text) else text
    if unicodedata.is_normalized("NFC", text):
        return text
    text = unicodedata.normalize("NFC", text)  # may make two marks of one, or one two
    return _marks().sub(_shortened, text) if _may_be_piled(text) else text


def _may_be_piled(text: str) -> bool:
    """Whether a row of too many marks is possible: it would hold three looked at on end.

    Looking at every hundredth character is quick; the pattern takes seconds for megabytes.
    """
    row = 0
    for letter in text[:: _MOST_MARKS // 3]:
        row = row + 1 if unicodedata.combining(letter) else 0
        if row == 3:
            return True
    return False


@cache
def _marks() -> re.Pattern[str]:
    """Combining marks in a row, be it one: to look for many would look at each many times."""
    marks = [chr(n) for n in range(0x300, 0x1F000) if unicodedata.combining(chr(n))]
    return re.compile(f"[{''.join(marks)}]+")


def _shortened(row: re.Match[str]) -> str:
    return row[0][:100] if len(row[0]) >= _MOST_MARKS else row[0]


def one_line(text: str, limit: int = TITLE_CHARS) -> str:
    """A title, source or author: cleaned, on one line, at most `limit` characters."""
    return " ".join(clean_text(text).split())[:limit].rstrip()


def clean_id(text: str) -> str:
    """An id: cleaned, on one line; one longer than 500 characters is cut and ends in its hash.

    Only the cut one is changed: two long ids that begin alike stay different.
    """
    folded = one_line(text, len(text))
    if len(folded) <= ID_CHARS:
        return folded
    return f"{folded[: ID_CHARS - 33]}~{hashlib.sha256(folded.encode()).hexdigest()[:32]}"


def id_from_url(url: str) -> str:
    """A URL without what does not tell articles apart, or "" when it points at no article.

    Dropped: scheme, "www.", user, usual port, fragment, tracking parameters, the last slash.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:  # brackets or a port that cannot be
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    path = parts.path.rstrip("/")
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.match(p))
    if not path and not query:  # a site's front page stands for any of its articles
        return ""
    at = f":{port}" if port not in (None, 80, 443) else ""
    return clean_id(f"{host}{at}{path}{f'?{query}' if query else ''}")


def host_of(url: str) -> str:
    """The host of an address of the web, without "www."; "" for anything else."""
    try:
        parts = urlsplit(clean_url(url))
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def clean_url(url: str) -> str:
    """The URL if it is one of the web, else "" (such as `javascript:` links)."""
    url = one_line(url, 2_000)
    return url if url.lower().startswith(("http://", "https://")) and " " not in url else ""


def headline_of(text: str) -> str:
    """The first line when it looks like a headline, else "".

    That is: short, followed by an empty line and more, and without a full stop at the end.
    """
    first, _, rest = text.partition("\n")
    if len(first) > _HEADLINE_CHARS or not rest.startswith("\n") or first.endswith("."):
        return ""
    return one_line(first)


def title_from_stem(stem: str) -> str:
    """A file's name as a title: `rate-rise_may` becomes `rate rise may`."""
    return one_line(re.sub(r"[-_\s]+", " ", stem)) or one_line(stem) or "Untitled"
