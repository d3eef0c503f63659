"""A question asked in a conversation, made to stand alone: the parser and rules, no language model.

"And when was she born?" is searched for as "When was Tu Youyou born?". Rules decide, one after the
other, whether a question leans on what was asked before: as an ellipsis ("what about 2019?"), by a
word that points back ("there", "his wife", "When was that?"), or by saying too little by itself
("How many people died?"). Most questions of a conversation do not, and words carried into those
only draw the search away from them: what leans on nothing stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.language.parsing import parse
from qa.language.phrases import phrases, things_said, with_capitals
from qa.question.carried import (
    CARRIED,
    WH,
    appended,
    happened,
    is_fragment,
    says_too_little,
    topic,
)
from qa.question.ellipsis import another, circumstance, counted_noun, is_short, number
from qa.question.form import Form, form_of
from qa.question.pronouns import Context, Pronoun, meaning, points_back, pronouns
from qa.question.request import LONGEST_QUESTION
from qa.question.substitution import substituted
from qa.question.terms import Talk
from qa.question.topic import topic_of

_MOST_TURNS = 20  # earlier ones no longer bear on what is asked
_MOST_STEPS = 5  # a pronoun is replaced, and what another one stands for becomes clear
_MOST_OF_PIECE = 5  # words
_FEW = 7  # words of a question that names nothing, and says too little for all that
_LONGEST_ANSWER = 600  # characters; who is meant stands at its beginning
_AND = re.compile(r"(?:and|but|so|also|or|ok|okay|well|then|now)\b[\s,]*", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how)\s+about\s+", re.IGNORECASE)
_IN = re.compile(r"(?:in|for|at|from|with|on|of|during)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of a conversation.

    Attributes:
        question: as it was asked, or as it was understood.
        answer: the answer's text, "" when there was none.
        titles: of the articles that the answer cites.
    """

    question: str
    answer: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands alone, and whether that is another than what was typed."""

    question: str
    changed: bool


def understand(question: str, history: Sequence[Turn | str] = ()) -> Understood:
    """Make a question stand alone.

    Args:
        question: as typed, white space folded.
        history: the earlier turns of the conversation or their questions, oldest first.

    Returns:
        The question with what it leans on put in; the very same one when it leans on nothing, or
        would become longer than a question may be.
    """
    earlier: list[Turn] = []
    for turn in history[-_MOST_TURNS:]:
        given = Turn(turn) if isinstance(turn, str) else turn
        asked = " ".join(given.question.split())[:LONGEST_QUESTION]
        answer = given.answer[:_LONGEST_ANSWER]
        earlier.append(replace(given, question=_alone(asked, earlier), answer=answer))
    alone = _alone(question, earlier)
    return Understood(alone, alone != question)


def may_stand_alone(question: str) -> bool:
    """Whether a question that was made to stand alone may have done so as it was typed.

    It is a whole one, goes on from nothing, points to nothing, and says what it is about.
    """
    if _AND.match(question) or _ABOUT.match(question) or list(pronouns(question)):
        return False
    parsed = parse(question)
    says = bool(things_said(question)) or len(parsed.words) > _FEW
    return says and not is_fragment(parsed) and not points_back(question)


def _alone(question: str, earlier: Sequence[Turn]) -> str:
    """The question with what it leans on, until it leans on nothing any more."""
    context = _context(earlier)
    if context is None:
        return question
    made = _said_again(question, context) or question
    if made != question:
        return made if len(made) <= LONGEST_QUESTION else question
    for _ in range(_MOST_STEPS):
        before = made
        made = made if CARRIED.fullmatch(made) else _filled(made, context) or made
        if len(made) > LONGEST_QUESTION:
            break
        if made == before:
            return made
    return question


def _context(earlier: Sequence[Turn]) -> Context | None:
    """The last turn whose question is about something; None when there is none."""
    texts = [text for turn in earlier[-3:] for text in (turn.answer, *turn.titles)]
    for turn in reversed(earlier):
        if _is_remark(turn.question):
            continue
        question = with_capitals(_told_of(turn.question), texts)
        carried = CARRIED.fullmatch(question)
        found = phrases(f"the {carried['about']}" if carried else question)
        if any(things_said(f"the {phrase.text}") for phrase in found):
            asked = (turn.question for turn in earlier if not _is_remark(turn.question))
            talk = Talk(tuple(asked), turn.answer, turn.titles)
            return Context(question, turn.answer, tuple(found), talk)
    return None


def _told_of(question: str) -> str:
    """What a timeline or summary is asked of: one leans on that, not on the telling."""
    if form_of(question) not in (Form.TIMELINE, Form.SUMMARY):
        return question
    told = topic_of(question).text
    article = "the " if f" the {told}" in question else ""
    return f"What about {article}{told}?" if told else question


def _is_remark(question: str) -> bool:
    """Whether a turn says something rather than asks, as "Thanks, that helped." does."""
    if not question.endswith((".", "!")):
        return False
    parsed = parse(question)
    asks = bool(parsed.words) and parsed.words[0].tag in (*WH, "MD", "VBZ", "VBD", "VBP", "VB")
    return not asks and not is_fragment(parsed)


def _said_again(question: str, context: Context) -> str | None:
    """The last question with the one part in it that a short question says anew."""
    opener = _AND.match(question)
    bare = question[opener.end() :] if opener else question
    about = _ABOUT.match(bare)
    rest = bare[about.end() if about else 0 :].rstrip(" ?.!")
    last = _plain(context)
    if is_short(rest):
        said = circumstance(rest, last.last) or another(rest, last.last) or number(rest, last.last)
        return said or appended(rest, happened(context))
    if list(pronouns(bare)):
        return None
    if about or ((opener or _leans(bare, context)) and is_fragment(parse(bare))):
        said = substituted(rest, last) if rest else None
        return _capital(said) if said else (appended(rest, topic(bare, context)) if rest else None)
    return None


def _filled(question: str, context: Context) -> str | None:
    """The question with what its pronouns mean, or what it is about, put in; None for nothing."""
    opener = _AND.match(question)
    bare = question[opener.end() :] if opener else question
    if pointing := list(pronouns(bare)):
        return _replaced(bare, pointing, context)
    if back := points_back(bare):
        return appended(bare, topic(bare, context) if back == "thing" else happened(context))
    if said := counted_noun(bare, context):
        return said
    if says_too_little(bare, context):
        lonely = not things_said(bare) and is_fragment(parse(bare))
        return appended(bare, happened(context) if lonely else topic(bare, context))
    return None


def _plain(context: Context) -> Context:
    """The context with the last question as it was asked, without what was put behind it."""
    carried = CARRIED.fullmatch(context.last)
    return replace(context, last=carried["asked"]) if carried else context


def _leans(bare: str, context: Context) -> bool:
    """Whether a question of a few words without a verb can only be a piece of another one.

    "In 2019?" is, and "Norland?" where another country was asked about; a name that is typed
    without a question mark is a search of its own.
    """
    if not bare.endswith("?") or len(bare.split()) > _MOST_OF_PIECE:
        return False
    if _IN.match(bare):
        return True
    found = phrases(f"in {bare}")
    places = any(word.entity in ("GPE", "LOC") for word in parse(context.last).words)
    return places and len(found) == 1 and found[0].named and found[0].kind == "place"


def _replaced(question: str, pointing: Sequence[Pronoun], context: Context) -> str:
    """The question with its pronouns replaced; what it is about put behind where one cannot be."""
    meant = {pronoun.kind: meaning(pronoun, context) for pronoun in pointing}
    if None in meant.values() or len(set(meant.values())) < len(meant):
        return appended(question, topic(question, context))
    made, end = "", 0
    for pronoun in pointing:
        name = meant[pronoun.kind] or ""
        owned = ("'" if name.endswith("s") else "'s") if pronoun.possessive else ""
        made += question[end : pronoun.start] + pronoun.before + name + owned
        end = pronoun.end
    return _capital(made + question[end:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
