"""What a language model is, what limits it has, and the pieces of its reply."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from qa.llm.prompt import Prompt


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """How long a model may take and how much it may read and write.

    Attributes:
        connect: seconds until there is a connection.
        silence: seconds until the first piece of the reply, and between two pieces.
        whole: seconds for the whole reply, retries included.
        attempts: how often it is asked at most when it is busy, broken or out of reach.
        tokens: of a reply at most.
        context: tokens of prompt and reply together; a GGUF file may be made for fewer.
    """

    connect: float = 5.0
    silence: float = 90.0
    whole: float = 180.0
    attempts: int = 3
    tokens: int = 400
    context: int = 4096


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply; `finished` says why it is the last, "" while there is more."""

    text: str
    finished: str = ""


class ServerTrouble(Exception):
    """What went wrong with a model's server, as far as it may be told: without its key.

    Args:
        name: the kind of error.
        status: of HTTP, 0 where the server gave none.
        said: what the server said, or what it did.
        after: seconds that it asks to wait.
    """

    def __init__(self, name: str, status: int = 0, said: str = "", after: float = 0.0) -> None:
        super().__init__(name)
        self.name, self.status, self.said, self.after = name, status, said, after


class LanguageModel(Protocol):
    """Something that replies to a prompt.

    Attributes:
        name: for messages to the user.
        context: tokens of prompt and reply together.
    """

    name: str
    context: int

    def prepare(self) -> None:
        """Load the libraries that it needs, which takes seconds the first time."""

    def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """The reply, piece by piece; a `ServerTrouble` where the server fails."""

    def close(self) -> None:
        """End what was started for it."""
