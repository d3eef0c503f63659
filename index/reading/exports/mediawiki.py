"""Dumps of Wikinews and other wikis: the newest version of each article."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote
from xml.etree.ElementTree import Element

from index.reading.clean import one_line
from index.reading.exports.labels import day_in
from index.reading.exports.markup import elements, local
from index.reading.record import Record, Records
from index.reading.source import Limits, Source

_REDIRECT: Final = re.compile(r"\s*#[^\W\d]+\s*:?\s*\[\[")
_MEDIA: Final = re.compile(
    r"\s*(?:(?:file|image|category|datei|bild|kategorie|fichier|catégorie):"
    r"|(?-i:[A-Za-z][a-z]{1,2}(?:-[a-z]+)*:)(?!\s))",  # of a language, but not "ER: The Pilot"
    re.IGNORECASE,
)
_SHOWN_CHARS: Final = 60  # of a date in a message
_DAY_TEMPLATES: Final = ("date", "datum", "fecha", "data")
_LINKS: Final = frozenset(["w", "wikipedia", "lang", "foreignlang", "nowrap"])
_MEASURES: Final = frozenset(["convert", "cvt"])
_BLOCKS: Final = frozenset(["p", "div", "blockquote"])
_UNREAD: Final = frozenset(["ref", "gallery", "timeline", "math", "score"])
# Sections after the article: what it was made from, and where else to look.
_AFTER: Final = re.compile(
    r"^=+[ \t]*(?:sources?|external links?|related (?:news|articles?)|references|see also|notes"
    r"|quellen|weblinks|einzelnachweise|fuentes|fonti|liens externes|sister links?)[ \t]*=+[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def read_mediawiki(source: Source, limits: Limits) -> Records:
    """The articles of a wiki's dump; talk, categories, files and redirects are left out.

    Raises:
        ReadError: as `elements`, or it holds no article.
    """
    site = base = ""
    pages = 0
    wanted = frozenset(["siteinfo", "page"])
    for element in elements(source, limits, wanted):
        held = {local(inner): (inner.text or "").strip() for inner in element}
        if local(element) == "siteinfo":
            site, base = held.get("sitename", ""), held.get("base", "").rpartition("/")[0]
            continue
        pages += 1
        record = _record(element, held, site, base)
        if record:
            yield record
    if not pages:
        raise source.error("holds no page of a wiki")


def _record(page: Element, held: dict[str, str], site: str, base: str) -> Record | None:
    newest = [inner for inner in page if local(inner) == "revision"][-1:]
    version = {local(inner): inner.text or "" for each in newest for inner in each}
    wikitext = version.get("text", "")
    if held.get("ns", "0") != "0" or "redirect" in held or _REDIRECT.match(wikitext):
        return None
    day, text = _article(wikitext)
    title, edited = held.get("title", ""), one_line(version.get("timestamp", ""), _SHOWN_CHARS)
    return Record(
        text=text,
        id="" if base else f"{site} {held.get('id', title)}".strip(),
        title=title,
        source=site,
        published=day,  # an edit, be it years later, does not say it
        url=f"{base}/{quote(title.replace(' ', '_'), safe='/:,()')}" if base else "",
        place=f"page {title}",
        told=(("changed", f"its last edit is of {edited}"),) if edited and not day else (),
    )


def _article(wikitext: str) -> tuple[str, str]:
    """The day that an article gives itself, and its words."""
    import mwparserfromhell  # only dumps need it

    wikitext = _AFTER.split(wikitext, maxsplit=1)[0]
    code = mwparserfromhell.parse(wikitext)
    day = ""
    kinds = mwparserfromhell.nodes
    read = (kinds.Wikilink, kinds.Tag, kinds.Template)
    for node in code.filter(matches=lambda node: isinstance(node, read)):
        words = ""
        if isinstance(node, kinds.Template):
            day = day or _day_of(node)
            words = _words_of(node)
        elif not _is_left_out(node):
            _part_lines(code, node)
            continue
        with suppress(ValueError):  # gone with what it stood in
            code.replace(node, words)
    return day, code.strip_code()


def _part_lines(code: Any, node: Any) -> None:  # noqa: ANN401
    """Lines and paragraphs stay apart when their tags are taken out."""
    name = str(getattr(node, "tag", "")).strip().lower()
    with suppress(ValueError):
        if name == "br":
            code.replace(node, "\n")
        elif name in _BLOCKS:
            code.insert_before(node, "\n\n")
            code.insert_after(node, "\n\n")


def _day_of(template: Any) -> str:  # noqa: ANN401 - one of the library's kinds, as below
    name = _name(template)
    if name in _DAY_TEMPLATES and template.params:
        return day_in(str(template.params[0]))
    return day_in(str(template.get("date"))) if name == "byline" and template.has("date") else ""


def _words_of(template: Any) -> str:  # noqa: ANN401
    """What a template shows, where it is a link or a measure within a sentence."""
    given = [str(param.value).strip() for param in template.params if not param.showkey]
    if _name(template) in _LINKS:
        return given[-1] if given else ""
    return " ".join(given[:2]) if _name(template) in _MEASURES else ""


def _name(template: Any) -> str:  # noqa: ANN401
    return str(template.name).strip().lower()


def _is_left_out(node: Any) -> bool:  # noqa: ANN401
    tag = getattr(node, "tag", None)
    if tag is None:  # a link
        return bool(_MEDIA.match(str(node.title)))
    return str(tag).strip().lower() in _UNREAD
