"""The chat as HTML: its questions, and what can be done with each reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.answer import Answer, NoAnswer
from qa.chats.types import LONGEST_COMMENT
from qa.page import strings
from qa.page.html.answer import answer_html, refusal_html
from qa.page.html.escape import button, escape, shorten
from qa.page.model.turn import State, Turn

_LONGEST_QUESTION_SHOWN = 500


def chat_html(turns: Sequence[Turn], chat_id: str = "") -> str:
    """The whole chat, oldest turn first.

    Args:
        turns: the chat.
        chat_id: under which it is kept; the address of the page names it.
    """
    shown = "".join(_turn(turn, turn is turns[-1]) for turn in turns)
    return (
        f'<div class="turns" role="log" data-chat="{escape(chat_id)}" '
        f'aria-label="{strings.LOG}">{shown}</div>'
    )


def welcome_html(examples: Sequence[str], model: str = "") -> str:
    """What stands where the chat will be: how it works, and questions to start with.

    Args:
        examples: the questions.
        model: the language model that writes the answers, "" for none.
    """
    how = strings.WELCOME_WRITTEN.format(model=model) if model else strings.WELCOME_QUOTED
    offer = _questions(strings.TRY, examples) if examples else ""
    return (
        f'<div class="welcome"><h2>{strings.WELCOME}</h2><p>{escape(how)}</p>'
        f'<div id="examples">{offer}</div></div>'
    )


def _turn(turn: Turn, last: bool) -> str:
    edit = button("✎", "rewrite", css="pencil", name=strings.EDIT_QUESTION, turn=turn.number)
    question = escape(shorten(turn.question, _LONGEST_QUESTION_SHOWN))
    return (
        f'<section class="turn" data-state="{turn.state}" data-number="{turn.number}">'
        f'<div class="head"><h2 class="question" dir="auto">{question}</h2>'
        f"{edit if turn.state is not State.PENDING else ''}</div>"
        f"{_reply(turn)}{_tools(turn)}{_next(turn) if last else ''}</section>"
    )


def _reply(turn: Turn) -> str:
    body = ""
    if isinstance(turn.reply, Answer):
        body = answer_html(turn, turn.reply)
    elif isinstance(turn.reply, NoAnswer):
        body = refusal_html(turn, turn.reply)
    if turn.state is State.PENDING:
        stop = button(strings.STOP, "stop", turn=turn.number)
        body += f'<p class="pending" role="status">{escape(turn.message)}</p>{stop}'
    elif turn.state is State.FAILED:
        body += f'<p class="failed" role="alert">{escape(turn.message)}</p>'
    return body


def _tools(turn: Turn) -> str:
    """What can be done with a reply that is there."""
    if turn.state is State.PENDING:
        return ""
    at: dict[str, Any] = {"turn": turn.number}
    again = button(strings.AGAIN, "again", css="tool", **at)
    if turn.reply is None:
        return f'<div class="tools">{again}</div>'
    rated = "".join(
        button(label, "rate", css="tool", pressed=turn.rating == value, value=value, **at)
        for label, value in ((strings.GOOD, 1), (strings.BAD, -1))
    )
    copied = ""
    if turn.copies:
        labels = strings.COPY_MARKDOWN, strings.COPY_PLAIN
        for label, text in zip(labels, turn.copies, strict=True):
            copied += button(label, "copy", css="tool", text=text, done=strings.COPIED)
    return f'<div class="tools">{rated}{copied}{again}</div>{_comment(turn)}'


def _comment(turn: Turn) -> str:
    """What was said with a rating, to be changed."""
    if not turn.rating:
        return ""
    label = strings.COMMENT_GOOD if turn.rating > 0 else strings.COMMENT
    save = button(strings.COMMENT_SAVE, "comment", css="tool", turn=turn.number)
    return (
        f'<div class="comment"><label>{escape(label)}'
        f'<textarea rows="2" maxlength="{LONGEST_COMMENT}">{escape(turn.comment)}</textarea>'
        f"</label>{save}"
        f'<span class="small" role="status">{strings.THANKS}</span></div>'
    )


def _next(turn: Turn) -> str:
    return _questions(strings.ASK_NEXT, turn.next) if turn.next else ""


def _questions(heading: str, questions: Sequence[str]) -> str:
    buttons = "".join(
        f"<li>{button(question, 'ask', css='example', question=question)}</li>"
        for question in questions
    )
    return f'<h3>{heading}</h3><ul class="examples">{buttons}</ul>'
