"""From answers to HTML: the chat, the source cards, the opened article, the build's report.

Pure functions: text in, HTML out. They know nothing of the web framework, of the index on disk or
of how an answer came about. Everything that an article, a question or a file name brings along is
hostile until it has gone through `escape`, so no other function here touches such text directly.

Clickable elements carry `data-action` and numbers only; page.js reports them, and the server looks
up what they mean among the turns of that one chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.answer import Answer, Citation, Hit, NoAnswer, Sentence
from qa.collapse import copies_of
from qa.confidence import confidence_line
from qa.dates import day_in_words

if TYPE_CHECKING:
    from datetime import date

    from index.article import Article
    from index.errors import ReadError
    from index.report import BuildReport, Progress
    from qa.when import Named

_REPLACEMENT = "\ufffd"
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        # Template syntax of the component that shows the HTML, should it ever evaluate a value.
        "{": "&#123;",
        "}": "&#125;",
        "$": "&#36;",
        "`": "&#96;",
        "@": "&#64;",
        # A browser reads a bare carriage return as a newline: the mark would differ from the quote.
        "\r": "&#13;",
        "\0": _REPLACEMENT,
        # Half a character cannot be sent as UTF-8.
        **{chr(code): _REPLACEMENT for code in range(0xD800, 0xE000)},
    }
)
_LONGEST_QUESTION_SHOWN = 500
_LONGEST_LIST = 20
_MOST_COPIES = 5  # on a card


@dataclass(frozen=True, slots=True)
class Source:
    """What one card shows: `start` to `end` marked within `passage_start` to `passage_end`.

    Attributes:
        number: the citation's number; None for a passage that merely came near.
        copies: other articles that hold the same words.
    """

    number: int | None
    article: Article
    start: int
    end: int
    passage_start: int
    passage_end: int
    copies: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a chat and its reply, ready to show.

    Attributes:
        number: place in the chat, from 0; clicks name it.
        body: the reply as HTML.
        sources: the cards, in the order shown; clicks name their place, from 0.
        understood: the question as it was answered, standing alone; "" when it was not.
        answer: the answer's text, "" when there is none.
    """

    number: int
    question: str
    body: str
    sources: tuple[Source, ...] = ()
    understood: str = ""
    answer: str = ""


def escape(text: str) -> str:
    """Text for any place in HTML, between tags or in a quoted attribute.

    What a browser shows, and hands out as `textContent`, is the text unchanged, except that NUL
    and lone surrogates become U+FFFD.
    """
    return text.translate(_ESCAPES)


def safe_url(url: str) -> str:
    """The URL if it is a plain web address, else ""."""
    if any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def pending_turn(number: int, question: str) -> Turn:
    """A turn whose answer is being looked for."""
    return Turn(number, question, '<p class="pending">Reading the articles…</p>')


def failed_turn(number: int, question: str, message: str) -> Turn:
    """A turn that could not be answered because something is wrong: the message says what."""
    return Turn(number, question, f'<p class="failed" role="alert">{escape(message)}</p>')


def turn(number: int, question: str, reply: Answer | NoAnswer) -> Turn:
    """A turn with its reply: cited sentences, or the refusal and the nearest passages."""
    note = _understood(number, reply.question) if reply.question != reply.asked else ""
    if isinstance(reply, NoAnswer):
        nearest = tuple(_near(hit) for hit in reply.nearest)
        return Turn(number, question, note + _refusal(number, reply), nearest, reply.question)
    sources = tuple(_cited(citation, reply.hits) for citation in reply.citations)
    body = note + _answer(number, reply)
    return Turn(number, question, body, sources, reply.question, reply.text)


def chat_html(turns: Sequence[Turn]) -> str:
    """The whole chat, oldest turn first."""
    shown = "".join(
        f'<section class="turn"><h2 class="question" dir="auto">'
        f"{escape(_shorten(turn.question, _LONGEST_QUESTION_SHOWN))}</h2>{turn.body}</section>"
        for turn in turns
    )
    return f'<div class="turns" role="log" aria-label="Questions and answers">{shown}</div>'


