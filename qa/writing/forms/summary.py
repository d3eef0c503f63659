"""A summary of an article, or of a story that several tell, in exact sentences in their order."""

from __future__ import annotations

import re

from index.article import Article
from qa.language.numbers import CARDINALS
from qa.question.form import Form
from qa.question.periods import named_in
from qa.question.topic import topic_of
from qa.question.wording import WORDS_A_SENTENCE
from qa.writing.citations import Citations
from qa.writing.extractive import Draft
from qa.writing.forms.material import Material
from qa.writing.forms.story_summary import counted, of_its_period, summed_up
from qa.writing.forms.telling import candidates, most_telling

_USUAL, _LEAST, _MOST = 6, 1, 8  # sentences
_FEW = 4  # sentences that may stand whatever share of a short article they are
_BRIEF, _LONG = 4, 7
_SHARE, _LENGTH = 0.4, 0.45  # of an article's sentences, and of its characters, at most
_ARTICLES = 4  # looked at to find the one meant
_ABOUT = 0.0  # a logit: from it an article is about what is asked
_LEAD = 400  # characters of it that are read to tell: fewer may leave out whom it is about
_NEAREST = 2.0  # logits that the article nearest to the whole question is ahead of others
_ONE_ARTICLE = re.compile(
    r"\b(?:articles?|piece|explainer|report|feature|review|interview|column|text|post|essay)\b"
    r"|[“\"][^”\"]{12,}[”\"]",
    re.IGNORECASE,
)
_NUMBERS = {word: number for number, word in enumerate(tuple(CARDINALS)[:11])}
_NUMBERS |= {"a": 1, "couple": 2, "few": 4}
_COUNT = re.compile(
    r"\b(?:in|in about|with|just|only|under|most|than|or|a)"
    rf" (\d+|{'|'.join(_NUMBERS)})[ -](?:(?:short|single|of) )?(?:sentence|line|bullet|(word))s?\b",
    re.IGNORECASE,
)
_BRIEFLY = re.compile(
    r"\b(?:(?:brief|short|quick|concise)(?:ly|er)?|nutshell|tl;?dr|gist)\b(?! (?:me|us)\b)",
    re.IGNORECASE,
)
_AT_LENGTH = re.compile(
    r"\b(?:in (?:full|(?:\w+ )?detail)|at length|(?:detailed|thorough|long|longer|full) (?:summary"
    r"|recap|overview|account|version)|thoroughly|everything)\b",
    re.IGNORECASE,
)


class SummaryWriter:
    """Writes the sentences that together say most of what an article says, or several of one story.

    A story is summed up where the question does not ask for one article and several tell of it.
    """

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where no article is about what is to be summed up."""
        # how long is told by the words as they were typed: what is asked holds them no more
        topic = topic_of(material.question).text or material.question
        wanted = sentences_wanted(material.query.question)
        if not _ONE_ARTICLE.search(material.question):
            story = summed_up(topic, wanted, material)
            if story:
                return story
        chosen = _chosen(material, topic)
        if chosen is None:
            return None
        article, sureness = chosen
        found = candidates(article)
        if not found:
            return None
        few = min(wanted, _FEW, max(len(found) // 2, _LEAST))
        most = max(few, min(wanted, int(_SHARE * len(found))))
        taken = most_telling(found, f"{topic} {article.title}", material.index, most)
        long = _LENGTH * len(article.text)
        while len(taken) > few and sum(len(one.text) for one in taken) > long:
            taken = taken[:-1]
        citations = Citations()
        written = tuple(
            citations.quoted(article, one.start, one.end)
            for one in sorted(taken, key=lambda one: one.start)
        )
        headline = f"“{' '.join(article.title.split())}” in {counted(len(written))}"
        return Draft(
            written, citations.all(), form=Form.SUMMARY, headline=headline, confidence=sureness
        )


def sentences_wanted(question: str) -> int:
    """How many sentences a question asks for."""
    if match := _COUNT.search(question):
        number = int(match[1]) if match[1].isdigit() else _NUMBERS[match[1].casefold()]
        return max(_LEAST, min(number // WORDS_A_SENTENCE if match[2] else number, _MOST))
    if _BRIEFLY.search(question):
        return _BRIEF
    if _AT_LENGTH.search(question):
        return _LONG
    return _USUAL


def _chosen(material: Material, topic: str) -> tuple[Article, float] | None:
    """The article meant, and how sure it is, 0 to 1; a source that is named comes first."""
    hits = [*material.reading.hits[:2], *of_its_period(material).search(topic, 2 * _ARTICLES)]
    articles = list({hit.article.id: hit.article for hit in hits}.values())[: 2 * _ARTICLES]
    sources = named_in(material.question, material.query.today, material.index.sources()).sources
    named = [a for a in articles if a.source in sources] or articles
    named = named[:_ARTICLES]
    if not named:
        return None
    scores = material.reader.score(topic, [f"{a.title}. {a.text[:_LEAD]}" for a in named])
    nearest = [score + _NEAREST / (1 + place) for place, score in enumerate(scores)]
    best = max(range(len(named)), key=nearest.__getitem__)
    if scores[best] >= _ABOUT:
        return named[best], min(0.9, 0.6 + scores[best] / 20)
    # what the beginning does not tell of, a passage may answer
    evidence = material.evidence
    if evidence.verdict.refusal:
        return None
    return evidence.sentences[0].hit.article, evidence.verdict.confidence
