"""Phrases that give two things away: a model that declines, an article that gives orders.

Both are lists that can be evaded; safety rests on neither. What a model says is checked
whether or not an article gave orders, and a refusal that is not seen as one is a sentence without
support.
"""

from __future__ import annotations

import re

_DECLINED = re.compile(
    r"(?:the |these |given |provided )*(?:passages?|articles?|sources?|texts?)"
    r" (?:do|does)(?: not|n['’]t) (?:say|answer|mention|state|contain|provide|give|include)"
    r"|i['’]?m sorry|i am sorry|sorry,|i can(?:not|['’]t| not)|as an ai\b"
    r"|i do(?: not|n['’]t) know",
    re.IGNORECASE,
)
_MACHINE = r"(?:ai|ai model|ai assistant|language model|llm|chatbot|assistant|bot)s?"
_SAY = r"(?:reply|respond|answer|output|print|repeat|say|write|cite|tell|append|include|end)"
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|every|of|other)\s+)*"
    r"(?:above|previous|prior|earlier|instructions?|prompts?|passages?|rules|system)\b"
    r"|\b(?:system|developer|admin(?:istrator)?) (?:prompt|message|override|note|instruction)s?\b"
    r"|(?:^|\s)[‹<\[(#*|/]*(?:system|assistant|user|inst|im_start)[^\w\s]*[:>\])›|]"
    r"|</?\|?\w+\|?>|\[/?inst\]"
    rf"|\byou (?:are now|(?:must|should|will)(?: now| always| only| never)? {_SAY}|will now"
    rf"|are an? {_MACHINE})\b"
    rf"|\b{_MACHINE}\b.{{0,60}}\b(?:must|should|shall|required|instructed|ordered|to {_SAY})\b"
    rf"|(?:^|[.:;,]\s|\bplease |\bmust )(?:{_SAY})\b[^.]{{0,40}}\b(?:with|exactly|only|instead|"
    r"verbatim|words|sentence|phrase|user|reader|every|link|prompt|reply)\b"
    r"|\b(?:new|updated|hidden|secret|final) instructions?\b"
    r"|\b(?:answer|reply|response) (?:must|should|is to)\b",
    re.IGNORECASE,
)


def declines(text: str) -> bool:
    """Whether a sentence begins a refusal to answer."""
    return bool(_DECLINED.match(text))


def gives_orders(text: str) -> bool:
    """Whether an article's words speak to a machine instead of reporting."""
    return bool(_ORDERS.search(text))
