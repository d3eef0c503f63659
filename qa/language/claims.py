"""A question that a yes or no answers as the claim that it asks about, and that claim denied.

"Did the harbour freeze?" asks about "The harbour did freeze." The verb stays as it is asked: what
reads a claim does not mind, and no form of a verb is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.parsing import Parse, Word, parse
from qa.language.phrases import asked_verb, is_capital

_ASKING = frozenset(
    "do does did is are was were has have had can could will would should may might must".split()
)
_OPEN = ("IN", "CC", "TO", "POS", "HYPH", "DT", ",", "WP", "WDT", "WRB")  # a phrase goes on
_WHO, _NEGATIONS = ("who", "which", "that"), ("not", "n't")
_BEING = frozenset("is are was were".split())
_TAKEN_WRONG = ("back", "like")  # for other words than verbs
_TRUE = re.compile(
    r"^is(?P<not>n['’]t)? it (?P<also>not )?(?:true|correct|right|the case|a fact) that ",
    re.IGNORECASE,
)
_NOT = re.compile(r"^(?P<verb>ca|wo|sha|\w+?)n['’]t\b", re.IGNORECASE)
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_SOME = (
    (re.compile(r"\bany(?=one|body|thing|where\b)", re.IGNORECASE), "some"),
    (re.compile(r"\bany\b", re.IGNORECASE), "some"),
    (re.compile(r"\b(?:ever|yet|really|actually) "), ""),  # not of a name
)
_ANY = re.compile(r"^any(?P<of>one|body|thing)?\b", re.IGNORECASE)
_NOT_LATER = re.compile(rf"^(?P<asked>(?:{'|'.join(_ASKING)}) .{{1,80}}?) not\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a question asks about.

    Attributes:
        said: the claim, as a sentence; or the question, where it could not be made one.
        denied: the same with "not"; "" where that is not known.
        negated: whether the question itself holds the "not", so that a mere yes or no could be
            taken either way.
    """

    said: str
    denied: str
    negated: bool


def claim_of(question: str) -> Claim | None:
    """The claim of a question that yes or no answers; None for any other question."""
    asked = question.strip().rstrip("?!. ")
    if match := _TRUE.match(asked):
        said = asked[match.end() :]
        return _plain(said, negated=bool(match["not"] or match["also"]))
    match = _NOT.match(asked)
    asked = _opened(asked)
    if asked.split(" ", 1)[0].casefold() not in _ASKING:
        return None
    parsed = parse(f"{asked}?")
    if len(parsed.words) < 3 or parsed.words[1].low == "you":  # "Can you tell …" asks for more
        return None
    end = _subject_end(parsed)
    if end is None:  # whoever reads a claim minds the order of its words little
        return None if match else _plain(asked, negated=False)
    subject, rest = parsed.said(1, end), parsed.said(end, len(parsed.words) - 1)
    negated = bool(match)
    if denied := re.match(r"((?:still|yet|also|really) )?not ", rest, re.IGNORECASE):
        negated, rest = True, rest[denied.end() :]
    return _built(subject, parsed.words[0].low, rest, negated=negated)


def asked_as_claim(question: str) -> Claim:
    """A question that yes or no answers as it stands: a reader of claims knows those too."""
    plain = affirmative(question)
    return Claim(plain, "", negated=plain != question)


def affirmative(question: str) -> str:
    """A question that yes or no answers without its "not": who reads for the answer needs the same.

    Any other question comes back as it is, as does one whose "not" is of a clause in it: "Is it
    true that he did not resign?".
    """
    opened = _opened(question)
    if opened != question:
        return opened
    later = _NOT_LATER.match(question)
    claim = claim_of(question) if later else None
    if later and claim and claim.negated:
        return f"{later['asked']}{question[later.end() :]}"
    return question


def _opened(question: str) -> str:
    """The question with "Has" for "Hasn't" at its beginning."""
    match = _NOT.match(question)
    if not match:
        return question
    verb = _WHOLE.get(match["verb"].casefold(), match["verb"].casefold())
    return f"{verb.capitalize()}{question[match.end() :]}"


def _built(subject: str, verb: str, rest: str, *, negated: bool) -> Claim:
    rest = re.sub(r" yet$", "", rest)
    said = f"{subject} {verb} {rest}"
    for pattern, instead in _SOME:
        said = pattern.sub(instead, said)
    if any_ := _ANY.match(subject):
        no = "no one" if any_["of"] in ("one", "body") else "nothing" if any_["of"] else "no"
        denied = f"{no}{subject[any_.end() :]} {verb} {rest}"
    else:
        denied = f"{subject} {verb} not {rest}"
    return Claim(_sentence(said), _sentence(denied), negated)


def _plain(said: str, *, negated: bool) -> Claim | None:
    """A claim that stands in the question as it is, denied by what goes before it."""
    if not said:
        return None
    return Claim(_sentence(said), f"It is not true that {said}.", negated)


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return f"{words[0].upper()}{words[1:]}."


def _subject_end(parsed: Parse) -> int | None:
    """The place behind the subject that the first word of a question asks about.

    By the tags: the tree is wrong in questions too often. The subject ends before what can be no
    part of it once it has its noun.
    """
    words = parsed.words
    being = words[0].low in _BEING
    noun = False
    for place in range(1, len(words) - 1):
        word, before = words[place], words[place - 1]
        if is_capital(word):
            noun = True
            continue
        if noun and before.tag not in _OPEN:
            if (
                word.tag.startswith("VB")
                or word.tag in ("RB", "MD", "RBR", "EX")
                or word.low == "not"
            ):
                return None if _denies_clause(words, place) else place
            if words[0].lemma == "do" and word.low in _TAKEN_WRONG:
                return place
            if being and word.tag in ("DT", "JJ", "JJS", "JJR", "CD", "PRP$", "PDT"):
                return place
            if being and word.tag == "IN" and word.low not in ("of", "with"):
                return place
        noun = noun or word.tag in ("NN", "NNS", "NNP", "NNPS", "PRP", "EX", "DT", "CD")
        noun = noun or _must_be_noun(words, place)
        if word.tag == "DT" and not _stands_alone(parsed, place):
            noun = False
    verb = asked_verb(parsed)
    return verb if verb > 0 else _before_object(words)


def _denies_clause(words: Sequence[Word], place: int) -> bool:
    """Whether a "not" is of a clause in the subject, whose end nothing tells: "who did not run"."""
    said = [word.low for word in words[place - 2 : place + 1]]
    return said[0] in _WHO and said[1] in _ASKING and said[2] in _NEGATIONS


def _must_be_noun(words: Sequence[Word], place: int) -> bool:
    """Whether a word tagged otherwise must be the noun of a subject: "the final decided"."""
    if place == 1:
        return words[place].tag in ("VB", "VBP") and not words[place + 1].tag.startswith("NN")
    return words[place].tag == "JJ" and words[place + 1].tag in ("VBN", "VBD", "VB", "IN")


def _before_object(words: Sequence[Word]) -> int | None:
    """The place of a verb taken for a noun: between the nouns of a subject and an object."""
    for place in range(3, len(words) - 1):
        noun_before = words[place - 2].tag.startswith("NN") and words[place - 1].tag.startswith(
            "NN"
        )
        if noun_before and words[place].tag in ("DT", "PRP$", "IN"):
            plural = words[0].low in _BEING
            return place - 1 if plural or words[0].lemma == "do" else None
    return None


def _stands_alone(parsed: Parse, place: int) -> bool:
    """Whether a "this" or "any" has no noun behind it."""
    return not parsed.words[place + 1].tag.startswith(("NN", "JJ", "VB", "CD", "DT", "RB"))
