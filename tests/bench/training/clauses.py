"""Questions that a parsed sentence answers: its subject asked for, or when and where it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token  # type: ignore[import-not-found,unused-ignore]

_VERBS = ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG")
_SUBJECT = {
    "PERSON": "Who",
    "NORP": "Who",
    "ORG": "Which organisation",
    "GPE": "Which country or city",
}
_ADJUNCT = {"DATE": "When", "TIME": "When", "GPE": "Where", "LOC": "Where", "FAC": "Where"}
_PLACED = ("in", "at", "near")
_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_LENGTH = range(8, 33)  # tokens of a sentence
_LONGEST_SUBJECT = 8


def questions_of(sentence: Span) -> Iterator[tuple[str, tuple[int, int]]]:
    """Questions with the characters of the document that answer them.

    Only of plain sentences: one main clause, nothing quoted, a noun for its subject.
    """
    root = sentence.root
    if root.tag_ not in _VERBS or len(sentence) not in _LENGTH or re.search('["“]', sentence.text):
        return
    if any(child.dep_ in ("conj", "ccomp", "parataxis") for child in root.children):
        return
    subjects = (child for child in root.children if child.dep_ in ("nsubj", "nsubjpass"))
    subject = next(subjects, None)
    if subject is None or subject.pos_ == "PRON":
        return
    name = sentence.doc[subject.left_edge.i : subject.right_edge.i + 1]
    if len(name) > _LONGEST_SUBJECT:
        return
    yield from _of_subject(sentence, name)
    if root.lemma_ != "be":
        yield from _of_adjuncts(sentence, name)


def _of_subject(sentence: Span, name: Span) -> Iterator[tuple[str, tuple[int, int]]]:
    """Who or which body did what the rest of the sentence says."""
    tail = sentence.doc[name.end : sentence.end].text.strip(" .?!,\n")
    word = _SUBJECT.get(next((entity.label_ for entity in name.ents), ""))
    if word and tail:
        yield f"{word} {tail}?", (name.start_char, name.end_char)


def _of_adjuncts(sentence: Span, name: Span) -> Iterator[tuple[str, tuple[int, int]]]:
    """When and where it was, of entities behind the verb that belong to it."""
    root = sentence.root
    for entity in sentence.ents:
        head = entity.root.head
        belongs = head == root or (head.dep_ == "prep" and head.head == root)
        word = _ADJUNCT.get(entity.label_)
        if entity.start <= root.i or not belongs or not word:
            continue
        if word == "Where" and head.lower_ not in _PLACED:
            continue
        asked = _inverted(word, root, name)
        if asked:
            cut = head.i if head.dep_ == "prep" else entity.root.left_edge.i
            before = sentence.doc[root.i + 1 : min(cut, entity.start)].text
            after = sentence.doc[entity.end : sentence.end].text
            rest = re.sub(r"\s+", " ", f"{before} {after}".strip(" .?!,\n"))
            yield f"{asked} {rest}".rstrip() + "?", (entity.start_char, entity.end_char)


def _inverted(word: str, root: Token, name: Span) -> str | None:
    """The question as far as its verb; None where the verb's form has no plain question."""
    auxiliaries = (c for c in root.children if c.dep_ in ("aux", "auxpass") and c.i >= name.end)
    auxiliary = next(auxiliaries, None)
    if auxiliary is not None:
        return f"{word} {auxiliary.text} {name.text} {root.text}"
    if root.tag_ in _DO:
        return f"{word} {_DO[root.tag_]} {name.text} {root.lemma_}"
    return None
