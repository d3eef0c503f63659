"""The library: what the index holds, and changing it."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from qa.page import strings
from qa.page.desk import building
from qa.page.room import Room
from qa.page.ui_layout import OWN, PRIVATE

LARGEST_UPLOAD = "20mb"


def place(at: SimpleNamespace) -> None:
    """Fill the library's tab."""
    import gradio as gr

    with at.library, gr.Column(elem_id="shelf"):
        at.rebuild = gr.Button(strings.REBUILD, size="sm")
        at.report = gr.HTML(elem_id="report", **OWN)


def tie(at: SimpleNamespace, room: Room) -> None:
    """Tie the events to their components."""
    import gradio as gr

    def build() -> Iterator[tuple[Any, ...]]:
        for shown in building(room.settings):
            yield shown, gr.update(interactive=False)
        yield gr.skip(), gr.update(interactive=True)

    built = at.rebuild.click(build, None, [at.report, at.rebuild], concurrency_limit=1, **PRIVATE)
    built.then(at.look_again, at.chat, at.looked, **PRIVATE)
