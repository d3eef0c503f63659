"""Replies that came with an imported file: shown as such, and checked against the articles.

Such a file may come from anybody, and may have been written by hand. So its replies are marked, how
sure they were is left out, and only what an article of the index says in that very place counts as
a quotation: its title and source are then those of the index. All other words are marked as not
checked; sentences too, unless they are the words of such a quotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from index.article import Article
from index.errors import IndexingError, UnknownArticle
from index.place import Place
from qa.answer import Support, named_by
from qa.chats.restoring import Find, nowhere
from qa.chats.types import SavedChat, SavedTurn
from qa.items import items_of

Values = Mapping[str, Any]

NOT_MADE_HERE = "Imported: this reply was not made here, and how sure it is cannot be told."
NOT_CHECKED = "not checked: no article here says this in that place"
_NOT_THE_WORDS = "imported, and not the words of an article here"
_NO_VERSION = "none"  # no article has it


def as_shown(chat: SavedChat, find: Find) -> SavedChat:
    """A chat with each imported reply as it is to be shown, exported or copied.

    Args:
        chat: the chat as it is kept.
        find: gives an article by id and version, or as it is now where the version is None; raises
            UnknownArticle where it is not there.
    """
    turns = tuple(replace(turn, reply=reply_as_shown(turn, find)) for turn in chat.turns)
    return replace(chat, turns=turns)


def reply_as_shown(turn: SavedTurn, find: Find) -> Values:
    """The reply of a turn; of an imported one with what has been found out about it.

    It has `imported` true, no `confidence`, and each citation and hit has `checked`, true where an
    article says the words in that place.
    """
    if not turn.imported:
        return turn.reply
    if "error" in turn.reply:
        return {**turn.reply, "imported": True}
    reply = turn.reply
    citations = [_checked(held, "quote", find) for held in reply.get("citations", ())]
    quotes = {held["number"]: held for held in citations if held["checked"]}
    sentences = [_sentence(held, quotes) for held in reply.get("sentences", ())]
    return {
        **reply,
        "imported": True,
        "confidence": None,
        "citations": citations,
        "hits": [_hit(held, find) for held in reply.get("hits", ())],
        "short": _short(reply.get("short"), quotes, find),
        "sentences": sentences,
        "items": items_of(sentences),
        "conflicts": [one for one in reply.get("conflicts", ()) if _is_said(one, quotes)],
    }


def restorable(reply: Values) -> Values:
    """An imported reply from `reply_as_shown` for `qa.chats.restoring.restored`.

    What is not checked is not looked up, so that its own words stand in for the article.
    """

    def of(held: Values) -> Values:
        return held if held["checked"] else {**held, "version": _NO_VERSION}

    return {
        **reply,
        "citations": [of(held) for held in reply["citations"]],
        "hits": [of(held) for held in reply["hits"]],
    }


def articles_of(index_dir: Place) -> Find:
    """What gives the articles of an index; none where there is no index that can be read."""
    from index.store import open_index  # heavy, and needed for imported chats alone

    try:
        return open_index(index_dir).article
    except IndexingError:
        return nowhere


def _checked(held: Values, words: str, find: Find) -> dict[str, Any]:
    """A citation or hit with `checked`, and what the index knows of its article."""
    article = _that_says(held, words, find)
    known = named_by(article) if article else {}
    return {**held, **known, "checked": article is not None}


def _that_says(held: Values, words: str, find: Find) -> Article | None:
    """The article that says these words in that place: in that version, or as it is now."""
    for version in (held["version"] or _NO_VERSION, None):
        try:
            article = find(held["article_id"], version)
        except UnknownArticle:
            continue
        if article.text[held["start"] : held["end"]] == held[words]:
            return article
    return None


def _hit(held: Values, find: Find) -> dict[str, Any]:
    """A hit, beside it only those copies that hold its words."""
    copies = []
    for copy in held.get("also_in", ()):
        try:
            article = find(copy["article_id"], copy["version"] or _NO_VERSION)
        except UnknownArticle:
            continue
        if held["text"] in article.text:
            copies.append(named_by(article))
    return {**_checked(held, "text", find), "also_in": copies}


def _short(held: Values | None, quotes: Mapping[int, Values], find: Find) -> Values | None:
    """The short answer, where it is a part of a quotation that was checked."""
    around = quotes.get(held["number"]) if held else None
    if not held or not around:
        return None
    found = _checked(held, "quote", find)
    inside = around["start"] <= held["start"] and held["end"] <= around["end"]
    same = (found["article_id"], found["version"]) == (around["article_id"], around["version"])
    return found if found["checked"] and inside and same else None


def _sentence(held: Values, quotes: Mapping[int, Values]) -> Values:
    cited = [quotes[number] for number in held["citations"] if number in quotes]
    days = [one["published"] for one in cited if one["published"]]
    told = {**held, "as_of": max(days, default=None)}
    if any(held["text"] in one["quote"] for one in cited) or held["why"]:
        return told
    return {**told, "support": Support.UNSUPPORTED.value, "why": _NOT_THE_WORDS}


def _is_said(conflict: Values, quotes: Mapping[int, Values]) -> bool:
    """Whether each of the figures that differ stands in a quotation that was checked."""
    return all(
        number in quotes and figure in quotes[number]["quote"]
        for number, figure in zip(conflict["citations"], conflict["figures"], strict=True)
    )
