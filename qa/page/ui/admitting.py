"""Who sends an event: asked by every one of them, before it does anything."""

from typing import TYPE_CHECKING

from qa.page.actions.session import NotAdmitted, Room
from qa.page.model.chat import Chat

if TYPE_CHECKING:
    import gradio as gr


def admit(room: Room, request: "gr.Request", chat: Chat | None = None) -> None:
    """Go on only for a user who is still known, in a tab of the own; see `Room.admit`.

    Args:
        room: knows the users.
        request: the event's.
        chat: what the tab has open, if the event has to do with it.

    Raises:
        gr.Error: for all others; its message is shown.
    """
    import gradio as gr

    try:
        room.admit(request, chat)
    except NotAdmitted as error:
        raise gr.Error(str(error), print_exception=False, title="") from error
