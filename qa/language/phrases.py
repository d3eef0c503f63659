"""What a question is about: its names and noun phrases, as the parser sees them.

Capitals, when a text has any, mark names. Questions in small letters borrow the capitals of other
texts of the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.language.calendar import CALENDAR_WORDS
from qa.language.kinds import ends_no_person, is_role
from qa.language.parsing import Parse, Word, parse
from qa.language.words import STOP_WORDS, search_words, stem

# what hangs on by these belongs to what a question is about; by others, as in "in the wild", not
_INNER = frozenset("of about by for as like".split())
# words that say little about a subject by themselves
_GENERIC = frozenset(
    "age anybody anyone anything area back bad best better big biggest case certain common country"
    " current day days dead detail details different example examples exact fact famous far few"
    " general good great greatest high highest history home idea important information interesting"
    " kind kinds large largest last late later latest least less list little long longer longest"
    " lot main major man many meaning members men middle million moment month months more most much"
    " name names new news next nobody now number numbers numerous often old older oldest original"
    " part parts people percent person place places popular possible previous problem real reason"
    " reasons recent result right role same several short similar size small someone something sort"
    " special specific story thanks thing things time times today tomorrow true type types use"
    " used usual various way ways week weeks well whole woman women world worldwide year years"
    " yesterday young".split()
)
_CONTENT = re.compile(r"NN|JJ$|CD|FW|ADD")
_NOMINAL = re.compile(r"NN|JJ|CD|FW|ADD|DT|PDT|PRP\$|WDT|WP\$|POS|HYPH")
# a single name that is taken for an organisation is a person's too often to be in here
_NO_PERSONS = frozenset("NORP EVENT WORK_OF_ART PRODUCT LAW LANGUAGE".split())
_ASKING = ("which", "what", "whose", "how")
_PLACES = frozenset("GPE LOC FAC".split())
_CAPITALS = r"[^\W\d_a-z][\w’'.-]*\w"
_NAME = re.compile(rf"\b{_CAPITALS}(?:(?: (?:of|the|de|van|von|bin|al|la))* {_CAPITALS})*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words that names something.

    Attributes:
        text: as it stands in the question, without its article.
        named: whether it holds a name, that is a word with a capital.
        rim: whether a preposition such as "in" stands before it.
        article: "the " when that stands before it, or another that makes a common noun known when
            it is said again, "a ship" for one; else "".
        asked: whether it is what is asked for: "which ships", "how many ships".
        is_plural: whether it names several: "ships", "Romeo and Juliet".
        role: what its head is in the sentence, such as "nsubj"; see `Word`.
        verb: the place of the word that it depends on.
        kind: "person", "place", "time" or "thing" where that is likely, else "".
        start, end: the places of its words, the article with them, end exclusive.
    """

    text: str
    named: bool
    rim: bool
    article: str
    asked: bool
    is_plural: bool
    role: str
    verb: int
    kind: str
    start: int
    end: int

    @property
    def whole(self) -> str:
        """With its article."""
        return self.article + self.text


def strong_words(text: str) -> list[str]:
    """The stems of the words that are not of the commonest, in order, each once; nothing parsed."""
    found = [stem(word) for word in search_words(text) if len(word) > 1 and not _is_weak(word)]
    return list(dict.fromkeys(found))


def things_said(text: str) -> list[str]:
    """The stems of the words that name or describe what a text is about, in order, each once."""
    return said_by(parse(text).words)


def said_by(words: Iterable[Word]) -> list[str]:
    """The same of words that are parsed."""
    found = [
        stem(word.low)
        for word in words
        if is_capital(word) or (_CONTENT.match(word.tag) and not _is_weak(word.low))
    ]
    return list(dict.fromkeys(found))


def is_capital(word: Word) -> bool:
    """Whether a word has a capital because it is a name, not because a sentence begins with it."""
    begins = word.first and not word.tag.startswith("NNP")
    return word.text[0].isupper() and word.low != "i" and not begins


