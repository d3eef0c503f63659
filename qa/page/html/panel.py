"""The source panel: the cards of a turn, or one of its articles opened at the mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.article import Article
from qa.page import strings
from qa.page.html.rendering import render
from qa.page.model.cards import cards_of, pieces_of, places_in_order
from qa.page.model.turn import State, Turn, opened


def sources_html(turn: Turn) -> str:
    """The cards of one turn: its citations, or the passages that came nearest to a refusal.

    An article has one card, with each of its citations in it.
    """
    if not turn.sources:
        return empty_sources_html(strings.SOURCES_NONE)
    if turn.sources[0].number is not None:
        heading, note = strings.SOURCES, strings.SOURCES_NOTE
    elif turn.state is State.PENDING:
        heading, note = strings.FOUND, strings.FOUND_NOTE
    else:
        heading, note = strings.NEAREST, strings.NEAREST_NOTE
    return render("panel.html", "sources", turn, cards_of(turn.sources), heading, note)


def empty_sources_html(message: str = strings.SOURCES_EMPTY) -> str:
    """The source panel with nothing in it but a message."""
    return render("panel.html", "empty", message)


def article_html(turn: Turn, place: int, changed: bool = False) -> str:
    """The whole article of one source of a turn, with every mark that the turn has in it.

    Args:
        turn: the turn.
        place: of the source among those of the turn, from 0.
        changed: whether the article reads otherwise by now.

    Raises:
        IndexError: the turn has no such source.
    """
    if not 0 <= place < len(turn.sources):
        raise IndexError(f"turn {turn.number} has no source {place}")
    source, order = turn.sources[place], places_in_order(turn.sources)
    lost = strings.ARTICLE_UNCHECKED if turn.imported else strings.ARTICLE_GONE
    note = lost if source.gone else strings.ARTICLE_CHANGED if changed else ""
    assert isinstance(source.article, Article)  # whole where it is to be read
    pieces = tuple(pieces_of(source.article.text, turn.sources, place))
    return render("panel.html", "opened", turn, place, pieces, order, note)


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
