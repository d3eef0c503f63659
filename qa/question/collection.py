"""What a question asks of the collection of articles itself, not of what they tell.

Strict patterns: "Who wrote the article on X?" asks for an author, "Who wrote X?" does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto


class Wanted(Enum):
    """What is asked for of the articles on something, or of all."""

    COUNT = auto()
    TIMES = auto()
    LIST = auto()
    ANY = auto()
    AUTHOR = auto()
    SOURCES = auto()
    NEWEST = auto()
    OLDEST = auto()
    DAY = auto()
    TITLE = auto()
    SPAN = auto()
    OVERVIEW = auto()


@dataclass(frozen=True, slots=True)
class CollectionRequest:
    """A question about the collection.

    Attributes:
        wanted: what is asked for.
        topic: the words that the articles are to be about or to mention; "" for all articles.
        exact: whether those that mention it are meant, not those that are about it.
        author: whose articles are meant; "" for anybody's.
    """

    wanted: Wanted
    topic: str = ""
    exact: bool = False
    author: str = ""


_ONE = r"(?:article|story|piece|report|text|explainer|column|item|post)"
_MANY = r"(?:articles|stories|pieces|reports|texts|explainers|columns|items|posts|coverage)"
_ANY = rf"(?:{_ONE}|{_MANY})"
_OUTLETS = (
    r"(?:news )?(?:outlets?|papers?|newspapers?|sources?|publications?|publishers?|media|sites?"
    r"|websites?|magazines?|broadcasters?)"
)
_HERE = (
    r"(?:in (?:the|this|your|our) (?:collection|archive|folder|index|library|articles?|corpus)"
    r"|(?:in )?here)"
)
_HAVE = (
    r"(?:(?:do |did |have |has )?(?:you|we) (?:have|got|hold|know)|are there|is there|there are)"
)
_GOT = r"(?:(?:do |did )?(?:you|we) (?:have|hold)|(?:have |has )?(?:you|we) got)"
_WROTE = r"(?P<author>.+?) (?:written|write|wrote|publish(?:ed)?)\b(?P<rest>.*)"
_SHOW = r"(?:list|show|find|give|get|name|open)(?: me)?"
_KIND = (
    r"(?P<kind>(?:(?!(?:of|in|the|did|do|does|is|was)\b)[\w’'-]+ ){0,3}?)"  # "football articles"
)
_LATE = r"newest|latest|most recent|last"
_EARLY = r"oldest|earliest|first"
_POLITE = re.compile(
    r"^(?:(?:hello|hi|hey|please|so|well)\b[ ,!]*|(?:can|could|would) you (?:please )?"
    r"|(?:please )?(?:tell|show|give) me (?=how|which|what|who|when|if))+",
    re.IGNORECASE,
)
_SAID = re.compile(  # what joins articles to what they are about
    r"\b(?:(?P<exact>mention(?:s|ed|ing)?|nam(?:e|es|ed|ing)|contain(?:s|ing)?"
    r"|includ(?:e|es|ing) the words?|refer(?:s|red|ring)? to|sa(?:y|ys|id|ying))"
    r"|(?P<by>(?:written |published )?by)"
    r"|(?P<of>from|published (?:in|on|by|since|before|after|between)|dated)"
    r"|(?:(?:report|writ|wrot|talk|deal|tell|discuss|cover|carr|describ|look|ran|run|publish)\w*"
    r" )?(?:about|on|of|with|regarding|concerning|at)"
    r"|report(?:ed|s|ing)?|cover(?:ed|s|ing)?|discuss(?:ed|es|ing)?|describ(?:e|ed|es|ing)"
    r"|carr(?:y|ied|ies)|explain(?:s|ed|ing)?|publish(?:ed)?|ran)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:[\s,]+(?:{_HAVE}|{_HERE}|(?:was|were|been|is|are)|published|written|posted|exists?"
    r"|please|called|altogether|at all|in total|overall))+$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"^[\s,:]*(?:(?:that|which|{_HAVE}|{_HERE}|are|is|was|were|have|has|had|all|only|do|does)\b"
    r"[\s,]*)*",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"^(?:both |the (?:words? |names? |topics? of )?|an? |any |some |all |anything |this |that )+"
)
_PASSIVE = re.compile(
    r"^(?:is|are|was|were|does|do|did) (?P<topic>.+?)"
    r" (?:(?:mention|nam|cover|discuss|report|com)\w*(?: up| about| on)?|appears?)(?: in)?$",
    re.IGNORECASE,
)

_FRAMES: tuple[tuple[Wanted, str], ...] = (
    (Wanted.TIMES, r"how (?:often|many times) (?P<rest>(?:is|are|was|were|does|do) .*)"),
    (
        Wanted.COUNT,
        rf"how many {_MANY} (?:has|have|did) {_WROTE}",
    ),
    (
        Wanted.COUNT,
        rf"(?:in )?how many (?:of (?:the|your|these|our) )?{_KIND}{_MANY}\b(?P<rest>.*)",
    ),
    (Wanted.COUNT, rf"(?:what is the )?number of {_MANY}\b(?P<rest>.*)"),
    (
        Wanted.AUTHOR,
        rf"(?:who|(?:which|what) (?:author|journalist|reporter|writer)s?) (?:wrote|has written"
        rf"|is the (?:author|writer) of|authored|penned|is behind) (?:(?:the|this|that|an?|your) "
        rf"(?:[\w’']+ ){{0,2}}?{_ONE}\b|(?=about\b|on\b))(?P<rest>.*)",
    ),
    (Wanted.AUTHOR, rf"(?:the )?author of the {_ONE}\b(?P<rest>.*)"),
    (
        Wanted.SOURCES,
        rf"(?:from )?(?:which|what|how many) {_OUTLETS}\s+(?P<rest>(?:have |has |had )?"
        rf"(?:report|cover|wr[io]t|carr|publish|mention|ran\b|run\b|{_HAVE}|are |is |do )\w*.*)",
    ),
    (
        Wanted.NEWEST,
        rf"(?:(?:what|which)(?:['’]s| is| was)? |{_SHOW} )?(?:the |your )?(?:{_LATE}) "
        rf"(?:[\w’']+ )?{_ONE}\b(?P<rest>.*)",
    ),
    (
        Wanted.OLDEST,
        rf"(?:(?:what|which)(?:['’]s| is| was)? |{_SHOW} )?(?:the |your )?(?:{_EARLY}) "
        rf"(?:[\w’']+ )?{_ONE}\b(?P<rest>.*)",
    ),
    (
        Wanted.DAY,
        r"(?:when|(?:on|in) (?:what|which) (?:day|date|year|month)) (?:was|were|did) (?:the|this"
        rf"|that|your) (?:[\w’']+ )?{_ONE}\b(?P<rest>.*?)"
        r" (?:published|written|posted|appear|come out|printed)",
    ),
    (
        Wanted.TITLE,
        rf"(?:what(?:['’]s| is| was) )?(?:the )?(?:title|headline) of the {_ONE}\b(?P<rest>.*)",
    ),
    (Wanted.TITLE, rf"(?:what(?:['’]s| is| was) )(?:the )?{_ONE}\b(?P<rest>.*) called"),
    (
        Wanted.SPAN,
        rf"(?:(?:which|what) (?:dates?|days|period|years?|months?|time ?span)\b.*\b{_MANY}\b.*"
        rf"|(?:from when|how old|how recent) are (?:the|your) {_MANY}.*)(?P<rest>)",
    ),
    (
        Wanted.OVERVIEW,
        rf"(?:(?:what|which) (?:topics?|subjects?|themes?|kinds? of {_MANY})\b(?: {_HAVE}|.*\b"
        rf"(?:{_MANY}|covered|{_HERE})(?: cover| deal with| discuss| treat)?)"
        rf"|what(?:['’]s| is) (?:all )?{_HERE}|what can i ask.*"
        r"|what do you (?:have|know)(?: about)?"
        rf"|what are (?:the|these|your) {_MANY} about|(?:which|what) {_MANY} {_HAVE})(?P<rest>)",
    ),
    (
        Wanted.ANY,
        rf"(?:do you have|have you(?: got)?|got|is there|are there)(?: also)? (?:anything|something"
        rf"|stuff|news|(?:any |an? |some )?{_KIND}{_ANY})\b(?P<rest>.*)",
    ),
    (Wanted.ANY, rf"(?:do|does|did) (?:any|some) (?:of (?:the|your) )?{_ANY}\b(?P<rest>.*)"),
    (Wanted.LIST, rf"what (?:else )?(?:has|have|did) {_WROTE}"),
    (Wanted.LIST, rf"what (?:else )?{_GOT} (?P<rest>(?:on|about|of|regarding)\b.*)"),
    (Wanted.LIST, rf"(?:which|what) {_ANY} (?:has|have|did) {_WROTE}"),
    (
        Wanted.LIST,
        rf"(?:in )?(?:which|what) (?:of (?:the|your) )?{_KIND}{_ANY}\b(?P<rest>.*)",
    ),
    (
        Wanted.LIST,
        rf"{_SHOW}(?: (?:all|every|any|the|your|of))*"
        rf" (?:{_KIND}{_ANY}|everything|anything)\b(?P<rest>.*)",
    ),
    (
        Wanted.LIST,
        rf"(?:all |the |any )*{_MANY} (?P<rest>(?:about|on|that|which|mention|by|from)\b.*)",
    ),
)
_PLAIN_KIND = re.compile(
    r"\b(?:news|newspaper|new|recent|different|other|more|many|such|single|separate|good|interesting)"
    r"\b ?",
    re.IGNORECASE,
)
_PLAIN = re.compile(  # "stories", "reports" and the like may be those that articles tell of
    rf"\barticles?\b|{_OUTLETS}\s+(?:report|cover|wrote|carr|publish|do you)"
    r"|\b(?:you|we) (?:have|got)\b|\b(?:in )?here\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((wanted, re.compile(pattern, re.IGNORECASE)) for wanted, pattern in _FRAMES)


def collection_request(question: str) -> CollectionRequest | None:
    """What a question asks of the collection; None where it asks for something else."""
    asked = _POLITE.sub("", question.strip(" ?.!"))
    for wanted, pattern in _PATTERNS:
        if match := pattern.fullmatch(asked):
            held = match.groupdict(default="")
            request = _about(wanted, match["rest"], held.get("author", "").strip())
            kind = _PLAIN_KIND.sub("", held.get("kind", "")).strip()
            return replace(request, topic=kind) if kind and not request.topic else request
    return None


def is_of_articles(question: str) -> bool:
    """Whether a question is plainly one about the collection, by what it asks of and for."""
    return bool(_PLAIN.search(question)) and collection_request(question) is not None


def _about(wanted: Wanted, rest: str, author: str) -> CollectionRequest:
    """The request, with what the words behind "articles" say."""
    rest = _TAIL.sub("", rest.strip())
    if passive := _PASSIVE.match(rest):
        return CollectionRequest(wanted, _bare(passive["topic"]), exact=True)
    rest = _HEAD.sub("", rest)
    said = _SAID.match(rest)
    if said is None:
        return CollectionRequest(wanted, _bare(rest), wanted is Wanted.TIMES, author)
    topic = _bare(rest[said.end() :])
    if said["by"] and not author:
        return CollectionRequest(wanted, author=topic)
    if said["of"]:  # a source or a time, which are understood elsewhere
        said = _SAID.search(rest, said.end())
        if said is None:
            return CollectionRequest(wanted, author=author)
        topic = _bare(rest[said.end() :])
    return CollectionRequest(wanted, topic, bool(said["exact"]), author)


def _bare(topic: str) -> str:
    """A topic without the articles before it and the quotation marks around it."""
    return _DETERMINER.sub("", _TAIL.sub("", topic).strip(" \"'“”‘’,")).strip(" \"'“”‘’,")