def with_capitals(text: str, others: Iterable[str]) -> str:
    """A text in small letters with the names written as other texts write them.

    A text that has capitals beyond its first letter stays as it is.
    """
    if any(char.isupper() for char in text[1:]):
        return text
    names = {name for other in others for name in _names(other)}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        pattern = re.escape(name).replace(r"\-", "[- ]")
        text = re.sub(
            rf"(?<!\w){pattern}(?!\w)", name.replace("\\", r"\\"), text, flags=re.IGNORECASE
        )
    return text


def _names(text: str) -> Iterator[str]:
    """The names in a text, with and without what may be a title: "Mayor Ada Lind", "Ada Lind"."""
    for match in _NAME.finditer(text):
        at_start = not re.search(r"[\w,;:]['’)]? $", text[: match.start()])
        parts = match[0].removesuffix("'s").removesuffix("’s").split()
        if not at_start:
            yield " ".join(parts)
        yield from (" ".join(parts[n:]) for n in range(at_start, len(parts) - 1))
        if at_start and len(parts) > 1:
            yield " ".join(parts)


def phrases(text: str) -> list[Phrase]:
    """The phrases of a text that name something, in order."""
    parsed = parse(text)
    verb = asked_verb(parsed)
    found = (_phrase(parsed, start, end, verb) for start, end in _runs(parsed, verb))
    return [phrase for phrase in found if phrase]


def asked_verb(parsed: Parse) -> int:
    """The place of the verb that a "did" asks with, -1 where there is no need to look for it.

    "What did the Supreme Court rule?": the tagger tends to take such a verb for the last noun of
    the subject. It is the last small word before what is no noun any more, or one that stands
    between two names: "Did Lind fire Orlava's chief engineer?".
    """
    words = parsed.words
    done = [n for n, word in enumerate(words) if word.low in ("do", "does", "did")]
    if not done or any(word.tag in ("VB", "VBP") for word in words[done[0] + 1 :]):
        return -1
    start = end = done[0] + 1
    while end < len(words) and (_joins(words[end]) or words[end].low == "of"):
        end += 1
    small = [n for n in range(start + 1, end) if words[n].text.islower() and _joins(words[n])]
    inner = [n for n in small if n + 1 < end and words[n].tag == "NN"]
    between = [n for n in inner if is_capital(words[n - 1]) and is_capital(words[n + 1])]
    if len(between) == 1:
        return between[0]
    return small[-1] if small and words[small[-1] - 1].tag not in ("DT", "PRP$", "IN") else -1


def _joins(word: Word) -> bool:
    """Whether a word may be part of a noun phrase."""
    return bool(_NOMINAL.match(word.tag)) or is_capital(word)


def _runs(parsed: Parse, verb: int) -> Iterator[tuple[int, int]]:
    """Where the noun phrases begin and end; what "of", or "and" between names, joins is one.

    They are found by the tags, not by the tree, which is wrong in questions too often.
    """
    words, start = parsed.words, -1
    for place, word in enumerate(words):
        inside = place != verb and _joins(word) and not (start < 0 and word.tag in ("POS", "HYPH"))
        if (
            inside
            and start >= 0
            and word.tag in ("DT", "PRP$", "PDT", "WDT")
            and _ended(words, place)
        ):
            yield start, place
            start = place
        elif inside and start < 0:
            start = place
        elif not inside and start >= 0 and not _links(parsed, place, verb):
            yield start, place
            start = -1
    if start >= 0:
        yield start, len(words)


def _ended(words: tuple[Word, ...], place: int) -> bool:
    """Whether a phrase has its noun before an article, so that this begins another one."""
    return words[place - 1].low not in ("of", "and") and words[place - 1].tag not in ("DT", "PDT")


