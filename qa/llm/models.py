"""Which model and where: a choice such as `ollama:llama3.2` to something that streams replies.

Keys come from the environment and go nowhere else: not into messages, not into logs.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from qa.errors import LlmFailed, LlmUsage
from qa.llm.types import LanguageModel, LlmSettings

KINDS = ("ollama", "openai", "gguf")
_OPENAI_URL = "https://api.openai.com/v1"
_OLLAMA_URL = "http://127.0.0.1:11434"
_MODULES = {
    "ollama": "llama_index.llms.ollama",
    "openai": "llama_index.llms.openai_like",
    "gguf": "xllamacpp",
}


def open_model(
    choice: str, url: str | None = None, settings: LlmSettings | None = None
) -> LanguageModel:
    """Make a model ready to be asked; a GGUF file is loaded, a server is not called yet.

    Args:
        choice: `ollama:MODEL`, `openai:MODEL` or `gguf:FILE`.
        url: where the server is, such as http://127.0.0.1:8000/v1; its own default if not given.
        settings: limits.

    Raises:
        LlmUsage: the choice cannot be right.
        LlmFailed: the extra is not installed, or the file cannot be loaded.
    """
    settings = settings or LlmSettings()
    kind, _, name = choice.partition(":")
    if kind not in KINDS or not name.strip():
        raise LlmUsage(
            f"{choice!r} names no language model: write none, ollama:MODEL, openai:MODEL or "
            "gguf:FILE"
        )
    if kind == "gguf" and url:
        raise LlmUsage("--llm-url goes with ollama: and openai:, a GGUF file is run here")
    if url:
        _check_url(url)
    _require(kind)
    from qa.llm.served import OllamaModel, OpenAIModel

    if kind == "ollama":
        url = url or _OLLAMA_URL
        key = os.environ.get("OLLAMA_API_KEY", "").strip()
        return OllamaModel(name, url, key if _may_have_key(url) else "", settings)
    if kind == "openai":
        return OpenAIModel(name, url or _OPENAI_URL, _key_for(url), settings)
    from qa.llm.gguf import GgufModel

    _require("openai")
    return GgufModel(Path(name), settings)


def _require(kind: str) -> None:
    module = _MODULES[kind]
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise LlmFailed(
            f"{kind}: needs a library that is not installed; in the project's folder run: "
            f"pip install -e '.[{kind}]'"
        )


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = False
    if not good:
        raise LlmUsage(f"{url!r} is no address of a server: write http://HOST:PORT/v1")
    if parts.username or parts.password or parts.query:
        raise LlmUsage("--llm-url must hold no password or key: put it into OPENAI_API_KEY")


def _key_for(url: str | None) -> str:
    """The key for a server; over plain HTTP it does not leave this machine."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if url is None and not key:
        raise LlmUsage(
            "openai: needs a key in the environment variable OPENAI_API_KEY, or --llm-url with the "
            "address of a server of your own"
        )
    return key if url is None or _may_have_key(url) else ""


def _may_have_key(url: str) -> bool:
    """Whether a key sent to a server is read by nobody on the way."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" or host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
