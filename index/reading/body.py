"""The text of a record: which of its fields hold it, and that none of them is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from index.reading.fields import FIELDS, NOTHING, Columns, squeezed
from index.reading.fragment import is_markup, text_of_fragment, unescaped
from index.reading.original import is_text_of_one

# Names of the whole text, the first ones in front; then of what it was made from or into.
BODY: Final = tuple(
    "text body content articlebody bodytext maintext articletext fulltext article story document"
    " contenttext contentrendered textcontent plaintext contentplain articlecontent newscontent"
    " postcontent storytext storybody newstext newsbody ctext fullcontent transcript paragraphs"
    " bodyhtml contenthtml contentencoded bodysummary texte contenu inhalt texto contenido testo"
    " tekst artikeltext artikel volltext artikelinhalt texteintegral liveblogupdate blocksbody"
    " cuerpo текст текстстатьи 正文 内容 內容 全文 本文 본문 내용"
    " blocks selftext".split()
)
_DERIVED: Final = tuple(
    "rawtext rawcontent cleantext cleanedtext textclean cleancontent contentclean html".split()
)
# Names of what stands before a text, and of what sums it up: the text where there is no other.
_BEFORE: Final = tuple(
    "lead leadparagraph lede standfirst intro dek abstract abstractnote trailtext description"
    " shortdescription"
    " metadescription subtitle subheadline".split()
)
_AFTER: Final = tuple("summary highlights snippet excerpt excerptrendered short".split())
_KNOWN: Final = frozenset(
    [*BODY, *_DERIVED, *_BEFORE, *_AFTER, *(name for names in FIELDS.values() for name in names)]
)
# Long texts under other names are kept too, but for what is not the article's own words.
_NOT_THE_ARTICLE = re.compile(
    r"html|raw|comment|json|embed|vector|token|copyright|caption|image|keyword|tags?$|prompt|url"
    r"|translat|xml|css|script|licen[cs]e|cookie|entit|clean|lemma|stem|bio$|terms|about|related"
    r"|author|publisher|source|id$|hash|logo|nav|footer|prediction|label|question|answer"
)
_LONG_CHARS: Final = 100  # of a standfirst or summary that is kept beside the text
_PROSE_CHARS: Final = 200  # of a text under a name that says nothing
_SENTENCE_ENDS: Final = 2
_SENTENCE_END = re.compile(r"[.!?。！？…][\s\"'”’»)]|[.!?。！？…]$|[。！？]")
_CUT = re.compile(r"[\s…]*(?:\.\.\.)?\s*\[\s*\+\s*\d+ char(?:acter)?s?\s*\]\s*$")
_WORD = re.compile(r"\w+")
_COUNTED = re.compile(r"[0-9]{1,2}$")
_SHINGLE: Final = 4  # words
_END_CHARS: Final = 60
_SAME_SHARE: Final = 0.6  # of these in a text: it says the same
_MOST_PARTS: Final = 100_000
_MOST_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a record.

    Attributes:
        text: "" when there is none.
        field: the name of a field that could hold it and does not; "" when there is no such field.
        odd: that field holds something else than text.
        cut: the text ends in "[+1234 chars]": the rest was never given.
    """

    text: str
    field: str = ""
    odd: bool = False
    cut: bool = False


def is_text_name(name: str, columns: Columns = ()) -> bool:
    """Whether a field of this squeezed name holds the text, or can stand in for it."""
    theirs = [squeezed(theirs) for ours, theirs in columns if ours == "text"]
    known = _unnumbered(name) in (*BODY, *_DERIVED, *_BEFORE, *_AFTER)
    return known or name in theirs or is_text_of_one(name)


def body_of(flat: Mapping[str, object], columns: Columns = ()) -> Body:
    """The text of a record, all of it.

    It may be in one field or in several: a lead and a body, paragraphs, two columns. What one of
    them says already is not said twice.
    """
    named = [squeezed(name) for ours, name in columns if ours == "text"]
    if any(flat.get(name) for name in named):
        return Body("\n\n".join(filter(None, (words_of(flat.get(name)) for name in named))))
    whole = _first_texts(flat, BODY) or _first_texts(flat, _DERIVED)[:1]
    parts = [_CUT.sub("…", text) if text.endswith("]") else text for text in whole]
    cut = parts[:1] != whole[:1]
    enough = 1 if cut or not parts else _LONG_CHARS
    before = [text for text in _first_texts(flat, _BEFORE) if len(text) >= enough]
    after = [text for text in _first_texts(flat, _AFTER) if len(text) >= enough]
    after += _prose(flat)
    if not parts:
        parts, before = before, []
    kept = list(parts[:1])
    _add(kept, parts[1:])
    ahead: list[str] = []
    for text in before:
        if not _says_the_same(text, [*kept, *ahead]):
            ahead.append(text)
    kept = [*ahead, *kept]
    _add(kept, after)
    if kept:
        return Body("\n\n".join(kept), cut=cut)
    held = [name for name in (*BODY, *_DERIVED, *_BEFORE, *_AFTER) if name in flat]
    odd = any(flat[name] not in (None, "", []) and not _is_text(flat[name]) for name in held)
    return Body("", held[0] if held else "", odd)


