"""Models behind a server, through LlamaIndex's classes for them.

The only module here that imports LlamaIndex and the clients below it, and only when a reply is
asked for.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from qa.llm.prompt import Prompt
from qa.llm.types import LlmSettings, Piece, ServerTrouble
from qa.proxies import no_proxies

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM


class OpenAIModel:
    """A model behind an OpenAI-compatible server; see `LanguageModel`.

    Args:
        model: its name there.
        url: the API's address, usually ending in /v1.
        key: sent with every request, "" for none.
        settings: limits.
        name: for messages; the model's name unless given.
    """

    def __init__(
        self, model: str, url: str, key: str, settings: LlmSettings, name: str = ""
    ) -> None:
        self.name = name or f"{model} at {url}"
        self.context = settings.context
        self._model, self._url, self._key, self._settings = model, url, key, settings

    def prepare(self) -> None:
        """See `LanguageModel.prepare`."""
        import llama_index.llms.openai_like  # noqa: F401

    async def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """See `LanguageModel.reply`."""
        import httpx
        from llama_index.llms.openai_like import OpenAILike

        from qa.llm.wire import transport_to

        async with httpx.AsyncClient(
            transport=transport_to(self._url, self._key),
            timeout=_timeout(self._settings),
            event_hooks={"request": [_limits_connecting(self._settings.connect)]},
        ) as client:
            llm = OpenAILike(
                model=self._model,
                api_base=self._url,
                api_key=self._key or "none",
                is_chat_model=True,
                context_window=self.context,
                max_tokens=prompt.tokens or self._settings.tokens,
                temperature=0.0,
                max_retries=0,  # ours keep to the time limit and know what has been shown
                timeout=self._settings.whole,
                async_http_client=client,
            )
            async with aclosing(_pieces(llm, prompt, self._key)) as pieces:
                async for piece in pieces:
                    yield piece

    def close(self) -> None:
        """Nothing was started."""


class OllamaModel:
    """A model of an Ollama server; see `LanguageModel` and `OpenAIModel`."""

    def __init__(self, model: str, url: str, key: str, settings: LlmSettings) -> None:
        self.name = f"{model} at {url}"
        self.context = settings.context
        self._model, self._url, self._key, self._settings = model, url, key, settings

    def prepare(self) -> None:
        """See `LanguageModel.prepare`."""
        with no_proxies():  # its library would make a client with them at once
            import llama_index.llms.ollama  # noqa: F401

    async def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """See `LanguageModel.reply`."""
        from llama_index.llms.ollama import Ollama
        from ollama import AsyncClient

        from qa.llm.wire import transport_to

        client = AsyncClient(
            host=self._url,
            transport=transport_to(self._url, self._key),
            timeout=_timeout(self._settings),
            follow_redirects=False,
            event_hooks={"request": [_sends_only(self._key)]},
        )
        try:
            llm = Ollama(
                model=self._model,
                base_url=self._url,
                temperature=0.0,
                context_window=self.context,
                additional_kwargs={"num_predict": prompt.tokens or self._settings.tokens},
                is_function_calling_model=False,
                async_client=client,
            )
            async with aclosing(_pieces(llm, prompt, self._key)) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            await client.close()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Nothing was started."""


async def _pieces(llm: LLM, prompt: Prompt, key: str) -> AsyncGenerator[Piece, None]:
    """The pieces of a reply without the key, which a server may give back.

    Raises:
        ServerTrouble: whatever went wrong.
    """
    from llama_index.core.llms import ChatMessage

    from qa.llm.wire import Redaction

    messages: Sequence[ChatMessage] = [
        ChatMessage(role="system", content=prompt.system),
        ChatMessage(role="user", content=prompt.user),
    ]
    plain = Redaction(key)
    try:
        async for response in await llm.astream_chat(messages):
            finished = _finished(response.raw)
            text = plain.feed(response.delta or "")
            yield Piece(text + plain.end() if finished else text, finished)
        if text := plain.end():
            yield Piece(text)
    except Exception as error:  # each client has errors of its own
        raise _trouble(error, key) from None


def _trouble(error: Exception, key: str) -> ServerTrouble:
    """A client's error in our words; the error itself may hold the key."""
    from qa.llm.wire import Misbehaved, hidden

    within: BaseException | None = error
    while within is not None:
        if isinstance(within, Misbehaved):
            return ServerTrouble("Misbehaved", said=str(within))
        within = within.__cause__ or within.__context__
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) and status >= 100 else 0
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        after = max(0.0, float(headers.get("retry-after", 0)))
    except (TypeError, ValueError):
        after = 0.0
    name = "Connect" if isinstance(error, ConnectionError) else type(error).__name__
    said = hidden(" ".join(str(error).split()), key) if status else ""
    return ServerTrouble(name, status, said, after)


def _finished(raw: Any) -> str:  # noqa: ANN401 - each client has its own
    """Why a reply ended, from the client's own chunk; "" when it goes on."""
    if isinstance(raw, dict):
        return str(raw.get("done_reason") or "stop") if raw.get("done") else ""
    choices = getattr(raw, "choices", None)
    return str(choices[0].finish_reason or "") if choices else ""


def _timeout(settings: LlmSettings) -> httpx.Timeout:
    import httpx

    return httpx.Timeout(settings.whole, connect=settings.connect)


def _sends_only(key: str) -> Any:  # noqa: ANN401 - what httpx takes
    """A hook for a client that takes a key from the environment, wherever the server is."""

    async def send_only(request: httpx.Request) -> None:
        request.headers.pop("authorization", None)
        if key:
            request.headers["authorization"] = f"Bearer {key}"

    return send_only


def _limits_connecting(seconds: float) -> Any:  # noqa: ANN401 - what httpx takes
    """A hook for a client that sets one limit for everything."""

    async def limit(request: httpx.Request) -> None:
        request.extensions.setdefault("timeout", {})["connect"] = seconds

    return limit
