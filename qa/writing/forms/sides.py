"""What a question sets side by side: by its names and the words between, else by its grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.language.parsing import Parse, parse
from qa.language.words import STOP_WORDS, stem, without_marks, words

_CAPITAL = r"(?:[A-Z]\.(?:[A-Z]\.)*|[A-Z0-9][\w’'-]*\w|[A-Z])"
_QUOTED = r"[“\"‘'][A-Z][^”\"]{1,50}?[”\"’']"
_PART = rf"(?:{_CAPITAL}\.?|{_QUOTED})"
_INNER = r"(?:of|the|de|da|del|von|van|der|al|bin|la|le|for|&|-)"
_NAMED = rf"(?<![\w’']){_PART}(?:(?: {_INNER}){{0,2}} {_PART})*(?![\w])"
_SIDE = rf"(?:the |The )?{_NAMED}"
_TOGETHER = (
    rf"({_SIDE})(?:['’]s)?(?:, ({_SIDE}))?,? (?:and|or|&) (?:(?:in|by|of|for|at|from) )?({_SIDE})"
)
_APART = (
    r"(?:,? (?:as )?compared? (?:with|to)|,? versus|,? vs\.?|,? (?:stack up|as) against|,? than"
    r"|,? differ from|,? (?:different|unlike) (?:from|to)|,? relative to)"
)
_SET_APART = re.compile(
    rf"(?:{_APART}|,? (?:against|unlike|compare (?:with|to)))(?: (?:in|by|of|for))? $"
)
_PATTERNS = (
    re.compile(rf"\b{_TOGETHER}(?=(?:['’]s)?,?\s*(?:each|both|agree|disagree|differ|compare)\b)"),
    re.compile(rf"\b(?:between|(?i:compare(?: how)?|contrast)) {_TOGETHER}"),
    re.compile(rf"(?i:compare|contrast) ({_SIDE})() (?:with|to|and) ({_SIDE})"),
    re.compile(
        rf"({_SIDE})(?:['’]s)?(?:[^,]*?){_APART} (?:in |by |of |for )?({_SIDE})"
        rf"(?:,? (?:and|or) (?:in |by )?({_SIDE}))?"
    ),
    re.compile(rf"\b{_TOGETHER}(?=(?:['’]s)?\W*$)"),
)
_FRAMING = re.compile(
    r"\b(?:each|both|compared? (?:with|to)|compare|contrast|versus|vs\.?|stack up against|against"
    r"|than|differ(?: from)?|(?:dis)?agree (?:on|about)|between|which (?:of the two )?is"
    r"|(?:what is|what's) the difference)\b",
    re.IGNORECASE,
)  # fmt: skip


_SETTING_APART = ("than", "versus", "vs", "vs.", "unlike")
_AFTER_VERB = ("with", "to", "from")
_SUBJECTS = ("nsubj", "nsubjpass")
_COMPARING = ("compare", "differ", "different", "contrast")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question names a side, in characters, and what the side is."""

    start: int
    end: int
    side: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides that a question names, two or three, and what it asks of them all.

    Attributes:
        sides: as the question names them.
        point: what is asked, in the question's words without its sides.
        of_each: the question for each side alone.
        chooses: whether the sides stand behind the question, as in "Which is longer, A or B?": then
            the question of one side is no sentence.
    """

    sides: tuple[str, ...]
    point: str
    of_each: tuple[str, ...]
    chooses: bool = False

    @property
    def asks(self) -> bool:
        """Whether a point is named that the sides are compared in."""
        return any(word not in STOP_WORDS for word in words(self.point))


def comparison_in(question: str) -> Comparison | None:
    """What a question compares; None where its sides cannot be told."""
    asked = question[:1].casefold() + question[1:] if question[:2] != "I " else question
    by_name = (_places(match) for pattern in _PATTERNS if (match := pattern.search(asked)))
    places = next((found for found in by_name if _differ(found)), None) or _by_grammar(asked)
    if not _differ(places):
        return None
    sides = tuple(place.side for place in places)
    point = _without(asked, sides)
    chooses = asked[: places[0].start].rstrip().endswith(",")
    made = Comparison(sides, point, _of_each(asked, places), chooses)
    return made if made.asks else replace(made, of_each=tuple(f"What is {s}?" for s in sides))


def _places(match: re.Match[str]) -> list[_Place]:
    return [_Place(*match.span(n), _bare(side)) for n, side in enumerate(match.groups(), 1) if side]


def _differ(places: Sequence[_Place]) -> bool:
    return len(places) > 1 and len({place.side for place in places}) == len(places)


def _of_each(question: str, places: Sequence[_Place]) -> tuple[str, ...]:
    """The question with one side in the place of all: of "A and B", or of A without "than B"."""
    first, second, last = places[0], places[1], places[-1]
    between = question[first.end : second.start]
    behind = question[last.end :]
    apart = _SET_APART.search(between)
    between = between[: apart.start()] if apart else ""
    behind = re.sub(r"^(?: ones?\b)?(?:['’]s)?", "", behind) if apart else behind
    before = question[: first.start]
    return tuple(f"{before}{place.side}{between}{behind}" for place in places)


def is_named(text: str, side: str) -> bool:
    """Whether a text names a side: a name but for its accents, other words in any form."""
    bare = without_marks(re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", side))
    text = without_marks(text)
    if bare != bare.casefold():
        return bool(re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text))
    wanted = {stem(word) for word in words(bare)}
    return wanted <= {stem(word) for word in words(text)}


def _bare(side: str) -> str:
    return re.sub(r"(?:['’]s|[.,?!])+$", "", side.strip())


def _without(question: str, sides: Sequence[str]) -> str:
    """The question without its sides, and without the words that set them against each other."""
    for side in sides:
        question = re.sub(
            rf"(?:\b(?:in|of|by|for|from) )?{re.escape(side)}(?:['’]s)?", " ", question
        )
    question = _FRAMING.sub(" ", question)
    question = re.sub(r"\b(?:and|or)\b(?=\s*(?:\b(?:and|or)\b|[?.!,]|$))|\s,", " ", question)
    question = re.sub(r"\s+(?:and|or)\s{2,}|\s{2,}(?:and|or)\s+", " ", question)
    return " ".join(question.split()).strip(" ?.!,;:") or "what"


def _by_grammar(question: str) -> list[_Place]:
    """The noun phrases that "and", "or", "than" or the like join in a question; [] for none."""
    parsed = parse(question)
    for place, word in enumerate(parsed.words):
        if word.role == "conj" and _is_noun(parsed, place) and _is_noun(parsed, word.head):
            return _phrases(parsed, [word.head, place])
    for place, word in enumerate(parsed.words):
        if word.role != "pobj" or not _is_noun(parsed, place):
            continue
        before = parsed.words[word.head]
        sets_apart = before.low in _SETTING_APART or (
            before.low in _AFTER_VERB and parsed.words[before.head].lemma in _COMPARING
        )
        roles = [
            (word.role in _SUBJECTS, n)
            for n, word in enumerate(parsed.words[:place])
            if word.role in (*_SUBJECTS, "dobj")
        ]
        if sets_apart and roles and _is_noun(parsed, max(roles)[1]):
            return _phrases(parsed, [max(roles)[1], place])
    return []


def _is_noun(parsed: Parse, place: int) -> bool:
    word = parsed.words[place]
    return word.tag.startswith("NN") or word.low in ("one", "ones")


def _phrases(parsed: Parse, heads: Sequence[int]) -> list[_Place]:
    """The phrase of each noun, without what is joined to it; for "one" the noun that is meant."""
    noun = parsed.words[heads[0]].text
    found = []
    for head in heads:
        start = head
        while start and parsed.words[start - 1].head == head and _belongs(parsed, start - 1):
            start -= 1
        said = parsed.said(start, head + 1)
        if parsed.words[head].low in ("one", "ones"):
            said = f"{parsed.said(start, head)} {noun}".strip()
        found.append(_Place(parsed.words[start].start, parsed.words[head].end, said))
    return found


def _belongs(parsed: Parse, place: int) -> bool:
    return parsed.words[place].role in ("det", "amod", "compound", "nummod", "poss", "nmod")
