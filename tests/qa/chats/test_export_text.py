from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, version_of
from index.terminal import one_line
from qa.answer import Answer, Citation, NoAnswer, Sentence, Support
from qa.chats.export_text import as_markdown, as_plain, chat_as_markdown, escaped
from qa.chats.types import SavedChat
from tests.qa.chats.markdown import shown
from tests.qa.chats.replies import Shelf, example, replies, turn

HOSTILE = "](https://evil.example) <script>alert(1)</script> **x** [^1]: y\n\n# z `c` &lt; $a$ | b"
MARKS = st.text(st.sampled_from("\\`*_[]()<>#|~&$-+=.:!1a \n\t\u2028\u202e"), max_size=30)


@given(MARKS)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    found = shown(escaped(text))
    assert "".join(content for _, content in found) == one_line(text)
    kinds = {kind for kind, _ in found}
    assert kinds <= {"text", "text_special", "inline", "paragraph_open", "paragraph_close"}


def test_an_answer_has_footnotes() -> None:
    reply, _ = example()
    assert as_markdown(reply.as_json()) == (
        "**369**\n\nIn all 369 ships came in. [^1] (as of 2024\\-03-01)\n\n".replace("\\-", "-")
        + "[^1]: “In all 369 ships came in.” Harbour, Wire, 2024-03-01, a, characters 20-45\n"
    )
    assert as_plain(reply.as_json()) == (
        "369\n\nIn all 369 ships came in. [1] (as of 2024-03-01)\n\n"
        "[1] Harbour, Wire, 2024-03-01, a, characters 20-45\n"
    )


def test_hostile_articles_stay_text() -> None:
    text = f"{HOSTILE} said."
    for url in ("javascript:alert(1)", "https://e.example/a b>\n[x](y)<img src=x>", "https://"):
        article = Article("a](b)", version_of(text), HOSTILE, text, HOSTILE, "", None, url)
        citation = Citation(1, article, 0, len(text), text)
        sentence = Sentence(text, (1,), Support.WEAK, HOSTILE)
        reply = replace(example()[0], citations=(citation,), sentences=(sentence,), short=None)
        reply = replace(reply, question=HOSTILE, hits=(), notice=HOSTILE)
        chat = SavedChat(
            "x", HOSTILE, *(turn().asked_at,) * 2, (turn(0, HOSTILE, reply=reply.as_json()),)
        )
        for written in (as_markdown(reply.as_json()), chat_as_markdown(chat)):
            kinds = [kind for kind, _ in shown(written)]
            assert not {"html_inline", "html_block", "code_inline", "image", "strong_open"} & {
                *kinds
            }
            links = [kind for kind in kinds if kind == "link_open"]
            assert len(links) == ("/a" in url)
        plain = as_plain(reply.as_json())
        assert plain.splitlines()[-1].startswith("[1] ](https")
        assert len([line for line in plain.splitlines() if line.startswith("[")]) == 1


@settings(max_examples=40, deadline=None)
@given(replies())
def test_whatever_is_replied_can_be_written_out(drawn: tuple[Answer | NoAnswer, Shelf]) -> None:
    reply, _ = drawn
    values = json.loads(json.dumps(reply.as_json()))
    written, plain = as_markdown(values, "3-"), as_plain(values)
    for citation in values["citations"]:
        assert f"\n[^3-{citation['number']}]: “" in f"\n{written}"
        assert f"\n[{citation['number']}] " in f"\n{plain}"
    if values["refused"]:
        assert "The articles do not say this." in written
        assert "The articles do not say this." in plain


def test_a_chat_has_a_heading_for_each_question_and_notes_of_its_own() -> None:
    turns = (
        turn(0, filters={"since": "2024-01", "until": ""}),
        turn(3, "What?", reply={"error": "there is *no* index"}),
        turn(4, "And then?"),
    )
    written = chat_as_markdown(SavedChat("x", "Ships", *(turn().asked_at,) * 2, turns))
    assert written.startswith(
        "# Ships\n\n## How many ships came in?\n\n*2024-03-01 12:00 UTC; since"
    )
    assert "there is \\*no\\* index" in written
    assert written.count("[^1-1]") == written.count("[^3-1]") == 2
