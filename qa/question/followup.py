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

from qa.language.parsing import Parse, parse
from qa.language.phrases import Phrase, asked_verb, phrases, things_said, with_capitals
from qa.question.pronouns import Context, Pronoun, meaning, name_in, points_back, pronouns
from qa.question.request import LONGEST_QUESTION

_MOST_TURNS = 20  # earlier ones no longer bear on what is asked
_MOST_STEPS = 5  # a pronoun is replaced, and what another one stands for becomes clear
_MOST_WORDS = 16  # of what is carried over
_LONGEST_ANSWER = 600  # characters; who is meant stands at its beginning
_AND = re.compile(r"(?:and|but|so|also|or|ok|okay|well|then|now)\b[\s,]*", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how)\s+about\s+", re.IGNORECASE)
_IN = re.compile(r"(?:in|for|at|from|with|on|of|during)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_CARRIED = re.compile(r"(?P<asked>.*\S)\s+\((?P<about>[^()]+)\)\W*", re.DOTALL)
_WH = ("WDT", "WP", "WP$", "WRB")
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
        found = phrases(f"the {carried['about']}" if carried else question)
        if any(things_said(f"the {phrase.text}") for phrase in found):
            return Context(question, turn.answer, tuple(found))
    return None


def _is_remark(question: str) -> bool:
    """Whether a turn says something rather than asks, as "Thanks, that helped." does."""
    if not question.endswith((".", "!")):
        return False
    parsed = parse(question)
    asks = bool(parsed.words) and parsed.words[0].tag in (*_WH, "MD", "VBZ", "VBD", "VBP", "VB")
    return not asks and not _is_fragment(parsed)


def _filled(question: str, context: Context) -> str | None:
    """The question with what it leans on; None when it leans on nothing."""
    opener = _AND.match(question)
    bare = question[opener.end() :] if opener else question
    about = _ABOUT.match(bare)
    if pointing := list(pronouns(bare)):
        return _replaced(bare, pointing, context)
    if about or (opener and _is_fragment(parse(bare))):
        return _substituted(bare[about.end() if about else 0 :].rstrip(" ?.!"), context)
    if back := points_back(bare):
        return _appended(bare, _topic(context) if back == "thing" else _happened(context.last))
    if _says_too_little(bare, context):
        lonely = not things_said(bare) and _is_fragment(parse(bare))
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
    new = next((phrase for phrase in phrases(f"the {bare}") if phrase.named), None)
    if new:
        if old := _counterpart(new, bare, last, within=bool(leading)):
            return f"{last[: old[0]]}{bare}{last[old[1] :]}?"
    elif (role := _ROLE.search(last)) and re.fullmatch(r"the [a-z]\S*(?: [a-z]\S*)?", rest):
        return f"{last[: role.start()]}{rest} {last[role.end(1) :]}?"
    return _appended(rest, _topic(context)) if rest else None


def _counterpart(new: Phrase, name: str, last: str, *, within: bool) -> tuple[int, int] | None:
    """The characters of the name in the last question that another name takes the place of.

    One that shares a word with it if there is such, else one that names the same kind of thing,
    else, `within` meaning that a preposition stood before the new one, one that has a preposition,
    else one that has not.
    """
    olds = [phrase for phrase in phrases(last) if phrase.named]
    if not olds:
        return None
    kin = set(things_said(f"the {name}"))
    alike = [old for old in olds if kin & set(things_said(f"the {old.text}"))]
    same = [old for old in olds if old.kind == phrases(f"in {name}")[0].kind == "place" and within]
    likely = [old for old in olds if old.rim == within]
    old = (alike or same or likely or olds)[0]
    parsed = parse(last)
    run = name_in(parsed.words[old.start : old.end])
    start = last.find(run, parsed.words[old.start].start) if run else -1
    if start < 0:
        return None
    end = start + len(run)
    rest = last[end : parsed.words[old.end - 1].end]
    if kept := re.match(rf".*\b{re.escape(name.split()[-1])}\b", rest):  # "the French president"
        end, rest = end + kept.end(), rest[kept.end() :]
    # "the US" goes as a whole, of "the US team" the name alone
    if last[:start].casefold().endswith("the ") and (not rest or name[:4].casefold() == "the "):
        start -= 4
    return start, end


def _replaced(question: str, pointing: Sequence[Pronoun], context: Context) -> str:
    """The question with its pronouns replaced; what it is about put behind where one cannot be."""
    meant = {pronoun.kind: meaning(pronoun.kind, context) for pronoun in pointing}
    if None in meant.values() or len(set(meant.values())) < len(meant):
        return _appended(question, _topic(context))
    made, end = "", 0
    for pronoun in pointing:
        name = meant[pronoun.kind] or ""
        owned = ("'" if name.endswith("s") else "'s") if pronoun.possessive else ""
        made += question[end : pronoun.start] + pronoun.before + name + owned
        end = pronoun.end
    return _capital(made + question[end:])


def _is_fragment(parsed: Parse) -> bool:
    """Whether a question has no verb of its own: "the west bank", "how many ships?"."""
    return asked_verb(parsed) < 0 and not any(
        word.tag in ("MD", "VBD", "VBZ", "VBP") or (word.tag == "VB" and word.role == "ROOT")
        for word in parsed.words
    )


def _says_too_little(question: str, context: Context) -> bool:
    """Whether nobody could know what is asked for: "Who is the president?", "How many died?"."""
    if any(phrase.named for phrase in phrases(question)) or _YEAR.search(question):
        return False
    parsed, said = parse(question), things_said(question)
    if not said:
        return any(word.tag in _WH for word in parsed.words)
    if context.stems & set(said):
        return False
    if _is_fragment(parsed):
        return len(said) <= 2
    return len(said) == 1 and any(word.low in ("the", "then", "else") for word in parsed.words)


def _topic(context: Context) -> str:
    """What the last question was about, in its own words."""
    kept = [p for p in context.found if (p.named and p.kind != "time") or not p.rim]
    kept = kept or list(context.found)
    return _short(", ".join(dict.fromkeys(p.text for p in kept if things_said(f"the {p.text}"))))


def _happened(last: str) -> str:
    """The last question without its question words: what "that" stands for."""
    carried = _CARRIED.fullmatch(last)
    last = f"{carried['asked'].rstrip(' ?.!')}, {carried['about']}" if carried else last
    last = re.split(r"(?<=[.!?])\s+(?=\w)", last.rstrip())[-1]
    skipped = (*_WH, "MD", "EX")
    start = next(
        (
            word.start
            for word in parse(last).words
            if word.tag not in skipped
            and word.low not in ("many", "much", "any")
            and not word.role.startswith("aux")
            and word.lemma not in ("be", "do", "have")
        ),
        0,
    )
    return _short(last[start:])


def _short(text: str) -> str:
    found = list(re.finditer(r"\S+", text.rstrip(" ?.!")))
    return text[: found[_MOST_WORDS - 1].end()] if len(found) > _MOST_WORDS else text.rstrip(" ?.!")


def _appended(question: str, about: str) -> str:
    about = re.sub(r"[()]", "", about)
    return _capital(f"{question.rstrip(' ?.!')} ({about})?")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
