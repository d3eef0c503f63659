"""Who or what something is: the sentence that defines it first, then what else is nearest.

A definition is an apposition ("Ada Lind, a painter of birds, …"), a copula ("X is a …", "X refers
to …"), or stands before the name ("the painter Ada Lind"). The best of several articles leads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.evidence.rerank import ScoredSentence
from qa.language.mentions import Mention
from qa.language.words import words
from qa.question.form import Form
from qa.writing.extractive import Draft
from qa.writing.firsts import first_of_each
from qa.writing.forms.material import Material, led_by
from qa.writing.reading_order import whole_piece

_ASKED = re.compile(
    r"^(?:(?:please )?(?:can you |could you )?(?:tell me |explain (?:to me )?|describe |define )?)?"
    r"(?:(?:who|what)(?:['’]s| is| are| was| were| exactly is)|what does|define|explain|describe) "
    r"(?P<name>.+?)"
    r"(?: (?:mean|stand for|refer to))?$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"^(?:an?|the|meant by|this|the (?:term|word)|term|word) ", re.IGNORECASE)
_LONGEST = 6  # words of a name; a longer phrase asks for a fact
_THE = re.compile(r"(?:the|that|his|her|its|their|our|your)\b(?! (?:term|word)\b)", re.IGNORECASE)
_FACT = re.compile(
    r"\b(?:of|for|in|on|at|from|by|to|that|who|which|when|new|current|latest|first|last|happening"
    r"|going|being|known|said|\w{3,}est)\b"
)
_KIND = r"(?:[Aa]n?|[Tt]he|one of|any|its?|[Hh]is|[Hh]er|[Tt]heir|[^\W\d_a-z]\w+['’]s)\b"
_PLAIN = r"(?:is|are|was|were|means?|meant|refers? to|describes?|stands? for|is called|became)"
_BETWEEN = re.compile(  # what may stand between a name and what it is
    r"^[\"'”’»)]{0,2}(?: \([^()]{1,40}\)| (?:virus|disease|process|method|plan|system|app)\b)?"
)
_COPULA = re.compile(rf" (?:\w+ly )?{_PLAIN} (?:\w+ly )?(?:{_KIND}|when |to |in which )")
_APPOSITION = re.compile(
    r"(?:,| [–—-]|:) ?(?:who (?:is|was) |which (?:is|was|means|refers to) |or )?" + _KIND
)
_NAMED = re.compile(
    r"\b(?:called|known as|dubbed|termed|term|nicknamed) (?:the )?[\"“‘']?$", re.IGNORECASE
)
_NOUN = rf"{_KIND} (?:(?!(?:of|in|for|from|that|to|with|by|and|on)\b)[\w’'-]+ ){{0,4}}"
_BEFORE = re.compile(rf"\b{_NOUN}[\w’'-]+ [\"“‘']?$")
_BEFORE_COMMA = re.compile(rf"\b{_NOUN}[\w’'-]+, $")  # "the painter of birds, Ada Lind, …"
_MOST = 4
_SHARE = 1.5  # a score below the best that a defining sentence may have


@dataclass(frozen=True, slots=True)
class _Defining:
    """A sentence with how plainly it defines, 0 for not at all."""

    sentence: ScoredSentence
    plainness: int


class DefinitionWriter:
    """Writes what defines a name or a term first."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where nothing defines it."""
        name = name_asked(material.question)
        if name is None or material.evidence.verdict.refusal:
            return None
        defining = _best(name, material.evidence.sentences)
        if not defining:
            return None
        return _draft(material, defining)


def name_asked(question: str) -> str | None:
    """What a question wants defined; None where it asks for something else of it.

    "What is a quasar?" wants a definition, "What is the death toll?" a fact.
    """
    match = _ASKED.match(question.strip().rstrip("?.! "))
    if not match:
        return None
    name = _DETERMINER.sub("", match["name"]).strip(" \"'“”‘’")
    if not words(name) or len(name.split()) > _LONGEST or re.search(r"['’]s?\b \w", name):
        return None
    if not name[0].isupper() and (_FACT.search(name) or _THE.match(match["name"])):
        return None
    return name


def defines(name: str, sentence: str) -> int:
    """How plainly a sentence says who or what a name is.

    Returns:
        3 by a copula, 2 by an apposition behind it, 1 by what stands before it, 0 not at all.
    """
    found = [
        (sentence[start:end] == name, _plainness(sentence, start, end))
        for start, end in Mention(name).find(sentence)
    ]
    return max((plain for same, plain in found if same or plain > 1), default=0)


def _plainness(sentence: str, start: int, end: int) -> int:
    before = sentence[:start]
    behind = _BETWEEN.sub("", sentence[end:])
    if _COPULA.match(behind):
        return 3
    if _APPOSITION.match(behind) or _NAMED.search(before):
        return 2
    if behind.startswith(",") and _BEFORE_COMMA.search(before):
        return 2
    return 1 if _BEFORE.search(before) else 0


def _best(name: str, sentences: Sequence[ScoredSentence]) -> list[_Defining]:
    """The sentences that define, the plainest of the nearest first, one an article."""
    if not sentences:
        return []
    found = [_Defining(s, defines(name, s.text)) for s in sentences]
    found = [d for d in found if d.plainness]
    top = sentences[0].score
    found.sort(key=lambda d: -(d.sentence.score - top + _SHARE * (d.plainness - 1) / 2))
    return first_of_each(found, lambda d: d.sentence.hit.article.id)[:2]


def _draft(material: Material, defining: Sequence[_Defining]) -> Draft:
    """What defines, then what else is nearest and adds to it."""
    leads = [whole_piece(one.sentence) for one in defining]
    written, citations = led_by(leads, material, _MOST)
    return Draft(written, citations, form=Form.DEFINITION)
