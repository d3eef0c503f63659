"""The reply to a question, from what was written and what it was written from."""

from __future__ import annotations

from collections.abc import Mapping

from qa.answer import Answer, Citation, NoAnswer, ReplyFields
from qa.evidence.confidence import is_doubtful
from qa.evidence.conflicts import find_conflicts
from qa.question.form import Form
from qa.question.periods import Named
from qa.question.plan import Plan
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.material import Material
from qa.writing.quotes import quotations_asked
from qa.writing.short_answer import short_answer

_MAY_DIFFER = (Form.OPEN, Form.SUMMARY)  # forms in which two figures for one thing are told as such
_ENDS = ".!?:"
_DOUBT = "The articles may not answer this. What comes nearest:"


def reply(
    draft: Draft | Refusal,
    material: Material,
    plan: Plan,
    named: Named,
    timings_ms: Mapping[str, float],
    k: int,
) -> Answer | NoAnswer:
    """An answer of a draft, no answer of a refusal.

    Args:
        draft: what was written.
        material: what it was written from.
        plan: how the question was searched for.
        named: the periods and sources understood from the question.
        timings_ms: milliseconds by step.
        k: how many hits come with it at most.
    """
    better = draft.nearest if isinstance(draft, Refusal) else ()
    shared: ReplyFields = {
        "hits": (better or material.reading.hits)[:k],
        "confidence": confidence_of(draft, material),
        "question": plan.question,
        "asked": material.query.question,
        "parts": plan.parts,
        "named": named,
        "notice": _notice(draft, material, plan),
        "timings_ms": timings_ms,
    }
    if isinstance(draft, Refusal):
        return NoAnswer(draft.reason, **shared)
    # a few sentences, which may hold a short answer
    short = draft.form is Form.OPEN and not plan.parts and not quotations_asked(plan.searched)
    told = _short(plan.searched, draft, material) if short else None
    doubtful = short and is_doubtful(shared["confidence"])
    return Answer(
        text=_text(draft),
        sentences=draft.sentences,
        citations=draft.citations,
        short=told,
        conflicts=find_conflicts(plan.searched, draft.citations, material.reader)
        if draft.form in _MAY_DIFFER
        else (),
        form=draft.form,
        headline=draft.headline or (_DOUBT if doubtful else ""),
        **shared,
    )


def _short(question: str, draft: Draft, material: Material) -> Citation | None:
    evidence = material.evidence
    sure = evidence.verdict.confidence
    return short_answer(question, draft, evidence.sentences, sure, material.reader)


def confidence_of(draft: Draft | Refusal, material: Material) -> float:
    """How sure it is, 0 to 1: the writer's word where it knows better, else what was read."""
    own = draft.confidence if isinstance(draft, Draft) else None
    return material.evidence.verdict.confidence if own is None else own


def _text(draft: Draft) -> str:
    """All that was written in plain words; a line for each thing that has a label."""
    lines = [": ".join(filter(None, (s.label, s.text))) for s in draft.sentences]
    headline = draft.headline
    if headline and headline[-1] not in _ENDS:
        headline += "."
    apart = "\n" if any(sentence.label for sentence in draft.sentences) else " "
    return apart.join(filter(None, (headline, *lines)))


def _notice(draft: Draft | Refusal, material: Material, plan: Plan) -> str:
    """What was not as asked for: in the planning, in the parts, in the writing."""
    if isinstance(draft, Refusal):
        return plan.notice
    unanswered = material.evidence.unanswered if plan.parts else ()
    left = ", ".join(f"“{part}”" for part in unanswered)
    told = f"The articles do not answer {left}." if left else ""
    return " ".join(filter(None, (plan.notice, told, draft.notice)))
