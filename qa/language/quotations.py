"""Quotations in a text: what is said, by whom, at exact places.

Direct speech stands in double quotation marks, straight or typographic; single ones cannot be told
from apostrophes. A quotation without a speaker that can be named is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.language.calendar import MONTHS, WEEKDAYS

_VERBS = (
    "said says say saying told tells added adds announced announces argued argues asked asks"
    " acknowledged admitted boasted called claimed claims commented conceded confirmed"
    " continued cautioned declared denied described emphasized emphasised explained explains"
    " exclaimed insisted insists joked lamented noted notes observed pledged posted predicted"
    " promised quipped recalled remarked remarks replied responded responds reiterated repeated"
    " revealed stated states stressed suggested suggests testified tweeted urged vowed warned warns"
    " wrote writes"
).split()
_VERB = rf"(?:(?:has|have|had|also|then|later|once|who)\s+)*(?P<verb>{'|'.join(_VERBS)})\b"
_WORD = (
    r"(?:(?:Dr|Rev|Mr|Mrs|Ms|Gov|Sen|Rep|Lt|Col|Gen|Sgt|St|Prof)\.|(?:[A-Z]\.)+|[A-Z][\w’'-]*\w)"
)
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|van|von|der|al|bin|of|the(?=\s[A-Z])))*"
_OF = r"(?:to|with|of|for|by|at|in|on|that|and|or|from)\b"
_SPEAKER = (
    rf"(?P<speaker>{_NAME}|[Hh]e|[Ss]he|[Tt]hey"
    rf"|[Tt]he\s[a-z]+\b(?:\s(?!{_OF})[a-z]+\b)?(?!,\s[A-Z]))"
)
_ASIDE = r"(?:,\s[^,.“”\"]{1,80},|\s\([^)]{1,40}\)|,)?"
_ROLE = (
    rf"(?:(?:the|a|an|its|his|her)\s)?(?:(?!{_OF})[a-z][\w’'-]*\s){{0,3}}"
    rf"(?:{_NAME}\s(?!{_OF})[a-z][\w-]+\s(?=[A-Z]))?"
)
_BEHIND = (
    re.compile(rf"\s*{_SPEAKER}{_ASIDE}\s+{_VERB}"),
    re.compile(rf"\s*{_VERB}\s+{_ROLE}{_SPEAKER}"),
)
_AHEAD = re.compile(rf"{_SPEAKER}{_ASIDE}\s+{_VERB}[^.!?“”\"]{{0,80}}[,:]?\s*$")
_INDIRECT = re.compile(rf"(?:^|(?<=[\s,]))(?:{_SPEAKER}){_ASIDE}\s+{_VERB}")
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<speaker>{_NAME})")
# a straight mark opens behind a space or bracket only: behind a full stop it closes
_MARKS = re.compile(
    r"“[^“”\n]+(?:”|(?=\n)|$)|(?<![^\s(\[—–-])\"(?=\S)[^\"\n]+(?:\"(?!\w)|(?=\n)|$)"
)
_SPEAKING = (
    re.compile(rf"(?P<speaker>{_NAME}){_ASIDE}\s+{_VERB}"),
    re.compile(rf"\b{_VERB} {_ROLE}(?P<speaker>{_NAME})"),
)
_BEFORE = 600  # characters before "he said" in which his name is looked for
_FEWEST = 3  # words: shorter ones are terms and titles
_PRONOUNS = frozenset(("he", "she", "they"))
_NO_NAMES = frozenset((*MONTHS, *WEEKDAYS)).union(
    "The A An In On At But And It He She They We I This That These Those After Before When While As"
    " If For With From By To Of There Here"
    " What Why How Who His Her Their Its Our My Not No Yes So Then Now".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody is said to have said.

    Attributes:
        start, end: characters of the text, end exclusive: of direct speech from its first mark to
            its last, of indirect speech from the speaker's name to the end of the verb.
        speaker: as the text names it; for "he said" the name that stands before.
        direct: whether the speaker's own words stand in quotation marks.
        said_start, said_end: where the text says who is speaking; (start, start) when the speaker
            is that of the quotation just before.
    """

    start: int
    end: int
    speaker: str
    direct: bool
    said_start: int
    said_end: int


def holds_direct_speech(text: str) -> bool:
    """Whether a text holds somebody's own words, more than a term or a title."""
    return not all(map(_is_term, _MARKS.finditer(text)))


