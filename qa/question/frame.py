"""A question taken apart in the order of questions: what it asks for, its subject, its verb.

"How many lions got out at the zoo?" asks for its subject, "Where did the floods begin?" has it
behind "did". Short follow-ups ("And when?", "who else?") say again all but one part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.parsing import Parse, Word, parse
from qa.language.phrases import asked_verb, phrases

_WHO = ("who", "whom", "what", "which", "whose", "how many", "how much")
_ADVERBS = ("when", "where", "why", "how")
_DO, _BE = ("do", "does", "did"), ("am", "is", "are", "was", "were")
_HAVE = ("has", "have", "had")
_MODALS = ("can", "could", "will", "would", "shall", "should", "may", "might", "must")
_NOT = ("not", "n't")
_TIMES = (["date"], ["day"], ["year"], ["month"], ["week"], ["time"])
_INSIDE = re.compile(r"NN|JJ|CD|DT|PRP\$|POS|HYPH|RBS|FW")
_FINITE = ("VBD", "VBZ", "VBP")
_NOUN = re.compile(r"NN|PRP|CD|EX")
# participles that are no past tense; those in "ed" and those below are both
_PARTICIPLES = dict(
    one.split(":")
    for one in (
        "wrote:written took:taken gave:given broke:broken stole:stolen chose:chosen drove:driven"
        " spoke:spoken threw:thrown flew:flown drew:drawn saw:seen began:begun beat:beaten"
        " ate:eaten wore:worn grew:grown knew:known did:done ran:run sang:sung hid:hidden"
    ).split()
)
_SAME = frozenset(
    "won built made led held sold bought found founded lost left paid kept sent shot hit cut put"
    " set read caught brought taught dealt struck hung fed fought sought told heard met".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A question taken apart; places are those of its parse, ends exclusive.

    Attributes:
        parsed: the question.
        asks: the question word: "who", "what", "which", "when", "how many" …, "at which" for "in
            which year"; "" for yes or no.
        counted: the noun that goes with it, "lions" of "how many lions"; else "".
        front: place of the auxiliary ahead of the subject or, of what asks for its subject, ahead
            of the verb; -1 for none.
        subject: where the subject stands behind the auxiliary; (-1, -1) where it is asked for.
        verb: place of the main verb, -1 for a form of "be" alone.
        end: behind its last word, its mark left out.
    """

    parsed: Parse
    asks: str
    counted: str
    front: int
    subject: tuple[int, int]
    verb: int
    end: int

    @property
    def is_of_circumstance(self) -> bool:
        """Whether it asks for a time, a place, a reason, a way or a measure."""
        return bool(self.asks) and self.asks not in _WHO

    @property
    def is_of_subject(self) -> bool:
        """Whether the subject is what it asks for."""
        return self.subject[0] < 0

    @property
    def auxiliary(self) -> str:
        """The auxiliary in small letters, "" for none."""
        return self.parsed.words[self.front].low if self.front >= 0 else ""

    def said(self, start: int, end: int | None = None) -> str:
        """The text from one place to another, to the end unless given."""
        return self.parsed.said(start, self.end if end is None else end)

    def object_end(self) -> int:
        """Behind the noun phrase that follows the verb, -1 where none follows at once."""
        if self.verb < 0:
            return -1
        found = [p for p in phrases(self.parsed.text) if p.start == self.verb + 1]
        return found[0].end if found else -1

    def participle(self) -> str:
        """Of a verb in the past tense; "" where it is not known."""
        low = self.parsed.words[self.verb].low
        return _PARTICIPLES.get(low) or (low if low in _SAME or low.endswith("ed") else "")


def frame_of(question: str) -> Frame | None:
    """A question taken apart; None where that is not certain."""
    parsed = parse(question)
    words, end = parsed.words, len(parsed.words)
    while end and not any(char.isalnum() for char in words[end - 1].text):
        end -= 1
    start = 1 if end > 1 and words[0].tag in ("IN", "TO") and words[1].tag[0] == "W" else 0
    asks, counted, place = _asked(parsed, start, end)
    if start or (asks in ("what", "which") and counted.split()[-1:] in _TIMES):
        asks = f"at {asks}"  # "in which year", "what date": no subject, no object
    if place >= end or (not asks and not _is_auxiliary(words[place])):
        return None
    if not _is_auxiliary(words[place]):
        if asks in _WHO and words[place].text[0].isalpha() and words[place].tag in _FINITE:
            return Frame(parsed, asks, counted, -1, (-1, -1), place, end)
        return None
    after = place + 1 + (place + 1 < end and words[place + 1].low in _NOT)
    if asks in _WHO and (verb := _verb_of_subject(words, after, end)) > 0:
        return Frame(parsed, asks, counted, place, (-1, -1), verb, end)
    verb = _verb_behind(parsed, words[place], after, end)
    if verb > after:
        return Frame(parsed, asks, counted, place, (after, verb), verb, end)
    if words[place].low not in _BE or after >= end:
        return None
    subject = (-1, -1) if counted and asks in _WHO else (after, end)
    return Frame(parsed, asks, counted, place, subject, -1, end)


def _asked(parsed: Parse, start: int, end: int) -> tuple[str, str, int]:
    """The question word, the noun with it, and the place behind both."""
    words = parsed.words
    asks = words[start].low if start < end else ""
    if asks not in (*_WHO, *_ADVERBS):
        return "", "", start
    place = start + 1
    if asks == "how" and place < end and words[place].tag in ("JJ", "RB"):
        asks, place = f"how {words[place].low}", place + 1
    first = place
    if asks in ("what", "which", "whose", "how many", "how much"):
        while place < end and not _is_auxiliary(words[place]) and _goes_on(words, place):
            place += 1
    return asks, parsed.said(first, place), place


def _goes_on(words: tuple[Word, ...], place: int) -> bool:
    return bool(_INSIDE.match(words[place].tag)) or words[place].low == "of"


def _is_auxiliary(word: Word) -> bool:
    return word.low in (*_DO, *_BE, *_HAVE, *_MODALS)


def _verb_of_subject(words: tuple[Word, ...], place: int, end: int) -> int:
    """The main verb right behind an auxiliary, adverbs and other auxiliaries skipped; -1."""
    while place < end and (words[place].tag == "RB" or words[place].low in ("be", "been", "being")):
        place += 1
    return place if place < end and words[place].tag in ("VB", "VBN", "VBG", "VBD") else -1


def _verb_behind(parsed: Parse, auxiliary: Word, start: int, end: int) -> int:
    """The main verb behind the subject, -1 for none."""
    words = parsed.words
    odd = asked_verb(parsed) if auxiliary.low in _DO else -1
    if odd > start:
        return odd
    wanted = ("VBN", "VBG") if auxiliary.low in (*_BE, *_HAVE) else ("VB", "VBP")
    for place in range(start + 1, end):
        if words[place].low in ("be", "been", "being") and auxiliary.low not in _BE:
            wanted = ("VBN", "VBG")
            if place + 1 == end or words[place + 1].tag not in wanted:
                return place
        elif (
            words[place].tag in wanted
            and words[place].role not in ("amod", "acl", "relcl", "compound", "advcl")
            and any(_NOUN.match(word.tag) for word in words[start:place])
        ):
            return place
    return -1
