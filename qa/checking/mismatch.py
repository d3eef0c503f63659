"""Which fact of a claim its evidence does not hold or contradicts, by rules.

A number or name must stand in the evidence, and among words that it also stands among in the claim.
Where another number or name of the evidence stands among more of these words, that one is the fact
and the claim has put something else in its place. A negation must be in both or in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from qa.checking.facts import Fact, initials_of, is_month, is_of_month
from qa.checking.names import same_name

_NEAR = 4  # content words on either side that are a fact's company in the claim
_FAR = 9  # words on either side of it in the evidence, where some of that company must be
_SLOT_NEAR, _SLOT_FAR = 3, 6  # the same, for finding what stands in its place
_MORE = 2  # words of company by which another fact must be ahead
_RIVALS = 2  # sentences in which another fact is looked for
_NEGATED = 3  # content words that a negation reaches
# a negation reaches no further than to these
_CONJUNCTIONS = frozenset(
    "and but yet when while whereas where although though because since as after before until"
    " unless if".split()
)
_ABOUT = frozenset("about around roughly approximately some".split())
_AT_LEAST = frozenset("over least".split())
_AT_MOST = frozenset("nearly almost".split())
_LESS = frozenset("less fewer lower smaller shorter lighter younger cheaper slower".split())
_ROUNDED = 20  # a hedged number may differ by this part of the value
_YEARS = range(1000, 2101)
# what stands before a year and hardly before a bare number of four digits
_OF_YEARS = frozenset("in since until till by before after from during of year".split())

Facts = Sequence[Fact]


def mismatch(said: Facts, carrying: Sequence[Facts], everything: Facts, frame: Facts) -> str:
    """What is wrong with a claim, for the reader; "" when its facts stand in the evidence.

    Args:
        said: the claim.
        carrying: the sentences of the evidence that carry it, best first, at least one.
        everything: all of the evidence with its frame.
        frame: titles and dates, which say who and when without saying of what.
    """
    short = initials_of(tuple(everything))
    for place, fact in enumerate(said):
        if fact.number is None and not fact.name:
            continue
        if fact.number is not None and not fact.required:
            continue
        if fact.name and _initials(fact) in short:
            continue
        if not any(_matches(said, place, other) for other in everything):
            return f"the cited passage does not mention {fact.text}"
        if any(_matches(said, place, other) for other in frame):
            continue
        if not _in_company(said, place, carrying):
            return f"the cited passage says {fact.text} of something else"
        if rival := _rival(said, place, carrying[:_RIVALS]):
            return f"the cited passage says {rival}, not {fact.text}"
    return _turned(said, carrying[0])


def _initials(fact: Fact) -> str:
    return fact.text.replace(".", "").casefold()


def _matches(said: Facts, place: int, other: Fact) -> bool:
    """Whether a fact of the evidence is the fact that stands at a place of the claim."""
    fact = said[place]
    if fact.number is None:
        return same_name(fact, other)
    if other.month and not is_of_month(said, place, other.month):
        return False  # an article of 12 May does not say that there were 12 of anything
    return other.number is not None and _equal(said, place, fact.number, other.number)


def _equal(said: Facts, place: int, number: Decimal, value: Decimal) -> bool:
    """Whether a number of the claim is a value, or is hedged and as near as its hedge allows."""
    if number == value:
        return True
    if _is_year(said, place) or abs(number - value) > abs(value) / _ROUNDED:
        return False
    low, high = _bounds(said, place)
    return (low and number < value) or (high and number > value)


def _bounds(said: Facts, place: int) -> tuple[bool, bool]:
    """Whether the words before a number let it be less, and more, than what is meant."""
    words = [fact.word for fact in said[max(0, place - 2) : place]]
    if not _ABOUT.isdisjoint(words):
        return True, True
    if "than" in words:
        than = place - len(words) + words.index("than")
        less = than > 0 and said[than - 1].word in _LESS
        turned = than > 1 and said[than - 2].negator  # "no fewer than"
        return less == turned, less != turned
    return not _AT_LEAST.isdisjoint(words), not _AT_MOST.isdisjoint(words)


def _is_year(said: Facts, place: int) -> bool:
    """Whether a number is a year by its form and place: "in 1987" and no "1500 men"."""
    text, number = said[place].text, said[place].number
    if not (len(text) == 4 and text.isdigit() and number in _YEARS):
        return False
    before = said[place - 1].word if place else ""
    counts = place + 1 < len(said) and said[place + 1].content and not said[place + 1].apart
    return before in _OF_YEARS or not counts


def _company(said: Facts, place: int, most: int) -> set[str]:
    left = [fact.key for fact in said[:place] if fact.content][-most:]
    right = [fact.key for fact in said[place + 1 :] if fact.content][:most]
    return {*left, *right} - {said[place].key}


def _around(facts: Facts, place: int, most: int) -> set[str]:
    return {t.key for t in (*facts[max(0, place - most) : place], *facts[place + 1 :][:most])}


def _in_company(said: Facts, place: int, carrying: Sequence[Facts]) -> bool:
    """Whether a fact stands in the evidence near some word that it stands near in the claim."""
    company = _company(said, place, _NEAR)
    return not company or any(
        company & _around(facts, there, _FAR)
        for facts in carrying
        for there, other in enumerate(facts)
        if _matches(said, place, other)
    )


def _rival(said: Facts, place: int, carrying: Sequence[Facts]) -> str:
    """The fact of the same kind that has clearly more of a fact's company; "" when none has."""
    if not any(fact.content for fact in said[:place]) and any(
        _matches(said, place, first) for first in map(_first, carrying) if first
    ):
        return ""  # the subject of both, however much is put in behind it
    company = _company(said, place, _SLOT_NEAR)
    own, best, rival = 0, 0, ""
    for other, around in _of_a_kind(said, place, carrying):
        common = len(company & around)
        if _matches(said, place, other):
            own = max(own, common)
        elif common > best and not any(_alike(other, own) for own in said):
            best, rival = common, other.text
    return rival if best >= own + _MORE else ""


