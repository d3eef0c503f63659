"""Asking: a question and an open index in, a cited answer out.

    from qa import ask, retrieve

The heavy parts are imported when one of them is first used, so that `import qa` costs nothing.
From the top floor down; a folder imports only what stands below it:

    __main__.py    python -m qa: ask, retrieve, eval, chats, users
    llama.py       a retriever for LlamaIndex
    page/          the chat page
    suggesting/    questions to offer, made from articles
    evaluation/    measuring on questions with known answers
    asking.py      ask() and retrieve(): the way of a question, step by step
    drafting.py    a plan carried out: search, read and write
    llm/           optional: a language model writes and plans, and is checked
    checking/      whether a passage carries a sentence that a model wrote
    writing/       the answer in the articles' own words
    terminal.py    replies and passages as text for a terminal
    evidence/      what was found, judged: which sentences, how sure, where they differ
    chats/         chats that are kept
    retrieval/     passages for a question
    answer.py      Hit, Citation, Sentence, Answer, NoAnswer (conflict.py: where they disagree,
                   items.py: an answer's lines)
    users/         who may log in, and how often
    question/      a question understood: checked, standing alone, its periods and sources
    language/      English: words, phrases, dates, quantities, quotations
    database/      a PostgreSQL server: its address, its errors, its tables' formats
    clock.py       how long each step took, how long all may take; loading while another works
    errors.py      all that can go wrong, as one tree
    proxies.py     what the environment says of proxies, kept from libraries
    templates.py   HTML from templates, all that is filled in escaped
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.asking import ask, retrieve

__all__ = ["ask", "retrieve"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    if name in __all__:
        from qa import asking

        return getattr(asking, name)
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
