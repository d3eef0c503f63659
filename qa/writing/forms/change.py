"""What changed: dated figures or states of the thing asked, old to new, and which is the newest.

The newest is the newest among the articles, as of the
day of asking at most: what has happened since is not in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.evidence.confidence import Verdict, assess_confidence, load_calibration
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.language.dates import day_in_words
from qa.language.quantities import Quantity, find_quantities
from qa.question.form import Form
from qa.question.topic import topic_of
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.firsts import first_of_each
from qa.writing.forms.became import that_is_now, time_told
from qa.writing.forms.dating import in_words
from qa.writing.forms.material import Material
from qa.writing.forms.story import subject_of
from qa.writing.forms.unnamed import asking_back, by_event, names_no_event, wordings

_CHANGED = re.compile(
    r"how (?:much )?(?:has|have|had|did|does|do) (?P<thing>.+?)"
    r" (?:changed?|develop(?:ed)?|evolved?|shift(?:ed)?|moved?|increased?|decreased?|ris(?:e|en)"
    r"|fall(?:en)?|grown?|fluctuated?|var(?:y|ied)|go(?:ne)? (?:up|down))"
    r"(?: over time| over the (?:years|months|weeks|days))?(?P<when>(?:\W.*)?)$",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w.,$£€])\d{1,3}(?:,\d{3})+(?![\w%]|[.,]\d)")
_FIGURES_BEHIND = 2.3  # of a score: how far below the best a sentence with a figure may be
_STATES_BEHIND = 2.0  # likewise, a sentence without one
_RELEVANT = 2.0  # a logit: a passage from it on is told from though it may not answer
_MOST = 6  # lines
_FEWEST = 2  # times of states that tell of a change
_FIGURE = 0.5  # of a score: what a figure counts
_SURE = 0.5  # of a score below the best, that the newest figure may have to be named first


@dataclass(frozen=True, slots=True)
class _State:
    """A sentence, the time of what it tells, and its figure if one is asked for.

    Attributes:
        now: what the figure became, itself if it did not change; None where that is unclear.
    """

    sentence: ScoredSentence
    first: date
    last: date
    figure: Quantity | None = None
    now: Quantity | None = None

    @property
    def value(self) -> float | None:
        """Of the figure, or of what it became; None without one."""
        figure = self.now or self.figure
        return figure.value if figure else None

    @property
    def published(self) -> date:
        return self.sentence.hit.article.published or date.min


class ChangeWriter:
    """Writes what changed."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        evidence = material.evidence
        made = _written(material, evidence.sentences, evidence.verdict)
        if made or not (asked := state_asked(material.question)):
            return made
        # "How did the toll change?" is answered by what it was, which its words do not ask for
        read, verdict = _best_read(asked, material)
        if not names_no_event(asked):
            return _written(material, read, verdict)
        return _of_one_event(material, read, verdict)


def _of_one_event(
    material: Material, read: Sequence[ScoredSentence], verdict: Verdict
) -> Draft | Refusal | None:
    """What is told of the one event that has such figures; of several, which there are."""
    if verdict.refusal:
        return None
    least = read[0].score - _FIGURES_BEHIND
    events = by_event([s for s in read if s.score >= least])
    if len(events) == 1:
        return _written(material, events[0], verdict)
    hits = tuple({s.hit.article.id: s.hit for group in events for s in group[:1]}.values())
    return Refusal(asking_back(events), hits)


def _written(material: Material, read: Sequence[ScoredSentence], verdict: Verdict) -> Draft | None:
    """What sentences, best first, tell of the change; None where they do not."""
    subject = subject_of(topic_of(material.question).text, material.index)
    sentences = [
        s
        for s in read
        if s.text.rstrip("\"'”’)").endswith((".", "!", "?"))  # no pointer to another article
        and subject.is_named(f"{s.hit.article.title}\n{s.hit.passage.text}")
    ]
    if not sentences:
        return None
    figures = _figures(sentences)
    likely = len(_changes(figures)) > 1 and sentences[0].relevance >= _RELEVANT
    if verdict.refusal and not likely:
        return None
    # "how did the toll change" asks for figures alone, where there are some
    others = [] if figures and state_asked(material.question) else sentences
    states = _states(others, figures)
    if not figures and len({state.first for state in states}) < _FEWEST:
        return None
    return _draft(states[:_MOST], verdict.confidence)


def _figures(sentences: Sequence[ScoredSentence]) -> list[_State]:
    """The sentences that give a figure of the kind that the best of them gives, best first.

    None where there are no two such figures.
    """
    kind: tuple[str, str] | None = None
    found: list[_State] = []
    for s in sentences:
        if s.score < sentences[0].score - _FIGURES_BEHIND:
            break
        figure = _figure(s, find_quantities(s.text), kind)
        time = time_told(s.text, s.hit.article.published)
        if figure and time:
            kind = kind or (figure.kind, figure.unit)
            found.append(_State(s, *time, figure, that_is_now(s.text, figure)))
    given = (q for state in _changes(found) for q in find_quantities(state.sentence.text))
    return found if sum((q.kind, q.unit) == kind for q in given) > 1 else []


