"""What a question sets side by side: its sides, and what it asks of each.

Which words belong to a side is told by `qa.question.side_words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

from qa.language.parsing import Parse, parse
from qa.language.words import STOP_WORDS, stem, without_marks, words
from qa.question.side_words import (
    APART,
    OTHER,
    SIDE,
    SideWeights,
    kinds_of,
    load_side_weights,
)

MEANT = re.compile(r"\b(?:ones?|that|those)\b", re.IGNORECASE)  # the first side's noun
_MOST = 4  # sides
_LONG = 3  # words of a side
_MARKS = ' ,;:?!."“”'
_MORE = ("JJR", "RBR")
_AGREE = ("agree", "disagree", "differ")
_CLOSING = ",?.!:;"
_BARE = re.compile(r"(?![12]\d{3}$)\d+|[^\W\d_]")  # a number that is no year, or a letter


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides that a question names, two to four, and what it asks of them all.

    Attributes:
        sides: as the question names them.
        point: what is asked, in the question's words without its sides.
        of_each: the question for each side alone; rather key words where it chooses.
        chooses: whether the sides stand behind the question, as in "Which is longer, A or B?".
        measures: whether more or less of something is asked for: "longer", "more", "how many".
    """

    sides: tuple[str, ...]
    point: str
    of_each: tuple[str, ...]
    chooses: bool = False
    measures: bool = False

    @property
    def asks(self) -> bool:
        """Whether a point is named that the sides are compared in."""
        return any(word not in STOP_WORDS for word in words(self.point))

    def is_named(self, text: str, side: str) -> bool:
        """Whether a text names a side: by half of the words that no other side has.

        A number or a letter alone says nothing: "iPhone 14", not "14", where the side has both.
        """
        others = {
            stem(word.casefold()) for other in self.sides if other != side for word in _words(other)
        }
        own = [word for word in _words(side) if stem(word.casefold()) not in others] or _words(side)
        text = without_marks(text)
        held = {stem(word) for word in words(text)}
        if len(own) < _LONG:  # of two words the last says which: a surname, the name of a thing
            return not own or _is_called(side, own[-1], text, held)
        return 2 * sum(_holds(text, held, word) for word in own) >= len(own)


def comparison_in(question: str) -> Comparison | None:
    """What a question compares; None where it names no two sides."""
    return comparison_by(load_side_weights(), parse(question))


def comparison_by(weights: SideWeights, parsed: Parse) -> Comparison | None:
    """The same by some weights, of a question taken apart."""
    kinds = _agreeing(parsed, kinds_of(weights, parsed))
    runs = [(kind, [n for n, _ in run]) for kind, run in groupby(enumerate(kinds), lambda k: k[1])]
    found = [part for kind, run in runs if kind == SIDE and (part := _trimmed(parsed, run))]
    places = _set_apart(parsed, kinds, found)
    said = [parsed.said(part[0], part[-1] + 1) for part in places]
    # "the new one" is the new law
    sides = [*said[:1], *(MEANT.sub(_noun(parsed, places[0]), s, count=1) for s in said[1:])]
    if not 1 < len(set(sides)) == len(sides) <= _MOST:
        return None
    first, last = places[0][0], places[-1][-1]
    strays = [n for part in found if part not in places for n in part]
    left = sorted([n for n, kind in enumerate(kinds) if kind == OTHER] + strays)
    before = _joined(parsed, [n for n in left if n < first])
    behind = _joined(parsed, [n for n in left if n > first])
    made = Comparison(
        tuple(sides),
        _joined(parsed, left).strip(_MARKS) or "what",
        tuple(_asked(before, side, behind) for side in sides),
        chooses=_is_mark(parsed, max(first - 1, 0))
        and all(_is_mark(parsed, n) for n in left if n > last),
        measures=any(w.tag in _MORE or w.low in ("many", "much") for w in parsed.words),
    )
    if made.asks:
        return made
    return Comparison(tuple(sides), made.point, tuple(f"What is {side}?" for side in sides))


