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

from qa.answer import Sentence
from qa.evidence.reader import Checker, Entailment
from qa.evidence.rerank import ScoredSentence
from qa.language.claims import Claim, claim_of
from qa.language.parsing import Parse, Word, parse
from qa.language.phrases import is_capital, strong_words
from qa.language.words import stem, words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, ExtractiveWriter
from qa.writing.forms.material import Material

_READ = 4  # sentences, the best ones, each once
_SHOWN = 3
_SURE, _PROBABLE = 0.8, 0.58  # how often a verdict is right
_BEHIND = 4.0  # a sentence whose spans are worth so much less than the best's is beside the point
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
        readings = _read(material.reader, material.question, claim, sentences)
        verdicts = _verdicts(readings, claim)
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
    reader: Checker, question: str, claim: Claim, sentences: Sequence[ScoredSentence]
) -> list[_Reading]:
    texts = [f"{s.hit.article.title}. {s.text}" for s in sentences]
    said = [reader.entail(asked, texts) for asked in (question, claim.said, claim.denied)]
    return [_Reading(*one) for one in zip(sentences, *said, strict=True)]


def _verdicts(readings: Sequence[_Reading], claim: Claim) -> list[_Verdict]:
    """What each sentence says that settles the question.

    Where one tells that others did what the claim says, none is taken for a yes.
    """
    best = max(reading.sentence.mass for reading in readings)
    noes = [v for r in readings if (v := _no(r, claim, first=r.sentence.mass == best))]
    fits = [_fit(claim.said, reading.sentence.text) for reading in readings]
    if _Fit.OTHERS in fits:
        return noes
    yeses = [v for r, fit in zip(readings, fits, strict=True) if (v := _yes(r, claim, fit))]
    return [*yeses, *noes]


def _no(reading: _Reading, claim: Claim, *, first: bool) -> _Verdict | None:
    """Whether a sentence denies the claim; it must hold a negation.

    A sentence that the reader takes to support the claim as well as its denial counts only if it is
    the most telling one.
    """
    asked, said, denied = reading.asked, reading.said, reading.denied
    if not _NEGATION.search(reading.sentence.text):
        return None
    plain = denied.supports > said.supports + 0.2
    if not plain and asked.supports > asked.contradicts + 0.2:
        return None
    if denied.supports >= 0.5 and denied.supports > denied.contradicts + 0.1 and (plain or first):
        return _Verdict(Says.NO, _SURE if plain else _PROBABLE, reading.sentence, denied.supports)
    against = asked.contradicts >= max(0.65, asked.supports + 0.3)
    if first and against and not claim.negated and said.supports < 0.4:
        return _Verdict(Says.NO, _SURE, reading.sentence, asked.contradicts)
    return None


def _yes(reading: _Reading, claim: Claim, fit: _Fit) -> _Verdict | None:
    """Whether a sentence says what the claim does."""
    said, denied = reading.said, reading.denied
    asked = 1.0 if claim.negated else reading.asked.supports
    if _NEGATION.search(reading.sentence.text) or said.supports < said.contradicts + 0.3:
        return None
    about = set(strong_words(claim.said))
    if len(about & set(strong_words(reading.sentence.text))) < _SHARED * len(about):
        return None
    strong = said.supports >= 0.7 and denied.contradicts >= 0.8 and asked >= 0.6
    if strong and fit is _Fit.SAME and not _RANK.search(claim.said):
        return _Verdict(Says.YES, _SURE, reading.sentence, said.supports)
    if said.supports >= 0.4 and denied.contradicts >= denied.supports + 0.2 and asked >= 0.55:
        return _Verdict(Says.YES, _PROBABLE, reading.sentence, said.supports)
    return None


class _Fit(StrEnum):
    """Whether a sentence tells of the claim's verb."""

    SAME = "of its subject, or of one unnamed"
    OTHERS = "of others alone"
    ABSENT = "not at all"


def _fit(claim: str, sentence: str) -> _Fit:
    """Whether a sentence has the claim's verb, or what a form of "be" says, and of whom."""
    asked, told = parse(claim), parse(sentence)
    root = next((n for n, word in enumerate(asked.words) if word.role == "ROOT"), 0)
    verb = asked.words[root]
    if verb.lemma in ("be", "have", "do"):
        return _held(asked, root, sentence)
    mine = _names(_subject(asked, root))
    same = [
        place
        for place, word in enumerate(told.words)
        if stem(word.lemma) == stem(verb.lemma) and word.tag.startswith(("VB", "NN"))
    ]
    if not same:
        return _Fit.ABSENT
    others = [_names(_subject(told, place)) for place in same]
    if mine and all(other and not other & mine for other in others):
        return _Fit.OTHERS
    return _Fit.SAME


def _held(asked: Parse, root: int, sentence: str) -> _Fit:
    """Whether a sentence has all words of what is said of a subject."""
    wanted = {
        stem(word.low)
        for word in asked.words[root + 1 :]
        if word.tag.startswith(("NN", "JJ", "CD", "VB"))
    }
    return _Fit.SAME if wanted <= {stem(word) for word in words(sentence)} else _Fit.ABSENT


def _subject(parsed: Parse, verb: int) -> list[Word]:
    """The words of a verb's subject, of the one it is joined to where it has none of its own."""
    seen: set[int] = set()
    while verb not in seen:
        seen.add(verb)
        for place in parsed.below(verb):
            if parsed.words[place].role in ("nsubj", "nsubjpass"):
                start, end = parsed.branch(place)
                return list(parsed.words[start:end])
        if parsed.words[verb].role not in ("conj", "xcomp", "advcl", "ccomp"):
            break
        verb = parsed.words[verb].head
    return []


def _names(found: Sequence[Word]) -> set[str]:
    return {word.low for word in found if is_capital(word)}


def _draft(material: Material, claim: Claim, best: _Verdict) -> Draft:
    """The verdict, the sentence that carries it, and what else is nearest."""
    citations = Citations()
    first = best.sentence
    lead = Sentence(first.text, (citations.cite(first.hit.article, first.start, first.end),))
    rest = ExtractiveWriter().write(material.question, material.evidence.sentences)
    more = []
    for sentence in rest.sentences if isinstance(rest, Draft) else ():
        if words(sentence.text) != words(first.text) and isinstance(rest, Draft):
            held = [rest.citations[number - 1] for number in sentence.citations]
            numbers = tuple(citations.cite(c.article, c.start, c.end) for c in held)
            more.append(Sentence(sentence.text, numbers))
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
        Sentence(
            verdict.sentence.text,
            (
                citations.cite(
                    verdict.sentence.hit.article, verdict.sentence.start, verdict.sentence.end
                ),
            ),
            label=verdict.says.value,
        )
        for verdict in (one, other)
    )
    return Draft(
        written,
        citations.all(),
        form=Form.YES_NO,
        headline="The articles differ",
        confidence=_PROBABLE,
    )
