"""Yes or no, where a sentence settles it; else the best sentences without a verdict.

The reader tells of a sentence whether it supports or contradicts the question, its claim, and the
claim denied. It goes by the words more than by who does what, so that a plain yes also needs the
claim's verb in the sentence, and of nobody else: that Ada won is no sign that Bo, whom she beat,
did. What the reader alone says is called probable. The bounds were found on questions about the
starter articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.evidence.reader import Checker, Entailment
from qa.evidence.rerank import ScoredSentence
from qa.language.claim_fit import Fit, fit_of
from qa.language.claims import Claim, claim_of
from qa.language.phrases import strong_words
from qa.language.words import words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, ExtractiveWriter
from qa.writing.forms.material import Material

_READ = 4  # sentences, the best ones, each once
_SHOWN = 3
_SURE, _PROBABLE = 0.8, 0.58  # how often a verdict is right
_BEHIND = 4.0  # a sentence whose spans are worth so much less than the best's is beside the point
_SUPPORTED = 0.4  # the least probability that a sentence supports the claim
_SHARED = 0.25  # of the claim's words that a sentence which says it holds at least
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|neither|nor|nobody|nothing|without|denied|denies|false|cannot)\b"
    r"|n['’]t\b|\bun(?:harm|hurt|injur|damag|chang|like)\w+",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)
_RANK = re.compile(r"\b(?:first|only|last|never|ever|most|every|all|always|\w{2,}est)\b")


class Says(StrEnum):
    """What a sentence says to a question."""

    YES = "Yes"
    NO = "No"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence with what the reader makes of it against the question, its claim, its denial."""

    sentence: ScoredSentence
    asked: Entailment
    said: Entailment
    denied: Entailment


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a sentence says, how sure that is, 0 to 1, and how plainly it says so."""

    says: Says
    sure: float
    sentence: ScoredSentence
    plainness: float


class YesNoWriter:
    """Writes a verdict and the sentences that carry it."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where no sentence settles it."""
        sentences = _telling(material.evidence.sentences)
        claim = claim_of(material.question)
        if material.evidence.verdict.refusal or claim is None or not sentences:
            return None
        if _CHOICE.search(material.question):
            return None
        verdicts = _verdicts(material.reader, material.question, claim, sentences)
        if not verdicts:
            return None
        best = max(verdicts, key=lambda verdict: (verdict.sure, verdict.plainness))
        against = [v for v in verdicts if v.says is not best.says and v.sure == best.sure]
        if not against:
            return _draft(material, claim, best)
        other = against[0]
        if best.sure < _SURE or best.sentence.hit.article.id == other.sentence.hit.article.id:
            return None
        return _differing(best, other)


