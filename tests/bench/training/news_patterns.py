"""What people ask of persons, bodies, places and things, and how news tells it in so many words."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions about x.

    Attributes:
        kind: what x is: PERSON, ORG, GPE (spaCy's names) or THING.
        questions: with `{x}`.
        words: a pattern; where a passage has none of it, it answers none of the questions.
    """

    kind: str
    questions: tuple[str, ...]
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A pattern with groups `x`, `answer` and perhaps `role`, and questions that it answers."""

    pattern: re.Pattern[str]
    questions: tuple[str, ...]


def _asked(kind: str, questions: str, words: str) -> Asked:
    return Asked(kind, tuple(questions.split("|")), re.compile(words, re.IGNORECASE))


def _told(questions: str, *pattern: str) -> Told:
    return Told(re.compile("".join(pattern)), tuple(questions.split("|")))


_PERSON, _ORG, _GPE, _THING = "PERSON", "ORG", "GPE", "THING"

ASKED: tuple[Asked, ...] = (
    _asked(_PERSON, "How old is {x}?|What is {x}'s age?", r"year|aged|born|, \d\d[,.)]|\bage"),
    _asked(
        _PERSON,
        "Who is {x}'s wife?|Who is {x} married to?|What is the name of {x}'s husband?",
        r"wife|husband|spouse|marri|partner|widow|wed",
    ),
    _asked(
        _PERSON,
        "Where was {x} born?|Where does {x} come from?",
        r"\bborn|native|hometown|grew up|raised|birth|from ",
    ),
    _asked(
        _PERSON,
        "When was {x} born?|What is {x}'s date of birth?",
        r"\bborn|birth|year-old|aged",
    ),
    _asked(
        _PERSON,
        "How many children does {x} have?|What are the names of {x}'s children?",
        r"child|\bsons?\b|daughter|\bkids?\b|father|mother|parent|dad|mum",
    ),
    _asked(
        _PERSON,
        "Where did {x} study?|Which university did {x} attend?|What did {x} study?",
        r"universit|college|school|stud|graduat|degree|alum",
    ),
    _asked(
        _PERSON,
        "How much does {x} earn?|What is {x}'s salary?|What is {x}'s net worth?",
        r"salar|\bpa(?:y|id)|earn|worth|[$£€]|million|income|fee",
    ),
    _asked(_PERSON, "How tall is {x}?", r"tall|feet|foot|\bft\b|met(?:re|er)|inch|height|cm"),
    _asked(
        _PERSON,
        "When did {x} die?|How did {x} die?|What did {x} die of?",
        r"\bdie|dead|death|kill|funeral|passed|murder|shot|late ",
    ),
    _asked(
        _PERSON,
        "Which party does {x} belong to?",
        r"party|democrat|republican|labour|conservative|tory|liberal|green|socialist",
    ),
    _asked(
        _PERSON,
        "Who is {x}'s lawyer?",
        r"lawyer|attorney|counsel|solicitor|barrister|represent",
    ),
    _asked(
        _PERSON,
        "Who is {x}'s mother?|Who is {x}'s father?|Who are {x}'s parents?",
        r"mother|father|parent|\bson\b|daughter|dad|mum|mom",
    ),
    _asked(
        _PERSON,
        "Who is {x}'s brother?|Does {x} have a sister?",
        r"brother|sister|sibling|twin",
    ),
    _asked(
        _PERSON,
        "What car does {x} drive?|What is {x}'s favourite food?|What breed is {x}'s dog?"
        "|What is {x}'s phone number?|What religion is {x}?",
        r"\bcar\b|drive|favou?rite|\bdogs?\b|phone|relig|church|muslim|christian|catholic|jew",
    ),
    _asked(
        _PERSON,
        "Who did {x} replace?|Who succeeded {x}?",
        r"replac|succe|predecess|former|took over|step|resign|next|new",
    ),
    _asked(
        _PERSON,
        "Which award did {x} win?|What prize did {x} receive?",
        r"award|prize|medal|won|win|honou?r|trophy|title",
    ),
    _asked(
        _ORG,
        "Who is the chief executive of {x}?|Who runs {x}?",
        r"chief|CEO|\bhead|boss|president|director|chair|led |lead|run",
    ),
    _asked(
        _ORG,
        "When was {x} founded?|Who founded {x}?",
        r"found|establish|creat|start|launch|since|form|set up|began|born",
    ),
    _asked(
        _ORG,
        "Where is {x} based?|Where are the headquarters of {x}?",
        r"based|headquarter|\boffices?\b|located|home",
    ),
    _asked(
        _ORG,
        "How many people does {x} employ?|How many employees does {x} have?",
        r"employ|staff|worker|jobs?\b|people|members",
    ),
    _asked(
        _ORG,
        "How much profit did {x} make?|What was the revenue of {x}?|What is {x} worth?",
        r"revenue|profit|sales|earn|billion|million|worth|valu|loss|[$£€]",
    ),
    _asked(_GPE, "What is the capital of {x}?", r"capital"),
    _asked(
        _GPE,
        "What is the population of {x}?|How many people live in {x}?",
        r"population|people|million|inhabit|resident|live",
    ),
    _asked(
        _GPE,
        "Who is the president of {x}?|Who is the prime minister of {x}?|Who is the mayor of {x}?",
        r"president|premier|minister|mayor|leader|govern|chancellor|king|queen",
    ),
    _asked(
        _GPE,
        "What is the currency of {x}?|Which language is spoken in {x}?",
        r"currenc|dollar|euro|pound|yen|rupee|language|speak|spoke|peso|ruble",
    ),
    _asked(
        _GPE,
        "How far is {x} from the capital?|How big is {x}?|What is the weather like in {x}?",
        r"miles?|kilomet|\bkm\b|distance|square|size|weather|rain|temperature|storm|sun",
    ),
    _asked(
        _THING,
        "How much did {x} cost?|What is the price of {x}?|Who paid for {x}?",
        r"\bcosts?\b|price|[$£€]|\bpa(?:y|id)|worth|million|billion|budget|fund|dollar|fee|financ",
    ),
    _asked(
        _THING,
        "Who designed {x}?|Who built {x}?|When was {x} built?",
        r"design|buil|architect|construct|complet|creat|made|erect|develop|open",
    ),
    _asked(
        _THING,
        "What colour is {x}?",
        r"colou?r|red|blue|green|white|black|yellow|brown|gr[ae]y|orange|pink",
    ),
    _asked(
        _THING,
        "How long is {x}?|How heavy is {x}?|How tall is {x}?",
        r"\blong|feet|foot|met(?:re|er)|miles?|hours?|minutes?|weigh|\btons?|kilo|pound|tall|high"
        r"|days?|weeks?|inch",
    ),
    _asked(
        _THING,
        "Who owns {x}?|Who invented {x}?",
        r"own|invent|belong|bought|sold|purchas|discover|create",
    ),
)

_NAME = r"[A-Z][\w’'-]+(?: (?:de |von |van |bin |al-)?[A-Z][\w’'-]+){1,2}"
_MONEY = r"[$£€]\d[\d.,]*(?: (?:thousand|million|billion|trillion))?"
_PLACE = r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)?"

TOLD: tuple[Told, ...] = (
    _told("How old is {x}?|What is {x}'s age?", rf"(?P<x>{_NAME}), (?P<answer>\d\d), "),
    _told("How old is {x}?", rf"(?P<answer>\d\d)-year-old (?P<x>{_NAME})"),
    _told(
        "Who is {x}'s {role}?|What is the name of {x}'s {role}?",
        rf"(?P<x>{_NAME})(?:'s|’s) (?P<role>wife|husband|mother|father|brother|sister|son|daughter",
        r"|lawyer|attorney|manager|spokes(?:man|woman|person)|coach|agent|partner),? ",
        rf"(?P<answer>{_NAME})",
    ),
    _told(
        "Where was {x} born?",
        rf"(?P<x>{_NAME}) was born (?:\w+ ){{0,5}}in (?P<answer>{_PLACE})",
    ),
    _told(
        "Who is the {role} of {x}?",
        rf"(?P<answer>{_NAME}), (?:the |a |an )?(?P<role>(?:[a-z-]+ ){{0,2}}(?:director",
        r"|chief executive|head|president|chairman|professor|spokes(?:man|woman|person)|leader",
        rf"|mayor|founder|editor|manager)) (?:of|at|for) (?P<x>(?:the )?{_NAME})",
    ),
    _told(
        "Who is the {role} of {x}?|Who is {x}'s {role}?",
        rf"(?P<x>{_PLACE})(?:'s|’s) (?P<role>president|prime minister|foreign minister",
        r"|finance minister|defense minister|chancellor|leader|king|queen|mayor|chief executive",
        rf"|CEO|capital),? (?P<answer>{_NAME})",
    ),
    _told(
        "Who is the {x} {role}?",
        rf"(?P<x>{_PLACE}|U\.S\.|British|French|German|Russian|Chinese|Israeli) (?P<role>President",
        r"|Prime Minister|Foreign Minister|Defense Secretary|Secretary of State|Chancellor|Mayor",
        rf"|Gov\.|Governor|Sen\.|coach) (?P<answer>{_NAME})",
    ),
    _told(
        "How much did {x} cost?",
        r"(?P<x>(?:[Tt]he|[Aa]) (?:[a-z-]+ ){1,2}?[a-z]+) (?:cost|costs|costing|is worth|was worth",
        r"|will cost) (?:about |around |nearly |more than |some |up to )?",
        rf"(?P<answer>{_MONEY})",
    ),
    _told(
        "When was {x} founded?",
        rf"(?P<x>{_NAME}),? (?:which )?(?:was )?founded in (?P<answer>\d{{4}})",
    ),
    _told("Where is {x} based?", rf"(?P<answer>{_PLACE})-based (?P<x>{_NAME})"),
    _told(
        "What is the population of {x}?|How many people live in {x}?",
        rf"(?P<x>{_PLACE})(?:'s|’s) population of (?:about |around |nearly )?",
        r"(?P<answer>[\d.,]+(?: million| billion)?)",
    ),
    _told(
        "What did {x} die of?|How did {x} die?",
        rf"(?P<x>{_NAME}) died (?:\w+ ){{0,3}}?(?:of|from) ",
        r"(?P<answer>[a-z ]{4,30}?)(?= in | on | at |[,.])",
    ),
)

ROLES = (
    *"wife husband mother father brother sister lawyer coach spokesman manager founder".split(),
    *"chairman treasurer doctor deputy ambassador".split(),
    *("chief executive", "finance minister", "prime minister", "vice president"),
)
