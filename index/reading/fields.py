"""What a record's fields are called: by archives, APIs, scrapers and data sets, or by the user.

Names are compared squeezed, so that `webPublicationDate`, `web_publication_date` and "Web
publication date" are one, and those of nested objects are joined: `{"source": {"name": …}}` is
`sourcename`, as is a column `source.name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from index.errors import UsageError
from index.reading.dates import days_of

Columns = tuple[tuple[str, str], ...]
"""What the user calls a field: pairs of ours and theirs, such as `("text", "story")`."""

# The first one that says something wins. In front what means just this, at the end what may do.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "articleid", "storiesid", "storyid", "uuid"),
    "title": tuple(
        "title headline headlinemain titlerendered webtitle articletitle posttitle newstitle"
        " storytitle headlines heading titlefull titel titre titulo título titolo überschrift"
        " ueberschrift schlagzeile titular заголовок 标题 標題 見出し タイトル 제목 name"
        " slug slugline".split()
    ),
    "published": tuple(
        "published date publishedat datepublished publicationdate pubdate publishdate datepublish"
        " webpublicationdate firstpublicationdate firstpublishedat firstpublished publishedon"
        " publicationtime publishedtime publishtime publisheddate datetimepub datetime timestamp"
        " issued articledate postdate postedat postedon posted newsdate releasedate displaydate"
        " seendate"
        " datum fecha veröffentlicht erscheinungsdatum дата датапубликации 发布时间 发布日期"
        " 日期 日付 公開日 일자 작성일 dategmt time createdat datecreated".split()
    ),
    "source": tuple(
        "source publisher sourcename publishername sourcetitle publicationtitle sitename site"
        " publication newspaper"
        " containertitle paper outlet medianame media publicationname ispartofname providername"
        " provider"
        " sourcehostname threadsitefull threadsite website sourcedomain hostname domain journal"
        " brand feedtitle sourceid zeitung quelle medio"
        " источник издание 来源 來源 媒体 媒體 언론사 매체".split()
    ),
    "author": tuple(
        "author authors byline bylineoriginal creator authorname authornames writer writers"
        " reporter journalist contributors contributor postauthor autor auteur автор 作者 记者"
        " 記者 기자 기고자".split()
    ),
    "url": tuple(
        "url link weburl articleurl canonicalurl permalink pageurl newsurl storyurl shareurl"
        " posturl guid href readmore mainentityofpageid mainentityofpage sourceurl uri ссылка"
        " enlace 链接 鏈接 網址 原文链接".split()
    ),
}
# When an article was changed, be it years later, is not when it was published.
CHANGED: Final = tuple(
    "updated updatedat updateddate dateupdated lastupdated modified modifiedat modifieddate"
    " modifiedgmt datemodified datemodify lastmodified lastmod lastmodifieddate".split()
)
FIELD_OF_USER: Final[Mapping[str, str]] = {
    **{name: name for name in FIELDS}, "text": "text", "date": "published",
}  # fmt: skip
# What programs write where they have nothing, and news APIs where an article was taken back.
NOTHING: Final = frozenset("None nan NaN NaT <NA> null NULL N/A n/a undefined [Removed]".split())
# Objects around the fields of an article; what they hold counts as the article's own.
WRAPPERS: Final = frozenset(
    "fields article data attributes node content metadata meta post item story doc"
    " document values properties".split()
)
_ELASTIC: Final = "_source"  # as Elasticsearch has it; `source` is the paper
_MOST_DEPTH: Final = 4
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_UNIT = re.compile(r"\([^()]*\)\s*$")  # "Date (dd/mm/yyyy)"
_LIST_OF_STRINGS = re.compile(r"\[\s*['\"](.*)['\"]\s*,?\s*\]", re.DOTALL)
_BETWEEN_STRINGS = re.compile(r"['\"](?:\s*,\s*|\s+)['\"]")  # a name may hold a quote too
_ESCAPED = re.compile(r"\\(?=['\"])")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_BY = re.compile(r"(?:written )?by[\s:]+(?=\S)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NAME_PARTS: Final = (
    ("firstname", "middlename", "lastname"),
    ("given", "non-dropping-particle", "family"),  # CSL
)
_NAMES_OF_ONE: Final = ("name", "title", "fullname", "displayname", "#text", "@value", "rendered")


@lru_cache(maxsize=4096)
def squeezed(name: str) -> str:
    """A name without its case, spaces and signs: `date_publish`, `datePublish` are one."""
    return _NOT_IN_NAMES.sub("", _UNIT.sub("", name)).casefold()


def parsed_columns(given: Iterable[str]) -> Columns:
    """What `--column FIELD=NAME` says, in the order given.

    Raises:
        UsageError: no such field, or no name.
    """
    pairs = []
    for text in given:
        field, equals, name = text.partition("=")
        field = FIELD_OF_USER.get(field.strip().lower(), "")
        if not field or not squeezed(name):
            known = ", ".join(sorted({*FIELD_OF_USER} - {"published"}))
            raise UsageError(
                f"--column {text}: say FIELD=NAME, such as text=story, "
                f"where FIELD is one of {known}" + ("" if equals else " and NAME is yours")
            )
        pairs.append((field, name.strip()))
    return tuple(pairs)


def missing_columns(flat: Mapping[str, object], columns: Columns) -> str:
    """The fields that the user named and this record has none of, such as "text=story"; or ""."""
    named = {ours: [theirs for field, theirs in columns if field == ours] for ours, _ in columns}
    return ", ".join(
        f"{ours}={theirs[0]}"
        for ours, theirs in named.items()
        if not any(squeezed(name) in flat for name in theirs)
    )


def flattened(values: Mapping[str, object]) -> dict[str, object]:
    """The fields by their squeezed names, with those of nested objects; the first of a name wins.

    An object is there too, under its own name, for what can be read from it as a whole.
    """
    flat: dict[str, object] = {}
    _flatten(values, "", flat, _MOST_DEPTH)
    return flat


def _flatten(values: Mapping[str, object], before: str, flat: dict[str, object], left: int) -> None:
    nested = []
    for name, value in values.items():
        short = squeezed(str(name))
        if value is None or value == "":
            flat.setdefault(before + short, None)
            continue
        if flat.get(before + short) is None and name != _ELASTIC:
            flat[before + short] = value
        if isinstance(value, dict) and left:
            nested.append((short, value, short in WRAPPERS or name == _ELASTIC))
    for short, value, wraps in nested:
        _flatten(value, before + short, flat, left - 1)
        if wraps:
            _flatten(value, before, flat, left - 1)


def one_value(flat: Mapping[str, object], field: str, columns: Columns = ()) -> str:
    """What the record says of a field other than the text; "" when it does not."""
    theirs = [squeezed(name) for ours, name in columns if ours == field]
    if field == "published":
        return _published(flat, theirs)
    said = (as_text(flat[name]) for name in (*theirs, *FIELDS[field]) if flat.get(name))
    return next(filter(str.strip, said), "")


def _published(flat: Mapping[str, object], theirs: Iterable[str]) -> str:
    """The first date that makes a day, else the first that has a number: `0`, `published: yes`."""
    said = (as_text(flat.get(name)) for name in (*theirs, *FIELDS["published"]))
    given = list(filter(str.strip, said))
    if len(given) < 2:
        return given[0] if given else ""
    for makes_one in (days_of, _DIGIT.search):
        if found := next(filter(makes_one, given), ""):
            return found
    return given[0]


def change_of(flat: Mapping[str, object]) -> tuple[str, str]:
    """The field that says when the article was last changed, and what it says; or empty ones."""
    said = ((name, as_text(flat.get(name))) for name in CHANGED)
    return next(((name, value) for name, value in said if days_of(value)), ("", ""))


def source_and_url(flat: Mapping[str, object], columns: Columns = ()) -> tuple[str, str]:
    """Who published it and its address.

    Some archives give the address as the source: then another field tells the paper.
    """
    url = one_value(flat, "url", columns)
    theirs = [squeezed(name) for ours, name in columns if ours == "source"]
    source = ""
    for name in (*theirs, *FIELDS["source"]):
        value = as_text(flat.get(name)).strip() if name in flat else ""
        if _ADDRESS.fullmatch(value):
            url = url if _ADDRESS.match(url.strip()) else value
        elif not source:
            source = value
    return _WIKI_LINK.sub(r"\1", source), url


def author_of(flat: Mapping[str, object], columns: Columns = ()) -> str:
    """Who wrote it: names alone, without "By", numbers, links and addresses of profiles."""
    text = one_value(flat, "author", columns).strip()
    if listed := _LIST_OF_STRINGS.fullmatch(text):  # a list that was printed into a table
        parts = _BETWEEN_STRINGS.split(listed[1])
        text = ", ".join(_ESCAPED.sub("", part) for part in parts if part.strip())
    text = "" if text.isdecimal() else _ADDRESS.sub("", _WIKI_LINK.sub(r"\1", text))
    return _BY.sub("", text.strip(" ,;|"), count=1) if _BY.match(text.strip(" ,;|")) else text


def as_text(value: object, depth: int = _MOST_DEPTH) -> str:
    """A field's value as text: numbers as digits, `{"name": …}` its name, lists joined by commas.

    Anything else counts as not given.
    """
    if isinstance(value, list):
        parts = (as_text(item, depth - 1) for item in value[:20]) if depth else ()
        return ", ".join(filter(None, parts))
    if isinstance(value, dict):
        return _text_of_object(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) and value.strip() not in NOTHING else ""


def _text_of_object(value: Mapping[str, object]) -> str:
    for name in _NAMES_OF_ONE:
        if isinstance(found := value.get(name), str) and found.strip():
            return found
    for names in _NAME_PARTS:
        parts = [value.get(name) for name in names]
        if any(parts):
            return " ".join(part for part in parts if isinstance(part, str) and part)
    if isinstance(days := value.get("date-parts"), list) and days and isinstance(days[0], list):
        return "-".join(f"{part:0>2}" for part in map(str, days[0]))
    day = value.get("$date")  # as MongoDB exports it
    if isinstance(day, dict):
        day = day.get("$numberLong")
    return str(day) if isinstance(day, str | int) else ""
