"""Books and magazines (.epub): each chapter an article, in the order in which they are read."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from index.errors import ReadError
from index.reading.charset import decode_markup
from index.reading.clean import one_line
from index.reading.containers.packages import open_zip, part, xml_part
from index.reading.exports.markup import local
from index.reading.fragment import text_of_fragment
from index.reading.record import Record, Records
from index.reading.source import Limits, Source

_FEWEST_WORDS: Final = 5  # fewer are a cover or the title of a part
_PAGES: Final = (".xhtml", ".html", ".htm")
_HEADING: Final = re.compile(r"<h[1-4]\b[^>]*>(.*?)</h[1-4]\s*>", re.DOTALL | re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.DOTALL | re.IGNORECASE)
_HEAD: Final = re.compile(r"<head\b.*?</head\s*>", re.DOTALL | re.IGNORECASE)
_LINK: Final = re.compile(
    r"<a\b[^>]*\bhref=[\"'](?!\w+:)[^\"'#][^>]*>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE
)
_MOSTLY: Final = 0.5
# What the program adds to each article that it fetches: where it is from, links around it.
_CALIBRE: Final = re.compile(
    r"<(div|p)\b[^>]*\bclass=[\"'][^\"']*calibre_(?:navbar|downloaded)[^>]*>.*?</\1\s*>", re.DOTALL
)
_ISSUE: Final = re.compile(r"\s*\[[^\[\]]*\b\d{4}\]$")  # its day, behind the name of a paper
_AROUND: Final = frozenset(["cover", "toc", "title-page", "copyright-page", "index"])


@dataclass(slots=True)
class _Book:
    """What a book says of itself.

    Attributes:
        chapters: the names of their files, in order.
        about: title, creator, publisher, date and source, each the first one given.
    """

    chapters: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)


def read_epub(source: Source, limits: Limits) -> Records:
    """The chapters of a book; cover, contents and imprint are left out.

    Raises:
        ReadError: as `open_zip`, or it has no chapters, or none that can be read.
    """
    with open_zip(source, limits) as archive:
        book = _book(source, archive, limits)
        locked = _locked(source, archive, limits)
        found = [_chapter(source, archive, name, name in locked, book, limits)
                 for name in book.chapters]  # fmt: skip
    records = [item for item in found if item]
    if not records:
        raise source.error("holds no text: it has no chapters")
    for number, item in enumerate(records, 1):
        yield item if isinstance(item, ReadError) else _titled(item, number, len(records), book)


def _book(source: Source, archive: zipfile.ZipFile, limits: Limits) -> _Book:
    container = xml_part(source, archive, "META-INF/container.xml", limits)
    roots = [e.get("full-path", "") for e in _all(container, "rootfile")]
    roots += sorted(name for name in archive.namelist() if name.lower().endswith(".opf"))
    for root in roots:
        package = xml_part(source, archive, root, limits)
        if package is not None:
            return _from_package(package, posixpath.dirname(root))
    return _Book(sorted(name for name in archive.namelist() if name.lower().endswith(_PAGES)))


def _all(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [e for e in element.iter() if local(e) == name]


def _from_package(package: Element, folder: str) -> _Book:
    book = _Book()
    for meta in _all(package, "metadata"):
        for each in meta:
            if each.text and each.text.strip():
                book.about.setdefault(local(each), each.text.strip())
    around = {
        _path(folder, each.get("href", ""))
        for each in _all(package, "reference")
        if each.get("type", "") in _AROUND
    }
    items = {e.get("id", ""): e for e in _all(package, "item")}
    for each in _all(package, "itemref"):
        item = items.get(each.get("idref", ""))
        if item is None or "nav" in item.get("properties", "").split():
            continue
        name = _path(folder, item.get("href", ""))
        if name not in around and name not in book.chapters:
            book.chapters.append(name)
    return book


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _locked(source: Source, archive: zipfile.ZipFile, limits: Limits) -> set[str]:
    """The files that only a bookseller's program can open."""
    listed = xml_part(source, archive, "META-INF/encryption.xml", limits)
    return {unquote(e.get("URI", "")) for e in _all(listed, "CipherReference")}


def _chapter(
    source: Source, archive: zipfile.ZipFile, name: str, locked: bool, book: _Book, limits: Limits
) -> Record | ReadError | None:
    if locked:
        return source.error("is locked to a bookseller's program (DRM)", name)
    data = part(source, archive, name, limits)
    if not data:
        return source.error("is missing", name)
    try:
        read = decode_markup(source, data)
    except ReadError as error:
        return source.error(error.reason, name)
    if read.damage:
        return source.error(read.damage, name)
    page = read.text
    page = _CALIBRE.sub("", page)
    body = _HEAD.sub("", page, count=1)
    text = text_of_fragment(body)
    if len(text.split()) < _FEWEST_WORDS or _is_contents(body, text):
        return None
    heading, title = _words(_HEADING, page), _words(_TITLE, page)
    return Record(text=text, title=heading or title, member=name, place=name, told=read.told)


def _is_contents(body: str, text: str) -> bool:
    """Whether a chapter lists others: links into the book, and hardly a word beside them."""
    linked = " ".join(text_of_fragment(link[1]) for link in _LINK.finditer(body))
    return len(linked) > _MOSTLY * len("".join(text.split()))


def _words(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return one_line(text_of_fragment(found[1])) if found else ""


def _titled(record: Record, number: int, count: int, book: _Book) -> Record:
    """With what the book says of all its chapters."""
    title = _ISSUE.sub("", book.about.get("title", ""))
    author = book.about.get("creator", "")
    own = record.title if record.title != title else ""
    alone = count == 1
    return replace(
        record,
        title=title or own if alone else own or f"{title} {number}".strip(),
        source=book.about.get("publisher", "") if alone else title,
        author="" if author == "calibre" else author,
        published=book.about.get("date", ""),
        member="" if alone else record.member,
    )
