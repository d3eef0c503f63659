"""Text in encodings from before Unicode, where it is certain which: else there is none.

Letters of other scripts than the Latin are told by charset-normalizer, from how often each is met.
Latin ones share their bytes between many encodings; there, small words of plain letters tell the
language, and the encoding has to make all other bytes letters that it writes, where words have
letters. Both must leave no other reading. A wrong guess would put words into an article that its
author never wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

_LOOKED_AT: Final = 1 << 16  # bytes
_WORD: Final = re.compile(rb"(?<![A-Za-z'\x80-\xff])[A-Za-z]{1,8}(?![A-Za-z\x80-\xff])")
# What is met inside of no word: signs, and capitals after small letters.
_IN_A_WORD: Final = re.compile(
    r"[^\W\d_][^\w\s.,:;!?…’'\"“”„»«()\[\]/–—-]+[^\W\d_]|[^\W\d_][“„«‚²³¹½¼¾×ºª][^\W\d_]"
)
_PAIR: Final = re.compile(r"[^\W\d_](?=[\u00c0-\u024f])")
_MARKS: Final = frozenset("«»“”„‘’‚‹›–—…•€£§°©®™·¿¡\u00a0\u00ad½¼¾²³×ºª")
_WESTERN: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœ")


@dataclass(frozen=True, slots=True)
class _Group:
    """Languages that were written in the same encodings.

    Attributes:
        words: that are in most of their texts.
        letters: beyond a to z, of each language or of all.
        encodings: the likelier one in front, where one text may be of either.
    """

    words: frozenset[str]
    letters: tuple[frozenset[str], ...]
    encodings: tuple[str, ...]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GROUPS: Final = (
    _Group(
        _words(
            "the of and that with for was said from der die und das nicht ist den mit von dem ein"
            " auf le les des et est une dans pour que sur pas du el los las del por una con para"
            " il che di non per della sono gli uma os dos das em um mais com het een van en niet"
            " dat zijn voor och att som inte det med og ikke til ja oli mutta kun"
        ),
        (_WESTERN,),
        ("cp1252", "mac_roman", "cp850"),
    ),
    _Group(
        _words(
            "nie jest oraz przez jak ale po od dla w pro podle je ve by jako ale pre ako az hogy"
            " nem egy meg volt is nu un care din pe cu mai za bi ili"
        ),
        tuple(
            frozenset(each)
            for each in (
                "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţéö",
                "čćđšž",
            )
        ),
        ("cp1250", "iso8859_2"),
    ),
    _Group(
        _words("bir ve bu da de ile olarak daha ama gibi olan kadar sonra ise dedi eski yeni"),
        (frozenset("çğıöşüiâî"),),
        ("cp1254",),
    ),
    _Group(
        _words("ir kad yra su buvo bet kaip jis iki o un ka no par ar to kas arba"),
        (frozenset("ąčęėįšųūž"), frozenset("āčēģīķļņšūž")),
        ("cp1257",),
    ),
)  # fmt: skip
_MARGIN: Final = 1.5  # times as many words of a language as of any other
_FEWEST_WORDS: Final = 2
_FEWEST_LETTERS: Final = 12  # of another script
_SHARE: Final = 0.95
_MOST_CHAOS: Final = 0.1
_COHERENT: Final = 0.3  # an alphabet's letters come as often as they should
_SOMEWHAT_COHERENT: Final = 0.1
_COHERENT_HAN: Final = 0.05  # of thousands of letters a text has few
# What no Chinese text has so many of: kana, the commonest syllables of Korean.
_OWN_LETTERS: Final = re.compile("[\u3041-\u30fe이다의는에을를가고하지로기사한은도서]")
_OWN_SHARE: Final = 0.15
_RIVAL: Final = 0.1
_SCRIPTS: Final = {
    "CYRILLIC": "", "GREEK": "", "HEBREW": "", "ARABIC": "", "THAI": "", "CJK": "han",
    "HIRAGANA": "han", "KATAKANA": "han", "HANGUL": "han", "KATAKANA-HIRAGANA": "han",
}  # fmt: skip
_OF_SCRIPTS: Final = (
    "cp1251 koi8_r koi8_u cp866 iso8859_5 mac_cyrillic cp1253 iso8859_7 cp1255 cp1256 iso8859_6"
    " cp874 cp932 euc_jp gb18030 big5 cp949".split()
)
_LINE_ENDS: Final = "\n\r\t"
_SPACES: Final = re.compile("[ \n,.，。、]")
_SPACED: Final = 0.01
_NAMES: Final = {"cp932": "Shift-JIS", "cp949": "EUC-KR", "gb18030": "GB 18030"}


def name_of(encoding: str) -> str:
    """An encoding as people call it: `windows-1252` for cp1252."""
    known = _NAMES.get(encoding)
    return known or re.sub(r"^cp(?=125\d$)", "windows-", encoding).replace("_", "-")


def read_legacy(data: bytes) -> tuple[str, str]:
    """The text of bytes that are no UTF-8, and the encoding; empty ones where it is not certain."""
    sample = sample_of(data)
    for encoding in (_by_script(sample), _by_language(sample)):
        if encoding:
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return "", ""


def encoding_of(sample: bytes) -> str:
    """The encoding of bytes that are no UTF-8; "" where it is not certain."""
    return _by_script(sample) or _by_language(sample)


def looks_like(data: bytes) -> str:
    """The likeliest encoding of bytes of which it is not certain; "" when there is no telling."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample_of(data)).best()
    return "" if best is None or best.coherence < _SOMEWHAT_COHERENT else str(best.encoding)


