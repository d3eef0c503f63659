"""A plain sentence taken apart into subject, verb and rest, so that it can be asked about. Pure.

Precision goes before recall: a sentence that is not certain to be of the form subject, verb, rest
is not taken apart at all. Knows English only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.phrases import is_verb
from qa.language.words import STOP_WORDS

_BE_AND_HAVE = frozenset("is are was were has have had".split())
_MODALS = frozenset("will can could would must".split())
_PAST = dict(
    pair.split(":")
    for pair in (
        "became:become began:begin broke:break brought:bring built:build bought:buy caught:catch"
        " chose:choose came:come drew:draw drove:drive fell:fall fought:fight found:find flew:fly"
        " gave:give got:get grew:grow held:hold kept:keep knew:know led:lead left:leave lost:lose"
        " made:make met:meet paid:pay ran:run rose:rise saw:see sold:sell sent:send shot:shoot"
        " sang:sing spent:spend spoke:speak stood:stand stole:steal struck:strike swam:swim"
        " took:take taught:teach threw:throw told:tell went:go won:win wore:wear wrote:write"
    ).split()
)
# beside those of `qa.language.phrases`: there they may be nouns, here their past can be nothing but
# verbs
_VERBS = frozenset(
    "abandon abolish acquire admit adopt aim appoint approve arrest attack attract ban block"
    " bomb boycott campaign cancel capture champion charge chart convict crash criticise"
    " criticize damage debut defend delay departed deploy dismiss double earn edit estimate"
    " evacuate execute expand file fine fire found fund halt head hire host identify impose"
    " invade invest issue kidnap nominate order oust overtake premiere press promote propose"
    " ratify rebuild record recover reject rename rescue restore retire reveal scrap secure"
    " seize separate settle shoot slash sue suspend test trade triple unveil urge veto vow"
    " withdraw witness agree damage donate raise employ house inherit own operate rate span"
    " total weigh cover treat injure".split()
)
# "was found guilty" has its object behind it, a bare "found" hardly says what
OPENERS = frozenset(
    "but and so yet or if when while after before since although though because as in on at"
    " by for from with to of during there here it this that these those he she they we i you"
    " who what why how where which his her their its our my your not no all some many most"
    " more several few both one another other such only even just still now then thus however"
    " meanwhile also instead despite under until according among about over nearly almost at"
    " around read photo image video watch two three four five six seven eight nine ten eleven"
    " twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty"
    " forty fifty dozens hundreds thousands millions".split()
)
# words that point out of the sentence: a question with one of them does not stand alone
POINTING = frozenset(
    "he him his she her hers it its they them their theirs we us our i me my you your this"
    " these those that here there who whom whose which himself herself itself themselves"
    " today yesterday tomorrow tonight ago earlier later now recently recent latest last next"
    " former latter same such another other others also too however meanwhile instead so".split()
)
_BREAKS = frozenset(
    "that which who whom whose after as when while because but if where since until before"
    " and than how why what".split()
)
_LINKS = frozenset("of the and for de da di du la le van von der den al el bin ibn".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """The parts of "The ship ran aground": subject "The ship", verb "ran", rest "aground".

    Attributes:
        subject: as it stands, but the first letter of what is no name in small letters.
        verb: an auxiliary, or a verb in the past tense.
        base: the verb's base form, "" for an auxiliary.
        rest: what follows, without the full stop.
    """

    subject: str
    verb: str
    base: str
    rest: str

    def asked(self, rest: str) -> str:
        """Turned into the order of a question: "did the ship run", then the rest given."""
        front = f"did {self.subject} {self.base}" if self.base else f"{self.verb} {self.subject}"
        return f"{front} {rest}".strip()


def read_clause(sentence: str, names: frozenset[str]) -> Clause | None:
    """Take a sentence apart; None where that cannot be done for certain.

    Args:
        sentence: one sentence, white space folded.
        names: the words of its text that are names: see `names_in`.
    """
    parts = sentence.rstrip(".").split(" ")
    for place, word in enumerate(parts[:9]):
        low = word.casefold()
        base = "" if low in _BE_AND_HAVE | _MODALS else base_of(low)
        if not (low in _BE_AND_HAVE | _MODALS or base):
            continue
        subject = _subject(parts[:place], names)
        rest = " ".join(parts[place + 1 :])
        if not subject or not rest or (base and _has_finite(parts[place + 1 :])):
            return None
        return Clause(subject, word, base, rest)
    return None


def base_of(word: str) -> str:
    """The base form of a common verb in the past tense, "" for any other word."""
    if word in _PAST:
        return _PAST[word]
    if not word.endswith("ed"):
        return ""
    stem = word[:-2]
    single = stem[:-1] if stem[-1:] == stem[-2:-1] else ""
    y = stem[:-1] + "y" if stem.endswith("i") else ""
    for base in (stem + "e", stem, single, y):
        if base in _VERBS or (base and not base.endswith(("ed", "s")) and is_verb(base)):
            return base
    return stem if stem.endswith("ss") and is_verb(stem) else ""


def stands_alone(subject: str, title: str, text: str) -> bool:
    """Whether a reader who has not read the text knows what a subject means.

    A name of two words does, one of a single word where the title holds it or it is an
    abbreviation, and what ends with a name, as "the coronation of King Charles" does.
    """
    bare = subject.removeprefix("the ")
    if not bare.split()[-1][0].isupper() or subject.split()[0] in ("a", "an"):
        return False
    if " " in bare or (bare.isupper() and bare == subject):
        return True
    return bool(re.search(rf"\b{re.escape(bare)}\b", title)) and not re.search(
        rf"[A-Z][\w.]+ {re.escape(bare)}\b", text
    )


def names_in(text: str) -> frozenset[str]:
    """The words with a capital that stand behind a small word: names, as far as one can tell."""
    return frozenset(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*\w", text))


def has_name(text: str) -> bool:
    """Whether a word beyond the first has a capital."""
    return bool(re.search(r"(?<=\s)[A-Z]\w", text))


def _subject(parts: list[str], names: frozenset[str]) -> str:
    """The subject with its first letter as it is inside a sentence, "" for what is none."""
    if not parts or parts[0].casefold() in OPENERS or parts[0].endswith("day"):
        return ""
    first, inner = parts[0], parts[1:]
    article = first in ("The", "A", "An")
    for word in inner:
        low = word.casefold()
        if not re.fullmatch(r"[\w’'&.-]+", word) or low in POINTING or low.endswith("ly"):
            return ""
        if low == word and (low.endswith(("ed", "'s", "’s")) or is_verb(low)):
            return ""
        if low == word and low not in _LINKS and low in STOP_WORDS:
            return ""
    if not re.fullmatch(r"[\w’'&.-]+", first) or (inner and inner[-1].casefold() in _LINKS):
        return ""
    if article:
        return " ".join([first.casefold(), *inner]) if inner else ""
    if first.removesuffix("'s").removesuffix("’s") in names or (inner and inner[0][0].isupper()):
        return " ".join(parts)
    plural = not inner and first.endswith("s") and first[0].isupper() and not first.isupper()
    return first.casefold() if plural else ""


def _has_finite(parts: list[str]) -> bool:
    """Whether another verb follows that may be the true one: "The man accused of it denied"."""
    for place, word in enumerate(parts):
        low = word.casefold()
        if low.strip(",") in _BREAKS:
            return False
        before = parts[place - 1].casefold() if place else ""
        if low.strip(",.") in _BE_AND_HAVE | _MODALS:
            return True
        if place and base_of(low.strip(",.")) and before not in ("and", "a", "an", "the"):
            return True
        if word.endswith((",", ";", ":")):
            return False
    return False