def find_quotations(text: str) -> list[Quotation]:
    """All attributed quotations, direct and indirect, in the order they stand."""
    direct = list(_direct(text))
    covered = [(q.start, q.end) for q in direct] + [(q.said_start, q.said_end) for q in direct]
    marks = [match.span() for match in _MARKS.finditer(text)]
    taken = [*covered, *marks]
    indirect = [
        Quotation(match.start(), match.end(), speaker, False, match.start(), match.end())
        for pattern in (_INDIRECT, _ACCORDING)
        for match in pattern.finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in taken)
        and (speaker := _named(text, match["speaker"], match.start("speaker")))
    ]
    return sorted([*direct, *indirect], key=lambda quotation: (quotation.start, quotation.end))


def same_speaker(asked: str, speaker: str, text: str) -> bool:
    """Whether a speaker of a text is the one asked for.

    A surname stands for a full name where the text holds that name.
    """
    ours, theirs = _parts(asked), _parts(speaker)
    if not ours or not theirs:
        return False
    if set(ours) <= set(theirs):
        return True
    surname = theirs[-1] == ours[-1] and set(theirs) <= set(ours)
    return surname and " ".join(ours[-2:]) in _plain(text)


def _direct(text: str) -> Iterator[Quotation]:
    last: Quotation | None = None
    for match in _MARKS.finditer(text):
        start, end = match.span()
        paragraph = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        said = _said(text, start, end, paragraph, line_end)
        goes_on = last and "\n" not in text[last.end : start]
        if said:
            speaker, said_start, said_end = said
        elif goes_on and last and _continues(text[max(last.end, last.said_end) : start]):
            speaker, said_start, said_end = last.speaker, start, start
        else:
            last = None
            continue
        if _is_term(match):
            continue
        last = Quotation(start, end, speaker, True, said_start, said_end)
        yield last


def _is_term(marked: re.Match[str]) -> bool:
    """Whether what stands in quotation marks is a term or a title, no more."""
    return len(marked[0].split()) < _FEWEST


def _said(
    text: str, start: int, end: int, paragraph: int, line_end: int
) -> tuple[str, int, int] | None:
    """Who says the words from `start` to `end`, and where that is said."""
    found: tuple[str, int, int] | None = None
    if text[end - 2 : end - 1] in ",?!—–-" or text[end : end + 1] == ",":
        for pattern in _BEHIND:
            match = pattern.match(text, end + (text[end : end + 1] == ","), line_end)
            if match and (speaker := _named(text, match["speaker"], match.start("speaker"))):
                return speaker, match.start("speaker"), match.end()
    before = re.split(r"(?<=[.!?])\s|[“”\"]", text[paragraph:start])[-1]
    match = _AHEAD.search(before)
    if match:
        place = start - len(before) + match.start("speaker")
        speaker = _named(text, match["speaker"], place)
        found = (speaker, place, start) if speaker else None
    return found


def _continues(between: str) -> bool:
    """Whether nothing but the end of an attribution stands between two quotations."""
    return not re.search(r"[.!?]\s+\S+\s+\S+\s", between)


def _named(text: str, speaker: str, place: int) -> str:
    """The speaker's name; for a pronoun the one who spoke last before it, "" when unknown."""
    if speaker.casefold() in _PRONOUNS:
        begin = max(text.rfind("\n", 0, max(0, text.rfind("\n", 0, place))), place - _BEFORE, 0)
        before = _MARKS.sub(lambda mark: " " * len(mark[0]), text[begin:place])
        spoke = [
            (match.start("speaker"), name)
            for pattern in _SPEAKING
            for match in pattern.finditer(before)
            if (name := _trimmed(match["speaker"]))
        ]
        return max(spoke)[1] if spoke else ""
    return speaker if speaker[:4].casefold() == "the " else _trimmed(speaker)


def _trimmed(name: str) -> str:
    parts = name.split()
    while parts and parts[0] in _NO_NAMES:
        parts = parts[1:]
    while parts and not parts[-1][0].isupper():
        parts = parts[:-1]
    return " ".join(parts)


def _parts(name: str) -> list[str]:
    """The words of a name in lower case, without titles."""
    return [part for part in _plain(name).split() if part not in _TITLES]


def _plain(text: str) -> str:
    return re.sub(r"[’']s\b|[^\w\s-]", "", text).casefold()


_TITLES = frozenset(
    "mr mrs ms dr sir dame lord lady president prime minister senator sen rep gov governor"
    " professor prof general gen the king queen prince princess pope us former chief justice"
    " secretary foreign state mayor coach captain judge of".split()
)
