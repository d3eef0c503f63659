from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest

from index.article import Passage
from qa.answer import Hit
from qa.evidence.confidence import confidence_by_words
from qa.evidence.reader import load_reader
from qa.evidence.rerank import Reranked, RerankSettings, rerank, worded
from qa.evidence.scores import PassageScores
from tests.conftest import article
from tests.qa.evidence.scoring import scored

SETTINGS = RerankSettings(passages=2, mass=1.0, relevance=0.0, retrieval=0.0)
TEXTS = ("The film is long. Squid won.", "Prizes\n\nNobody came. Nobody stayed.", "Never read.")


@dataclass
class Told:
    """A reader that finds what it is told at the words it is told of, and notes what it read."""

    worth: Mapping[str, float]
    relevance: float = 0.0
    read_texts: list[str] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        self.read_texts += [text for _, text in passages]
        return [self._scores(text) for _, text in passages]

    def _scores(self, text: str) -> PassageScores:
        found = list(re.finditer(r"\S+", text))
        words = [match.group() for match in found]
        pieces = np.array([match.span() for match in found])
        tokens = np.full((len(words), 4), -50.0, dtype=np.float32)
        for place, word in enumerate(words):
            if word in self.worth:
                tokens[place, :2] = self.worth[word] / 2
        return PassageScores(text, pieces, tokens, 0.0, 0.0, self.relevance)


def reranked(reader: Told, settings: RerankSettings = SETTINGS) -> Reranked:
    hits = []
    for number, text in enumerate(TEXTS):
        of = article(text, article_id=f"{number}")
        hits.append(
            Hit(Passage(number, of.id, of.version, 0, len(text), text), of, 1.0 / (1 + number))
        )
    return rerank("What won?", hits, reader, settings)


def test_sentences_come_by_what_their_spans_are_worth() -> None:
    reader = Told({"Squid": 4.0, "Nobody": 2.0})
    found = reranked(reader)
    assert [s.text for s in found.sentences][:2] == ["Squid won.", "Nobody came."]
    best = found.sentences[0]
    assert best.hit.article.text[best.span.start : best.span.end] == "Squid"
    assert best.span.margin == 4.0
    assert round(best.score, 3) == round(best.mass, 3) == 4.0


def test_only_the_best_passages_are_read_and_the_rest_stay_behind() -> None:
    reader = Told({"Nobody": 5.0, "Squid": 1.0})
    found = reranked(reader)
    assert reader.read_texts[:2] == list(TEXTS[:2])
    assert TEXTS[2] not in reader.read_texts
    assert [hit.article.id for hit in found.hits] == ["1", "0", "2"]
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_the_best_sentences_are_read_alone_and_lead_where_they_answer_so() -> None:
    text = (
        "Erik Lund, who had led the city for 18 years, stepped down on 18 October. "
        "Ana Torres cut the ribbon and opened the harbour bridge in May."
    )
    of = article(text, title="Who opened the harbour bridge")
    hit = Hit(Passage(0, of.id, of.version, 0, len(text), text), of, 1.0)
    question = "Who opened the harbour bridge?"
    first, second = rerank(question, [hit], load_reader(), RerankSettings()).sentences
    assert first.text.startswith("Ana Torres")
    assert first.alone > 0 > second.alone

    one = replace(RerankSettings(), sentences=1)
    assert len({s.alone for s in rerank(question, [hit], load_reader(), one).sentences}) == 1


def test_a_heading_is_never_quoted() -> None:
    found = reranked(Told({"Prizes": 9.0}))
    assert "Prizes" not in [s.text for s in found.sentences]


def test_what_the_passage_is_worth_counts_by_the_settings() -> None:
    reader = Told({"Squid": 1.0, "Nobody": 1.5}, relevance=2.0)
    by_place = reranked(reader, replace(SETTINGS, retrieval=3.0))
    assert by_place.sentences[0].text == "Squid won."
    plain, raised = reranked(reader), reranked(reader, replace(SETTINGS, relevance=0.5))
    assert round(raised.sentences[0].score - plain.sentences[0].score, 3) == 1.0


def test_nothing_found_stays_nothing() -> None:
    reader = Told({})
    found = rerank("What won?", [], reader, SETTINGS)
    assert (found.hits, found.sentences, reader.read_texts) == ((), (), [])


def test_questions_in_other_scripts_are_judged_by_the_words_they_share() -> None:
    texts = (
        "An article in English.",
        "林登市议会周二批准新建图书馆。议员鲁思说，大楼将耗资一千四百万英镑。",
        "市长周五开放了新桥。",
    )
    hits = []
    for number, text in enumerate(texts):
        of = article(text, article_id=f"{number}")
        hits.append(Hit(Passage(number, of.id, of.version, 0, len(text), text), of, 1.0))
    reader = Told({})
    found = rerank("大楼耗资多少英镑？", hits, reader, RerankSettings())
    assert reader.read_texts == []
    assert found.sentences[0].text == "议员鲁思说，大楼将耗资一千四百万英镑。"
    assert found.hits[0].article.id == "1"
    assert all(s.hit.article.text[s.start : s.end] == s.text for s in found.sentences)
    verdict = confidence_by_words(found.sentences)
    assert verdict.refusal is None
    assert 0 < verdict.confidence <= 0.5  # never called high
    other = rerank("机场在哪里？", hits, reader, RerankSettings())
    assert confidence_by_words(other.sentences).refusal
    assert confidence_by_words(()).refusal


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Who won the 2021 cup?", "Who won the cup?"),
        ("Who won the cup in 2021?", "Who won the cup?"),
        ("Who was 2021's best player?", "Who was best player?"),
        ("Who won the cup in 2020?", "Who won the cup in 2020?"),
        ("Who owns the 2021-built ferry?", "Who owns the 2021-built ferry?"),
        ("What in 2021?", "What in 2021?"),
    ],
)
def test_a_report_need_not_name_its_own_year(question: str, read: str) -> None:
    said = replace(article("Ulm won."), title="Late cup", published=date(2021, 5, 3))
    hit = scored("Ulm won.", 1.0, said).hit
    assert worded(question, hit) == read
    assert worded(question, replace(hit, article=replace(said, published=None))) == question
    assert worded(question, replace(hit, article=replace(said, title="Cup of 2021"))) == question
