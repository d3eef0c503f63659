"""A GGUF file as a model: llama.cpp in a child process, asked as any OpenAI-compatible server.

A process of its own, since a damaged file or lack of memory ends llama.cpp without an exception.
It listens on this machine alone, under a key made for it, and ends with this process however that
one ends.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from index.cores import usable_cores
from qa.errors import LlmFailed, LlmUsage
from qa.llm.prompt import Prompt
from qa.llm.served import OpenAIModel
from qa.llm.types import LlmSettings, Piece

_CHILD = Path(__file__).with_name("gguf_child.py")
_MAGIC = b"GGUF"


class GgufModel:
    """See `LanguageModel`.

    Args:
        file: the model.
        settings: limits; loading may take as long as a whole reply.

    Raises:
        LlmUsage: there is no such file, or it is none of this kind.
        LlmFailed: llama.cpp cannot load it.
    """

    def __init__(self, file: Path, settings: LlmSettings) -> None:
        _check(file)
        key = secrets.token_hex(16)
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed by close()
        arguments = [str(file.resolve()), str(settings.context), str(usable_cores())]
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        ready = self._started(key, settings.whole)
        if not ready:
            said = self._last_words()
            self.close()
            raise LlmFailed(f"{file}: llama.cpp cannot load it: {said}")
        values = json.loads(ready)
        self.name = file.name
        self.context = min(settings.context, int(values["context"]))
        self._served = OpenAIModel(
            file.name,
            f"{values['url']}/v1",
            key,
            replace(settings, context=self.context),
            name=self.name,
        )

    def prepare(self) -> None:
        """See `LanguageModel.prepare`."""
        self._served.prepare()

    def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """See `LanguageModel.reply`."""
        return self._served.reply(prompt)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream and not stream.closed:
                stream.close()

    def _started(self, key: str, limit: float) -> str:
        """The child's line; "" when it ended, or was ended for taking too long."""
        timer = threading.Timer(limit, self._process.kill)
        timer.start()
        try:
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(key + "\n")
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except BrokenPipeError:
            return ""
        finally:
            timer.cancel()

    def _last_words(self) -> str:
        self._process.wait(timeout=10)
        self._log.seek(0)
        lines = [line.strip() for line in self._log.read().splitlines() if line.strip()]
        return lines[-1][:300] if lines else f"it ended with code {self._process.returncode}"


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except OSError as error:
        raise LlmUsage(f"{file}: {error.strerror or error}") from error
    if magic != _MAGIC:
        raise LlmUsage(f"{file} is no GGUF file: it does not begin with {_MAGIC.decode()}")
