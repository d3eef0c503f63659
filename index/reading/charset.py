"""Bytes to text: Unicode first, other encodings where it is certain which.

A wrong guess would put words into an article that its author never wrote, so whatever is uncertain
is refused, with the reason. Standard library only, until a file is met that is not UTF-8.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from math import inf

from index.reading.source import MEGABYTE, Source, start_of
from index.report import Kind

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


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, without byte-order mark.

    Attributes:
        encoding: the one that was found out, for people; "" for one that is declared or Unicode.
        damage: for UTF-8 with damage the reason to give should it matter: then each damaged
            character is U+FFFD, often in an advertisement and not in the article; else "".
    """

    text: str
    encoding: str = ""
    damage: str = ""

    @property
    def told(self) -> tuple[tuple[Kind, str], ...]:
        """What is to be said of articles in it, see `Record.told`."""
        return (("encoding", f"read as {self.encoding}"),) if self.encoding else ()


def decode(source: Source, data: bytes, *, most_guessed: float = inf) -> Decoded:
    """The text of `data`.

    Telling what is not UTF-8 takes time and memory: it is tried for `most_guessed` bytes at most.

    Raises:
        ReadError: binary, or in an encoding that is not certain; says which byte and what it
            looks like.
    """
    if (text := _marked(source, data)) is not None:
        return Decoded(text)
    if wide := _wide_or_refused(source, data):
        return wide
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if len(data) > most_guessed:
            place = f"byte {error.start}"
            raise source.error(f"not UTF-8 text ({place}): save it as UTF-8") from None
        return _legacy(source, data, error.start)


def decode_markup(source: Source, data: bytes) -> Decoded:
    """The text of an HTML or XML file, which may declare its own encoding.

    Raises:
        ReadError: as `decode`, or the bytes are not what the page declares.
    """
    if (text := _marked(source, data)) is not None:
        return Decoded(text)
    if wide := _wide_or_refused(source, data):
        return wide
    declared = _declared(data)
    try:
        return Decoded(data.decode(declared if declared in _SEVEN_BIT else "utf-8"))
    except UnicodeDecodeError as error:
        damage = _damage(data, error.start)
        if damage:
            return Decoded(data.decode("utf-8", "replace"), damage=damage)
        if declared in ("", "utf-8", *_SEVEN_BIT):
            return _legacy(source, data, error.start)
    try:
        return Decoded(data.decode(declared))
    except (UnicodeDecodeError, LookupError) as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise source.error(f"declares the encoding {declared} but is not{at}") from None


def encoding_of_table(source: Source) -> str:
    """The encoding of a file of lines that is in no form of Unicode; "" where none is certain.

    Looks at its first megabyte.

    Raises:
        OSError: it cannot be opened.
    """
    start = start_of(source, MEGABYTE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError as error:
        bad = (
            start.rfind(b"\n", 0, error.start) + 1
        )  # to see the letters, not a header of kilobytes
        sample = start[max(0, bad - 10_000) : bad + 50_000]
        if _damage(start, error.start) or b"\0" in start:
            return ""
        from index.reading.legacy import encoding_of

        return encoding_of(sample)
    return ""


def told_of(encoding: str) -> tuple[tuple[Kind, str], ...]:
    """What is to be said of articles in an encoding that was found out, see `Record.told`."""
    if not encoding:
        return ()
    from index.reading.legacy import name_of

    return (("encoding", f"read as {name_of(encoding)}"),)


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


def _wide_or_refused(source: Source, data: bytes) -> Decoded | None:
    """UTF-16 without a mark; None for what may be text of single bytes.

    Raises:
        ReadError: neither.
    """
    head = data[: 1 << 16]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls <= max(2, len(head) // 100):  # a few stray ones are dropped later
        return None
    from index.reading.legacy import read_wide

    text, encoding = read_wide(data)
    if text:
        return Decoded(text, encoding.upper())
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


def _legacy(source: Source, data: bytes, byte: int) -> Decoded:
    """Text in another encoding, if it is certain which.

    Raises:
        ReadError: it is not.
    """
    damage = _damage(data, byte)
    if damage:
        raise source.error(damage)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _TYPOGRAPHY.sub("", text).isascii():
        return Decoded(text, "windows-1252")
    from index.reading.legacy import looks_like, name_of, read_legacy

    text, encoding = read_legacy(data)
    if text:
        return Decoded(text, name_of(encoding))
    looks = f", looks like {guess}" if (guess := looks_like(data)) else ""
    raise source.error(f"not UTF-8 text (byte {byte}){looks}: save it as UTF-8")
