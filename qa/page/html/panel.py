"""The source panel: the cards of a turn, or one of its articles opened at the mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from index.article import Article
from qa.language.dates import day_in_words
from qa.page import strings
from qa.page.html.escape import button, escape, safe_url
from qa.page.model.turn import Source, State, Turn

_MOST_COPIES = 5  # on a card


def sources_html(turn: Turn) -> str:
    """The cards of one turn: its citations, or the passages that came nearest to a refusal."""
    if not turn.sources:
        return empty_sources_html(strings.SOURCES_NONE)
    if turn.state is State.PENDING and turn.sources[0].number is None:
        heading, note = strings.FOUND, strings.FOUND_NOTE
    elif turn.sources[0].number is not None:
        heading, note = strings.SOURCES, strings.SOURCES_NOTE
    else:
        heading, note = strings.NEAREST, strings.NEAREST_NOTE
    cards = "".join(_card(turn.number, place, source) for place, source in enumerate(turn.sources))
    return (
        f'<div class="panel"><h2>{heading}</h2><p class="note">{note}</p>'
        f'<ol class="cards">{cards}</ol></div>'
    )


def empty_sources_html(message: str = strings.SOURCES_EMPTY) -> str:
    """The source panel with nothing in it but a message."""
    return (
        f'<div class="panel empty"><h2>{strings.SOURCES}</h2>'
        f'<p class="note">{escape(message)}</p></div>'
    )


def article_html(turn: Turn, place: int, changed: bool = False) -> str:
    """The whole article of one source of a turn, with the sentence or passage marked.

    Args:
        turn: the turn.
        place: of the source among those of the turn, from 0.
        changed: whether the article reads otherwise by now.

    Raises:
        IndexError: the turn has no such source.
    """
    if not 0 <= place < len(turn.sources):
        raise IndexError(f"turn {turn.number} has no source {place}")
    source = turn.sources[place]
    article = source.article
    note = strings.ARTICLE_GONE if source.gone else strings.ARTICLE_CHANGED if changed else ""
    noted = f'<p class="note">{note}</p>' if note else ""
    return (
        f'<article class="opened" data-opened="{turn.number}.{place}">{_bar(turn, place)}'
        f'<h2 dir="auto">{escape(article.title)}</h2>{byline(article)}'
        f"{noted}"
        f'<div class="text" dir="auto">{_marked(source, 0, len(article.text))}</div></article>'
    )


def panel_html(turns: Sequence[Turn], clicked: Mapping[str, object], changed: bool = False) -> str:
    """The source panel after a click: an article opened at its mark, or the cards of a turn.

    Args:
        turns: the chat as it is kept for the one who clicked.
        clicked: what page.js reports, unchecked: `action`, `turn` and `source`.
        changed: whether the article that is opened reads otherwise by now.
    """
    turn = next((turn for turn in turns if turn.number == clicked.get("turn")), None)
    if turn is None:
        return empty_sources_html(strings.SOURCES_GONE)
    source = opened(turn, clicked)
    return sources_html(turn) if source is None else article_html(turn, source, changed)


def opened(turn: Turn, clicked: Mapping[str, object]) -> int | None:
    """The place of the source that a click opens, from 0; None when it opens none."""
    place = clicked.get("source")
    if clicked.get("action") == "open" and type(place) is int and 0 <= place < len(turn.sources):
        return place
    return None


def byline(article: Article) -> str:
    """Source, author, day and address of an article, as far as they are known."""
    parts = [escape(part) for part in (article.source, article.author) if part]
    if article.published:
        day = article.published.isoformat()
        parts.append(f'<time datetime="{day}">{day_in_words(article.published)}</time>')
    else:
        parts.append(strings.UNDATED)
    url = safe_url(article.url)
    if url:
        host = urlsplit(url).hostname or ""
        parts.append(
            f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer" '
            f'aria-label="{escape(strings.ORIGINAL.format(host=host))}">{escape(host)} ↗</a>'
        )
    return f'<p class="byline">{" · ".join(f"<bdi>{part}</bdi>" for part in parts)}</p>'


def _bar(turn: Turn, place: int) -> str:
    """The way back to the cards, and to the sources before and after."""
    at: dict[str, Any] = {"turn": turn.number}
    cited = turn.sources[place].number is not None
    back = strings.BACK.format(place=strings.SOURCES if cited else strings.NEAREST)
    last = len(turn.sources) - 1
    steps = ""
    if last:
        shown = strings.PLACE_OF.format(place=place + 1, count=last + 1)
        before = button("‹", "open", css="step", name=strings.PREVIOUS, source=place - 1, **at)
        after = button("›", "open", css="step", name=strings.NEXT, source=place + 1, **at)
        steps = (
            f'<span class="steps">{before if place else ""}<span>{shown}</span>'
            f"{after if place < last else ''}</span>"
        )
    return (
        f'<div class="bar">{button(back, "back", css="back", source=place, **at)}{steps}'
        f'<span class="where" aria-hidden="true">{escape(turn.sources[place].article.title)}'
        "</span></div>"
    )


def _card(turn: int, place: int, source: Source) -> str:
    article = source.article
    number = f'<span class="number">[{source.number}]</span> ' if source.number is not None else ""
    before = "… " if source.passage_start > 0 else ""
    after = " …" if source.passage_end < len(article.text) else ""
    title = button(article.title, "open", css="title", turn=turn, source=place)
    return (
        f'<li class="card{"" if number else " near"}" data-action="open" data-turn="{turn}" '
        f'data-source="{place}"><h3 dir="auto">{number}{title}</h3>{byline(article)}'
        f'<blockquote dir="auto">{before}'
        f"{_marked(source, source.passage_start, source.passage_end)}{after}</blockquote>"
        f"{_also_in(source.copies)}</li>"
    )


def _also_in(copies: Sequence[Article]) -> str:
    if not copies:
        return ""
    shown = [_named(copy) for copy in copies[:_MOST_COPIES]]
    if len(copies) > _MOST_COPIES:
        shown.append(strings.MORE.format(count=len(copies) - _MOST_COPIES))
    named = " · ".join(f"<bdi>{name}</bdi>" for name in shown)
    return f'<p class="byline">{strings.ALSO_IN} {named}</p>'


def _named(copy: Article) -> str:
    """Source and day of a copy, a link where it has an address."""
    day = day_in_words(copy.published)
    name = escape(", ".join(filter(None, (copy.source or copy.title, day))))
    url = safe_url(copy.url)
    if not url:
        return name
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer" '
        f'title="{escape(copy.title)}">{name} ↗</a>'
    )


def _marked(source: Source, start: int, end: int) -> str:
    """The article's text from `start` to `end`, with the source's own part in `<mark>`."""
    text = source.article.text
    if source.number is None and (source.start, source.end) == (start, end):
        return escape(text[start:end])
    kind = "cited" if source.number is not None else "near"
    return (
        f"{escape(text[start : source.start])}"
        f'<mark class="{kind}" tabindex="-1">{escape(text[source.start : source.end])}</mark>'
        f"{escape(text[source.end : end])}"
    )
