"""What programs may call: `ask`, `retrieve` and `article`, over HTTP and as MCP tools."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import qa
from index.errors import IndexingError
from index.store import open_index
from qa.errors import AskingError, QuestionError
from qa.page.actions.gate import in_turn
from qa.page.actions.observing import watched
from qa.page.actions.session import Room
from qa.page.actions.sharing import Wanted
from qa.page.ui.layout import WAITING
from qa.page.ui.tidying import drop_session
from qa.question.request import MOST_HITS


def publish(room: Room) -> None:
    """Offer the endpoints; to be called where the page is being made."""
    from gradio.events import api

    for endpoint in (_ask(room), _retrieve(room), _article(room)):
        api(endpoint, **WAITING)


def _ask(room: Room) -> Any:  # noqa: ANN401 - a function of its own signature
    import gradio as gr

    async def ask(  # noqa: D417 - the framework gives the request
        question: str,
        since: str = "",
        until: str = "",
        source: str = "",
        history: list[str] | None = None,
        writer: str = "",
        request: gr.Request = None,  # type: ignore[assignment] # the framework's
    ) -> dict[str, Any]:
        """Answer a question from the articles; every sentence is cited.

        Without a writer the sentences are quoted word for word. A language model's sentences are
        checked against what they cite: "support" says whether it carries them.

        Args:
            question: The question, in plain words; without a history, complete in itself.
            since: Only articles published on this day or later, as YYYY-MM-DD; empty for all.
            until: Only articles published on this day or earlier, as YYYY-MM-DD; empty for all.
            source: Only articles of this publisher; empty for all.
            history: The questions asked before, oldest first, which this one may lean on.
            writer: One of the language models that the page was started with; empty for none.

        Returns:
            The answer, its sentences and citations; or refused = true and the reason. Its "form"
            says what it looks like, "items" are its lines, where it is a list, a comparison, a
            change, a timeline or a listing of articles: each a label, text and citations. Its
            "question" is the one asked, made complete in itself, and "parts" the questions that it
            was searched for in, if it is several.
        """
        texts = {"question": question, "since": since, "until": until, "source": source}
        with _messages(texts) as given:
            _admit(room, request)
            model, wanted = _model(room, writer), Wanted(**given, history=_questions(history))
            settings, stop = room.settings, threading.Event()
            watching = watched(settings.observers, room.request_id(request))
            with watching as watch, settings.shared.joined(wanted) as joint:

                def work() -> dict[str, Any]:
                    watch.begins()
                    if model:
                        reply, shared = settings.replies.written(wanted, model, stop), False
                    else:
                        reply, shared = settings.replies.quoted(wanted, joint)
                    watch.replied(reply, shared=shared)
                    return reply.as_json()

                gate, who = settings.gate(bool(model)), _asker(room, request)
                return await in_turn(gate, who, work, stop, _listening())

    return ask


def _retrieve(room: Room) -> Any:  # noqa: ANN401 - a function of its own signature
    import gradio as gr

    async def retrieve(  # noqa: D417 - the framework gives the request
        question: str,
        k: int = 10,
        since: str = "",
        until: str = "",
        source: str = "",
        request: gr.Request = None,  # type: ignore[assignment] # the framework's
    ) -> list[dict[str, Any]]:
        """Find the passages of the articles that come nearest to a question, best first.

        Args:
            question: The question, in plain words, complete in itself.
            k: How many passages, 1 to 100.
            since: Only articles published on this day or later, as YYYY-MM-DD; empty for all.
            until: Only articles published on this day or earlier, as YYYY-MM-DD; empty for all.
            source: Only articles of this publisher; empty for all.

        Returns:
            The passages with their articles and exact places in them.
        """
        texts = {"question": question, "since": since, "until": until, "source": source}
        with _messages(texts, k) as given:
            _admit(room, request)

            def work() -> list[dict[str, Any]]:
                settings = room.settings
                hits = qa.retrieve(**given, index=settings.index, k=k, timeout=settings.timeout)
                return [hit.as_json() for hit in hits]

            gate, who = room.settings.quick, _asker(room, request)
            return await in_turn(gate, who, work, threading.Event(), _listening())

    return retrieve


def _article(room: Room) -> Any:  # noqa: ANN401 - a function of its own signature
    import gradio as gr

    def article(  # noqa: D417 - the framework gives the request
        article_id: str,
        version: str = "",
        request: gr.Request = None,  # type: ignore[assignment] # the framework's
    ) -> dict[str, Any]:
        """An article with its whole text, in which the offsets of citations count characters.

        Args:
            article_id: The article's id, as citations and passages name it.
            version: The version that was cited; empty for the article as it is now.

        Returns:
            Its id, version, title, text, source, author, day of publication and URL.
        """
        with _messages({"article_id": article_id, "version": version}) as given:
            room.admit(request)
            index = open_index(room.settings.index)
            return index.article(given["article_id"] or "", given["version"]).as_json()

    return article


def _asker(room: Room, request: Any) -> str:  # noqa: ANN401 - the framework's request
    return room.asker(request) if request is not None else "?"


def _forget_session() -> None:
    """Forget the state that the framework made for a call alone, which has none."""
    from gradio.context import LocalContext

    blocks, event_id = LocalContext.blocks.get(None), LocalContext.event_id.get(None)
    if blocks is not None and event_id:
        drop_session(blocks, event_id)  # the session of a call without one is named as its event


def _listening() -> Callable[[], bool]:
    """Says whether the caller of this event still waits for it.

    The framework knows, and has no word for it: it drops the events of a caller who has gone, but
    lets what they began go on.
    """
    from gradio.context import LocalContext

    blocks, event_id = LocalContext.blocks.get(None), LocalContext.event_id.get(None)
    queue = getattr(blocks, "_queue", None)
    event = getattr(queue, "event_ids_to_events", {}).get(event_id)
    return lambda: bool(getattr(event, "alive", True))


def _admit(room: Room, request: Any) -> None:  # noqa: ANN401 - the framework's request
    room.admit(request)
    if request is not None and (error := room.refuse(request)):
        raise QuestionError(error)


def _model(room: Room, writer: object) -> Any:  # noqa: ANN401 - a model or None
    if not writer:
        return None
    if not isinstance(writer, str) or writer not in room.settings.models:
        known = ", ".join(room.settings.models) or "none"
        raise QuestionError(f"writer must be one that the page was started with: {known}")
    return room.settings.models[writer]


def _questions(history: object) -> tuple[str, ...]:
    """Earlier questions from outside, which nobody has checked yet."""
    if history is None:
        return ()
    if not isinstance(history, list) or not all(isinstance(text, str) for text in history):
        raise QuestionError("history must be a list of texts, the questions asked before")
    return tuple(history)


@contextmanager
def _messages(texts: dict[str, Any], k: object = 1) -> Iterator[dict[str, Any]]:
    """Arguments from outside, which nobody has checked yet; errors become plain messages."""
    import gradio as gr

    _forget_session()
    given = {name: text if name == "question" else text or None for name, text in texts.items()}
    try:
        for name, text in given.items():
            if not isinstance(text, str) and (name == "question" or text is not None):
                raise QuestionError(f"{name} must be text")
        if type(k) is not int or not 1 <= k <= MOST_HITS:
            raise QuestionError(f"k must be a whole number from 1 to {MOST_HITS}")
        yield given
    except (AskingError, IndexingError) as error:
        raise gr.Error(str(error), print_exception=False) from error
