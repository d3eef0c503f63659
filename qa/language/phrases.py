"""What a question is about: its names and noun phrases, by rules. Standard library only; pure.

There is no tagger here. Words of closed classes (articles, auxiliaries, question words, common
verbs) part a question into phrases; capitals, when the question has any, mark names. Questions in
small letters borrow the capitals of other texts of the conversation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from qa.language.calendar import CALENDAR_WORDS
from qa.language.words import STOP_WORDS, Token, stem, tokens

QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
AUXILIARIES = frozenset(
    "am is are was were be been being do does did has have had can could will would shall should"
    " may might must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't"
    " couldn't won't wouldn't what's who's where's when's how's that's it's there's".split()
)
# what puts a phrase at the rim of a question: "in the wild" is not what it is about
_RIM = frozenset(
    "in at on during before after with from to into near since until under over across against"
    " along among around behind beside besides beyond despite inside outside regardless than"
    " toward towards upon via within without".split()
)
# offices: with a capital but no name they name nobody
OFFICES = frozenset(
    "chairman chancellor director emperor empress general governor king leader mayor minister"
    " pope president prime prince princess queen secretary senator".split()
)
_CLOSED = STOP_WORDS | AUXILIARIES | _RIM
_NO_NAMES = QUESTION_WORDS | AUXILIARIES
_LINKS = frozenset("of the de da di du la le van von der den al el bin ibn for".split())
_ARTICLES = frozenset("the a an his her its their this that these those our my your".split())
# base forms; inflections are found by rule. Words that name things as often stay out.
_VERBS = frozenset(
    "accept achieve add affect agree air allow announce appear arrive ask attend award base beat"
    " become begin believe belong bring build buy call carry catch cause celebrate change choose"
    " claim close collapse collect come compare complete confirm conquer consider consist contain"
    " continue cost create cross decide declare defeat define deliver demand deny derive describe"
    " design destroy develop die differ discover eat elect enable enact end enter escape establish"
    " exist expect explain express face fail fall feel fight fill find finish fly follow force"
    " form found gain get give go grow happen hear help hit hold honor honour include increase"
    " inform injure inspire introduce invent involve join keep kill know land last launch lead"
    " learn leave let like list live look lose love make manage mean meet mention move name need"
    " occur offer open operate originate own pass pay perform plan play prevent produce promise"
    " protect prove provide publish put raise reach read receive recommend record reduce refuse"
    " release remain remember remove reorganize replace reply report require resign respond return"
    " rise rule run save say score see seem sell send serve set share show shut sign sing sit sleep"
    " speak spend spread stand start stay stop strike succeed suffer support surrender survive"
    " take talk teach tell think travel treat try turn understand use visit vote wait want warn"
    " watch wear win wish work write".split()
)
_IRREGULAR = frozenset(
    "became become beaten began begun brought built bought caught came chosen cost died dying"
    " eaten fell fallen felt fought found flew flown gave given gone went got grew grown happened"
    " heard held kept knew known led left lost made meant met paid put ran rose risen said saw"
    " seen sold sent set shot shut sang sung sat slept spoke spoken spent stood struck took taken"
    " taught told thought understood won wore worn wrote written broke broken born drew drawn"
    " drove driven hid hidden laid lay lying let hurt stole stolen threw thrown".split()
)
# words that say little about a subject by themselves
GENERIC = frozenset(
    "actually age alive another anybody anyone anything area back bad best better big biggest"
    " called case certain common country current currently day days dead detail details different"
    " early else exactly example examples fact famous far fast few finally first five four general"
    " good great greatest high highest history home i'd i'm i've idea important information"
    " instead interesting kind kinds large largest last late later latest least less let's list"
    " little long longer longest lot main major man many meaning members men middle million moment"
    " month months name names new news next nobody now number numbers numerous often ok okay old"
    " older oldest one one's ones original part parts people percent person place places popular"
    " possible previous price problem real really reason reasons recent recently result right role"
    " same second seven several short similar six size small someone something soon sort special"
    " specific still story ten thank thanks then thing things third three time times today"
    " together tomorrow true two type types use used usual usually various way ways week weeks"
    " well whole woman women world worldwide yeah year years yes yesterday yet you're young".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words that names something.

    Attributes:
        text: as it stands in the question.
        named: whether it holds a name, that is a word with a capital.
        rim: whether a preposition such as "in" stands before it.
        article: "the " when that stands before it, else "".
    """

    text: str
    named: bool
    rim: bool
    article: str = ""

    @property
    def is_plural(self) -> bool:
        """Whether it looks like several: "ships", "Romeo and Juliet"."""
        head = self.text.split(" of ")[0]
        return " and " in head or bool(re.search(r"(?<!seri)(?<!speci)[^sui\W]s$", head))


