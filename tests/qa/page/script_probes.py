"""Scripts in every field that others fill in, shown in a real browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.article import Article, version_of
from qa.answer import Answer, Citation, Sentence, Support
from qa.chats.types import ChatSummary
from qa.page.html.chat import chat_html
from qa.page.html.head import chats_html, chips_html, download_html
from qa.page.html.library import listing_html, reader_html
from qa.page.html.panel import article_html, sources_html
from qa.page.model.catalogue import View, find
from qa.page.model.turn import State, Turn, settled, sources_of
from tests.qa.page.catalogues import catalogue, entry

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUN = "window.pwned=(window.pwned||0)+1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg onload={RUN}>',
    f"' autofocus onfocus='{RUN}",
    f'" autofocus onfocus="{RUN}',
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</mark></div><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<details open ontoggle={RUN}>",
    f"<body onload={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<input autofocus onfocus={RUN}>",
    f"<style onload={RUN}></style>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<math><a xlink:href=javascript:{RUN}>x</a></math>",
    f"--><script>{RUN}</script>",
    f"${{{RUN}}} {{{{{RUN}}}}} `{RUN}`",
    f"javascript:{RUN}",
    f"java\nscript:{RUN}",
    f"data:text/html,<script>opener.{RUN}</script>",
    f"\x00<script>{RUN}</script>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
)


def shown(bad: str) -> str:
    """All that the page shows of somebody who put this into every field."""
    text = f"Before. {bad} After."
    article = Article("a", version_of(text), bad, text, bad, bad, None, bad)
    citation = Citation(1, article, 0, len(text), text)
    reply = Answer(
        bad,
        (Sentence(bad, (1,), Support.WEAK, bad),),
        (citation,),
        hits=(),
        confidence=0.5,
        question=bad,
        asked="x",
        notice=bad,
    )
    turn = Turn(0, bad, reply=reply, sources=sources_of(reply), next=(bad,), comment=bad)
    done = settled(turn, State.DONE)
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    held = catalogue(entry(bad, bad, bad))
    return "".join(
        (
            chat_html([done, Turn(1, bad, State.FAILED, message=bad)], bad),
            sources_html(done),
            article_html(done, 0),
            chats_html([ChatSummary(bad, bad, moment, moment, 1)], bad, bad, bad),
            chips_html({"source": bad}, bad),
            download_html(bad, bad, bad),
            listing_html(held, find(held, View(search=bad)), View(search=bad)),
            reader_html(article, None),
        )
    )


def scripts_run(chromium: Browser) -> list[str]:
    """The payloads that run or leave an element of theirs in what the page shows of them."""
    found = []
    page = chromium.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    for bad in PAYLOADS:
        page.set_content(f"<!doctype html><body>{shown(bad)}</body>")
        links = [str(link.get_attribute("href")) for link in page.locator("a[href]").all()]
        odd = [href for href in links if not href.startswith(("http://", "https://"))]
        page.evaluate("document.querySelectorAll('*').forEach((one) => one.focus && one.focus())")
        ran = page.evaluate("window.pwned || 0")
        left = page.locator("script, iframe, img, svg, object, embed, style").count()
        if odd or ran or left:
            found.append(f"{bad!r}: ran {ran} times, {left} elements, links {odd}")
    page.set_content(f"<!doctype html><body>{PAYLOADS[1]}</body>")
    page.wait_for_function("window.pwned > 0")  # that they would, unescaped
    page.close()
    return found