def _states(sentences: Sequence[ScoredSentence], figures: Sequence[_State]) -> list[_State]:
    """The figures that differ, and the best sentences without one, with a time, best first."""
    held = {state.sentence.text for state in figures}
    found = [
        _State(s, *time)
        for s in sentences
        if s.text not in held
        and s.score >= sentences[0].score - _STATES_BEHIND
        and (time := time_told(s.text, s.hit.article.published))
    ]
    others = first_of_each(found, lambda state: state.sentence.text)
    return sorted(
        [*_changes(figures), *others],
        key=lambda state: -state.sentence.score - _FIGURE * (state.figure is not None),
    )


def _changes(states: Sequence[_State]) -> list[_State]:
    """States, best first, without those whose figure is the one just before in time.

    Those that return to a figure come last: where there are too many, new figures say more.
    Nor is a figure told twice that another of the same day follows: it is what was before.
    """
    kept: list[_State] = []
    returned: list[_State] = []
    for state in _old_to_new(states):
        told = any(one.value == state.value for one in kept)
        if not told or (kept[-1].value != state.value and kept[-1].first < state.first):
            kept.append(state)
            returned += [state] if told else []
    return sorted(kept, key=lambda state: (state in returned, -state.sentence.score))


def _old_to_new(states: Sequence[_State]) -> list[_State]:
    return sorted(states, key=lambda s: (s.first, s.published, -s.sentence.score))


def _best_read(asked: str, material: Material) -> tuple[Sequence[ScoredSentence], Verdict]:
    """The sentences read for a question in the wording that the articles answer best."""
    settings = RerankSettings()
    found: list[tuple[Sequence[ScoredSentence], Verdict]] = []
    for wording in wordings(asked):
        hits = material.search(wording, settings.passages)
        read = rerank(wording, hits, material.reader, settings).sentences if hits else ()
        found.append((read, assess_confidence(read, load_calibration())))
    return max(found, key=lambda one: one[1].confidence)


def state_asked(question: str) -> str:
    """The question for what a thing is or was, of one for how it changed; "" for any other."""
    match = _CHANGED.match(question.strip())
    return f"What was {match['thing']}{match['when'].rstrip(' ?.!')}?" if match else ""


def _figure(
    sentence: ScoredSentence, quantities: Sequence[Quantity], kind: tuple[str, str] | None
) -> Quantity | None:
    """The figure of a kind that the reader saw in a sentence, else its first; None for none."""
    same = [q for q in quantities if kind is None or (q.kind, q.unit) == kind]
    seen = [q for q in same if _is_read(sentence, q)]
    bare = _bare(sentence, quantities, kind) if kind and kind[0] == "count" else None
    return seen[0] if seen else bare or (same[0] if same and kind else None)


def _bare(
    sentence: ScoredSentence, quantities: Sequence[Quantity], kind: tuple[str, str]
) -> Quantity | None:
    """A number that does not say what it counts, where the reader takes it for the answer."""
    start, end = sentence.span.start - sentence.start, sentence.span.end - sentence.start
    match = _BARE.search(sentence.text, start, end)
    if not match or any(q.start < match.end() and match.start() < q.end for q in quantities):
        return None
    value = float(match[0].replace(",", ""))
    return Quantity(match.start(), match.end(), "count", value, kind[1])


def _is_read(sentence: ScoredSentence, figure: Quantity) -> bool:
    """Whether the words that the reader takes for the answer hold a figure of the sentence."""
    start, end = sentence.span.start - sentence.start, sentence.span.end - sentence.start
    return figure.start < end and start < figure.end


def _draft(states: Sequence[_State], confidence: float) -> Draft:
    """A line each, old to new; the newest in the headline."""
    citations = Citations()
    ordered = _old_to_new(states)
    lines = tuple(
        citations.quoted(s.hit.article, s.start, s.end, in_words(state.first, state.last))
        for state in ordered
        for s in (state.sentence,)
    )
    headline = _headline(ordered)
    return Draft(lines, citations.all(), form=Form.CHANGE, headline=headline, confidence=confidence)


def _headline(states: Sequence[_State]) -> str:
    """Of which day the newest article is; and its figure, if that is of the newest time told.

    Of a forecast beside a figure, or of another figure, it is less sure.
    """
    newest = max(states, key=lambda state: (state.published, state.first, state.sentence.score))
    best = max(state.sentence.score for state in states)
    day, figure, now = newest.sentence.hit.article.published, newest.figure, newest.now
    if not day:
        return ""
    as_of = f"As of {day_in_words(day)}, the newest of these articles"
    latest = newest is states[-1] and newest.sentence.score >= best - _SURE
    if figure and now and latest and _is_read(newest.sentence, figure):
        return f"{as_of}: {newest.sentence.text[now.start : now.end]}"
    return f"{as_of}."