def is_verb(word: str) -> bool:
    """Whether a word in small letters is a form of a common verb."""
    if word in _VERBS or word in _IRREGULAR:
        return True
    for ending in ("es", "s", "ed", "ing"):
        if word.endswith(ending):
            base = word.removesuffix(ending)
            single = base[:-1] if base[-1:] == base[-2:-1] else base  # "stopped"
            y = base[:-1] + "y" if base.endswith("i") else base  # "carries"
            if {base, base + "e", single, y} & _VERBS:
                return True
    return False


def strong_words(text: str) -> list[str]:
    """The stems of the words that say what a text is about, in order, each once."""
    found = [
        stem(token.low.removesuffix("'s"))
        for token in tokens(text)
        if token.is_word and (_is_strong(token.low) or (token.start and _is_capital(token)))
    ]
    return list(dict.fromkeys(found))


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.low != "i" and not token.low.startswith("i'")


def _is_strong(word: str) -> bool:
    word = word.removesuffix("'s")
    return not (word in _CLOSED or word in GENERIC or is_verb(word) or len(word) < 2)


def with_capitals(text: str, others: Iterable[str]) -> str:
    """A text in small letters with the names written as other texts write them.

    A text that has capitals beyond its first letter stays as it is.
    """
    if any(char.isupper() for char in text[1:]):
        return text
    found = {phrase.text for other in others for phrase in phrases(other) if phrase.named}
    known = {re.sub(rf"^(?:(?:{'|'.join(OFFICES)}) )+", "", name, flags=re.I) for name in found}
    for name in sorted(known, key=lambda name: (-len(name), name)):
        pattern = re.escape(name).replace(r"\-", "[- ]")
        text = re.sub(
            rf"(?<!\w){pattern}(?!\w)", name.replace("\\", r"\\"), text, flags=re.IGNORECASE
        )
    return text


def phrases(text: str) -> list[Phrase]:
    """The phrases of a text that name something, in order."""
    runs: list[list[Token]] = [[]]
    found = tokens(text)
    starts = {i for i in range(len(found)) if i == 0 or found[i - 1].text in ".?!"}
    for place, token in enumerate(found):
        if _belongs(found, place, bool(runs[-1]), place in starts):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    trimmed = [_trimmed(run) for run in runs]
    return [_phrase(run, found, text, starts) for run in trimmed if run]


def _belongs(found: list[Token], place: int, inside: bool, at_start: bool) -> bool:
    """Whether a token goes on with, or begins, a phrase."""
    token = found[place]
    if _is_capital(token) and not at_start:
        return token.low not in _NO_NAMES
    after = next((t for t in found[place + 1 :] if t.low not in _LINKS), None)
    if token.low in _LINKS and inside:
        return after is not None and _names_something(after)
    if token.low == "and" and inside and after:
        return found[place - 1].text[0].isupper() and after.text[0].isupper()
    if not _names_something(token):
        return False
    # a common verb is one unless an article makes a noun of it: "the fall of the wall"
    return not is_verb(token.low) or (place > 0 and found[place - 1].low in _ARTICLES)


def _names_something(token: Token) -> bool:
    return token.is_word and token.low not in _CLOSED


def _trimmed(run: list[Token]) -> list[Token]:
    """A run without verbs, links and words of little weight at its ends."""

    def weak(token: Token) -> bool:
        if _is_capital(token):
            return token.low in CALENDAR_WORDS
        return token.low in _LINKS or token.low in GENERIC or is_verb(token.low)

    while run and weak(run[-1]):
        run = run[:-1]
    while run and weak(run[0]) and not (len(run) > 1 and run[1].low == "of"):
        run = run[1:]
    return run


def _phrase(run: list[Token], found: list[Token], text: str, starts: set[int]) -> Phrase:
    first = bisect_left(found, run[0].start, key=lambda token: token.start)
    before = [t.low for t in found[max(0, first - 2) : first]]
    article = "the " if before[-1:] == ["the"] else ""
    while before and before[-1] in _ARTICLES:
        before.pop()
    named = any(
        token.text[0].isupper()
        and token.low not in OFFICES
        and (first + n not in starts or len(run) > 1)
        for n, token in enumerate(run)
    )
    rim = bool(before) and before[-1] in _RIM
    return Phrase(text[run[0].start : run[-1].end].removesuffix("'s"), named, rim, article)
