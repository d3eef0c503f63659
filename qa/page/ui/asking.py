"""The events of asking: a question, clicks in the chat and in the sources."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from qa.page import strings
from qa.page.actions.replying import replying
from qa.page.actions.session import Room
from qa.page.html.chat import chat_html, welcome_html
from qa.page.html.head import chats_html, chips_html
from qa.page.html.panel import empty_sources_html, panel_html, sources_html
from qa.page.model.chat import Begun, Chat
from qa.page.model.turn import FILTERS, State, Turn
from qa.page.ui.admitting import admit
from qa.page.ui.layout import PRIVATE, WAITING

if TYPE_CHECKING:
    import gradio as gr


def bind_events(at: SimpleNamespace, room: Room) -> None:
    """Tie the events to their components."""
    _bind_questions(at, room)
    _bind_clicks(at, room)
    _bind_filters(at, room)
    hide = "on => { document.body.classList.toggle('hide-unsupported', on); }"
    at.hide.change(None, at.hide, None, js=hide, **PRIVATE)


def talk_html(chat: Chat, room: Room) -> str:
    """The chat, or the welcome where there is nothing yet."""
    if chat.turns:
        return chat_html(chat.turns, chat.id)
    return welcome_html(room.examples(), next(iter(room.settings.models), ""))


def last_sources(chat: Chat) -> str:
    """The sources of the last turn, or what stands there where there is none."""
    return sources_html(chat.turns[-1]) if chat.turns else empty_sources_html()


def listed_html(chat: Chat, room: Room) -> str:
    """The list of chats, with the way to have back the one that was deleted last."""
    deleted = chat.deleted.title if chat.deleted else ""
    chats = room.keeping.chats(chat)
    return chats_html(chats, chat.id, chat.searched, deleted, lost=chat.lost)


def chips_of(chat: Chat, since: str | None, until: str | None, source: str | None) -> str:
    """What the next question is narrowed by, and whether it takes the place of an earlier one."""
    filters = dict(zip(FILTERS, (since or "", until or "", source or ""), strict=True))
    return chips_html(filters, chat.editing)


def clicked(event: "gr.EventData") -> dict[str, Any]:
    """What page.js reported with a click, unchecked; nothing for an ordinary event."""
    return event._data if isinstance(event._data, dict) else {}


def _bind_questions(at: SimpleNamespace, room: Room) -> None:
    import gradio as gr

    async def answer(
        chat: Chat,
        typed: str,
        since: str | None,
        until: str | None,
        source: str | None,
        writer: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> AsyncIterator[tuple[Any, ...]]:
        """No thread of those that serve the page is held while a reply is waited for."""
        admit(room, request, chat)
        nothing = (gr.skip(),) * 5
        given = {"since": since, "until": until, "source": source, "writer": writer}
        filters = {name: str(value).strip() for name, value in given.items() if value}
        click = clicked(event)
        begun, error = await to_thread(_begun, chat, click, typed, filters, room, request)
        if error:
            raise gr.Error(error, print_exception=False, title="")
        if begun is None:
            yield nothing
            return
        try:
            typed_next = gr.skip() if click.get("action") in ("again", "undate") else ""
            empty, shown = (
                empty_sources_html(strings.READING),
                await to_thread(talk_html, chat, room),
            )
            yield shown, empty, typed_next, chips_html(filters, chat.editing), gr.skip()
            who = room.asker(request)
            async with aclosing(
                replying(room.settings, begun, who, room.request_id(request))
            ) as turns:
                async for turn in turns:
                    # the framework looks after each step whether anybody is still there
                    yield await to_thread(_step, chat, room, begun, turn) if turn else nothing
        finally:
            chat.leave(begun)
        # What comes last is sent once more at the end, when an article may be open already.
        yield nothing

    def offer_next(chat: Chat, request: gr.Request) -> Any:  # noqa: ANN401 - HTML or no change
        admit(room, request, chat)
        return talk_html(chat, room) if room.offer_next(chat) else gr.skip()

    def redraw(chat: Chat, request: gr.Request) -> Any:  # noqa: ANN401 - HTML or no change
        admit(room, request, chat)
        return talk_html(chat, room) if chat.turns else gr.skip()

    asking = gr.on(
        [at.question.submit, at.send.click, at.talk.submit],
        answer,
        [at.chat, at.question, at.since, at.until, at.source, at.writer],
        [at.talk, at.panel, at.question, at.chips, at.chats],
        trigger_mode="multiple",
        **WAITING,
        **PRIVATE,
    )
    # Answers that were made at the same time may arrive crosswise.
    drawn = asking.then(redraw, at.chat, at.talk, queue=False, **PRIVATE)
    drawn.then(offer_next, at.chat, at.talk, concurrency_limit=2, **PRIVATE)


def _step(chat: Chat, room: Room, begun: Begun, turn: Turn) -> tuple[Any, ...]:
    """Take a turn into its chat, and show both; nothing where it is not wanted any more."""
    import gradio as gr

    if not chat.update(begun, turn):
        return (gr.skip(),) * 5
    chats = gr.skip()
    if turn.state is not State.PENDING:
        turn = replace(turn, number=room.keeping.keep(chat, begun, turn))
        chats = listed_html(chat, room)
    return talk_html(chat, room), sources_html(turn), gr.skip(), gr.skip(), chats


def _begun(
    chat: Chat,
    click: dict[str, Any],
    typed: str,
    filters: dict[str, str],
    room: Room,
    request: Any,  # noqa: ANN401 - the framework's request
) -> tuple[Begun | None, str]:
    """The turn that an event begins, None for none, and why none may begin now."""
    action = click.get("action")
    asked = str(click.get("question") or typed).strip()
    if not asked and action not in ("again", "undate"):
        return None, ""
    if error := room.refuse(request):
        return None, error
    if action == "again":
        return chat.again(click.get("turn"), writer=filters.get("writer", "")), ""
    if action == "undate":
        return chat.again(click.get("turn"), dates="no"), ""
    return chat.begin(asked, filters, room.keeping.next_number(chat)), ""


def _bind_clicks(at: SimpleNamespace, room: Room) -> None:
    import gradio as gr

    def show(
        chat: Chat,
        since: str | None,
        until: str | None,
        source: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """A click in the chat or the sources: what changes of chat, panel, question and chips."""
        admit(room, request, chat)
        click = clicked(event)
        action, number = click.get("action"), click.get("turn")
        same = gr.skip()
        if action in ("open", "back"):
            turns, changed = room.opened(chat, click)
            return same, panel_html(turns, click, changed), same, same
        if action == "edit":
            return same, same, chat.offer(number) or same, same
        if action == "rewrite":
            question = chat.edit(number)
            return same, same, question or same, chips_of(chat, since, until, source)
        if action == "stop":
            chat.stop(number)
        elif action in ("rate", "comment"):
            room.keeping.rate(chat, click)
        else:
            return same, same, same, same
        return talk_html(chat, room), same, same, same

    gr.on(
        [at.talk.select, at.panel.select],
        show,
        [at.chat, at.since, at.until, at.source],
        [at.talk, at.panel, at.question, at.chips],
        queue=False,
        trigger_mode="multiple",
        **PRIVATE,
    )


def _bind_filters(at: SimpleNamespace, room: Room) -> None:
    import gradio as gr

    def draw(
        chat: Chat, since: str | None, until: str | None, source: str | None, request: gr.Request
    ) -> str:
        admit(room, request, chat)
        return chips_of(chat, since, until, source)

    def take_out(chat: Chat, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        admit(room, request, chat)
        which = clicked(event).get("filter")
        if which == "editing":
            chat.edit(None)
            return gr.skip(), gr.skip(), gr.skip(), ""
        cleared = [None if which == name else gr.skip() for name in FILTERS]
        return (*cleared, gr.skip())

    boxes = [at.since, at.until, at.source]
    took = at.chips.select(take_out, at.chat, [*boxes, at.question], queue=False, **PRIVATE)
    took.then(draw, [at.chat, *boxes], at.chips, queue=False, **PRIVATE)
    gr.on(
        [at.since.change, at.until.change, at.source.change],
        draw,
        [at.chat, *boxes],
        at.chips,
        queue=False,
        trigger_mode="multiple",
        **PRIVATE,
    )