def _links(parsed: Parse, place: int, verb: int) -> bool:
    """Whether the word between two noun phrases makes them one."""
    words = parsed.words
    if not 0 < place < len(words) - 1 or place == verb or not _joins(words[place + 1]):
        return False
    names = words[place - 1].text[0].isupper() and words[place + 1].text[0].isupper()
    return words[place].low == "of" or (words[place].low in ("and", "&") and names)


def _phrase(parsed: Parse, start: int, end: int, verb: int) -> Phrase | None:
    words, first, last = parsed.words, start, end
    while first < last and _opens(words[first], words[first + 1 : last]):
        first += 1
    while last > first and _hangs_on(words[first:last]):
        last -= 1
    inside = words[first:last]
    if not any(_CONTENT.match(word.tag) or is_capital(word) for word in inside):
        return None
    head = next((n for n in range(first, last - 1) if words[n + 1].low in ("of", "and")), last - 1)
    asked = start > 0 and words[start - 1].low in ("do", "does", "did")
    article = "the " if any(word.low == "the" for word in words[start:first]) else ""
    named = any(is_capital(word) for word in inside)
    if not named and not article and _is_told(words, start, first) and not _is_plural(words[head]):
        article = "the "
    before = words[start - 1] if start else None
    rim = before is not None and before.tag in ("IN", "TO", "RP") and before.low not in _INNER
    text = parsed.said(first, last)
    return Phrase(
        text=text,
        named=named,
        rim=rim,
        article=article,
        asked=any(word.low in _ASKING for word in words[start:first])
        or bool(before and before.low == "how"),
        is_plural=_is_plural(words[head]) or any(word.low in ("and", "&") for word in inside),
        role="nsubj" if asked else words[head].role,
        verb=verb if asked and verb >= 0 else words[head].head,
        kind=_kind(words[head], text, article, before.low if before else ""),
        start=start if article else first,
        end=last,
    )


def _is_told(words: tuple[Word, ...], start: int, first: int) -> bool:
    """Whether an article stands before a phrase, or before its participle: "the winning ticket"."""
    cut = start > 1 and words[start - 1].tag in ("VBG", "VBN") and words[start - 2].tag == "DT"
    return cut or any(word.tag in ("DT", "PRP$") for word in words[start:first])


def _hangs_on(run: tuple[Word, ...]) -> bool:
    """Whether the last word of a phrase says nothing of what it names: "is the king alive"."""
    *others, word = run
    if is_capital(word):
        return False
    if not word.text[0].isalnum():  # "Malcolm X?", whose mark the tagger takes for a noun
        return True
    behind = word.role == "acomp" and any(other.tag.startswith("NN") for other in others)
    return behind or _is_weak(word.low) or word.tag in ("POS", "HYPH", "DT")


def _is_plural(head: Word) -> bool:
    return head.tag in ("NNS", "NNPS") and (head.low.endswith("s") or head.lemma != head.low)


def _opens(word: Word, rest: tuple[Word, ...]) -> bool:
    """Whether a word at the beginning of a phrase says nothing of what it names."""
    if is_capital(word):  # "The Office"
        return False
    if word.tag in ("DT", "PDT", "PRP$", "WDT", "WP", "WP$", "WRB", "PRP", "EX", "RB", "RBR", "IN"):
        return True
    partitive = bool(rest) and rest[0].low == "of"  # "the age of the king" is about an age
    return _is_weak(word.low) and not partitive


def _kind(head: Word, text: str, article: str, before: str) -> str:
    """What a phrase is likely to name; a name with an article is no person's."""
    if head.low in CALENDAR_WORDS or head.tag == "CD" or head.entity in ("DATE", "TIME"):
        return "time"
    if not is_capital(head):
        return "person" if is_role(head.low) else ""
    if head.entity in _PLACES or (before in ("in", "at") and head.entity in ("", "PERSON", "ORG")):
        return "place"
    if article or head.entity in _NO_PERSONS or ends_no_person(text):
        return "thing"
    return "person" if head.entity == "PERSON" else ""


def _is_weak(word: str) -> bool:
    return word in STOP_WORDS or word in _GENERIC
