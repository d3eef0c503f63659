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

_BREAKS = "\r\x0b\x0c\x85"
_BREAK = re.compile(f"[{_BREAKS}]")
# Control characters, and the marks that make text read in another order than it is stored.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ANY_OF_THESE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What shows nothing and is no word's own: soft hyphens with the line end after them, zero-width
# spaces, joiners of words and formulas, byte order marks.
_NO_LETTERS = re.compile(
    "\u00ad+[ \t]*\n?[ \t]*(?=\\w)|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b"
    "\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
# Joiners shape letters in the scripts of the Near East and India, and emoji; marks of direction
# order what is written from right to left. Elsewhere they do nothing.
_JOINERS = re.compile(
    "(?<![^\x00-\u0588\u1e00-\u206f])[\u200c\u200d]+(?![^\x00-\u0588\u1e00-\u206f])"
)
_DIRECTIONS = re.compile("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_MAY_FOLD = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\ufb00-\ufb06\ufeff\uffa0\ufff9-\ufffb]"
)
_MOST_MARKS = 300  # in a row: no language stacks ten
_GAPS = re.compile("\n{3,}")

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid"
    r"|mc_cid|mc_eid|_ga|_gl)(?:=|$)",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """Text as it is stored: LF lines, no control characters, NFC, no space at line ends.

    Ligatures and invisible characters are folded, see `fold_letters`. Three or more line breaks
    become two; outer whitespace goes; of hundreds of combining marks in a row a hundred stay
    (putting more in order takes minutes); nothing else is changed.
    """
    if _ANY_OF_THESE.search(text):  # seldom, and looking once is quicker
        text = lf_lines(text)
        text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    if not text.isascii():
        text = _in_normal_form(fold_letters(text))
    text = "\n".join([line.rstrip() for line in text.split("\n")])
    return (_GAPS.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def lf_lines(text: str) -> str:
    """A text with LF for every line end and page end."""
    if not any(one in text for one in _BREAKS):  # looking so is much quicker than by a pattern
        return text
    return _BREAK.sub("\n", text.replace("\r\n", "\n"))


def fold_letters(text: str) -> str:
    """A text with ligatures as their letters, and without what only shapes or hides letters.

    Ligatures of Latin letters, soft hyphens and zero-width characters come from typesetters and
    web pages; a word that holds them is neither found nor quoted as people write it.
    """
    if not _MAY_FOLD.search(text):
        return text
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _JOINERS.sub("", _NO_LETTERS.sub("", text))
    return text if _RIGHT_TO_LEFT.search(text) else _DIRECTIONS.sub("", text)


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
