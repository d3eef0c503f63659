"""What is done to a web page before its article is looked for.

The program that finds the article keeps words and drops what gives them their place: the heads
over a table's cells, the hour beside a report. Here these become words; consent walls go, and
captions stand alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml.html import HtmlElement, builder

from index.reading.notices import notice_in
from index.reading.page_tables import tables_as_sentences, words_in

_WALL = re.compile(
    r"consent|cookie|gdpr|\bcmp\b|onetrust|didomi|qc-cmp|sp_message|usercentrics|truste|privacy"
    r"|\bcc-window|\bcky-|fc-dialog|dialog|modal|overlay|paywall|piano|regwall|gate",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"comment|related|teaser|recirc|promo|sidebar|most-?read|newsletter|share|trending|footer",
    re.IGNORECASE,
)
_CAPTURE = re.compile(r"webpage capture|Saved from", re.IGNORECASE)
_CAPTION = re.compile(r"caption|credit", re.IGNORECASE)
_TIME_CLASS = re.compile(r"time|\bhour|\bclock", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{2,4}\b)?|\b\d{1,2}\s?[ap]\.?m\b"
)
_TIME_IN_DATETIME = re.compile(r"T(\d\d:\d\d)")
_LIVE = re.compile(
    r"\blive\b|live-?blog|minute by minute|as it happened|ticker|en direct|en vivo|diretta"
    r"|liveblogposting",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset("p h2 h3 h4 h5 blockquote li".split())
_HEADINGS: Final = frozenset("h2 h3 h4 h5".split())
_OUTSIDE: Final = frozenset("nav aside footer a button".split())
_FEWEST_TIMES: Final = 3  # on a page that does not call itself live


@dataclass(frozen=True, slots=True)
class _Report:
    """A time in a page, the hour it shows, and what is reported: headings, a block of text."""

    time: HtmlElement
    hour: str
    headings: tuple[HtmlElement, ...] = ()
    block: HtmlElement | None = None


def prepare(tree: HtmlElement) -> None:
    """Change a page in place, see the module."""
    _drop_walls(tree)
    _drop_what_programs_add(tree)
    tables_as_sentences(tree)
    if is_live(tree):
        _join_reports(tree)
    _keep_times(tree)
    _set_captions_apart(tree)


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """All elements of a tree, without comments."""
    return (element for element in tree.iter() if isinstance(element.tag, str))


def _drop_walls(tree: HtmlElement) -> None:
    for element in list(_elements(tree)):
        if element.tag in ("html", "body", "head") or element.getparent() is None:
            continue
        role = element.get("role") in ("dialog", "alertdialog") or element.tag == "dialog"
        if (role or _WALL.search(_marks(element))) and notice_in(words_in(element)):
            element.drop_tree()


def _drop_what_programs_add(tree: HtmlElement) -> None:
    """Comments on what Google Docs exports; the bar over what archive.today keeps."""
    for link in tree.xpath("//a[starts-with(@id, 'cmnt')]"):
        block = next(link.iterancestors("div", "p"), None)
        comment = not link.get("id").startswith("cmnt_ref")
        (block if comment and block is not None else link).drop_tree()
    for bar in tree.xpath("//*[@id='HEADER'][//*[@id='CONTENT']]"):
        if _CAPTURE.search(words_in(bar)):
            bar.drop_tree()
            for name in tree.xpath("//meta[@property='og:site_name']"):
                name.drop_tree()


def _join_reports(tree: HtmlElement) -> None:
    """Reports that are marked as articles, of which only the first would be taken, become parts."""
    apart = [
        one for one in tree.iter("article") if next(one.iterancestors("article"), None) is None
    ]
    sizes = [len(words_in(one)) for one in apart]
    if len(apart) > 1 and max(sizes) < 0.5 * sum(sizes):  # none of them holds the others
        for article in apart:
            article.tag = "div"


def _keep_times(tree: HtmlElement) -> None:
    """On a page of reports by the hour, put each hour in front of the report's first sentence."""
    reports = list(_reports(tree))
    kinds = Counter(_kind(report.time) for report in reports)
    if not kinds:
        return
    kind, count = kinds.most_common(1)[0]
    if count < (2 if is_live(tree) else _FEWEST_TIMES):
        return
    for report in reports:
        if _kind(report.time) != kind:
            continue
        for child in list(report.time):  # the element stays: the day of the page may be in it
            child.drop_tree()
        report.time.text = None
        for heading in report.headings:
            heading.tag = "p"  # as a heading it would be left out
        block = (report.block,) if report.block is not None else report.headings
        block[0].text = f"{report.hour} {(block[0].text or '').lstrip()}"


