"""The library: what the index holds, and changing it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from index.errors import IndexingError
from index.reading.folder import FORMATS
from qa.page import strings
from qa.page.actions.library import Shelf
from qa.page.actions.rebuilding import building
from qa.page.actions.session import Room
from qa.page.actions.uploads import MOST_FILES
from qa.page.html.library import holdings_html, listing_html, reader_html, undo_html
from qa.page.html.report import message_html
from qa.page.html.timeline import timeline_html
from qa.page.model.catalogue import Catalogue, Found, View, after, find
from qa.page.model.timeline import timeline
from qa.page.ui.admitting import admit
from qa.page.ui.asking import clicked
from qa.page.ui.layout import PRIVATE, clicks

LARGEST_UPLOAD = "20mb"
_LOOK_SECONDS = 5.0  # between two looks whether the index has changed
_CHANGE: dict[str, Any] = {"concurrency_limit": 20, "concurrency_id": "change"}  # they wait in turn
# Clicks are dropped by the framework while one is under way, unless the last is to be heard.
_LOOK: dict[str, Any] = {"queue": False, "trigger_mode": "always_last"}


def place(at: SimpleNamespace) -> None:
    """Fill the library's tab."""
    import gradio as gr

    at.view, at.seen = gr.State(View()), gr.State("")
    with at.library, gr.Column(elem_id="library"):
        with gr.Row(elem_id="library-head"):
            at.holdings = gr.HTML(elem_id="holdings", **clicks())
            at.rebuild = gr.Button(strings.REBUILD, size="sm", scale=0, min_width=140)
        with gr.Accordion(strings.ADD, open=False, elem_id="adding"):
            _place_adding(at)
        at.report = gr.HTML(elem_id="report", **clicks())
        at.timeline = gr.HTML(elem_id="timeline", **clicks())
        with gr.Row(elem_id="shelves"):
            at.listing = gr.HTML(elem_id="listing", **clicks())
            at.reader = gr.HTML(elem_id="reader", **clicks())


def _place_adding(at: SimpleNamespace) -> None:
    import gradio as gr

    with gr.Row():
        with gr.Column(min_width=260):
            at.files = gr.File(
                label=strings.ADD_FILES,
                file_count="multiple",
                file_types=[*FORMATS, ".gz"],
                height=150,
                elem_id="files",
            )
            hint = strings.ADD_FILES_HINT.format(most=MOST_FILES)
            gr.HTML(f'<p class="small">{hint}</p>', apply_default_css=False)
            at.pages = gr.Textbox(
                label=strings.ADD_PAGES, placeholder=strings.ADD_PAGES_HINT, lines=3, max_lines=8
            )
            at.add_pages = gr.Button(strings.ADD_PAGES_DO, size="sm")
        with gr.Column(min_width=260):
            at.text = gr.Textbox(label=strings.ADD_TEXT, lines=5, max_lines=14)
            with gr.Row():
                at.text_title = gr.Textbox(label=strings.TEXT_TITLE, min_width=120)
                at.text_source = gr.Textbox(label=strings.TEXT_SOURCE, min_width=120)
            with gr.Row():
                at.text_day = gr.Textbox(
                    label=strings.TEXT_DAY, placeholder=strings.DAY_HINT, min_width=120
                )
                at.text_url = gr.Textbox(label=strings.TEXT_URL, min_width=120)
            at.add_text = gr.Button(strings.ADD_TEXT_DO, size="sm")
    at.files.preprocess = _paths  # the framework's leaves an empty file behind for each


def _paths(payload: Any) -> list[str]:  # noqa: ANN401 - what the framework makes of an upload
    """The paths of uploaded files; that they are such, the framework has checked."""
    files = getattr(payload, "root", payload) or []
    return [file.path for file in (files if isinstance(files, list) else [files])]


def bind_events(at: SimpleNamespace, room: Room) -> None:
    """Tie the events to their components."""
    from gradio.utils import get_upload_folder

    shelf = Shelf(room.settings, Path(get_upload_folder()))
    _bind_looking(at, room, shelf)
    _bind_changes(at, room, shelf)


