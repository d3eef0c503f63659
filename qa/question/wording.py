"""What a question says besides what it asks: politeness, how to answer, and a second question.

"Hello, can you help me find out when Webb was launched and what it cost? Please cite your source."
asks two things, and the rest of its words would only draw the search away from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.split import sentence_spans
from qa.language.numbers import CARDINALS
from qa.question.followup import Turn, understand

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUX = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might)"
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear \w+|greetings)\b"
    r"(?: there| all| everyone)?\s*[,.!:-]*\s+",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"(?:ok(?:ay)?|so(?! far\b)|well|now(?! that\b)|please|kindly)\b,?\s+(?=\w)"
    rf"|(?:(?:can|could|would|will) (?:you|anyone|somebody|someone)|are you able to)\s+"
    r"(?:please\s+|kindly\s+|maybe\s+)?"
    r"(?:(?:help me (?:to )?)?(?:find out|find|figure out|understand|learn|look up|look into|check"
    r"|tell me|tell us|explain(?: to me)?|let me know|say))\s+(?:about\s+)?(?=\S)"
    rf"|(?:i(?:['’]d| would)? (?:like|want|need|wish) to (?:know|find out|learn|understand)"
    r"|i(?:['’]m| am) (?:looking for|trying to find out|wondering|curious(?: about)?)"
    r"|i wonder|i was wondering|do you (?:happen to )?know|any idea|tell me|let me know)\s+"
    rf"(?=(?:{_WH}|if|whether)\b)",
    re.IGNORECASE,
)
_ABOUT_ANSWERING = (
    r"answers?|questions?|yes or no|quick(?:ly)?|short|brief(?:ly)?|explain|eli\d+|tl;?dr|please"
    r"|words?|sentences?|lines?|(?:bullet )?points?|jargon|terms|sources?|articles|texts|documents"
    r"|sorry|bother you|know"
)
_LEAD_IN = re.compile(  # what stands before the question itself and only tells how to answer
    rf"(?=[^:?]*?\b(?:{_ABOUT_ANSWERING})\b[^:?]*?(?::|,| [-–—]))[^:?,]{{2,60}}(?::|,| [-–—])"
    rf"(?: but)?\s+(?=(?:{_WH}|{_AUX})\b)",
    re.IGNORECASE,
)
_NAMES_SOMETHING = re.compile(r"(?<=\S )[A-Z]\w|\d{4}")  # then it says what is asked, not how
_BIDDING = re.compile(
    r"(?:please\s+)?(?:(?:just|simply|briefly)\s+)?(?:as an? [\w ]{3,25}?,? (?=i\b))?"
    r"(?:i need to know|tell|explain|describe|say|write|give|show|list)(?: to)?(?: me| us)?"
    r"(?: like i['’]?m (?:five|\d+))?"
    r"(?: (?:an?|one|the|some|two|three|four|five)(?: [\w-]+){1,3}?"
    r" (?:on|about|of|for|explaining))?"
    rf"\s+(?={_WH}\b)",
    re.IGNORECASE,
)
_REASONS = re.compile(r"(?:list|name|give)(?: me| us)? (?:the |some |\w+ )?reasons (?=why\b)", re.I)
_AND_CITE = re.compile(r",? (?:and|but) (?:please )?(?:quote|cite)\b[^?,]{2,40}$", re.IGNORECASE)
_FEW = ("one", "two", "three", "four", "five", "six")
_COUNTED = re.compile(
    r"[\s,(-]*\b(?:in|(?P<with>with)|using|as)\s+(?:no more than |at most |under |about )?"
    rf"(?P<number>{'|'.join(_FEW)}|\d{{1,3}}) (?:short |simple )?"
    r"(?P<unit>words?|sentences?|lines?|bullet points?|(?(with)bullets|points?)|bullets?)\b[)\s]*",
    re.IGNORECASE,
)
WORDS_A_SENTENCE = 25
_IF = re.compile(rf"(?:if|whether)\s+(?P<subject>\S.*?)\s+(?P<verb>{_AUX})\b", re.IGNORECASE)
_CONDITION = re.compile(rf"^(?:if|whether)\b.*, (?:then )?(?:{_WH}|{_AUX})\b", re.IGNORECASE)
_THANKS = re.compile(
    r"[\s,.!?-]*\b(?:please|pls|thanks(?: a lot| in advance)?|thank you(?: very much)?|cheers)"
    r"\s*[.!]*$",
    re.IGNORECASE,
)
_BRIEF = re.compile(
    r"[\s,(-]*\b(?:briefly|in brief|in short(?=\s*(?:[,?.!:]|$))|in a nutshell"
    r"|(?:keep it|be|make it) (?:short|brief)"
    r"|(?:in|with|using) (?:a|one|1) (?:single )?(?:sentence|line|word)|short answer(?: only)?)"
    r"\b[)\s]*",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:short|brief|concise)(?:,? (?:and|but) [\w-]+)? (?:answers?|reply|version|summary|one"
    r"|explanation|please)\b[^?]*$|(?:^|[?.!,])\s*(?:short|brief|concise)\s*[.!]*$",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"[\s,(-]*\b(?:in (?:full )?detail|at length|as fully as possible|with all (?:the )?details)"
    r"\b[)\s]*",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"[\s,(-]*\b(?:in (?:simple|plain|easy|everyday|your own|layman['’]?s) (?:words|terms|language"
    r"|english)|for (?:a )?(?:child|beginners?|dummies)|with (?:a )?(?:quotes?|quotations?|sources?"
    rf"|citations?|references?)|step by step please)\b[)\s]*(?=[?.!,]|$|{_WH}\b)",
    re.IGNORECASE,
)
_ORDER = re.compile(  # a sentence that says how to answer
    r"(?:please\s+)?(?:answer|reply|respond|cite|quote|give|include|provide|use|keep|write|add|show"
    r"|name|mention|explain|be)\b[^?]*\b(?:quotes?|quotations?|sources?|citations?|references?"
    r"|short|brief|concise|words?|sentences?|bullets?|bullet points|language|detail(?:s|ed)?"
    r"|simple|english|honest|precise|exact|dates?|in [a-z]+(?:ese|ish|an|ench|ic))\b[^?]*[.!]?$",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(rf"(?P<one>{_WH}),? (?:and|or) (?P<two>{_WH}) (?=\w)", re.IGNORECASE)
_JOINT = re.compile(rf",? (?:and|but|or)(?: also)? (?={_WH}\b)", re.IGNORECASE)
_BEGINS = re.compile(rf"(?:(?:in|at|on|by|from|to|for|since) )?(?:{_WH}|{_AUX})\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:between|whether|both|know|sure|clear|explain\w*|said|says|say)\b", re.I)
_LEAST_WORDS = 3  # of the first question, so that it can be asked alone
_MOST_PARTS = 3
_BRIEFLY, _FULLY = 1, 6  # sentences


@dataclass(frozen=True, slots=True)
class Wording:
    """A question without what it says besides.

    Attributes:
        question: what it asks.
        most: sentences that the answer is wanted in; None where it does not say.
    """

    question: str
    most: int | None = None


def plain_wording(question: str) -> Wording:
    """A question as typed, without greetings, politeness and orders how to answer.

    What is left of it is never nothing: a question that is all politeness stays as it is.
    """
    sentences = _sentences(question)
    kept = [part for part in sentences if not _ORDER.fullmatch(part.strip())]
    most = _wanted(question)
    text = _AND_CITE.sub("", " ".join(kept or sentences))
    for pattern in (_BRIEF, _COUNTED, _FULL, _MANNER):
        text = _without(text, pattern)
    before = ""
    while before != text:
        before = text
        text = _without_lead_in(text)
        text = _GREETING.sub("", text, count=1) if _GREETING.match(text) else text
        text = _ASKING.sub("", text, count=1) if _ASKING.match(text) else text
        text = _THANKS.sub("", text)
    text = _direct(text.lstrip(" :,;-–—"))
    if len(text.split()) < 2:
        return Wording(question, most)
    if text != question and "?" in question and not text.endswith("?"):
        text = text.rstrip(" .,!") + "?"
    return Wording(text[0].upper() + text[1:] if question[:1].isupper() else text, most)


def parts_of(question: str) -> tuple[str, ...]:
    """The questions that one consists of, each standing alone; () where it is one.

    "When was Webb launched and what did it cost?" is two, and so is "When and where was he born?".
    """
    asked = [part for part in _sentences(question) if part.endswith("?") or _BEGINS.match(part)]
    found = [piece for part in asked for piece in _clauses(part)]
    if not 2 <= len(found) <= _MOST_PARTS:
        return ()
    alone: list[str] = []
    for piece in found:
        alone.append(understand(piece, [Turn(one) for one in alone]).question)
    return tuple(dict.fromkeys(alone)) if len(set(alone)) > 1 else ()


def _sentences(question: str) -> list[str]:
    return [question[start:end] for start, end in sentence_spans(question)]


def _clauses(sentence: str) -> list[str]:
    """The questions of a sentence, each with its own mark."""
    bare = sentence.rstrip(" ?.!")
    both = _TWO_WORDS.match(bare)
    if both:
        rest = bare[both.end() :]
        return [f"{both['one']} {rest}?", f"{both['two'].capitalize()} {rest}?"]
    if not _BEGINS.match(bare):
        return [sentence]
    pieces = [bare]
    for joint in reversed(list(_JOINT.finditer(bare))):
        first, second = pieces[0][: joint.start()], pieces[0][joint.end() :]
        if len(first.split()) >= _LEAST_WORDS and not _BOTH.search(first):
            pieces[:1] = [first, second]
    return [f"{piece[0].upper()}{piece[1:]}?" for piece in pieces]


def _without_lead_in(text: str) -> str:
    """A question without what goes before it, where that names nothing; orders likewise."""
    lead = _LEAD_IN.match(text)
    if lead and not _NAMES_SOMETHING.search(lead[0]):
        return text[lead.end() :]
    bidding = _REASONS.match(text) or _BIDDING.match(text)
    return text[bidding.end() :] if bidding else text


def _wanted(question: str) -> int | None:
    counted = _COUNTED.search(question)
    if counted:
        number = CARDINALS.get(counted["number"].casefold()) or int(counted["number"])
        words = counted["unit"].casefold().startswith("word")
        return max(1, number // WORDS_A_SENTENCE if words else number)
    if _BRIEF.search(question) or _SHORT.search(question):
        return _BRIEFLY
    return _FULLY if _FULL.search(question) else None


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text without what a pattern finds, its words still apart and its end still there."""
    made = pattern.sub(" ", text).strip()
    made = re.sub(r"\s+(?=[?.!,])|^[,.\s]+", "", re.sub(r"\s+", " ", made))
    return re.sub(r"([?!.])[?!.]+$", r"\1", made)


def _direct(text: str) -> str:
    """A question that was told as "whether it is" asked as "is it"."""
    if _CONDITION.search(text):  # "If he is convicted, can he run?"
        return text
    told = _IF.match(text)
    if told:
        return f"{told['verb']} {told['subject']}{text[told.end() :]}"
    return re.sub(r"^(?:if|whether) (?=[^,]+$)", "Is it true that ", text, flags=re.IGNORECASE)