def welcome_html(examples: Sequence[str]) -> str:
    """What stands where the chat will be: how it works, and questions to start with."""
    buttons = "".join(
        f'<li><button type="button" class="example" data-action="ask" '
        f'data-question="{escape(example)}">{escape(example)}</button></li>'
        for example in examples
    )
    offer = f'<h3>Try one of these</h3><ul class="examples">{buttons}</ul>' if examples else ""
    return (
        '<div class="welcome"><h2>Ask a question. Check the answer.</h2>'
        "<p>Answers are sentences taken word for word from the articles. Each ends in a number: "
        "click it to see that very sentence in its article.</p>"
        f"{offer}</div>"
    )


def sources_html(turn: Turn) -> str:
    """The cards of one turn: its citations, or the passages that came nearest to a refusal."""
    if not turn.sources:
        return empty_sources_html("This question has no sources to show.")
    cited = turn.sources[0].number is not None
    heading, note = (
        ("Sources", "The sentences cited, where they stand. Open one to read around it.")
        if cited
        else ("Nearest passages", "These came closest. They do not answer the question.")
    )
    cards = "".join(_card(turn.number, place, source) for place, source in enumerate(turn.sources))
    return (
        f'<div class="panel"><h2>{heading}</h2><p class="note">{note}</p>'
        f'<ol class="cards">{cards}</ol></div>'
    )


def empty_sources_html(message: str = "The sources of an answer appear here.") -> str:
    """The source panel with nothing in it but a message."""
    return f'<div class="panel empty"><h2>Sources</h2><p class="note">{escape(message)}</p></div>'


def article_html(turn: Turn, place: int) -> str:
    """The whole article of one source of a turn, with the sentence or passage marked.

    Raises:
        IndexError: the turn has no such source.
    """
    if not 0 <= place < len(turn.sources):
        raise IndexError(f"turn {turn.number} has no source {place}")
    source = turn.sources[place]
    article = source.article
    back = "Sources" if source.number is not None else "Nearest passages"
    return (
        f'<article class="opened" data-opened="{turn.number}.{place}"><div class="bar">'
        f'<button type="button" class="back" data-action="back" data-turn="{turn.number}" '
        f'data-source="{place}">← {back}</button>'
        f'<span class="where" aria-hidden="true">{escape(article.title)}</span></div>'
        f'<h2 dir="auto">{escape(article.title)}</h2>{_byline(article)}'
        f'<div class="text" dir="auto">{_marked(source, 0, len(article.text))}</div></article>'
    )


def panel_html(turns: Sequence[Turn], clicked: Mapping[str, object]) -> str:
    """The source panel after a click: an article opened at its mark, or the cards of a turn.

    Args:
        turns: the chat as it is kept for the one who clicked.
        clicked: what page.js reports, unchecked: `action`, `turn` and `source`.
    """
    turn = next((turn for turn in turns if turn.number == clicked.get("turn")), None)
    if turn is None:
        return empty_sources_html("This answer is no longer kept here. Ask again.")
    place = clicked.get("source")
    if clicked.get("action") == "open" and type(place) is int and 0 <= place < len(turn.sources):
        return article_html(turn, place)
    return sources_html(turn)


def progress_html(progress: Progress) -> str:
    """How far a running build has come."""
    stage = escape(progress.stage.capitalize())
    if not progress.total:
        return f'<p class="progress" role="status">{stage}… {progress.done or ""}</p>'
    done = min(progress.done, progress.total)
    return (
        f'<p class="progress" role="status">{stage}: {done} of {progress.total}</p>'
        f'<progress max="{progress.total}" value="{done}" aria-label="{stage}"></progress>'
    )


def report_html(report: BuildReport) -> str:
    """What a build did, and every file it could not read with the reason."""
    counts = "".join(
        f"<div><dt>{fate.capitalize()}</dt><dd>{count}</dd></div>" for fate, count in report.by_fate
    )
    encoded = f", {report.encoded:,} of them encoded just now" if report.encoded else ""
    notes = _list("Notes", [escape(note) for note in report.notes])
    return (
        '<div class="report" role="status"><p>The index is up to date: '
        f"{report.passages:,} passages{encoded}. It took {report.seconds:.1f} s.</p>"
        f"<dl>{counts}</dl>{_failures(report.failed)}{notes}</div>"
    )


