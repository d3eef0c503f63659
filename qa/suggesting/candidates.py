"""Questions made from an article's sentences: candidates, each with the place that answers it.

Words that stand in the article become a question, so that it is in the article's own English.
Whether the index answers it must be seen by asking: see `qa.suggesting.suggestions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from index.article import Article
from index.split import sentence_spans
from qa.language.bylines import dateline_end
from qa.language.parsing import parse_all
from qa.language.quotations import find_quotations
from qa.language.words import STOP_WORDS, words
from qa.suggesting.clauses import of_clause
from qa.suggesting.people import of_names, read_names, topic_of

LONGEST = 100  # characters of a question
_READ = 6_000  # characters of an article that are looked at
_MOST_PARSED = 16  # sentences: each takes some milliseconds
_MOST_WORDS = 15
_SENTENCE = (25, 260)  # characters
_ALLOWED = re.compile(r"[A-ZÀ-ž][0-9A-Za-zÀ-ž ,.'’&$£€%–-]*\?")
_TASTELESS = frozenset(
    "rape raped rapist porn pornography suicide incest genitals molested".split()
)
# words that point out of the sentence: a question with one of them does not stand alone
_POINTING = frozenset(
    "he him his she her hers it its they them their theirs we us our i me my you your this"
    " these those that here there who whom whose which himself herself itself themselves"
    " today yesterday tomorrow tonight ago earlier later now recently recent latest last next"
    " former latter same such another other others also too however meanwhile instead so".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the place of an article that answers it.

    Attributes:
        question: stands alone, at most 100 characters, ends in "?".
        kind: what made it: "said", "who", "what", "why", "when", "where", "many" or "did".
        article_id: of the article.
        start, end: characters of its text, end exclusive.
    """

    question: str
    kind: str
    article_id: str
    start: int
    end: int


def candidates(article: Article) -> list[Candidate]:
    """The questions that an article's beginning yields, in the order they stand.

    Nothing comes of an article that is not in English; all are `presentable`.
    """
    if not is_english(article.text):
        return []
    text = article.text[:_READ]
    spans = [span for span in sentence_spans(text) if _may_be_asked(text, *span)][:_MOST_PARSED]
    parses = list(parse_all(folded(text[start:end]) for start, end in spans))
    quotations = find_quotations(text)
    names = read_names(article.title, text, parses, {said.speaker for said in quotations})
    made: list[Candidate] = []
    for number, (parsed, (start, end)) in enumerate(zip(parses, spans, strict=True)):
        found = [*of_names(names, parsed, first=number < 2), *of_clause(names, parsed)]
        made += [Candidate(question, kind, article.id, start, end) for kind, question in found]
    for said in quotations:
        first, last = min(said.start, said.said_start), max(said.end, said.said_end)
        if (speaker := names.full_name(said.speaker)) in names.persons:
            near = text[said.start : said.end]
            for topic in islice(topic_of(names, near, speaker, direct=said.direct), 1):
                question = f"What did {speaker} say about {topic}?"
                made.append(Candidate(question, "said", article.id, first, last))
    unique = {c.question: c for c in reversed(made) if presentable(c.question)}
    return sorted(unique.values(), key=lambda c: (c.start, c.question))


def _may_be_asked(text: str, start: int, end: int) -> bool:
    """Whether a sentence is the first, or names something, and is neither short nor long."""
    sentence, (low, high) = folded(text[start:end]), _SENTENCE
    named = start == 0 or re.search(r"\s[A-Z]\w", sentence)
    return low <= len(sentence) <= high and sentence.endswith(".") and bool(named)


def presentable(question: str) -> bool:
    """Whether a question may be shown: short, plain, neither shouted nor distasteful."""
    said = words(question)
    loud = [word for word in re.findall(r"[^\W\d_]+", question) if len(word) > 5 and word.isupper()]
    return bool(
        len(question) <= LONGEST
        and _ALLOWED.fullmatch(question)
        and 3 <= len(said) <= _MOST_WORDS
        and not loud
        and not _POINTING & set(said[1:])
        and not _TASTELESS & set(said)
        and max(map(len, said)) <= 24
    )


def is_english(text: str) -> bool:
    """Whether the beginning of a text looks like English prose: enough of its commonest words."""
    said = words(text[:1_500])
    return len(said) >= 8 and sum(word in STOP_WORDS for word in said) >= 0.22 * len(said)


def folded(sentence: str) -> str:
    """A sentence in one line, without the place and agency ahead of it."""
    line = " ".join(sentence.split())
    line = re.sub(r" (?=[,.;:)’'])|(?<=\() ", "", line)  # texts that come as tokens
    line = re.sub(r"(\d), (?=\d{4}\b)", r"\1 ", line)  # "May 3, 2021": no comma of a clause
    return line[dateline_end(line) :]