def _telling(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences that may settle it, each once."""
    few = sentences[: 2 * _READ]
    least = max((s.mass for s in few), default=0.0) - _BEHIND
    distinct = {" ".join(words(s.text)): s for s in reversed(few) if s.mass >= least}
    return list(distinct.values())[::-1][:_READ]


def _read(
    reader: Checker,
    question: str,
    claim: Claim,
    sentences: Sequence[ScoredSentence],
    *,
    needs_support: bool = False,
) -> list[_Reading]:
    """What the reader makes of sentences; of those alone that may support the claim, if need be."""
    said = _entail(reader, claim.said, sentences)
    kept = [
        (sentence, one)
        for sentence, one in zip(sentences, said, strict=True)
        if not needs_support or one.supports >= max(_SUPPORTED, one.contradicts + 0.3)
    ]
    left = [sentence for sentence, _ in kept]
    asked, denied = (_entail(reader, text, left) for text in (question, claim.denied))
    return [
        _Reading(sentence, one, two, three)
        for (sentence, two), one, three in zip(kept, asked, denied, strict=True)
    ]


def _entail(
    reader: Checker, claim: str, sentences: Sequence[ScoredSentence]
) -> Sequence[Entailment]:
    texts = [f"{s.hit.article.title}. {s.text}" for s in sentences]
    return reader.entail(claim, texts) if texts else []


def _verdicts(
    reader: Checker, question: str, claim: Claim, sentences: Sequence[ScoredSentence]
) -> list[_Verdict]:
    """What each sentence says that settles the question.

    A no must hold a negation, a yes none, and some of the claim's words: only what does is read.
    Where one tells that others did what the claim says, none is taken for a yes.
    """
    best = max(sentence.mass for sentence in sentences)
    denying = [s for s in sentences if _NEGATION.search(s.text)]
    noes = [
        verdict
        for reading in _read(reader, question, claim, denying)
        if (verdict := _no(reading, claim, first=reading.sentence.mass == best))
    ]
    saying = [s for s in sentences if s not in denying and _shares(s, claim)]
    if not saying:
        return noes
    fits = [fit_of(claim.said, sentence.text) for sentence in sentences]
    if Fit.OTHERS in fits:
        return noes
    yeses = [
        verdict
        for reading in _read(reader, question, claim, saying, needs_support=True)
        if (verdict := _yes(reading, claim, fits[sentences.index(reading.sentence)]))
    ]
    return [*yeses, *noes]


def _shares(sentence: ScoredSentence, claim: Claim) -> bool:
    """Whether a sentence holds enough of the claim's words to say it."""
    about = set(strong_words(claim.said))
    return len(about & set(strong_words(sentence.text))) >= _SHARED * len(about)


def _no(reading: _Reading, claim: Claim, *, first: bool) -> _Verdict | None:
    """Whether a sentence that holds a negation denies the claim.

    A sentence that the reader takes to support the claim as well as its denial counts only if it is
    the most telling one.
    """
    asked, said, denied = reading.asked, reading.said, reading.denied
    plain = denied.supports > said.supports + 0.2
    if not plain and asked.supports > asked.contradicts + 0.2:
        return None
    if denied.supports >= 0.5 and denied.supports > denied.contradicts + 0.1 and (plain or first):
        return _Verdict(Says.NO, _SURE if plain else _PROBABLE, reading.sentence, denied.supports)
    against = asked.contradicts >= max(0.65, asked.supports + 0.3)
    if first and against and not claim.negated and said.supports < 0.4:
        return _Verdict(Says.NO, _SURE, reading.sentence, asked.contradicts)
    return None


def _yes(reading: _Reading, claim: Claim, fit: Fit) -> _Verdict | None:
    """Whether a sentence that seems to support the claim says what it does."""
    said, denied = reading.said, reading.denied
    asked = 1.0 if claim.negated else reading.asked.supports
    strong = said.supports >= 0.7 and denied.contradicts >= 0.8 and asked >= 0.6
    if strong and fit is Fit.SAME and not _RANK.search(claim.said):
        return _Verdict(Says.YES, _SURE, reading.sentence, said.supports)
    if denied.contradicts >= denied.supports + 0.2 and asked >= 0.55:
        return _Verdict(Says.YES, _PROBABLE, reading.sentence, said.supports)
    return None


def _draft(material: Material, claim: Claim, best: _Verdict) -> Draft:
    """The verdict, the sentence that carries it, and what else is nearest."""
    citations = Citations()
    first = best.sentence
    lead = citations.quoted(first.hit.article, first.start, first.end)
    rest = ExtractiveWriter().write(material.question, material.evidence.sentences)
    more = []
    for sentence in rest.sentences if isinstance(rest, Draft) else ():
        if words(sentence.text) != words(first.text) and isinstance(rest, Draft):
            more.append(citations.taken_over(sentence, rest.citations))
    return Draft(
        (lead, *more[: _SHOWN - 1]),
        citations.all(),
        form=Form.YES_NO,
        headline=_headline(claim, best),
        confidence=min(best.sure, max(material.evidence.verdict.confidence, _PROBABLE)),
    )


def _headline(claim: Claim, best: _Verdict) -> str:
    """The verdict; where the question holds a "not", with what it comes to."""
    word = best.says.value if best.sure >= _SURE else f"Probably {best.says.value.casefold()}"
    if not claim.negated:
        return word
    return f"{word}: {claim.said if best.says is Says.YES else claim.denied}"


def _differing(one: _Verdict, other: _Verdict) -> Draft:
    citations = Citations()
    written = tuple(
        citations.quoted(s.hit.article, s.start, s.end, verdict.says.value)
        for verdict in (one, other)
        for s in (verdict.sentence,)
    )
    return Draft(
        written,
        citations.all(),
        form=Form.YES_NO,
        headline="The articles differ",
        confidence=_PROBABLE,
    )
