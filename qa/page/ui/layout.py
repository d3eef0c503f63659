"""The components of the page, by name, in the order they are placed."""

# The framework reads the annotations of event functions, so none of the modules here postpones
# them; it is imported inside functions, because importing it takes seconds.

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from qa.page import strings
from qa.page.html.head import opening_html
from qa.page.html.panel import empty_sources_html
from qa.page.model.chat import Chat

FILES = Path(__file__).parent.parent / "assets"
_STYLES = ("theme.css", "page.css", "library.css")
# No event of the page is an endpoint or a tool.
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# Questions wait in `Settings.quick` and `slow`, which also say when there are too many.
WAITING: dict[str, Any] = {"concurrency_limit": None, "concurrency_id": "ask"}
# Events under way: as many questions as may wait there, and enough for everything else.
UNDER_WAY = 250
# Of the framework, for events that hold one: those of a question hold none while it waits.
THREADS = 20
# page.css says it all
OWN: dict[str, Any] = {"apply_default_css": False}


def clicks() -> dict[str, Any]:
    """What a component needs whose clicks are to be reported."""
    return OWN | {"js_on_load": (FILES / "page.js").read_text("utf-8")}


def style() -> str:
    """What goes into the head of the page."""
    css = "".join((FILES / name).read_text("utf-8") for name in _STYLES)
    return f"<style>{css}</style>"


def opening() -> str:
    """What stands in the page's HTML until the page is drawn."""
    css = (FILES / "opening.css").read_text("utf-8")
    return f"<style>{css}</style>{opening_html()}"


def when_logged_out() -> str:
    """A function in JavaScript: shows the form to whoever is not logged in any more."""
    return (FILES / "logged_out.js").read_text("utf-8")


def place(models: Sequence[str]) -> SimpleNamespace:
    """Place everything but what is in the library's tab.

    Args:
        models: names of the language models to choose from.

    Returns:
        The components by name; `library` is the tab to be filled.
    """
    import gradio as gr

    at = SimpleNamespace(
        chat=gr.State(Chat()),
        token=gr.Textbox(visible=False),
        wanted=gr.Textbox(visible=False),
        masthead=gr.HTML(elem_id="masthead", **clicks()),
    )
    with gr.Tabs(elem_id="tabs") as at.tabs:
        with gr.Tab(strings.TAB_ASK, id="ask"), gr.Row(elem_id="desk"):
            with gr.Column(elem_id="drawer", scale=2, min_width=200):
                at.chats = gr.HTML(elem_id="chats", **clicks())
                at.download = gr.HTML(elem_id="download", **clicks())
            with gr.Column(elem_id="talk", scale=5, min_width=280):
                _place_talk(at, models)
            with gr.Column(elem_id="side", scale=4, min_width=280):
                at.panel = gr.HTML(empty_sources_html(), elem_id="panel", **clicks())
        at.library = gr.Tab(strings.TAB_LIBRARY, id="library")
    return at


def _place_talk(at: SimpleNamespace, models: Sequence[str]) -> None:
    import gradio as gr

    at.talk = gr.HTML(elem_id="chat", **clicks())
    at.chips = gr.HTML(elem_id="chips", **clicks())
    with gr.Row(elem_id="asking"):
        at.question = gr.Textbox(
            label=strings.QUESTION,
            show_label=False,
            placeholder=strings.QUESTION_HINT,
            max_lines=4,
            autofocus=True,
            scale=1,
            min_width=120,
        )
        at.send = gr.Button(strings.ASK, variant="primary", scale=0, min_width=76)
    with gr.Accordion(strings.FILTERS, open=False, elem_id="filters"):
        with gr.Row():
            day: dict[str, Any] = {"placeholder": strings.DAY_HINT, "max_length": 10}
            at.since = gr.Textbox(label=strings.SINCE, min_width=130, **day)
            at.until = gr.Textbox(label=strings.UNTIL, min_width=130, **day)
            at.source = gr.Dropdown(
                [], value=None, label=strings.SOURCE, allow_custom_value=True, min_width=130
            )
        with _shown_if(bool(models)):
            choices = [(strings.OWN_WORDS, "")]
            choices += [(strings.WRITTEN_BY.format(model=model), model) for model in models]
            at.writer = gr.Radio(
                choices, value=models[0] if models else "", label=strings.WRITER, elem_id="writer"
            )
            at.hide = gr.Checkbox(False, label=strings.HIDE_UNSUPPORTED, elem_id="hide")


@contextmanager
def _shown_if(shown: bool) -> Iterator[None]:
    import gradio as gr

    with gr.Row(visible=shown):
        yield
