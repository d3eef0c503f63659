"""Whom and what an article names: its persons, and names fit to be asked about. Pure.

There is no tagger here: a name counts as a person's only where the article makes that certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Article
from qa.language.phrases import OFFICES
from qa.language.quotations import Quotation, find_quotations
from qa.language.words import STOP_WORDS, words
from qa.suggesting.clauses import OPENERS, names_in

NAME = r"[A-Z][\w’'-]{0,40}\w(?: (?:(?:of|the|de|van|von|bin|al) )*[A-Z][\w’'.-]{0,40}\w){0,4}"
PEOPLE = re.compile(
    r"\b(?:actor|actress|author|artist|singer|politician|lawyer|attorney|officer|player|coach|writer"
    r"|engineer|teacher|professor|physician|doctor|journalist|scientist|director|student|analyst"
    r"|economist|novelist|activist|researcher|historian|spokesman|spokeswoman|spokesperson|expert"
    r"|composer|painter|soldier|captain|minister|senator|man|woman|fellow|partner|founder"
    r"|lecturer|musician|rapper|boxer|golfer|footballer|quarterback|pitcher|striker|midfielder"
    r"|goalkeeper|comedian|entrepreneur|businessman|businesswoman|farmer|manager|producer|chemist"
    r"|physicist|astronomer|biologist|psychologist|judge|member|legend|star|veteran|candidate|leader|host|owner|king|queen|chef|critic|born)\b"
)
_BODIES = frozenset(
    "authority agency department ministry office times news inc police court corp company"
    " university college school bank party committee council association house group journal"
    " commission institute center centre foundation union service press senate congress"
    " administration post league basin club board ltd llc team army navy force network organization"
    " organisation city county state states kingdom church hospital street island river sea"
    " war act international industries foods media partners capital systems technologies"
    " records pictures studios entertainment airlines motors energy holdings global exchange"
    " telegraph guardian mail post magazine street".split()
)
_DEMONYMS = frozenset(
    "american british russian ukrainian german french italian spanish canadian australian"
    " japanese chinese indian israeli palestinian mexican brazilian republican democrat"
    " democratic irish scottish dutch swedish english welsh european african asian korean"
    " turkish polish".split()
)
NO_NAME = re.compile(r"(?:ian|ish|ese|ean|can|tic|day|ary|’s|'s)$|^(?:PM|CEO|Mr|Mrs|Ms|Dr|I)\b")
_PERSON = (
    re.compile(rf"({NAME}), \d\d,"),
    re.compile(
        rf"\b(?:President|Minister|Mayor|Senator|Judge|[DM]rs?\.|Ms\.|Sen\.|Rep\.|Gov\.) ({NAME})"
    ),
    re.compile(rf"({NAME}),? (?:an?|the|its|their|his|her)? ?(?:[a-z-]+ ){{0,3}}{PEOPLE.pattern}"),
    re.compile(rf"{PEOPLE.pattern} ({NAME})"),
)


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """What is known of an article while its sentences are gone through.

    Attributes:
        title: the article's.
        text: its beginning, as far as it is looked at.
        names: words that are names: see `qa.suggesting.clauses.names_in`.
        persons: full names of those who are certain to be persons.
        quotations: all of the text.
    """

    title: str
    text: str
    names: frozenset[str]
    persons: frozenset[str]
    quotations: Sequence[Quotation]

    def full_name(self, subject: str) -> str:
        """The full name of a person that is called by the surname; any other subject as it is."""
        named = [name for name in self.persons if name.endswith(f" {subject}")]
        return named[0] if len(named) == 1 else subject


def read_names(article: Article, text: str) -> ArticleNames:
    """What an article names in its beginning, `text`."""
    quotations = find_quotations(text)
    return ArticleNames(article.title, text, names_in(text), _persons(text, quotations), quotations)


def is_full_name(name: str) -> bool:
    """Whether a name has the form of a person's first and last names."""
    return bool(
        re.fullmatch(
            r"[A-Z][\w’'-]*[a-z](?: (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w’'-]*[a-z])){1,3}", name
        )
        and not (_BODIES | OPENERS | STOP_WORDS | OFFICES | _DEMONYMS) & set(words(name))
        and not re.search(r"['’]s\b", name)
    )


def is_thing(reading: ArticleNames, name: str) -> bool:
    """Whether a name is certain to be no person's: one word that is no surname, or with "the"."""
    bare = name.removeprefix("the ")
    text = reading.text
    if NO_NAME.search(bare) or bare.endswith("s") or bare.split()[0].casefold() in OFFICES:
        return False
    longer = re.search(rf"[A-Z][\w.]+ {re.escape(name)}\b|\b{re.escape(name)} [A-Z]", text)
    return bare != name or (" " not in name and name in reading.names and not longer)


def named_topic(reading: ArticleNames, name: str) -> str:
    """A name with the article that it usually has in the text; "" for what is no name."""
    text = reading.text
    if not all(word in reading.names or word in ("of", "the") for word in name.split()):
        return ""
    if name.split()[-1].casefold() in OFFICES or NO_NAME.search(name):
        return ""
    if re.search(rf"\b(?:{re.escape(name.casefold())}|an? {re.escape(name)})\b", text):
        return ""
    the = text.count(f"the {name}") + text.count(f"The {name}")
    return f"the {name}" if 2 * the >= text.count(name) else name


def _persons(text: str, quotations: Sequence[Quotation]) -> frozenset[str]:
    """The full names of those who are certain to be persons.

    Their age or a title is told, or what they do, or they are called by the surname alone.
    """
    certain = {match[1] for pattern in _PERSON for match in pattern.finditer(text)}
    spoken = {quotation.speaker for quotation in quotations}
    subjects = set(re.findall(rf"(?:^|(?<=\. )|(?<=\n)|(?<=[a-z] )|(?<=[a-z], )){NAME}", text))
    for name in spoken | subjects:
        parts = name.split()
        if len(parts) == 2 and text.count(parts[1]) > text.count(name) + (name not in spoken):
            certain.add(name)
    return frozenset(name for name in certain if is_full_name(name))
