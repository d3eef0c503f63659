"""A reply as HTML: the cited sentences of an answer, or the refusal and what may help."""

from __future__ import annotations

from datetime import date

from qa.answer import Answer, NoAnswer, Sentence
from qa.evidence.confidence import confidence_line
from qa.language.dates import day_in_words
from qa.page import strings
from qa.page.html.escape import button, escape
from qa.page.model.turn import FILTERS, State, Turn


def answer_html(turn: Turn, answer: Answer) -> str:
    """A cited answer, or as much of it as there is while it is being written."""
    lead = f'<p class="short" dir="auto">{escape(answer.short.quote)}</p>' if answer.short else ""
    conflicts = "".join(
        f'<p class="conflict">{escape(conflict.text)}</p>' for conflict in answer.conflicts
    )
    notice = _notice(answer)
    written = f'<p class="answer">{_sentences(turn.number, answer)}</p>'
    if turn.state is not State.DONE:  # what there is of it, stopped perhaps
        return f"{_understood(turn, answer)}{written}"
    return (
        f"{_understood(turn, answer)}{notice}{lead}{written}{conflicts}"
        f'<p class="small confidence">{confidence_line(answer.confidence)} · '
        f"{button(strings.SHOW_SOURCES, 'back', turn=turn.number)}</p>"
        f"{_details(turn, answer)}"
    )


def refusal_html(turn: Turn, reply: NoAnswer) -> str:
    """The refusal, its reason, and what the reader may try."""
    nearest = ""
    if reply.nearest:
        show = button(strings.SHOW_NEAREST, "back", turn=turn.number)
        nearest = f'<p class="small">{show}</p>'
    tips = [strings.TRY_WIDER] if any(turn.filters.get(n) for n in FILTERS) else []
    tips += [strings.TRY_WORDS, strings.TRY_SPLIT, strings.TRY_ADD]
    listed = "".join(f"<li>{tip}</li>" for tip in tips)
    return (
        f"{_understood(turn, reply)}{_notice(reply)}"
        f'<p class="refusal">{strings.REFUSED}</p><p class="reason">{escape(reply.reason)}</p>'
        f'{nearest}<div class="tips"><h3>{strings.TRY_OTHERWISE}</h3><ul>{listed}</ul></div>'
        f"{_details(turn, reply)}"
    )


def _sentences(number: int, answer: Answer) -> str:
    titles = {citation.number: citation.article.title for citation in answer.citations}
    places = {citation.number: place for place, citation in enumerate(answer.citations)}
    return " ".join(
        f'<span class="said {sentence.support}">'
        f'<span class="sentence {sentence.support}" dir="auto">{_asked_for(answer, place)}</span>'
        + "".join(_chip(number, places[n], n, titles[n]) for n in sentence.citations)
        + _as_of(answer.as_of(sentence))
        + _doubt(sentence)
        + "</span>"
        for place, sentence in enumerate(answer.sentences)
    )


def _chip(turn: int, place: int, number: int, title: str) -> str:
    name = strings.CHIP_LABEL.format(number=number, title=title)
    return button(f"[{number}]", "open", css="chip", name=name, turn=turn, source=place)


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
    shown = strings.AS_OF.format(day=day_in_words(day))
    return f' <time class="as-of" datetime="{day}">{shown}</time>'


def _notice(reply: Answer | NoAnswer) -> str:
    """What was not as asked for."""
    return f'<p class="reason">{escape(reply.notice)}</p>' if reply.notice else ""


def _understood(turn: Turn, reply: Answer | NoAnswer) -> str:
    """What a question was taken to mean, and ways to say it better."""
    html = ""
    if reply.question != reply.asked:
        edit = button(strings.EDIT, "edit", turn=turn.number)
        html = f"{strings.UNDERSTOOD} <bdi>{escape(reply.question)}</bdi> {edit}"
        html = f'<p class="small understood">{html}</p>'
    if reply.parts:
        parts = " ".join(f"<li><bdi>{escape(part)}</bdi></li>" for part in reply.parts)
        html += f'<div class="small parts">{strings.PARTS} <ol>{parts}</ol></div>'
    if note := reply.named.note:
        name = strings.DATES_OFF_LABEL.format(note=note)
        off = button(f"{strings.DATES_OFF} ×", "undate", name=name, turn=turn.number)
        html += f'<p class="small noted">{escape(note)} {off}</p>'
    return html


def _details(turn: Turn, reply: Answer | NoAnswer) -> str:
    """How the reply came about, behind a click."""
    filters = [f"{name}: {turn.filters[name]}" for name in FILTERS if turn.filters.get(name)]
    rows = [(strings.DETAIL_QUESTION, reply.question)]
    rows += [(strings.DETAIL_FILTERS, ", ".join(filters))] if filters else []
    rows += [(strings.WRITER, turn.filters["writer"])] if turn.filters.get("writer") else []
    rows += [(strings.DETAIL_SOURCES, str(len(reply.hits)))]
    rows += [
        (strings.STEPS.get(step, step.capitalize()), f"{ms:,.0f} ms")
        for step, ms in reply.timings_ms.items()
    ]
    shown = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in rows)
    return (
        f'<details class="details"><summary>{strings.DETAILS}</summary><dl>{shown}</dl></details>'
    )
