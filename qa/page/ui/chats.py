"""The events of the list of chats, of opening the page, and of its head."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from qa.page import strings
from qa.page.actions.chat_files import imported, taken
from qa.page.actions.replying import Holdings, holdings
from qa.page.actions.session import Room
from qa.page.actions.uploads import read
from qa.page.html.head import download_html, masthead_html
from qa.page.model.chat import Chat
from qa.page.ui.admitting import admit
from qa.page.ui.asking import chips_of, clicked, last_sources, listed_html, talk_html
from qa.page.ui.layout import PRIVATE

_LOOK_SECONDS = 30.0  # seconds between two looks at what the index holds
# What belongs to a browser: its token where nobody logs in, and the chat that it had open.
_FROM_BROWSER = """(...given) => {
    let token = localStorage.getItem("articles-token");
    if (!token) {
        token = [...crypto.getRandomValues(new Uint8Array(24))].map(
            (byte) => byte.toString(16).padStart(2, "0")).join("");
        localStorage.setItem("articles-token", token);
    }
    return [given[0], token, new URL(location).searchParams.get("chat") || ""];
}"""


def bind_events(at: SimpleNamespace, room: Room, blocks: Any) -> None:  # noqa: ANN401 - the page
    """Tie the events to their components."""
    import gradio as gr

    def head(held: Holdings, request: gr.Request) -> str:
        user = getattr(request, "username", None) or ""
        return masthead_html(held.articles, len(held.sources), held.covered, user)

    def enter(chat: Chat, token: str, wanted: str, request: gr.Request) -> tuple[Any, ...]:
        admit(room, request, chat)
        held = holdings(room.settings)
        room.enter(chat, token, wanted)
        choices = gr.update(choices=list(held.sources))
        shown = talk_html(chat, room), last_sources(chat), listed_html(chat, room)
        return head(held, request), choices, *shown

    def look_again(chat: Chat, token: str, wanted: str, request: gr.Request) -> tuple[Any, ...]:
        """What the index holds by now. A tab whose state was dropped enters anew."""
        admit(room, request, chat)
        if not chat.entered:
            return enter(chat, token, wanted, request)
        held = holdings(room.settings)
        start = gr.skip() if chat.turns else talk_html(chat, room)
        chats = listed_html(chat, room) if chat.lost else gr.skip()
        return head(held, request), gr.update(choices=list(held.sources)), start, gr.skip(), chats

    given: dict[str, Any] = {
        "inputs": [at.chat, at.token, at.wanted],
        "outputs": [at.masthead, at.source, at.talk, at.panel, at.chats],
        "js": _FROM_BROWSER,
        **PRIVATE,
    }
    blocks.load(enter, **given)
    at.look_again = {"fn": look_again, **given}
    gr.Timer(_LOOK_SECONDS).tick(**at.look_again)
    _bind_list(at, room)


def _bind_list(at: SimpleNamespace, room: Room) -> None:
    import gradio as gr

    def act(
        chat: Chat,
        since: str | None,
        until: str | None,
        source: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """A click in the list: what changes of talk, panel, question, chips, list, download."""
        admit(room, request, chat)
        click = clicked(event)
        action = click.get("action")
        same = gr.skip()
        took: Any = same
        if action in ("export", "take", "ratings"):
            took = download_html(*taken(room.keeping, chat, str(action), click.get("chat")))
        elif action == "import":
            took = download_html("", "", _imported(chat, room, click))
        elif action in ("new", "chat", "delete", "undelete"):
            before = chat.id
            _open(chat, room, str(action), click.get("chat"))
            if chat.id != before or action in ("new", "chat"):
                shown = talk_html(chat, room), last_sources(chat)
                typed = "" if action == "new" else same
                chips = chips_of(chat, since, until, source)
                return *shown, typed, chips, listed_html(chat, room), same
        elif action == "rename":
            room.keeping.rename(chat, click.get("chat"), click.get("text"))
        elif action == "search":
            chat.searched = str(click.get("text") or "")[:100]
        return same, same, same, same, listed_html(chat, room), took

    gr.on(
        [at.chats.select, at.masthead.select],
        act,
        [at.chat, at.since, at.until, at.source],
        [at.talk, at.panel, at.question, at.chips, at.chats, at.download],
        queue=False,
        trigger_mode="multiple",
        **PRIVATE,
    )


def _imported(chat: Chat, room: Room, click: dict[str, Any]) -> str:
    """What is said of a file of chats that was chosen."""
    from gradio.utils import get_upload_folder

    if click.get("tooLarge"):
        return strings.CHATS_TOO_LARGE
    return imported(room.keeping, chat, read(click.get("file"), Path(get_upload_folder())))


def _open(chat: Chat, room: Room, action: str, which: object) -> None:
    if action == "new":
        chat.clear()
    elif action == "chat":
        room.keeping.open(chat, which)
    elif action == "delete":
        room.keeping.delete(chat, which)
    else:
        room.keeping.undelete(chat)
