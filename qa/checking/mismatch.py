"""Which fact of a claim its evidence does not hold or contradicts. Rules on tokens; pure.

A number or name must stand in the evidence, and among words that it also stands among in the claim.
Where another number or name of the evidence stands among more of these words, that one is the fact
and the claim has put something else in its place. A negation must be in both or in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from qa.checking.facts import Token, initials_of, same_name

_NEAR = 4  # content words on either side that are a fact's company in the claim
_FAR = 9  # words on either side of it in the evidence, where some of that company must be
_SLOT_NEAR, _SLOT_FAR = 3, 6  # the same, for finding what stands in its place
_MORE = 2  # words of company by which another fact must be ahead
_RIVALS = 2  # sentences in which another fact is looked for
_NEGATED = 3  # content words that a negation reaches
_HEDGES = frozenset("about around nearly almost over roughly approximately some least than".split())
_ROUNDED = 20  # a hedged number may differ by this part of the value

Tokens = Sequence[Token]


def mismatch(said: Tokens, carrying: Sequence[Tokens], everything: Tokens, frame: Tokens) -> str:
    """What is wrong with a claim, for the reader; "" when its facts stand in the evidence.

    Args:
        said: the claim.
        carrying: the sentences of the evidence that carry it, best first, at least one.
        everything: all of the evidence with its frame.
        frame: titles and dates, which say who and when without saying of what.
    """
    short = initials_of(tuple(everything))
    for place, token in enumerate(said):
        if token.number is None and not token.name:
            continue
        if token.number is not None and not token.required:
            continue
        if token.name and _initials(token) in short:
            continue
        if not any(_matches(said, place, other) for other in everything):
            return f"the cited passage does not mention {token.text}"
        if any(_matches(said, place, other) for other in frame):
            continue
        if not _in_company(said, place, carrying):
            return f"the cited passage says {token.text} of something else"
        if rival := _rival(said, place, carrying[:_RIVALS]):
            return f"the cited passage says {rival}, not {token.text}"
    return _turned(said, carrying[0])


def _initials(token: Token) -> str:
    return token.text.replace(".", "").casefold()


def _matches(said: Tokens, place: int, other: Token) -> bool:
    """Whether a token of the evidence is the fact that stands at a place of the claim."""
    token = said[place]
    if token.number is None:
        return other.key == token.key or same_name(token.text, other.text)
    return other.number is not None and _equal(said, place, token.number, other.number)


def _equal(said: Tokens, place: int, number: Decimal, value: Decimal) -> bool:
    if number == value:
        return True
    before = {token.text.casefold() for token in said[max(0, place - 2) : place]}
    return bool(before & _HEDGES) and abs(number - value) <= abs(value) / _ROUNDED


def _company(said: Tokens, place: int, most: int) -> set[str]:
    left = [token.key for token in said[:place] if token.content][-most:]
    right = [token.key for token in said[place + 1 :] if token.content][:most]
    return {*left, *right} - {said[place].key}


def _around(tokens: Tokens, place: int, most: int) -> set[str]:
    return {t.key for t in (*tokens[max(0, place - most) : place], *tokens[place + 1 :][:most])}


def _in_company(said: Tokens, place: int, carrying: Sequence[Tokens]) -> bool:
    """Whether a fact stands in the evidence near some word that it stands near in the claim."""
    company = _company(said, place, _NEAR)
    return not company or any(
        company & _around(tokens, there, _FAR)
        for tokens in carrying
        for there, other in enumerate(tokens)
        if _matches(said, place, other)
    )


def _rival(said: Tokens, place: int, carrying: Sequence[Tokens]) -> str:
    """The fact of the same kind that has clearly more of a fact's company; "" when none has."""
    company = _company(said, place, _SLOT_NEAR)
    own, best, rival = 0, 0, ""
    for other, around in _of_a_kind(said[place], carrying):
        common = len(company & around)
        if _matches(said, place, other):
            own = max(own, common)
        elif common > best and not any(_alike(other, token) for token in said):
            best, rival = common, other.text
    return rival if best >= own + _MORE else ""


def _of_a_kind(fact: Token, carrying: Sequence[Tokens]) -> Iterator[tuple[Token, set[str]]]:
    """The facts of the same kind with the words around them."""
    for tokens in carrying:
        for there, other in enumerate(tokens):
            if (other.number is not None) if fact.number is not None else other.name:
                yield other, _around(tokens, there, _SLOT_FAR)


def _alike(one: Token, other: Token) -> bool:
    return one.key == other.key or same_name(one.text, other.text)


def _turned(said: Tokens, evidence: Tokens) -> str:
    """Whether only one of claim and evidence has a negation, and of words that both have."""
    mine, theirs = _negated(said), _negated(evidence)
    if mine and not theirs and mine & {token.key for token in evidence if token.content}:
        return "the cited passage does not deny it"
    if theirs and not mine and theirs & {token.key for token in said if token.content}:
        return "the cited passage denies it"
    return ""


def _negated(tokens: Tokens) -> set[str]:
    """The keys of the words that follow a negation closely."""
    return {
        key
        for place, token in enumerate(tokens)
        if token.negator
        for key in [t.key for t in tokens[place + 1 :] if t.content][:_NEGATED]
    }
