"""Whether a sentence tells of what a claim says, and of whom, by its verb and its subject."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from qa.language.parsing import Parse, Word, parse
from qa.language.phrases import is_capital
from qa.language.words import stem, words


class Fit(StrEnum):
    """Whether a sentence tells of the claim's verb."""

    SAME = "of its subject, or of one unnamed"
    OTHERS = "of others alone"
    ABSENT = "not at all"


def fit_of(claim: str, sentence: str) -> Fit:
    """Whether a sentence has the claim's verb, or what a form of "be" says, and of whom."""
    asked, told = parse(claim), parse(sentence)
    root = next((n for n, word in enumerate(asked.words) if word.role == "ROOT"), 0)
    verb = asked.words[root]
    if verb.lemma in ("be", "have", "do"):
        return _held(asked, root, sentence)
    mine = _names(_subject(asked, root))
    same = [
        place
        for place, word in enumerate(told.words)
        if stem(word.lemma) == stem(verb.lemma) and word.tag.startswith(("VB", "NN"))
    ]
    if not same:
        return Fit.ABSENT
    others = [_names(_subject(told, place)) for place in same]
    if mine and all(other and not other & mine for other in others):
        return Fit.OTHERS
    return Fit.SAME


def _held(asked: Parse, root: int, sentence: str) -> Fit:
    """Whether a sentence has all words of what is said of a subject."""
    wanted = {
        stem(word.low)
        for word in asked.words[root + 1 :]
        if word.tag.startswith(("NN", "JJ", "CD", "VB"))
    }
    return Fit.SAME if wanted <= {stem(word) for word in words(sentence)} else Fit.ABSENT


def _subject(parsed: Parse, verb: int) -> list[Word]:
    """The words of a verb's subject, of the one it is joined to where it has none of its own."""
    seen: set[int] = set()
    while verb not in seen:
        seen.add(verb)
        for place in parsed.below(verb):
            if parsed.words[place].role in ("nsubj", "nsubjpass"):
                start, end = parsed.branch(place)
                return list(parsed.words[start:end])
        if parsed.words[verb].role not in ("conj", "xcomp", "advcl", "ccomp"):
            break
        verb = parsed.words[verb].head
    return []


def _names(found: Sequence[Word]) -> set[str]:
    return {word.low for word in found if is_capital(word)}