def words_of(value: object, depth: int = _MOST_DEPTH) -> str:
    """The words of a text field: a string, HTML without its marks, a list of paragraphs."""
    if isinstance(value, str):
        words = (text_of_fragment(value) if is_markup(value) else unescaped(value)).strip()
        return "" if words in NOTHING else words
    if not depth:
        return ""
    if isinstance(value, list):
        parts = (words_of(item, depth - 1) for item in value[:_MOST_PARTS])
        return "\n\n".join(filter(None, parts))
    if isinstance(value, dict):
        return " ".join(_parts_of(value, depth))
    return ""


def _parts_of(value: Mapping[str, object], depth: int) -> Iterator[str]:
    """What a paragraph, or a report of a live page, says: when, its heading and its text."""
    fields = {squeezed(str(name)): held for name, held in value.items()}
    if "liveblogposting" in str(fields.get("type", "")).lower() or "articlebody" in fields:
        time = re.search(r"T(\d\d:\d\d)", str(fields.get("datepublished") or ""))
        yield from [time[1]] if time else ()
    heading = fields.get("headline") or fields.get("heading")
    if isinstance(heading, str):
        yield heading.strip() + ("" if heading.rstrip()[-1:] in ".!?:" else ":")
    for name in (*BODY, "value", "bodytextsummary", *_BEFORE, *_AFTER):
        if text := words_of(fields.get(name), depth - 1):
            yield text
            return


def _is_text(value: object) -> bool:
    return bool(words_of(value)) or isinstance(value, str)


def _first_texts(flat: Mapping[str, object], names: tuple[str, ...]) -> list[str]:
    """The texts of these fields in their order, each once."""
    places = {name: place for place, name in enumerate(names)}
    held = [name for name in flat if _unnumbered(name) in places and flat[name]]
    held.sort(key=lambda name: (places[_unnumbered(name)], len(name), name))  # text, text1, text2
    texts = (words_of(flat[name]) for name in held)
    return list(dict.fromkeys(filter(None, texts)))


def _unnumbered(name: str) -> str:
    """`text` of text2 and text10: tables cut long texts, their cells hold only so much."""
    return _COUNTED.sub("", name)


def _prose(flat: Mapping[str, object]) -> Iterator[str]:
    """Long texts in fields whose names say nothing."""
    for name, value in flat.items():
        if not isinstance(value, str) or len(value) < _PROSE_CHARS or name in _KNOWN:
            continue
        if any(name.endswith(other) for other in _KNOWN if len(other) > 3):
            continue  # the same field by its longer name
        if not _NOT_THE_ARTICLE.search(name) and _is_prose(value):
            yield words_of(value)


def _is_prose(text: str) -> bool:
    ends = sum(1 for _ in _SENTENCE_END.finditer(text[:5_000]))
    return ends >= _SENTENCE_ENDS and not text.lstrip().startswith(("{", "["))


def _add(kept: list[str], texts: list[str]) -> None:
    for text in texts:
        if not _says_the_same(text, kept):
            kept.append(text)


def _says_the_same(text: str, held: list[str]) -> bool:
    """Whether most of a text is in others already."""
    ends = {text[:_END_CHARS], text[-_END_CHARS:]}
    if any(all(end in other for end in ends) for other in held):  # the usual case, and quick
        return True
    words = _WORD.findall(text.casefold())
    size = min(_SHINGLE, len(words)) or 1
    mine = {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}
    theirs: set[tuple[str, ...]] = set()
    for other in held:
        others = _WORD.findall(other.casefold())
        theirs.update(tuple(others[n : n + size]) for n in range(len(others) - size + 1))
    return not mine or len(mine & theirs) >= _SAME_SHARE * len(mine)
