"""The chat as HTML: its questions, the replies, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from qa.answer import Answer
from qa.page import strings
from qa.page.html.rendering import render
from qa.page.model.turn import State, Turn
from qa.templates import Markup


def chat_html(turns: Sequence[Turn], chat_id: str = "") -> str:
    """The whole chat, oldest turn first.

    Args:
        turns: the chat.
        chat_id: under which it is kept; the address of the page names it.
    """
    shown = [
        (_turn if turn.state is State.PENDING else _settled)(turn, turn is turns[-1])
        for turn in turns
    ]
    return render("chat.html", "chat", shown, chat_id)


def answer_html(turn: Turn, answer: Answer) -> str:
    """A cited answer, or as much of it as there is while it is being written."""
    return render("answer.html", "answer", turn, answer)


def welcome_html(examples: Sequence[str], model: str = "") -> str:
    """What stands where the chat will be: how it works, and questions to start with.

    Args:
        examples: the questions.
        model: the language model that writes the answers, "" for none.
    """
    how = strings.WELCOME_WRITTEN.format(model=model) if model else strings.WELCOME_QUOTED
    return render("chat.html", "welcome", how, examples)


def _turn(turn: Turn, last: bool) -> Markup:
    return Markup(render("chat.html", "turn", turn, last))


# Each sentence that a model writes shows the whole chat anew; what is settled stays as it is. As
# many are held as the longest chat has: each holds its turn, also once nobody has that open.
_settled = lru_cache(maxsize=200)(_turn)