def _kind(time: HtmlElement) -> tuple[str, ...]:
    """What the times of reports on one page have in common."""
    parent = time.getparent()
    return (str(time.tag), str(parent.tag), parent.get("class") or "")


def is_live(tree: HtmlElement) -> bool:
    """Whether a page calls itself one of reports by the hour."""
    for name in ("title", "h1", "article", "main", "body"):
        for element in tree.iter(name):
            words = words_in(element) if name in ("title", "h1") else ""
            if _LIVE.search(f"{words} {_marks(element)} {element.get('itemtype') or ''}"):
                return True
    return False


def _reports(tree: HtmlElement) -> Iterator[_Report]:
    """What stands after each time that shows an hour, up to the next time, or around it."""
    waiting: _Report | None = None
    for element in list(_elements(tree)):
        if hour := _hour_of(element):
            yield from _finished(waiting)
            waiting = _Report(element, hour) if _is_inside(element) else None
            block = next((e for e in element.iterancestors() if e.tag in _BLOCKS), None)
            if block is not None and any(True for _ in block.iterdescendants(*_BLOCKS)):
                block = None  # an item of a list that holds a report; what follows is its text
            if waiting and block is not None and len(words_in(block)) > len(words_in(element)) + 5:
                if block.tag in _HEADINGS:
                    waiting = replace(waiting, headings=(block,))
                else:
                    yield replace(waiting, block=block)
                    waiting = None
        elif waiting and element.tag in _BLOCKS and len(words_in(element)) > 5:
            if not _is_inside(element):
                yield from _finished(waiting)
                waiting = None
            elif element.tag in _HEADINGS:
                waiting = replace(waiting, headings=(*waiting.headings, element))
            else:
                yield replace(waiting, block=element)
                waiting = None
    yield from _finished(waiting)


def _finished(report: _Report | None) -> Iterator[_Report]:
    """A report that ends here, if it has any words."""
    if report and report.headings:
        yield report


def _hour_of(element: HtmlElement) -> str:
    """The hour that a mark of time shows; "" for other elements."""
    is_time = element.tag == "time"
    if not is_time and not (element.tag in ("span", "div", "p") and len(element) == 0):
        return ""
    text = words_in(element)
    if len(text) > 40 or not (is_time or _TIME_CLASS.search(_marks(element))):
        return ""
    if found := _TIME.search(text):
        return found[0] if is_time or len(text) - len(found[0]) < 12 else ""
    hour = _TIME_IN_DATETIME.search(element.get("datetime") or "") if is_time else None
    return hour[1] if hour else ""


def _is_inside(element: HtmlElement) -> bool:
    return not any(
        parent.tag in _OUTSIDE or _ASIDE.search(_marks(parent))
        for parent in element.iterancestors()
        if parent.tag not in ("body", "html", "main", "article")
    )


def _set_captions_apart(tree: HtmlElement) -> None:
    """A caption inside of a paragraph becomes one of its own, in front of it."""
    for element in list(tree.iter("span", "small", "em", "i", "div")):
        block = element.getparent()
        if block is None or block.tag != "p" or not _CAPTION.search(_marks(element)):
            continue
        if words := words_in(element):
            block.addprevious(builder.P(words))
        element.drop_tree()