def message_html(message: str, failed: Iterable[ReadError] = ()) -> str:
    """A message about a build that came to nothing, with the files that could not be read."""
    return (
        f'<div class="report"><p class="failed" role="alert">{escape(message)}</p>'
        f"{_failures(failed)}</div>"
    )


def masthead_html(title: str, articles: int, sources: int, covered: float = 1.0) -> str:
    """The head of the page: what it is, how much it reads, and the share found by meaning yet."""
    held = f"{articles:,} article{'s' if articles != 1 else ''}"
    if sources > 1:
        held += f" from {sources:,} sources"
    if covered < 1:
        held += f" · found by words, {covered:.0%} by meaning so far"
    line = held if articles else "No articles yet: build the index first"
    return f'<header class="masthead"><h1>{escape(title)}</h1><p>{line}</p></header>'


def _understood(number: int, question: str) -> str:
    """What a follow-up question was taken to mean, and a way to say it better."""
    return (
        f'<p class="small understood">Understood as: <bdi>{escape(question)}</bdi> '
        f'<button type="button" class="link" data-action="edit" data-turn="{number}">Edit</button>'
        "</p>"
    )


def _answer(number: int, answer: Answer) -> str:
    titles = {citation.number: citation.article.title for citation in answer.citations}
    places = {citation.number: place for place, citation in enumerate(answer.citations)}
    sentences = " ".join(
        f'<span class="sentence {sentence.support}" dir="auto">{_asked_for(answer, place)}</span>'
        + "".join(
            f'<button type="button" class="chip" data-action="open" data-turn="{number}" '
            f'data-source="{places[n]}" title="{escape(titles[n])}" '
            f'aria-label="[{n}] Show in the article {escape(titles[n])}">[{n}]</button>'
            for n in sentence.citations
        )
        + _as_of(answer.as_of(sentence))
        + _doubt(sentence)
        for place, sentence in enumerate(answer.sentences)
    )
    lead = f'<p class="short" dir="auto">{escape(answer.short.quote)}</p>' if answer.short else ""
    conflicts = "".join(
        f'<p class="conflict">{escape(conflict.text)}</p>' for conflict in answer.conflicts
    )
    notice = f'<p class="reason">{escape(answer.notice)}</p>' if answer.notice else ""
    return (
        f'{notice}{_noted(answer.named)}{lead}<p class="answer">{sentences}</p>{conflicts}'
        f'<p class="small confidence">{confidence_line(answer.confidence)}</p>'
        f"{_back(number, 'Show the sources')}"
    )


def _asked_for(answer: Answer, place: int) -> str:
    """A sentence of an answer, the short answer within the first one made strong."""
    text, short = answer.sentences[place].text, answer.short
    if place or short is None:
        return escape(text)
    start = short.start - answer.citations[short.number - 1].start
    end = start + len(short.quote)
    return (
        f'{escape(text[:start])}<strong class="asked">{escape(text[start:end])}</strong>'
        f"{escape(text[end:])}"
    )


def _doubt(sentence: Sentence) -> str:
    """What the cited words do not carry of a sentence that a language model wrote."""
    if not sentence.why:
        return ""
    return f'<span class="doubt">{sentence.support}: {escape(sentence.why)}</span>'


def _as_of(day: date | None) -> str:
    """How current a sentence is, after its numbers."""
    if day is None:
        return ""
    return f' <time class="as-of" datetime="{day}">as of {day_in_words(day)}</time>'


def _noted(named: Named) -> str:
    """What was understood of dates and sources in the question."""
    return f'<p class="small understood">{escape(named.note)}</p>' if named.note else ""


def _refusal(number: int, reply: NoAnswer) -> str:
    nearest = _back(number, "Show the nearest passages") if reply.nearest else ""
    return (
        f'{_noted(reply.named)}<p class="refusal">The articles do not say.</p>'
        f'<p class="reason">{escape(reply.reason)}</p>{nearest}'
    )


def _back(number: int, label: str) -> str:
    return (
        f'<p class="small"><button type="button" class="link" data-action="back" '
        f'data-turn="{number}">{label}</button></p>'
    )