def _first(facts: Facts) -> Fact | None:
    return next((fact for fact in facts if fact.content), None)


def _of_a_kind(
    said: Facts, place: int, carrying: Sequence[Facts]
) -> Iterator[tuple[Fact, set[str]]]:
    """The facts that could stand at a place of the claim, with the words around them."""
    fact = said[place]
    beside = (*said[max(0, place - 1) : place], *said[place + 1 : place + 2])
    # a month stands for no person: of a date are months, and what has a number beside it
    dated = is_month(fact) or any(other.number is not None for other in beside)
    for facts in carrying:
        for there, other in enumerate(facts):
            named = other.name and (dated or not is_month(other))
            if (other.number is not None) if fact.number is not None else named:
                yield other, _around(facts, there, _SLOT_FAR)


def _alike(one: Fact, other: Fact) -> bool:
    return one.key == other.key if one.number is not None else same_name(one, other)


def _turned(said: Facts, evidence: Facts) -> str:
    """Whether only one of claim and evidence has a negation, and of words that both have."""
    mine, theirs = _negated(said), _negated(evidence)
    if mine and not theirs and mine & {fact.key for fact in evidence if fact.content}:
        return "the cited passage does not deny it"
    if theirs and not mine and theirs & {fact.key for fact in said if fact.content}:
        return "the cited passage denies it"
    return ""


def _negated(facts: Facts) -> set[str]:
    """The keys of the words that follow a negation closely."""
    return {
        key
        for place, fact in enumerate(facts)
        if fact.negator
        for key in _reached(facts[place + 1 :])
    }


def _reached(following: Facts) -> list[str]:
    """The keys of the next content words, of the negation's own clause alone.

    The words of a list belong to it: "not killed, injured or trapped"; an aside right behind the
    negation does not: "did not, on Monday, resign".
    """
    keys: list[str] = []
    if following and following[0].apart:
        ends = (place for place, fact in enumerate(following) if place and fact.apart)
        following = following[next(ends, 0) :]
    for place, fact in enumerate(following):
        listed = any(other.word == "or" for other in following[place : place + 3])
        ended = fact.word in _CONJUNCTIONS or (fact.apart and not listed)
        if len(keys) == _NEGATED or (keys and ended):
            break
        if fact.content:
            keys.append(fact.key)
    return keys
