"""Yes or no, where a sentence settles it; else the best sentences without a verdict.

How likely a yes and a no are, is told by what the reader makes of the best passages and sentences:
see `qa.evidence.verdicts`. What is less sure is called probable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.evidence.reader import Checker
from qa.evidence.rerank import ScoredSentence
from qa.evidence.verdicts import account, load_verdict_weights, odds
from qa.language.claims import Claim, asked_as_claim, claim_of
from qa.language.words import words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft
from qa.writing.forms.material import Material, led_by
from qa.writing.reading_order import whole_piece

_READ = 2  # sentences, the best ones, each once: so many the weights were fitted on
_FEW = 8  # among which these are looked for
_SHOWN = 3
_SURE = 0.96  # the least probability of a plain verdict: from .9 on three of 22 misled
_PROBABLY = 0.5  # of any verdict
_AT_MOST = 0.6  # what a probable one is said to be: it may mislead
_OPPOSED = 0.8  # log-odds of a passage that says yes, and of another that says no
_CONTRADICTED = 0.5  # the least probability that one sentence contradicts another
_BEHIND = 4.0  # a sentence whose spans are worth so much less than the best's is beside the point
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
    """Writes a verdict and the sentences that carry it."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where no sentence settles it."""
        question = material.question
        if material.evidence.verdict.refusal or is_choice(question):
            return None
        sentences = telling(material.evidence.sentences)
        claim = claim_of(question)
        if claim is None and material.form is Form.YES_NO:
            claim = asked_as_claim(question)
        if claim is None or not sentences:
            return None
        told = account(material.reader, claim, material.evidence.sentences, sentences)
        ranked = sorted(zip(told.sentences, range(len(sentences)), strict=True))
        no, yes = sentences[ranked[0][1]], sentences[ranked[-1][1]]
        opposed = odds(yes.says) >= _OPPOSED and odds(no.says) <= -_OPPOSED
        if opposed and (differing := _differing(yes, no, material.reader)):
            return differing
        chances = load_verdict_weights().chances(told.leaning)
        best = (
            _Verdict(Says.YES, chances.yes, yes)
            if chances.yes > chances.no
            else _Verdict(Says.NO, chances.no, no)
        )
        return _draft(material, claim, best) if best.sure >= _PROBABLY else None


def is_choice(question: str) -> bool:
    """Whether a question asks which of two it is: neither yes nor no answers it."""
    return bool(_CHOICE.search(question))


def telling(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences, of some given best first, that may settle a question, each once."""
    few = [s for s in sentences[:_FEW] if _ENDED.search(s.text)]
    least = max((s.mass for s in few), default=0.0) - _BEHIND
    distinct: dict[str, ScoredSentence] = {}
    for sentence in few:
        if sentence.mass >= least:
            distinct.setdefault(" ".join(words(sentence.text)), sentence)
    return list(distinct.values())[:_READ]


def _draft(material: Material, claim: Claim, best: _Verdict) -> Draft:
    """The verdict, the sentence that carries it, and what else is nearest."""
    written, citations = led_by([whole_piece(best.sentence)], material, _SHOWN)
    return Draft(
        written,
        citations,
        form=Form.YES_NO,
        headline=_headline(claim, best),
        confidence=best.sure if best.sure >= _SURE else min(best.sure, _AT_MOST),
    )


def _headline(claim: Claim, best: _Verdict) -> str:
    """The verdict; where the question holds a "not", with what it comes to."""
    word = best.says.value if best.sure >= _SURE else f"Probably {best.says.value.casefold()}"
    if not claim.negated:
        return word
    if not claim.denied:
        return f"{claim.said} {word}"
    return f"{word}: {claim.said if best.says is Says.YES else claim.denied}"


def _differing(yes: ScoredSentence, no: ScoredSentence, reader: Checker) -> Draft | None:
    """Two sentences, each of an article of its own; None unless one contradicts the other."""
    if yes.hit.article.id == no.hit.article.id:
        return None
    both = (*reader.entail(yes.text, [no.text]), *reader.entail(no.text, [yes.text]))
    if max(one.contradicts for one in both) < _CONTRADICTED:
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
        confidence=_AT_MOST,
    )