def sample_of(data: bytes) -> bytes:
    """The beginning, to a byte that ends a letter in all encodings."""
    if len(data) <= _LOOKED_AT:
        return data
    end = next((n for n in range(_LOOKED_AT, 0, -1) if data[n - 1] < 0x30), _LOOKED_AT)
    return data[:end]


def read_wide(data: bytes) -> tuple[str, str]:
    """The text of UTF-16 without a mark that says so, and which; empty ones for anything else."""
    found = [
        (data.decode(each), each) for each in ("utf-16-le", "utf-16-be") if _is_wide(data, each)
    ]
    return found[0] if len(found) == 1 else ("", "")


def _is_wide(data: bytes, encoding: str) -> bool:
    try:
        sample = data[:_LOOKED_AT].decode(encoding)
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    spaced = len(_SPACES.findall(sample)) >= _SPACED * len(sample) > 0
    return spaced and not any(
        unicodedata.category(char) in ("Cc", "Cn", "Co") and char not in _LINE_ENDS
        for char in set(sample)
    )


def _by_script(sample: bytes) -> str:
    """The encoding that makes the bytes a text of another script than the Latin."""
    matches = list(_matches(sample))
    if not matches:
        return ""
    best, kind = matches[0]
    text = str(best)
    rivals = [
        match
        for match, other in matches[1:]
        if str(match) != text
        and (other == "han") == (kind == "han")
        and match.coherence > best.coherence - _RIVAL
        and match.chaos <= best.chaos
    ]
    if kind == "han" and _has_own_letters(text):
        rivals = [match for match in rivals if _has_own_letters(str(match))]
    return "" if rivals else str(best.encoding)


def _matches(sample: bytes) -> Iterator[tuple[CharsetMatch, str]]:
    """Those readings that are of another script, and whether it is of Han letters and the like."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    for match in from_bytes(sample, cp_isolation=list(_OF_SCRIPTS)):
        if match.chaos > _MOST_CHAOS:
            continue
        text = str(match)
        scripts = Counter(
            unicodedata.name(char, "?").partition(" ")[0]
            for char in text[:10_000]
            if ord(char) > 0x7F and char.isalpha()
        )
        count = sum(scripts.values())
        for kind, least in (("", _COHERENT), ("han", _COHERENT_HAN)):
            of_kind = [n for name, n in scripts.items() if _SCRIPTS.get(name, "no") == kind]
            most = sum(of_kind) if kind else max(of_kind, default=0)
            coherent = match.coherence >= least or (kind and _has_own_letters(text))
            if count >= _FEWEST_LETTERS and most >= _SHARE * count and coherent:
                yield match, kind


def _has_own_letters(text: str) -> bool:
    wide = sum(1 for char in text if char.isalpha() and ord(char) > 0x7F) or 1
    return len(_OWN_LETTERS.findall(text)) >= _OWN_SHARE * wide


def _by_language(sample: bytes) -> str:
    """The encoding that the language of a text in Latin letters was written in."""
    words = [word.decode().lower() for word in _WORD.findall(sample)]
    scores = sorted(
        ((sum(word in group.words for word in words), n) for n, group in enumerate(_GROUPS)),
        reverse=True,
    )
    (most, best), (next_most, _) = scores[:2]
    if most < _FEWEST_WORDS or most < _MARGIN * next_most:
        return ""
    group = _GROUPS[best]
    found: dict[str, str] = {}
    for encoding in group.encodings:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(_is_plausible(text, letters) for letters in group.letters):
            found.setdefault(text, encoding)
    return next(iter(found.values())) if len(found) == 1 else ""


def _is_plausible(text: str, letters: frozenset[str]) -> bool:
    """Whether all that is not ASCII in a text are letters of a language, and marks."""
    for char in set(text):
        if char > "\x7f" and char not in _MARKS and not letters.issuperset(char.lower()[:1]):
            return False
    inside = any(pair[0].islower() and text[pair.end()].isupper() for pair in _PAIR.finditer(text))
    return not inside and not _IN_A_WORD.search(text)
