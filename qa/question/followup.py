"""A question asked in a conversation, made to stand alone. Standard library only; pure; no model.

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

from qa.language.phrases import (
    AUXILIARIES,
    QUESTION_WORDS,
    is_verb,
    phrases,
    strong_words,
    with_capitals,
)
from qa.language.words import Token, tokens
from qa.question.pronouns import Context, Pronoun, first_name, meaning, points_back, pronouns
from qa.question.request import LONGEST_QUESTION

_MOST_TURNS = 20  # earlier ones no longer bear on what is asked
_MOST_STEPS = 5  # a pronoun is replaced, and what another one stands for becomes clear
_MOST_WORDS = 16  # of what is carried over
_LONGEST_ANSWER = 2_000  # characters; who is meant stands at its beginning
_AND = re.compile(r"(?:and|but|so|also|or|ok|okay|well|then|now)\b[\s,]*", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how)\s+about\s+", re.IGNORECASE)
_IN = re.compile(r"(?:in|for|at|from|with|on|of|during)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_CARRIED = re.compile(r"(?P<asked>.*\S)\s+\((?P<about>[^()]+)\)\W*", re.DOTALL)
_ROLE = re.compile(r"\bthe ((?:[a-z]\S* ){1,3})of (?=the )?[A-Z]")


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


def _alone(question: str, earlier: Sequence[Turn]) -> str:
    """The question with what it leans on, until it leans on nothing any more."""
    context = _context(earlier)
    if context is None:
        return question
    made = question
    for _ in range(_MOST_STEPS):
        before = made
        made = made if _CARRIED.fullmatch(made) else _filled(made, context) or made
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
        question = with_capitals(turn.question, texts)
        carried = _CARRIED.fullmatch(question)
        found = tuple(phrases(carried["about"] if carried else question))
        if strong_words(" ".join(phrase.text for phrase in found)):
            said = set(strong_words(question))
            new = [p for p in phrases(turn.answer) if not said & set(strong_words(p.text))]
            return Context(question, found, tuple(p for p in new if p.named))
    return None


def _is_remark(question: str) -> bool:
    """Whether a turn says something rather than asks, as "Thanks, that helped." does."""
    found = tokens(question)
    asks = bool(found) and found[0].low in QUESTION_WORDS | AUXILIARIES
    return question.endswith((".", "!")) and not asks and not _is_fragment(found)


def _filled(question: str, context: Context) -> str | None:
    """The question with what it leans on; None when it leans on nothing."""
    opener = _AND.match(question)
    bare = question[opener.end() :] if opener else question
    about = _ABOUT.match(bare)
    found = tokens(bare)
    if pointing := list(pronouns(bare, found)):
        return _replaced(bare, pointing, context)
    if about or (opener and _is_fragment(found)):
        return _substituted(bare[about.end() if about else 0 :].rstrip(" ?.!"), context)
    if back := points_back(bare, found):
        return _appended(bare, _topic(context) if back == "thing" else _happened(context.last))
    if _says_too_little(bare, found, context):
        lonely = not strong_words(bare) and not any(is_verb(token.low) for token in found)
        return _appended(bare, _happened(context.last) if lonely else _topic(context))
    return None


def _substituted(rest: str, context: Context) -> str | None:
    """The last question with the new part of "What about 2019?" or "and in France?" in it."""
    carried = _CARRIED.fullmatch(context.last)
    last = (carried["asked"] if carried else context.last).rstrip(" ?.!")
    leading = _IN.match(rest)
    bare = rest[leading.end() :] if leading else rest
    if _YEAR.fullmatch(bare):
        return f"{_YEAR.sub(bare, last) if _YEAR.search(last) else f'{last} in {bare}'}?"
    if any(phrase.named for phrase in phrases(f"the {bare}")):
        if old := _counterpart(bare, last, within=bool(leading)):
            double = f"the {old}" if bare.casefold().startswith("the ") else old
            return f"{last.replace(double if double in last else old, bare, 1)}?"
    elif (role := _ROLE.search(last)) and re.fullmatch(r"the [a-z]\S*(?: [a-z]\S*)?", rest):
        return f"{last[: role.start()]}{rest} {last[role.end(1) :]}?"
    return _appended(rest, _topic(context)) if rest else None


def _counterpart(name: str, last: str, *, within: bool) -> str:
    """The name in the last question that another name takes the place of, "" when there is none.

    One that shares a word with it if there is such, else, `within` meaning that a preposition
    stood before the new one, one that has a preposition, else one that has not.
    """
    olds = [phrase for phrase in phrases(last) if phrase.named]
    kin = set(strong_words(f"the {name}"))
    alike = [old for old in olds if kin & set(strong_words(f"the {old.text}"))]
    likely = [old for old in olds if old.rim == within]
    return first_name((alike or likely or olds)[0].text) if olds else ""


def _replaced(question: str, pointing: Sequence[Pronoun], context: Context) -> str:
    """The question with its pronouns replaced; what it is about put behind where one cannot be."""
    made, end = "", 0
    for pronoun in pointing:
        meant = meaning(pronoun.kind, context)
        if meant is None:
            return _appended(question, _topic(context))
        if pronoun.possessive:
            meant += "'" if meant.endswith("s") else "'s"
        made += question[end : pronoun.token.start] + pronoun.before + meant
        end = pronoun.token.end
    return _capital(made + question[end:])


def _is_fragment(found: Sequence[Token]) -> bool:
    """Whether a question has no verb that we know: "the west bank", "how many ships?"."""
    return not any(t.low in AUXILIARIES or is_verb(t.low) for t in found)


def _says_too_little(question: str, found: Sequence[Token], context: Context) -> bool:
    """Whether nobody could know what is asked for: "Who is the president?", "How many died?"."""
    if any(phrase.named for phrase in phrases(question)) or _YEAR.search(question):
        return False
    strong = strong_words(question)
    if not strong:
        return any(t.low in QUESTION_WORDS for t in found)
    if context.stems & set(strong):
        return False
    if _is_fragment(found):
        return len(strong) <= 2
    return len(strong) == 1 and any(token.low in ("the", "then", "else") for token in found)


def _topic(context: Context) -> str:
    """What the last question was about, in its own words."""
    kept = [p for p in context.found if p.named or not p.rim] or list(context.found)
    return _short(", ".join(dict.fromkeys(p.text for p in kept if strong_words(f"the {p.text}"))))


def _happened(last: str) -> str:
    """The last question without its question words: what "that" stands for."""
    carried = _CARRIED.fullmatch(last)
    last = f"{carried['asked'].rstrip(' ?.!')}, {carried['about']}" if carried else last
    last = re.split(r"(?<=[.!?])\s+(?=\w)", last.rstrip())[-1]
    found = tokens(last)
    skipped = QUESTION_WORDS | AUXILIARIES | {"many", "much", "there", "any"}
    start = next((token.start for token in found if token.low not in skipped), 0)
    return _short(last[start:])


def _short(text: str) -> str:
    text = text.rstrip(" ?.!")
    found = [token for token in tokens(text) if token.is_word]
    return text if len(found) <= _MOST_WORDS else text[: found[_MOST_WORDS - 1].end]


def _appended(question: str, about: str) -> str:
    about = re.sub(r"[()]", "", about)
    return _capital(f"{question.rstrip(' ?.!')} ({about})?")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