def _bind_looking(at: SimpleNamespace, room: Room, shelf: Shelf) -> None:
    import gradio as gr

    folder = str(room.settings.seeds.resolve())
    drawn = [at.holdings, at.timeline, at.listing, at.reader, at.seen]
    looking = gr.Timer(_LOOK_SECONDS, active=False)

    def draw(view: View, request: gr.Request) -> tuple[Any, ...]:
        admit(room, request)
        try:
            held = shelf.catalogue()
        except IndexingError as error:
            return message_html(str(error)), "", "", "", ""
        seen = _state(held)
        return (
            holdings_html(held, folder),
            timeline_html(timeline(held, view.period), view.period) if held else "",
            listing_html(held, _found(held, view), view),
            _reader(shelf, held, view),
            seen,
        )

    def look(view: View, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """A click that changes nothing but what is looked at."""
        admit(room, request)
        now = after(view, clicked(event))
        same = gr.skip()
        try:
            held = shelf.catalogue()
        except IndexingError as error:
            return same, message_html(str(error)), same, same, same
        over = timeline_html(timeline(held, now.period), now.period) if held else ""
        shown = _reader(shelf, held, now) if now.opened != view.opened else same
        listed = listing_html(held, _found(held, now), now)
        return now, same, over if now.period != view.period else same, listed, shown

    def look_again(view: View, seen: str, request: gr.Request) -> tuple[Any, ...]:
        """Draw anew what others have changed, and how far the vectors are.

        Nothing is seen yet where the index could not be read, or the tab's state was dropped.
        """
        admit(room, request)
        same = gr.skip()
        try:
            held = shelf.catalogue()
        except IndexingError:
            return (same,) * 5
        if seen == _state(held):
            return (same,) * 5
        if held and seen.split()[:1] == _state(held).split()[:1]:
            return holdings_html(held, folder), same, same, same, _state(held)
        return draw(view, request)

    at.draw, at.drawn = draw, drawn
    entered = at.library.select(draw, at.view, drawn, queue=False, **PRIVATE)
    entered.then(lambda: gr.Timer(active=True), None, looking, queue=False, **PRIVATE)
    gr.on(
        [at.listing.select, at.timeline.select, at.reader.select],
        look,
        at.view,
        [at.view, at.report, at.timeline, at.listing, at.reader],
        **_LOOK,
        **PRIVATE,
    )
    looking.tick(look_again, [at.view, at.seen], drawn, queue=False, **PRIVATE)


def _state(held: Catalogue | None) -> str:
    """The articles and the generation that a catalogue was made of, in two words."""
    if held is None:
        return "none none"
    return f"{held.status.manifest.corpus_sha256} {held.status.generation}"


def _found(held: Catalogue | None, view: View) -> Found:
    return find(held, view) if held else Found((), 0, 1, 1)


def _reader(shelf: Shelf, held: Catalogue | None, view: View) -> str:
    if held is None or not view.opened:
        return ""
    known = (entry.article for entry in held.entries if entry.article.id == view.opened)
    return reader_html(shelf.article(view.opened), next(known, None))


def _bind_changes(at: SimpleNamespace, room: Room, shelf: Shelf) -> None:
    import gradio as gr

    def build(request: gr.Request) -> Iterator[tuple[Any, ...]]:
        admit(room, request)
        rest = gr.update(interactive=False), gr.update(interactive=True)
        yield from _steps(building(room.settings), *rest)

    def add_files(uploaded: list[str], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        admit(room, request)
        yield from _steps(shelf.add_files(uploaded), gr.skip(), None)

    def add_pages(addresses: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        admit(room, request)
        yield from _steps(shelf.add_pages(addresses), gr.skip(), gr.skip())

    def add_text(
        text: str, title: str, source: str, day: str, url: str, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        admit(room, request)
        yield from _steps(shelf.add_text(text, title, source, day, url), gr.skip(), gr.skip())

    def change(event: gr.EventData, request: gr.Request) -> Iterator[Any]:
        admit(room, request)
        yield from _changed(shelf, clicked(event))

    texts = [at.text, at.text_title, at.text_source, at.text_day, at.text_url]
    clicks = [at.listing.submit, at.reader.submit, at.report.submit]
    every: dict[str, Any] = _CHANGE | PRIVATE
    for changed in (
        at.rebuild.click(build, None, [at.report, at.rebuild], **every),
        at.files.upload(add_files, at.files, [at.report, at.files], **every),
        at.add_pages.click(add_pages, at.pages, [at.report, at.pages], **every),
        at.add_text.click(add_text, texts, [at.report, at.text], **every),
        gr.on(clicks, change, None, at.report, trigger_mode="multiple", **every),
    ):
        drawn = changed.then(at.draw, at.view, at.drawn, queue=False, **PRIVATE)
        drawn.then(queue=False, **at.look_again)


def _steps(
    shown: Iterator[str],
    during: Any,  # noqa: ANN401 - whatever a component takes
    at_last: Any,  # noqa: ANN401
) -> Iterator[tuple[Any, ...]]:
    """What a change shows, and what the component that began it is to be."""
    import gradio as gr

    for html in shown:
        yield html, during
    yield gr.skip(), at_last


def _changed(shelf: Shelf, click: dict[str, Any]) -> Iterator[str]:
    """What removing an article shows, or putting one back."""
    action, article_id = click.get("action"), str(click.get("article") or "")
    if action == "put-back":
        yield from shelf.put_back(article_id)
    if action != "remove":
        return
    title = _title(shelf, article_id)
    yield from shelf.remove(article_id)
    if title and not _title(shelf, article_id):
        yield undo_html(article_id, title)


def _title(shelf: Shelf, article_id: str) -> str:
    """The title of an article that the index holds, "" for none."""
    found = shelf.article(article_id)
    return found.title if found else ""
