"""Whether two words of names are one name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.checking.facts import Fact

# a people is called after a place: "Italian" leaves "ital", to which the place adds "y"
_PEOPLE = re.compile(r"(?:ian|an|n|ese|ish|i|e)$")
_PLACE = ("", "a", "ia", "i", "y", "e", "o", "en", "ey", "ain", "and", "as", "ium")
_PLACE_OF_WHOLE = ("", "y", "ia", "ey", "land", "istan")  # Germany, Czechia, Turkey, Afghanistan
_SHORTEST = 3  # letters that must stay
_IRREGULAR = {
    "asian": "asia",
    "british": "uk",
    "danish": "denmark",
    "dutch": "netherlands",
    "filipino": "philippines",
    "finnish": "finland",
    "french": "france",
    "greek": "greece",
    "irish": "ireland",
    "lebanese": "lebanon",
    "norwegian": "norway",
    "peruvian": "peru",
    "portuguese": "portugal",
    "scottish": "scotland",
    "spanish": "spain",
    "swiss": "switzerland",
    "thai": "thailand",
    "welsh": "wales",
}


def same_name(one: Fact, other: Fact) -> bool:
    """Whether two words name the same: Canada and Canada's, Canadian, Canadians.

    Names are compared whole: Peterson is not Petersen, and Williams not William. Only a word that
    is tagged as that of a group may have an ending of its own. An ordinary word with a capital is
    what it is without: Ministers and minister.
    """
    if one.word == other.word:
        return True
    if not (one.name and other.name):
        return one.key == other.key
    if one.group and other.group:
        return bool({one.word, *_singulars(one.word)} & {other.word, *_singulars(other.word)})
    if one.group or other.group:
        group, place = (one.word, other.word) if one.group else (other.word, one.word)
        return place in _singulars(group) or place in _places(group)
    return False


def _singulars(word: str) -> Iterator[str]:
    """What a word may be the plural of."""
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("s") and len(word) > _SHORTEST:
        yield word[:-1]


def _places(group: str) -> Iterator[str]:
    """The places that a people, or what is theirs, may be called after."""
    for word in (group, *_singulars(group)):
        if word in _IRREGULAR:
            yield _IRREGULAR[word]
        yield from (word + ending for ending in _PLACE_OF_WHOLE)
        root = _PEOPLE.sub("", word)
        if len(root) >= _SHORTEST and root != word:
            yield from (root + ending for ending in _PLACE)