def _trimmed(parsed: Parse, run: Sequence[int]) -> list[int]:
    """A side's words without marks and small words that hang on at its ends."""
    kept = list(run)
    while kept and (_is_mark(parsed, kept[0]) or parsed.words[kept[0]].tag == "IN"):
        kept.pop(0)
    while kept and (_is_mark(parsed, kept[-1]) or parsed.words[kept[-1]].tag == "POS"):
        kept.pop()
    return kept


def _set_apart(parsed: Parse, kinds: Sequence[int], sides: Sequence[list[int]]) -> list[list[int]]:
    """The most sides in a row with a word that sets them apart, or only marks, between each two."""
    groups: list[list[list[int]]] = []
    for side in sides:
        gap = range(groups[-1][-1][-1] + 1, side[0]) if groups else range(0)
        linked = any(kinds[n] == APART for n in gap) or all(_is_mark(parsed, n) for n in gap)
        if groups and linked:
            groups[-1].append(side)
        else:
            groups.append([side])
    return max(groups, key=len, default=[])


def _is_mark(parsed: Parse, place: int) -> bool:
    return not any(c.isalnum() for c in parsed.words[place].text)


def _agreeing(parsed: Parse, kinds: Sequence[int]) -> list[int]:
    """The kinds, with "agree on" among what only sets sides apart: no side does so by itself."""
    held = list(kinds)
    for place, word in enumerate(parsed.words):
        if word.lemma in _AGREE and held[place] == OTHER:
            held[place] = APART
            if parsed.words[place + 1 : place + 2] and parsed.words[place + 1].tag == "IN":
                held[place + 1] = APART
    return held


def _noun(parsed: Parse, places: Sequence[int]) -> str:
    """The word of a side that the others hang on: "earthquake" of "the earthquake in 2010"."""
    outer = [n for n in places if parsed.words[n].head not in places or parsed.words[n].head == n]
    nouns = [n for n in outer if parsed.words[n].tag.startswith("NN")]
    return parsed.words[(nouns or places)[-1]].text


def _joined(parsed: Parse, places: Sequence[int]) -> str:
    """Words of a question, in its order and spaced as in it."""
    text = ""
    for before, place in zip([None, *places], places, strict=False):
        word = parsed.words[place]
        apart = before is not None and (place > before + 1 or parsed.words[before].end < word.start)
        text += (" " if apart and word.text not in _CLOSING else "") + word.text
    return text


def _asked(before: str, side: str, behind: str) -> str:
    """A question of one side, which stands where the first of all stood."""
    space = "" if behind[:1] in _CLOSING else " "
    return re.sub(r"[,:;\s]+(?=[?.!]?$)", "", f"{before} {side}{space}{behind}".strip())


def _words(side: str) -> list[str]:
    """The words of a side that say what it is."""
    found = re.findall(r"\w+", without_marks(side))
    last = found[-1] if found[1:] and re.fullmatch("[A-Z]", found[-1]) else ""  # "Group A"
    return [word for word in found if word == last or word.casefold() not in STOP_WORDS]


def _is_called(side: str, word: str, text: str, stems: AbstractSet[str]) -> bool:
    """Whether a text holds the word that says which a side is.

    A bare number or letter with the word before it: "iPhone 14", also in "the iPhone 13 and 14".
    """
    bare = _BARE.fullmatch(word)
    found = re.search(rf"(\w+)\W{{1,2}}{word}(?!\w)", without_marks(side)) if bare else None
    if not found or found[1].casefold() in STOP_WORDS:
        return _holds(text, stems, word)
    which = word if word.isupper() else f"(?i:{word})"
    row = rf"(?i:{found[1]}s?)\W{{0,2}}(?:\w+ and )?{which}"
    return bool(re.search(rf"(?<!\w){row}(?!\w|[.,]\d)", text))


def _holds(text: str, stems: AbstractSet[str], word: str) -> bool:
    """Whether a text holds a word: in any form, a name as it is written."""
    if word[0].isupper():
        return bool(re.search(rf"(?<!\w){word}(?!\w)", text))
    return stem(word.casefold()) in stems
