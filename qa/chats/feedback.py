"""Rated turns as questions to measure with: lines that `python -m qa eval` reads.

What a rating says of a turn:

    good, an answer      its short answer, else the quotes, are right; the quotes are the evidence,
                         the articles cited are relevant
    good, a refusal      the articles do not answer the question
    any, with a comment  that has a line "answer: …": that is the right answer, several such lines
                         give several, any of which is right; "answer: none" says that the articles
                         do not answer the question
    bad, without         says nothing of what would be right: left out

Left out as well are turns that were not rated, that failed, or whose search the reader narrowed:
an evaluation searches all articles, where another answer may be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index.terminal import json_text
from qa.chats.restoring import check
from qa.chats.types import SavedChat, SavedTurn
from qa.errors import AskingError
from qa.question.request import checked_question

_GIVEN = re.compile(r"^\s*answer\s*:\s*(\S.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_NARROWING = ("since", "until", "source", "author")


def rated_questions(chats: Iterable[SavedChat]) -> list[dict[str, Any]]:
    """A question for every rated turn that says what is right, in the order of chats and turns.

    Returns:
        Values with `id` (the chat's and the turn's number), `question`, `answerable`, `date`,
        `history`, `standalone_question`, and for those that can be answered `answers`, `relevant`,
        `evidence`, and `answer_start` where a short answer has its place in the first article.
    """
    found = []
    for chat in chats:
        for place, turn in enumerate(chat.turns):
            right = _right(turn)
            if right is not None:
                found.append(
                    {
                        "id": f"{chat.id}-{turn.number}",
                        "question": turn.question,
                        "date": turn.asked_at.date().isoformat(),
                        "history": _history(chat.turns[:place]),
                        "standalone_question": str(turn.reply.get("question") or ""),
                        **right,
                    }
                )
    return found


def as_lines(questions: Sequence[Mapping[str, Any]]) -> str:
    """Questions as the text of a `.jsonl` file."""
    return "".join(json_text(question, indent=None) + "\n" for question in questions)


def _right(turn: SavedTurn) -> dict[str, Any] | None:
    """What the reader says is right; None where that is not known."""
    given = _GIVEN.findall(turn.comment)
    narrowed = any(turn.filters.get(name) for name in _NARROWING)
    if not turn.rating or narrowed or not _askable(turn):
        return None
    if given:
        if any(answer.casefold() == "none" for answer in given):
            return {"answerable": False}
        return {"answerable": True, "answers": given}
    if turn.rating < 0:
        return None
    return {"answerable": False} if turn.reply["refused"] else _answered(turn.reply)


def _askable(turn: SavedTurn) -> bool:
    """Whether there was a reply, and the question can be asked again."""
    try:
        check(turn.reply)
        checked_question(turn.question)
    except AskingError:
        return False
    return "error" not in turn.reply


def _answered(reply: Mapping[str, Any]) -> dict[str, Any] | None:
    citations, short = reply["citations"], reply["short"]
    if not citations:
        return None
    if short:  # first where the short answer is from
        citations = sorted(citations, key=lambda held: held["article_id"] != short["article_id"])
    quotes = [citation["quote"] for citation in citations]
    right = {
        "answerable": True,
        "answers": [short["quote"]] if short else quotes,
        "relevant": list(dict.fromkeys(citation["article_id"] for citation in citations)),
        "evidence": quotes,
    }
    return right | {"answer_start": short["start"]} if short else right


def _history(turns: Sequence[SavedTurn]) -> list[dict[str, str]]:
    said = []
    for turn in turns:
        if "error" not in turn.reply:
            understood = str(turn.reply.get("question") or turn.question)
            said.append({"role": "user", "text": understood})
            said.append({"role": "assistant", "text": str(turn.reply.get("answer") or "")})
    return [turn for turn in said if turn["text"]]
