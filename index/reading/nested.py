"""Where the articles are in a JSON value: APIs wrap their lists in objects of many shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from index.reading.body import BODY, is_text_name, words_of
from index.reading.fields import FIELDS, Columns, flattened, squeezed
from index.reading.frames import rows_of

_MOST_DEPTH: Final = 5
_LOOKED_AT: Final = 50  # elements of a list, to see whether it is one of articles
_GRAPH: Final = "@graph"
# What stands beside the article in the data of a web page.
_NO_ARTICLE_TYPES: Final = frozenset(
    "organization newsmediaorganization website webpage breadcrumblist imageobject person"
    " searchaction itemlist videoobject readaction siteNavigationElement".lower().split()
)


def articles_in(held: object, columns: Columns, depth: int = _MOST_DEPTH) -> Iterator[object]:
    """The objects of a value that are to be read as articles, in their order.

    Elements of a list that look like none come too, so that it can be said; what only stands
    beside an article (a publisher, a breadcrumb of schema.org) does not.
    """
    if isinstance(held, list) and any(isinstance(item, dict) for item in held):
        for item in held:
            yield from articles_in(item, columns, depth - 1) if depth else (item,)
    elif not isinstance(held, dict):
        yield held
    elif isinstance(graph := held.get(_GRAPH), list):
        yield from _of_graph(graph, columns)
    elif rows := rows_of(held):
        yield from rows
    elif _is_article(held, columns):
        yield held
    else:
        found = _list_in(held, columns, depth) or _list_without_text(held, columns)
        yield from (held,) if found is None else articles_in(found, columns, depth - 1)


def _is_article(value: object, columns: Columns) -> bool:
    """Whether an object has a whole text of its own."""
    if not isinstance(value, dict):
        return False
    theirs = {squeezed(name) for ours, name in columns if ours == "text"}
    flat = flattened(value)
    if any(words_of(flat.get(name)) for name in theirs):
        return True
    return any(isinstance(flat.get(n), str) and flat[n] for n in BODY) or (
        any(words_of(flat.get(name)) for name in BODY)
    )


def _list_in(held: Mapping[str, Any], columns: Columns, depth: int) -> list[object] | None:
    """The nearest list of articles below an object; None when it holds none."""
    level: list[Mapping[str, Any]] = [held]
    for _ in range(depth):
        for value in (value for parent in level for value in parent.values()):
            if isinstance(value, list) and _holds_articles(value, columns):
                return value
        for parent in level:  # {"a1": {an article}, "a2": …}
            values = list(parent.values())
            if (
                len(values) > 1
                and all(isinstance(value, dict) for value in values)
                and any(_is_article(value, columns) for value in values[:_LOOKED_AT])
            ):
                return [{"id": name, **value} for name, value in parent.items()]
        inner = (_alone(value) for parent in level for value in parent.values())
        level = [value for value in inner if isinstance(value, dict)]
    return None


def _alone(value: object) -> object:
    """The element of a list of one: some wrap what they export."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _list_without_text(held: Mapping[str, Any], columns: Columns) -> list[object] | None:
    """A list of what would be articles if they had a text: each of them is to be told."""
    flat = flattened(held)
    if any(is_text_name(name, columns) for name in flat):
        return None
    for value in flat.values():
        items = value if isinstance(value, list) else []
        if items and all(isinstance(item, dict) and _is_named(flattened(item)) for item in items):
            return items
    return None


def _is_named(flat: Mapping[str, object]) -> bool:
    return any(flat.get(name) for name in (*FIELDS["title"][:-1], *FIELDS["published"]))


def _holds_articles(items: list[object], columns: Columns) -> bool:
    return any(
        _looks_like_one(item, columns) or (isinstance(item, dict) and _is_article(item, columns))
        for item in items[:_LOOKED_AT]
    )


def _looks_like_one(item: object, columns: Columns) -> bool:
    """Whether an object has something of a text, and a title or address."""
    if not isinstance(item, dict):
        return False
    flat = flattened(item)
    texts = any(is_text_name(name, columns) and words_of(value) for name, value in flat.items())
    return texts and _is_named(flat)


def _of_graph(graph: list[object], columns: Columns) -> Iterator[object]:
    """The articles of a graph of schema.org, with what they name by its id put in."""
    nodes = {str(node["@id"]): node for node in graph if isinstance(node, dict) and node.get("@id")}
    found = [
        {name: _resolved(value, nodes) for name, value in node.items()}
        for node in graph
        if isinstance(node, dict) and not _is_beside(node)
    ]
    yield from (node for node in found if _is_article(node, columns))
    if not any(_is_article(node, columns) for node in found):
        yield from found or graph[:1]


def _resolved(value: object, nodes: Mapping[str, Mapping[str, Any]]) -> object:
    if isinstance(value, list):
        return [_resolved(item, nodes) for item in value]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return nodes.get(str(value["@id"]), value)
    return value


def _is_beside(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return all(str(name).lower() in _NO_ARTICLE_TYPES for name in names)
