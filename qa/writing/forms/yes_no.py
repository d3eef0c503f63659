"""Yes or no, where a sentence settles it; else the best sentences without a verdict.

How likely a yes is, is told by what the reader makes of the best sentences: see
`qa.evidence.verdicts`. What is less sure is called probable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.evidence.rerank import ScoredSentence
from qa.evidence.verdicts import Leaning, VerdictWeights, leanings, load_verdict_weights
from qa.language.claims import Claim, claim_of
from qa.language.words import words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, ExtractiveWriter
from qa.writing.forms.material import Material

_READ = 2  # sentences, the best ones, each once: so many the weights were fitted on
_FEW = 8  # among which these are looked for
_SHOWN = 3
_SURE = 0.8  # the least probability of a plain verdict
_PROBABLY_YES, _PROBABLY_NO = 0.7, 0.64  # of any verdict; a no holds a "not" besides
_PLAIN_NO = 0.9  # of a no without one
_SAID = 0.6  # of a probable verdict, however near to sure: it may mislead
_OPPOSED = 1.4  # logits that a sentence leans to a side, and another to the other
_BEHIND = 4.0  # a sentence whose spans are worth so much less than the best's is beside the point
_MEASURED = re.compile(  # the reader takes words, not sizes, for what supports a claim
    r"\b(?:than|least|over|under|below|above) (?:about |a |an )?[$£€]?(?:\d|half|million|billion)",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!…][\"'”’)\]]*$")  # no question, no pointer to another article
_CHOICE = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)


class Says(StrEnum):
    """What the articles say to a question."""

    YES = "Yes"
    NO = "No"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is said, how sure that is, 0 to 1, and the sentence that says it most plainly."""

    says: Says
    sure: float
    sentence: ScoredSentence


class YesNoWriter:
    """Writes a verdict and the sentences that carry it.

    Args:
        weights: what speaks for a yes; those that come with the program unless given.
    """

    def __init__(self, weights: VerdictWeights | None = None) -> None:
        self._weights = weights

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where no sentence settles it."""
        question = material.question
        if material.evidence.verdict.refusal or is_choice(question) or _MEASURED.search(question):
            return None
        sentences = telling(material.evidence.sentences)
        claim = claim_of(question)
        if claim is None or not sentences:
            return None
        weights = self._weights or load_verdict_weights()
        read = leanings(material.reader, question, claim, sentences)
        ranked = sorted(zip(map(weights.lean, read), range(len(read)), strict=True))
        (low, no), (high, yes) = ranked[0], ranked[-1]
        if high >= _OPPOSED and low <= -_OPPOSED:
            return _differing(sentences[yes], sentences[no])
        likely = weights.probability(read)
        says = _verdict(likely, read)
        if says is None:
            return None
        sure, place = (likely, yes) if says is Says.YES else (1 - likely, no)
        return _draft(material, claim, _Verdict(says, sure, sentences[place]))


def _verdict(likely: float, read: Sequence[Leaning]) -> Says | None:
    """What sentences say whose yes is as likely as that; None where none of them settles it."""
    if likely > 0.5:
        # that Ada won is no sign that Bo, whom she beat, did
        others = any(one.others for one in read)
        return Says.YES if likely >= _PROBABLY_YES and not others else None
    least = _PROBABLY_NO if any(one.negation for one in read) else _PLAIN_NO
    return Says.NO if 1 - likely >= least else None


def is_choice(question: str) -> bool:
    """Whether a question asks which of two it is: neither yes nor no answers it."""
    return bool(_CHOICE.search(question))


def telling(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences, of some given best first, that may settle a question, each once."""
    few = [s for s in sentences[:_FEW] if _ENDED.search(s.text)]
    least = max((s.mass for s in few), default=0.0) - _BEHIND
    distinct = {" ".join(words(s.text)): s for s in reversed(few) if s.mass >= least}
    return list(distinct.values())[::-1][:_READ]


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
        confidence=best.sure if best.sure >= _SURE else min(best.sure, _SAID),
    )


def _headline(claim: Claim, best: _Verdict) -> str:
    """The verdict; where the question holds a "not", with what it comes to."""
    word = best.says.value if best.sure >= _SURE else f"Probably {best.says.value.casefold()}"
    if not claim.negated:
        return word
    return f"{word}: {claim.said if best.says is Says.YES else claim.denied}"


def _differing(yes: ScoredSentence, no: ScoredSentence) -> Draft | None:
    """Two sentences that contradict each other, each of an article of its own."""
    if yes.hit.article.id == no.hit.article.id:
        return None
    citations = Citations()
    written = tuple(
        citations.quoted(s.hit.article, s.start, s.end, says.value)
        for says, s in ((Says.YES, yes), (Says.NO, no))
    )
    return Draft(
        written,
        citations.all(),
        form=Form.YES_NO,
        headline="The articles differ",
        confidence=_SAID,
    )
