"""Bytes to text: UTF-8 and UTF-16 for certain, Windows-1252 when nothing else fits.

A wrong guess would put words into an article that its author never wrote, so whatever is uncertain
is refused, with the reason. Standard library only, until a file is met that is not UTF-8.
"""

from __future__ import annotations

import codecs
import logging
import re
from math import inf

from index.reading.source import Source

logger = logging.getLogger(__name__)

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|^\s*<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# These use only ASCII bytes, so that they pass for UTF-8: believe a page that names them.
_SEVEN_BIT = {"iso2022_jp", "hz", "utf-7"}
# As browsers do: what is labelled Latin-1 or ASCII is in fact Windows-1252.
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Marks that mean the same in every Windows code page, where they stand as marks do.
_TYPOGRAPHY = re.compile(
    r"(?=[^\x00-\x7f])(?:"  # quick to pass over what is not a mark
    r"£(?=\d)|(?<![^\s(\[])[“‘](?=\w)|(?<=[\w.,!?;:…])[”’](?!\w)|(?<=[A-Za-z])’(?=[A-Za-z])"
    r"|(?<=\s)[–—](?=\s)|(?<=\w)…)"
)
_WESTERN = re.compile(r"[\x00-\x7f\xa0-ÖØ-öø-ÿ€…‘’“”•–—™]+|(?<=[A-Za-z])œ(?=[a-z])|Œ(?=[a-z])")


def decode(source: Source, data: bytes, *, most_guessed: float = inf) -> str:
    """The text of `data`, without byte-order mark.

    Telling what is not UTF-8 takes time and memory: it is tried for `most_guessed` bytes at most.

    Raises:
        ReadError: binary, or in an encoding that is not certain; says which byte and what it
            looks like.
    """
    text = _marked(source, data)
    if text is None:
        _refuse_binary(source, data)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(data) > most_guessed:
                place = f"byte {error.start}"
                raise source.error(f"not UTF-8 text ({place}): save it as UTF-8") from None
            return _legacy(source, data, error.start)
    return text


def decode_markup(source: Source, data: bytes) -> tuple[str, str]:
    """The text of an HTML or XML file, which may declare its own encoding.

    The second value is "", or for UTF-8 with damage the reason to give should it matter: then
    each damaged character is U+FFFD, often in an advertisement and not in the article.

    Raises:
        ReadError: as `decode`, or the bytes are not what the page declares.
    """
    text = _marked(source, data)
    if text is not None:
        return text, ""
    _refuse_binary(source, data)
    declared = _declared(data)
    try:
        return data.decode(declared if declared in _SEVEN_BIT else "utf-8"), ""
    except UnicodeDecodeError as error:
        damage = _damage(data, error.start)
        if damage:
            return data.decode("utf-8", "replace"), damage
        if declared in ("", "utf-8", *_SEVEN_BIT):
            return _legacy(source, data, error.start), ""
    try:
        return data.decode(declared), ""
    except (UnicodeDecodeError, LookupError) as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise source.error(f"declares the encoding {declared} but is not{at}") from None


def _marked(source: Source, data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                label = name.removesuffix("-sig").upper()
                raise source.error(f"not {label} text (byte {error.start})") from None
    return None


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    if not found:
        return ""
    name = found[1].decode("ascii", "replace").lower()
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return name
    return _ALIASES.get(name, name)


def _refuse_binary(source: Source, data: bytes) -> None:
    head = data[: 1 << 16]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls <= max(2, len(head) // 100):  # a few stray ones are dropped later
        return
    nulls = head.count(0)
    if nulls * 5 > len(head) * 2 and nulls * 5 < len(head) * 3 and controls == nulls:
        raise source.error("looks like UTF-16 without a byte-order mark: save it as UTF-8")
    raise source.error("is binary, not text")


def _damage(data: bytes, byte: int) -> str:
    """Why `data` is not quite UTF-8, or "" when it is something else altogether.

    Accented letters of UTF-8 are valid Windows-1252 too: where most are whole, the file is UTF-8
    with damage, and reading it otherwise would garble them all.
    """
    bad = data.decode("utf-8", "replace").count("\ufffd")
    kept = data.decode("utf-8", "ignore")
    whole = len(kept) - len(kept.encode("ascii", "ignore"))
    return (
        f"not UTF-8 text (byte {byte}): UTF-8 with damage in {bad} places" if whole >= bad else ""
    )


def _legacy(source: Source, data: bytes, byte: int) -> str:
    """Windows-1252 if that is what it surely is."""
    damage = _damage(data, byte)
    if damage:
        raise source.error(damage)
    guess = _guess(data)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    sure = text and _TYPOGRAPHY.sub("", text).isascii()
    if sure or ("cp1252" in guess and text and not _WESTERN.sub("", text)):
        logger.info("%s: not UTF-8, read as Windows-1252", source.name)
        return text
    looks = f", looks like {guess[0]}" if guess else ""
    raise source.error(f"not UTF-8 text (byte {byte}){looks}: save it as UTF-8")


def _guess(data: bytes) -> list[str]:
    """The likeliest encodings, which all give the same text; none when there is no telling."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    best = from_bytes(data[: 1 << 16]).best()
    if best is None or best.coherence < 0.1:
        return []
    return [best.encoding, *best.could_be_from_charset]
