"""The errors of the qa package.

    AskingError             everything below
    ├── QuestionError       a question or filter that cannot be right; the command line exits with 2
    ├── LlmUsage            a choice of language model that cannot be right; likewise
    └── LlmFailed           a language model that cannot be had, or whose reply did not come

An index that cannot be used raises the errors of `index.errors`.
"""

from __future__ import annotations


class AskingError(Exception):
    """Base of all errors of this package; `str(error)` is fit to show to a user."""


class QuestionError(AskingError):
    """A question, filter or number of hits that cannot be right."""


class LlmUsage(AskingError):
    """A choice of language model that cannot be right."""


class LlmFailed(AskingError):
    """A language model cannot be had, or its reply did not come."""