def _card(turn: int, place: int, source: Source) -> str:
    article = source.article
    number = f'<span class="number">[{source.number}]</span> ' if source.number is not None else ""
    before = "… " if source.passage_start > 0 else ""
    after = " …" if source.passage_end < len(article.text) else ""
    return (
        f'<li class="card{"" if number else " near"}" data-action="open" data-turn="{turn}" '
        f'data-source="{place}"><h3 dir="auto">{number}<button type="button" class="title" '
        f'data-action="open" data-turn="{turn}" data-source="{place}">{escape(article.title)}'
        f"</button></h3>{_byline(article)}"
        f'<blockquote dir="auto">{before}'
        f"{_marked(source, source.passage_start, source.passage_end)}{after}</blockquote>"
        f"{_also_in(source.copies)}</li>"
    )


def _also_in(copies: Sequence[Article]) -> str:
    if not copies:
        return ""
    shown = [_named(copy) for copy in copies[:_MOST_COPIES]]
    if len(copies) > _MOST_COPIES:
        shown.append(f"{len(copies) - _MOST_COPIES} more")
    return f'<p class="byline">Also in {" · ".join(f"<bdi>{name}</bdi>" for name in shown)}</p>'


def _named(copy: Article) -> str:
    """Source and day of a copy, a link where it has an address."""
    name = escape(", ".join(filter(None, (copy.source or copy.title, _day(copy)))))
    url = safe_url(copy.url)
    if not url:
        return name
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer" '
        f'title="{escape(copy.title)}">{name} ↗</a>'
    )


def _day(article: Article) -> str:
    return day_in_words(article.published)


def _marked(source: Source, start: int, end: int) -> str:
    """The article's text from `start` to `end`, with the source's own part in `<mark>`."""
    text = source.article.text
    if source.number is None and (source.start, source.end) == (start, end):
        return escape(text[start:end])
    kind = "cited" if source.number is not None else "near"
    return (
        f"{escape(text[start : source.start])}"
        f'<mark class="{kind}" tabindex="-1">{escape(text[source.start : source.end])}</mark>'
        f"{escape(text[source.end : end])}"
    )


def _byline(article: Article) -> str:
    parts = [escape(part) for part in (article.source, article.author) if part]
    if article.published:
        day = article.published.isoformat()
        parts.append(f'<time datetime="{day}">{_day(article)}</time>')
    else:
        parts.append("undated")
    url = safe_url(article.url)
    if url:
        host = urlsplit(url).hostname or ""
        parts.append(
            f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer" '
            f'aria-label="Original at {escape(host)}, opens in a new tab">{escape(host)} ↗</a>'
        )
    return f'<p class="byline">{" · ".join(f"<bdi>{part}</bdi>" for part in parts)}</p>'


def _cited(citation: Citation, hits: Sequence[Hit]) -> Source:
    """The citation within the passage it was found in; alone when no passage holds it."""
    article = citation.article
    for hit in hits:
        passage = hit.passage
        if (
            (passage.article_id, passage.version) == (article.id, article.version)
            and passage.start <= citation.start
            and citation.end <= passage.end
        ):
            around = passage.start, passage.end
            break
    else:
        around = citation.start, citation.end
    copies = copies_of(citation, hits)
    return Source(citation.number, article, citation.start, citation.end, *around, copies)


def _near(hit: Hit) -> Source:
    start, end = hit.passage.start, hit.passage.end
    return Source(None, hit.article, start, end, start, end, hit.copies)


def _failures(failed: Iterable[ReadError]) -> str:
    return _list(
        "Not read",
        [
            f"<strong>{escape(error.path)}</strong>"
            f"{f' ({escape(error.place)})' if error.place else ''}: {escape(error.reason)}"
            for error in failed
        ],
    )


def _list(heading: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    shown = [f"<li>{item}</li>" for item in items[:_LONGEST_LIST]]
    if len(items) > _LONGEST_LIST:
        shown.append(f"<li>and {len(items) - _LONGEST_LIST} more</li>")
    return f"<h4>{heading}</h4><ul>{''.join(shown)}</ul>"


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
