"""The errors of the qa package.

    AskingError             everything below
    ├── QuestionError       a question or filter that cannot be right; the command line exits with 2
    ├── TookTooLong         a question that was given up; the command line exits with 1
    ├── EvaluationError     questions, options or runs to measure with that cannot be used; likewise
    ├── UsersError          names, passwords or a file of users that cannot be used; likewise
    │   └── UsersUnusable   a file of users that the system does not let be used; it exits with 1
    ├── LlmUsage            a choice of language model that cannot be right; likewise
    ├── ChatRefused         a chat, turn or rating that cannot be kept as it is; likewise
    ├── ChatUnknown         a chat or turn that its owner does not have; likewise
    ├── ChatBroken          a kept reply or a file of chats that says what cannot be; likewise
    ├── ChatsUnusable       a place where no chats can be kept or read; it exits with 1
    │   └── ChatsUnwritable one that the system does not let be written
    ├── DatabaseUsage       an address of a database that cannot be right; it exits with 2
    ├── DatabaseFailed      a database that cannot be reached or used; it exits with 1
    ├── DatabaseRefused     a text that a database cannot hold; it exits with 2
    ├── TooBusy             more questions than are worked at or may wait; it may be asked later
    ├── LlmFailed           a language model that cannot be had, or whose reply did not come
    └── LibraryMissing      a library that only some commands need; the command line exits with 1

An index that cannot be used raises the errors of `index.errors`.
"""

from __future__ import annotations

from pathlib import Path


class AskingError(Exception):
    """Base of all errors of this package; `str(error)` is fit to show to a user."""


class QuestionError(AskingError):
    """A question, filter or number of hits that cannot be right."""


class TookTooLong(AskingError):
    """A question took longer than it may and was given up."""


class EvaluationError(AskingError):
    """Questions, options or earlier runs that nothing can be measured with."""


class UsersError(AskingError):
    """A name, a password or a file of users that cannot be used."""


class UsersUnusable(UsersError):
    """A file of users that the system does not let be read or written."""


class LibraryMissing(AskingError):
    """A library that is not among those every installation has.

    Args:
        purpose: what it is needed for.
        extra: the optional extra of this project that installs it.
    """

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs libraries that are not installed; in the project's folder run: "
            f"pip install -e '.[{extra}]'"
        )


class LlmUsage(AskingError):
    """A choice of language model that cannot be right."""


class TooBusy(AskingError):
    """More questions are worked at or wait than there is room for, of everybody or of one."""


class LlmFailed(AskingError):
    """A language model cannot be had, or its reply did not come."""


class ChatRefused(AskingError):
    """A chat, turn or rating that is past a limit or no such thing; nothing was changed."""


class ChatUnknown(AskingError):
    """The owner has no such chat, or the chat no such turn."""


class ChatBroken(AskingError):
    """A kept reply, or a file of chats, that holds what cannot be."""


class DatabaseUsage(AskingError):
    """An address of a database that cannot be right."""


class DatabaseFailed(AskingError):
    """A database cannot be reached, or does not do what it is asked."""


class DatabaseRefused(AskingError):
    """A text cannot be kept in a database as it is."""


class ChatsUnusable(AskingError):
    """Chats cannot be kept, or those that were kept cannot be read."""


class ChatsUnwritable(ChatsUnusable):
    """The system does not let chats be kept: a folder that is read-only, a full disk.

    Args:
        file: the chats' file.
        why: in the system's words.
    """

    def __init__(self, file: Path, why: str) -> None:
        self.why = why
        super().__init__(
            f"the chats in {file} cannot be read or written ({why}); see that the folder is there, "
            "can be written and has space left"
        )
