"""Replies and chats as text: Markdown with footnotes, or plain text with references.

From the values of `as_json`, so that a reply is written as it was given whatever has become of its
articles. What articles say is text: nothing in it becomes a mark, a link or a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from index.terminal import one_line
from qa.chats.imported import NOT_CHECKED, NOT_MADE_HERE
from qa.chats.json_values import all_of, each, maybe, value
from qa.chats.types import SavedChat, SavedTurn

Values = Mapping[str, Any]

_MARKS = re.compile(r"[\\`*_\[\]{}<>#|~&$^@]|(?<=\w):(?=//)|(?<=www)\.|!(?=\[)", re.IGNORECASE)
_TABLES = {"compare": "Side", "change": "Time"}  # forms, and what their labels are
_FIRST = re.compile(r"[-+=:!]|\d+(?=[.)])")


def as_markdown(reply: Values, label: str = "") -> str:
    """A reply in Markdown, each sentence with footnotes such as `[^1]`, defined at the end.

    Args:
        reply: what `as_json` of an Answer or NoAnswer gave, or `{"error": message}`.
        label: put before the numbers of the footnotes, to tell apart those of several replies.

    Raises:
        ChatBroken: the values are not a reply's.
    """
    lines = _body(reply, escaped, lambda number: f"[^{label}{number}]", "**")
    for citation in each(reply, "citations") if "error" not in reply else ():
        words = f"“{escaped(value(citation, 'quote', str))}”"
        number = value(citation, "number", int)
        lines.append(f"[^{label}{number}]: {words} {_source(citation, escaped, _link)}")
    return "\n\n".join(lines) + "\n"


def as_plain(reply: Values) -> str:
    """A reply in plain text, each sentence with marks such as [1], its references at the end.

    Takes and raises what `as_markdown` does.
    """
    lines = _body(reply, one_line, lambda number: f"[{number}]", "")
    references = [
        f"[{value(citation, 'number', int)}] {_source(citation, one_line, one_line)}"
        for citation in (each(reply, "citations") if "error" not in reply else ())
    ]
    return "\n\n".join([*lines, *(["\n".join(references)] if references else [])]) + "\n"


def chat_as_markdown(chat: SavedChat) -> str:
    """A whole chat in Markdown: its title, then a heading for every question.

    Raises:
        ChatBroken: a turn holds what is not a reply.
    """
    parts = [f"# {escaped(chat.title)}\n"]
    for place, turn in enumerate(chat.turns, 1):
        parts.append(f"## {escaped(turn.question)}\n")
        parts.append(f"*{turn.asked_at:%Y-%m-%d %H:%M} UTC{_narrowed(turn)}*\n")
        parts.append(as_markdown(turn.reply, f"{place}-"))
    return "\n".join(parts)


def escaped(text: str) -> str:
    """Text as one line of Markdown that shows it as it is, wherever on a line it comes to stand."""
    line = _MARKS.sub(lambda found: f"\\{found[0]}", one_line(text))
    first = _FIRST.match(line)
    if not first:
        return line
    place = first.end() if first[0][0].isdigit() else 0
    return f"{line[:place]}\\{line[place:]}"


def _body(
    reply: Values, text: Callable[[str], str], mark: Callable[[int], str], strong: str
) -> list[str]:
    """The paragraphs before the references."""
    lines = [NOT_MADE_HERE] if reply.get("imported") else []
    if "error" in reply:
        return [*lines, text(value(reply, "error", str))]
    question, asked = value(reply, "question", str), value(reply, "asked", str)
    lines += [f"Understood as: {text(question)}"] if question != asked else []
    parts = all_of({"parts": [], **reply}, "parts", str)
    lines += [text(f"Asked in parts: {' '.join(parts)}")] if parts else []
    note = maybe(value(reply, "understood", dict), "note", str)
    lines += [text(said) for said in (note, value(reply, "notice", str)) if said]
    if value(reply, "refused", bool):
        lines.append(f"The articles do not say this. {text(value(reply, 'reason', str))}")
        nearest = each(reply, "hits")[:3]
        places = [f"- {_source(hit, text, text)}" for hit in nearest]
        return [*lines, "Nearest passages:", "\n".join(places)] if places else lines
    if headline := maybe(reply, "headline", str):
        lines.append(f"{strong}{text(headline)}{strong}")
    if reply.get("short") is not None:
        lines.append(f"{strong}{text(value(reply['short'], 'quote', str))}{strong}")
    lines += _told(reply, text, mark, strong)
    lines += [_conflict(conflict, text, mark) for conflict in each(reply, "conflicts")]
    return lines


def _told(
    reply: Values, text: Callable[[str], str], mark: Callable[[int], str], strong: str
) -> list[str]:
    """The sentences as paragraphs; as one list, or one table, where they have labels.

    A table is for Markdown alone, in which a label can be `strong`.
    """
    sentences = each(reply, "sentences")
    if not any(maybe(one, "label", str) for one in sentences):
        return [_sentence(one, text, mark) for one in sentences]
    told = [(maybe(one, "label", str) or "", _sentence(one, text, mark)) for one in sentences]
    labels = [f"{strong}{text(label)}{strong}" if label else "" for label, _ in told]
    column = _TABLES.get(maybe({"form": "", **reply}, "form", str) or "")
    if strong and column:
        rows = [f"| {label} | {said} |" for label, (_, said) in zip(labels, told, strict=True)]
        return ["\n".join([f"| {column} | What the articles say |", "| --- | --- |", *rows])]
    lines = [
        f"- {label}{': ' if label and _has_text(one) else ' ' if label else ''}{said}"
        for label, (_, said), one in zip(labels, told, sentences, strict=True)
    ]
    return ["\n".join(lines)]


def _has_text(sentence: object) -> bool:
    return bool(value(sentence, "text", str))


def _sentence(sentence: object, text: Callable[[str], str], mark: Callable[[int], str]) -> str:
    marks = "".join(mark(number) for number in all_of(sentence, "citations", int))
    day, why = maybe(sentence, "as_of", str), value(sentence, "why", str)
    doubt = f" ({text(value(sentence, 'support', str))}: {text(why)})" if why else ""
    as_of = f" (as of {text(day)})" if day else ""
    said = text(value(sentence, "text", str))
    return f"{said} {marks}".strip() + as_of + doubt


def _conflict(conflict: object, text: Callable[[str], str], mark: Callable[[int], str]) -> str:
    """As `Conflict.text` says it, but with the marks of this kind of text."""
    parts = zip(
        all_of(conflict, "figures", str),
        each(conflict, "published"),
        all_of(conflict, "citations", int),
        strict=False,  # what a reply is made of is checked elsewhere
    )
    said = [
        f"{text(figure)}{f' ({text(str(day))})' if day else ''} {mark(number)}"
        for figure, day, number in parts
    ]
    return f"The articles differ: {', '.join(said)}."


def _source(held: object, text: Callable[[str], str], link: Callable[[str], str]) -> str:
    """Where words of an article are from: title, source, day, address, characters."""
    told = [maybe(held, name, str) or "" for name in ("title", "source", "published")]
    url, article_id = maybe(held, "url", str) or "", value(held, "article_id", str)
    place = link(url) if url else text(article_id)
    start, end = value(held, "start", int), value(held, "end", int)
    doubt = f" ({NOT_CHECKED})" if maybe(held, "checked", bool) is False else ""
    parts = [*(text(part) for part in told if part), place, f"characters {start}-{end}"]
    return ", ".join(parts) + doubt


def _link(url: str) -> str:
    """An address to be clicked, where it is one of the web; else text."""
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        return escaped(url)
    return f"<{quote(one_line(url), safe=_IN_ADDRESSES)}>"


_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=-._~"


def _narrowed(turn: SavedTurn) -> str:
    told = [
        f"{escaped(name)} {escaped(held)}" for name, held in sorted(turn.filters.items()) if held
    ]
    return f"; {', '.join(told)}" if told else ""
