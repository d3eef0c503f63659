"""Each form of answer, written out: in Markdown, in plain text, for a terminal, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from index.article import Article, version_of
from qa.answer import Answer, Citation, Sentence
from qa.chats.export_text import as_markdown, as_plain
from qa.chats.restoring import restored
from qa.page.html.chat import chat_html
from qa.page.model.turn import State, Turn, settled, slim, sources_of
from qa.question.form import Form
from qa.terminal import reply_text
from tests.qa.chats.markdown import shown
from tests.qa.chats.replies import Shelf
from tests.qa.page.trees import Tree, harmless

TEXT = "In May 12 ships came. In June 9 | more came."
OF = Article("a", version_of(TEXT), "Harbour", TEXT, "Wire", published=date(2024, 3, 1))
CITED = (Citation(1, OF, 0, 21, TEXT[:21]), Citation(2, OF, 22, 44, TEXT[22:]))
# of each form: the headline, and the labels of its two lines
FORMS = {
    Form.FACT: ("", "", ""),
    Form.OPEN: ("", "", ""),
    Form.YES_NO: ("The articles differ", "Yes", "No"),
    Form.LIST: ("", "12 ships", "9 | more"),
    Form.SAID: ("", "", ""),
    Form.COMPARE: ("", "May", "June | July"),
    Form.CHANGE: ("As of 1 March 2024: 9", "May 2023", "June 2023"),
    Form.TIMELINE: ("", "1 May 2023", "June 2023"),
    Form.SUMMARY: ("“Harbour” in two sentences", "", ""),
    Form.DEFINITION: ("", "", ""),
    Form.COLLECTION: ("1 article is about ships", "Harbour (Wire, 1 March 2024)", "Harbour | 2"),
}


def answer(form: Form) -> Answer:
    headline, *labels = FORMS[form]
    lines = tuple(
        Sentence(one.quote, (one.number,), label=label)
        for one, label in zip(CITED, labels, strict=True)
    )
    return Answer(
        "", lines, CITED, hits=(), confidence=0.8, form=form, headline=headline, asked="q",
        question="q",
    )  # fmt: skip


@pytest.mark.parametrize("form", Form)
def test_every_form_is_written_out(form: Form) -> None:
    reply = answer(form)
    values = json.loads(json.dumps(reply.as_json()))
    headline, *labels = FORMS[form]
    markdown, plain, printed = as_markdown(values), as_plain(values), reply_text(reply)
    for text in (plain, printed, "".join(content for _, content in shown(markdown))):
        assert headline in text
        for label, one in zip(labels, CITED, strict=True):
            assert label in text
            assert one.quote in text
    kinds = [kind for kind, _ in shown(markdown)]
    rows = 3 if form in (Form.COMPARE, Form.CHANGE) else 0
    items = 2 if labels[0] and not rows else 0
    assert (kinds.count("tr_open"), kinds.count("list_item_open")) == (rows, items)
    for text in (plain, printed):
        assert [line[:2] for line in text.splitlines()].count("- ") == (2 if labels[0] else 0)
    if labels[0]:
        assert f"- {labels[0]}: {CITED[0].quote} [1] (as of 2024-03-01)".replace(" [1]", "[1]") in (
            plain.replace(" [1]", "[1]")
        )


@pytest.mark.parametrize("form", Form)
def test_the_items_of_a_form_are_its_lines(form: Form) -> None:
    reply = answer(form)
    _, *labels = FORMS[form]
    expected = [
        {"label": label, "text": one.quote, "citations": [one.number], "as_of": "2024-03-01"}
        for label, one in zip(labels, CITED, strict=True)
    ]
    values = reply.as_json()
    assert values["items"] == (expected if labels[0] else [])
    older = {key: held for key, held in values.items() if key != "items"}
    for kept in (values, older):
        assert restored(kept, Shelf(OF).article).reply.as_json() == values


@pytest.mark.parametrize("form", Form)
def test_every_form_is_shown_with_its_name(form: Form) -> None:
    reply = answer(form)
    turn = settled(Turn(0, "q", reply=reply, sources=sources_of(reply)), State.DONE)
    html = chat_html([turn])
    assert chat_html([slim(turn)]) == html
    tree = harmless(html)
    lines = [label for label in FORMS[form][1:] if label]
    assert [t for t in tree.texts.get("th", []) + tree.texts.get("strong", []) if t] == lines
    assert tree.texts["dt"][0] == "Form"
    assert tree.texts["dd"][0]


def test_a_headline_alone_is_a_reply() -> None:
    reply = replace(
        answer(Form.COLLECTION), sentences=(), citations=(), headline="No article mentions “x”."
    )
    values = json.loads(json.dumps(reply.as_json()))
    assert as_plain(values) == "No article mentions “x”.\n"
    assert as_markdown(values) == "**No article mentions “x”.**\n"
    assert reply_text(reply).startswith("No article mentions “x”.\n\nConfidence")
    assert restored(values, Shelf().article).reply == reply
    turn = settled(Turn(0, "q", reply=reply, sources=()), State.DONE)
    tree = Tree(chat_html([turn]))
    assert "No article mentions “x”." in tree.texts["p"]
    assert "Show the sources" not in tree.texts["button"]
    assert "" not in tree.texts["p"]


def test_what_was_searched_for_can_be_edited() -> None:
    reply = replace(
        answer(Form.TIMELINE),
        question="Timeline of the Ever Given",
        asked="Timeline of the Evergiven",
        parts=("Who?", "When?"),
        notice="Searched for “Ever Given”: no article has “Evergiven”.",
    )
    tree = Tree(chat_html([settled(Turn(4, "q", reply=reply), State.DONE)]))
    edits = [b for b in tree.attributes("button") if b.get("data-action") == "edit"]
    assert [b["data-turn"] for b in edits] == ["4", "4"]  # beside what was understood, and behind
    assert tree.texts["dd"][:5] == [
        "timeline",
        "Timeline of the Ever Given Edit",
        "Who?",
        "When?",
        reply.notice,
    ]
