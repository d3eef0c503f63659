"""Claims made of sentences of news: kept or shortened ones, and ones with a word turned round."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from tests.bench.training.corpus import Article
from tests.bench.training.rows import LABELS, Claim

# words of news that turn a statement round when exchanged
_TURNED = (
    "rose fell|increased decreased|gained lost|won lost|more fewer|higher lower|up down|"
    "before after|accepted rejected|approved rejected|supports opposes|supported opposed|"
    "opened closed|began ended|started stopped|confirmed denied|guilty innocent|first last|"
    "largest smallest|best worst|bought sold|arrived left|joined left|raised cut|"
    "expanded shrank|agreed refused|allowed banned|legal illegal|rising falling|"
    "increase decrease|growth decline|success failure|strong weak|early late|old new|"
    "male female|men women|north south|east west|northern southern|eastern western|"
    "winter summer|majority minority|public private|arrested released|convicted acquitted|"
    "hired fired|alive dead|victory defeat|praised criticized|passed failed|above below|"
    "inside outside|ahead behind|remained changed|attacked defended|included excluded|"
    "improved worsened|highest lowest|least most|many few|always never|all none|young old|"
    "rich poor|safe dangerous|hot cold|long short|fast slow|rise fall|rises falls|wins loses|"
    "win lose|buy sell|open close|begin end|gain lose|support oppose|positive negative|"
    "maximum minimum|teacher student|father mother|son daughter|brother sister|husband wife|"
    "man woman|boy girl|president vice-president|employer employee|army navy|morning evening|"
    "monday thursday|tuesday friday|january june|march october|city village|hospital school|"
    "car truck"
)
_TURNS = {
    one: other for pair in _TURNED.split("|") for one, other in (pair.split(), pair.split()[::-1])
}
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_KEPT, _TURNED_ROUND, _OTHER_NUMBER = 0.34, 0.38, 0.14  # of the claims; the rest: another name
_SENTENCES, _CLAIMS = 6, 4  # an article: sentences at least, claims at most


def changed(articles: Sequence[Article], most: int, chance: random.Random) -> Iterator[Claim]:
    """About `most` claims, each with the few sentences that carry or contradict it."""
    made = 0
    for article in chance.sample(articles, len(articles)):
        sentences = [s for s in re.split(r"(?<=[.?!])\s+", article.text) if 50 < len(s) < 300]
        if len(sentences) < _SENTENCES:
            continue
        names = _NAME.findall(article.text)
        for _ in range(_CLAIMS):
            at = chance.randrange(len(sentences))
            first, last = max(0, at - chance.randrange(2)), at + chance.randrange(2)
            found = claim_of(sentences[at], names, chance)
            if found:
                claim, label = found
                evidence = " ".join(sentences[first : last + 1])
                yield Claim(claim, evidence, LABELS.index(label), "changed")
                made += 1
        if made >= most:
            return


def claim_of(sentence: str, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    """A claim with its label; None where the sentence lacks what was to be changed."""
    drawn = chance.random()
    if drawn < _KEPT:
        return _shortened(sentence, chance), "support"
    if drawn < _KEPT + _TURNED_ROUND:
        claim = _turned(sentence, chance)
    elif drawn < _KEPT + _TURNED_ROUND + _OTHER_NUMBER:
        claim = _renumbered(sentence, chance)
    else:
        claim = _renamed(sentence, names, chance)
    return (claim, "contradict") if claim and claim != sentence else None


def _turned(sentence: str, chance: random.Random) -> str | None:
    words = re.findall(r"\w+|\W+", sentence)
    turns = [place for place, word in enumerate(words) if word.lower() in _TURNS]
    if not turns:
        return None
    at = chance.choice(turns)
    other = _TURNS[words[at].lower()]
    words[at] = other.capitalize() if words[at][0].isupper() else other
    return _shortened("".join(words), chance, about=other)


def _renumbered(sentence: str, chance: random.Random) -> str | None:
    numbers = list(_NUMBER.finditer(sentence))
    if not numbers:
        return None
    match = chance.choice(numbers)
    digits = match.group()
    if len(digits) < 3:
        other = str(chance.randrange(2, 99))
    else:
        other = digits[:-1] + str((int(digits[-1]) + chance.randrange(1, 9)) % 10)
    return sentence[: match.start()] + other + sentence[match.end() :]


def _renamed(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    here = _NAME.findall(sentence)
    others = [name for name in names if name not in sentence]
    if not here or not others:
        return None
    return sentence.replace(chance.choice(here), chance.choice(others), 1)


def _shortened(sentence: str, chance: random.Random, about: str = "") -> str:
    """The sentence without what stands behind its last comma, sometimes, `about` kept."""
    parts = sentence.rstrip(".").split(", ")
    if len(parts) < 2 or chance.random() < 0.4:
        return sentence
    kept = ", ".join(parts[:-1])
    if len(kept) < 40 or about.lower() not in kept.lower():
        return sentence
    return kept + "."
