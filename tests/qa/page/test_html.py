"""The HTML of the chat: everything escaped, the mark exactly around the quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Passage, version_of
from index.errors import ReadError
from index.report import BuildReport, Progress
from qa.answer import Answer, Citation, Hit, NoAnswer, Sentence
from qa.page import strings
from qa.page.html.chat import answer_html, chat_html, welcome_html
from qa.page.html.head import masthead_html
from qa.page.html.panel import article_html, empty_sources_html, panel_html, sources_html
from qa.page.html.rendering import safe_url
from qa.page.html.report import message_html, progress_html, report_html
from qa.page.model.turn import State, Turn, sources_of
from tests.qa.page.trees import HOSTILE, Tree, harmless

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80)
words = text.filter(lambda value: bool(value.strip()))

BEFORE, AFTER = empty_sources_html("|").split("|")


def escape(value: str) -> str:
    """A text as the page writes it."""
    return empty_sources_html(value).removeprefix(BEFORE).removesuffix(AFTER)


def article(body: str, title: str = "A title", **more: str) -> Article:
    return Article("a", version_of(body), title, body, published=date(2021, 3, 29), **more)


def answered(before: str, quote: str, after: str, title: str = "A title") -> Answer:
    """An answer of one sentence, found in a passage that is the whole article."""
    found = article(before + quote + after, title)
    place = len(before), len(before) + len(quote)
    citation = Citation(1, found, *place, quote)
    passage = Passage(0, found.id, found.version, 0, len(found.text), found.text)
    return Answer(
        quote,
        (Sentence(quote, (1,)),),
        (citation,),
        hits=(Hit(passage, found, 1.0),),
        confidence=0.9,
    )


def replied(number: int, question: str, reply: Answer | NoAnswer) -> Turn:
    return Turn(number, question, State.DONE, reply, sources=sources_of(reply))


def failed(number: int, question: str, message: str) -> Turn:
    return Turn(number, question, State.FAILED, message=message)


@given(text)
def test_what_is_escaped_reads_the_same(value: str) -> None:
    escaped = escape(value)
    assert not set(escaped) & set("<>\"'`{}$@\r")
    tree = Tree(f'<div title="{escaped}">{escaped}</div>')
    assert tree.text == value
    assert tree.attributes("div")[0]["title"] == value


@given(st.text())
def test_escaped_text_can_always_be_sent(value: str) -> None:
    escape(value).encode("utf-8")


@given(text, words, text)
def test_the_mark_encloses_exactly_the_quote(before: str, quote: str, after: str) -> None:
    turn = replied(0, "q", answered(before, quote, after))
    opened = harmless(article_html(turn, 0))
    assert opened.texts["mark"] == [quote]
    body = opened.texts["article"][0]
    assert body.endswith(before + quote + after)
    cards = harmless(sources_html(turn))
    assert cards.texts["mark"] == [quote]
    assert cards.texts["blockquote"] == [before + quote + after]


def test_offsets_count_characters_also_beyond_the_basic_plane() -> None:
    turn = replied(0, "q", answered("𝒜 🐎🐎 é ", "🏇 won. 屠呦呦", " 🐎"))
    assert Tree(article_html(turn, 0)).texts["mark"] == ["🏇 won. 屠呦呦"]


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_stays_text_everywhere(bad: str) -> None:
    turn = replied(0, bad, answered(bad, bad, bad, title=bad))
    chat = harmless(chat_html([turn, failed(1, bad, bad)]))
    assert bad in chat.text
    assert bad in harmless(article_html(turn, 0)).text
    assert bad in harmless(sources_html(turn)).text
    found = article(bad, title=bad, source=bad, author=bad, url=bad)
    hit = Hit(Passage(0, "a", found.version, 0, len(bad), bad), found, 0.0)
    refused = replied(0, bad, NoAnswer(bad, hits=(hit,), confidence=0.1))
    harmless(chat_html([refused]))
    assert bad in harmless(sources_html(refused)).text
    harmless(article_html(refused, 0))
    meant = replied(
        3, bad, NoAnswer(bad, hits=(), confidence=0.1, question=f"{bad} there", asked=bad)
    )
    assert f"{bad} there" in harmless(chat_html([meant])).texts["bdi"]
    report = BuildReport(failed=(ReadError(bad, bad, bad),), notes=(bad,))
    assert bad in harmless(report_html(report)).text
    assert bad in harmless(message_html(bad, report.failed)).text
    harmless(progress_html(Progress(bad, 1, 2)))
    harmless(welcome_html([bad]) + masthead_html(2, 2) + chat_html([Turn(0, bad, message=bad)]))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "http:",
        "https://",
        "http://[::1",
        "https://example.org/a b",
        "https://example.org/\u202e",
        "",
    ],
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert safe_url(url) == ""


def test_a_link_opens_apart_and_tells_nothing() -> None:
    url = "https://example.org/a?b=1&c='\"<"
    found = article("Words.", url=url)
    hit = Hit(Passage(0, "a", found.version, 0, 6, "Words."), found, 0.0)
    cards = harmless(sources_html(replied(0, "q", NoAnswer("r", hits=(hit,), confidence=0.1))))
    (link,) = cards.attributes("a")
    assert link["href"] == url
    assert link["rel"] == "noopener noreferrer"
    assert link["target"] == "_blank"


def test_every_sentence_ends_in_its_chips_and_every_citation_has_a_card() -> None:
    found = article("One. Two.")
    first, second = Citation(1, found, 0, 4, "One."), Citation(2, found, 5, 9, "Two.")
    passage = Passage(0, "a", found.version, 0, 9, found.text)
    sentences = (Sentence("One.", (1,)), Sentence("Two.", (2, 1)))
    reply = Answer(
        "One. Two.", sentences, (first, second), hits=(Hit(passage, found, 1.0),), confidence=0.9
    )
    turn = replied(7, "q", reply)
    chips = [a for a in Tree(chat_html([turn])).attributes("button") if a["class"] == "chip"]
    assert [(a["data-turn"], a["data-source"]) for a in chips] == [
        ("7", "0"),
        ("7", "1"),
        ("7", "0"),
    ]
    shown = Tree(chat_html([turn])).text
    assert "One.[1] as of 29 March 2021 Two.[2][1]Confidence" in shown
    cards = Tree(sources_html(turn))
    assert cards.texts["mark"] == ["One.", "Two."]
    assert cards.texts["blockquote"] == ["One. Two."] * 2
    assert "A title29 March 2021" in cards.text.replace(" · ", "")


def test_only_a_question_that_was_changed_says_how_it_was_understood() -> None:
    same = replied(4, "Who?", NoAnswer("r", hits=(), confidence=0.1, question="Who?", asked="Who?"))
    assert "Understood" not in chat_html([same])
    assert same.understood == "Who?"
    other = replied(
        4, "Who?", NoAnswer("r", hits=(), confidence=0.1, question="Who won?", asked="Who?")
    )
    buttons = Tree(chat_html([other])).attributes("button")
    assert ("edit", "4") in [(b["data-action"], b.get("data-turn")) for b in buttons]
    assert other.understood == "Who won?"


def test_a_question_asked_in_parts_shows_them() -> None:
    parts = ("Who won?", "What did <b>he</b> promise?")
    reply = NoAnswer("r", hits=(), confidence=0.1, parts=parts)
    assert harmless(chat_html([replied(0, "q", reply)])).texts["bdi"] == [*parts]


def test_a_citation_outside_all_passages_is_shown_alone() -> None:
    found = article("One. Two. Three.")
    citation = Citation(1, found, 5, 9, "Two.")
    reply = Answer("Two.", (Sentence("Two.", (1,)),), (citation,), hits=(), confidence=0.9)
    cards = Tree(sources_html(replied(0, "q", reply)))
    assert cards.texts["blockquote"] == ["… Two. …"]


def test_a_refusal_shows_the_nearest_passages_as_no_citations() -> None:
    found = article("One. Two. Three.")
    hit = Hit(Passage(3, "a", found.version, 5, 9, "Two."), found, 0.1)
    turn = replied(0, "q", NoAnswer("Nothing near.", hits=(hit,), confidence=0.1))
    chat = Tree(chat_html([turn]))
    assert "The articles do not say this." in chat.text
    assert "Nothing near." in chat.text
    cards = sources_html(turn)
    assert "Nearest passages" in cards
    assert "[1]" not in cards
    assert "mark" not in Tree(cards).texts
    assert Tree(article_html(turn, 0)).texts["mark"] == ["Two."]


def test_what_was_stopped_is_not_to_be_rated() -> None:
    done = replied(0, "q", answered("", "One.", ""))
    assert strings.GOOD in Tree(chat_html([done])).text
    stopped = replace(done, state=State.FAILED, message=strings.STOPPED, rating=1)
    shown = Tree(chat_html([stopped])).text
    assert strings.STOPPED in shown
    assert strings.GOOD not in shown
    assert strings.THANKS not in shown


def test_a_refusal_with_nothing_near() -> None:
    turn = replied(0, "q", NoAnswer("The index is empty.", hits=(), confidence=0.1))
    assert "The index is empty." in chat_html([turn])
    assert "no sources" in sources_html(turn)


def test_clicks_open_the_article_and_lead_back() -> None:
    turns = [replied(n, "q", answered("", f"Quote {n}.", "")) for n in (4, 5)]
    opened = panel_html(turns, {"action": "open", "turn": 5, "source": 0})
    assert Tree(opened).texts["mark"] == ["Quote 5."]
    cards = panel_html(turns, {"action": "back", "turn": 4, "source": 0})
    assert cards == sources_html(turns[0])


@pytest.mark.parametrize(
    "clicked",
    [
        {},
        {"action": "open"},
        {"action": "open", "turn": 99, "source": 0},
        {"action": "open", "turn": "0", "source": 0},
        {"action": "open", "turn": [0], "source": {}},
        {"action": "open", "turn": None, "source": None},
    ],
)
def test_clicks_on_what_is_not_kept_say_so(clicked: dict[str, object]) -> None:
    turns = [replied(0, "q", answered("", "Quote.", ""))]
    assert "no longer kept" in panel_html(turns, clicked)


@pytest.mark.parametrize("source", [-1, 1, 10**9, "0", None, 0.5, True])
def test_clicks_on_a_source_there_is_not_show_the_cards(source: object) -> None:
    turns = [replied(0, "q", answered("", "Quote.", ""))]
    clicked = {"action": "open", "turn": 0, "source": source}
    assert panel_html(turns, clicked) == sources_html(turns[0])


def test_opening_a_source_there_is_not_is_an_error() -> None:
    turn = replied(3, "q", answered("", "Quote.", ""))
    with pytest.raises(IndexError, match="turn 3 has no source 1"):
        article_html(turn, 1)


def test_a_report_counts_and_names_what_failed() -> None:
    failed = tuple(ReadError(f"seeds/{n}.pdf", "no text", "page 2") for n in range(25))
    report = BuildReport(("a", "b"), ("c",), (), ("d",), failed, passages=1234, encoded=5)
    tree = harmless(report_html(report))
    assert tree.texts["dd"] == ["2", "1", "0", "1", "25"]
    assert "1,234 passages" in tree.text
    assert "seeds/0.pdf (page 2): no text" in tree.text
    assert "and 5 more" in tree.text


@pytest.mark.parametrize(
    ("progress", "shown"),
    [
        (Progress("reading", 0, None), "Reading… "),
        (Progress("reading", 3, None), "Reading… 3"),
        (Progress("encoding", 3, 9), "Encoding: 3 of 9"),
        (Progress("encoding", 12, 9), "Encoding: 9 of 9"),
    ],
)
def test_progress(progress: Progress, shown: str) -> None:
    assert Tree(progress_html(progress)).texts["p"] == [shown]


def test_a_long_question_is_cut_where_it_is_shown() -> None:
    shown = Tree(chat_html([Turn(0, "x" * 10_000)])).texts["h2"][0]
    assert len(shown) == 500
    assert shown.endswith("…")


def test_the_masthead_says_when_there_is_nothing() -> None:
    assert "No articles yet" in masthead_html(0, 0)
    assert "1 article<" in masthead_html(1, 1)
    assert "Log out" not in masthead_html(1, 1)
    assert "Logged in as &lt;b&gt;" in masthead_html(1, 1, 1.0, "<b>")
    assert "1,000 articles from 3 sources" in masthead_html(1000, 3)


def test_the_short_answer_leads_and_is_strong_in_its_sentence() -> None:
    of = article("<b>369</b> ships & more were waiting.")
    whole = Citation(1, of, 0, len(of.text), of.text)
    short = Citation(1, of, 3, 6, "369")
    sentence = Sentence(of.text, (1,))
    reply = Answer(of.text, (sentence,), (whole,), short, hits=(), confidence=0.93)
    html = answer_html(replied(0, "How many?", reply), reply)
    assert '<p class="short" dir="auto">369</p>' in html
    assert '&lt;b&gt;<strong class="asked">369</strong>&lt;/b&gt; ships &amp; more' in html
    assert "Confidence: high (93%)" in html
