from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.article import Passage
from qa.answer import Hit
from qa.evidence.rerank import Reranked, RerankSettings, rerank
from tests.conftest import article

SETTINGS = RerankSettings(in_context=2, untitled_weight=0.5, retrieval_weight=0.0)
HEADLINE = "Squid wins six of the prizes"
TEXT = "The film is long. Squid won. Nobody came at all."


@dataclass
class Told:
    """A scorer that says what it is told, 0 else, and notes what it was asked."""

    scores: Mapping[str, float]
    asked: list[str] = field(default_factory=list)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked.extend(texts)
        return [self.scores.get(text, 0.0) for text in texts]


def reranked(
    scores: Mapping[str, float], settings: RerankSettings, title: str = HEADLINE
) -> tuple[Reranked, Told]:
    of = article(TEXT, title=title)
    scorer = Told(scores)
    hit = Hit(Passage(0, of.id, of.version, 0, len(TEXT), TEXT), of, 1.0)
    return rerank("What won?", [hit], scorer, settings, lambda words: [1.0] * len(words)), scorer


def texts(found: Reranked) -> list[str]:
    return [sentence.text for sentence in found.sentences]


def test_a_sentence_that_answers_itself_goes_before_one_whose_headline_does() -> None:
    scores = {
        f"{HEADLINE}. The film is long.": 3.0,
        f"{HEADLINE}. Squid won.": 2.0,
        f"{HEADLINE}. The film is long. Squid won.": 2.0,
        "The film is long.": -4.0,
        "The film is long. Squid won.": 1.0,
    }
    by_title, _ = reranked(scores, replace(SETTINGS, untitled_weight=0.0))
    assert texts(by_title)[:2] == ["The film is long.", "Squid won."]
    found, _ = reranked(scores, SETTINGS)
    assert texts(found)[:2] == ["Squid won.", "The film is long."]
    assert [s.score for s in found.sentences] == [5.0, 3.0, 0.0]  # 2 + (-1 + 7) / 2, 3, 0
    assert found.hits[0].score == 5.0


def test_only_the_best_are_scored_again_and_those_stay_in_front() -> None:
    scores = {
        f"{HEADLINE}. The film is long.": 3.0,
        f"{HEADLINE}. Squid won.": 2.0,
        "The film is long.": -9.0,
    }
    found, scorer = reranked(scores, SETTINGS)
    assert texts(found)[-1] == "Nobody came at all."
    again = ["The film is long.", "The film is long. Squid won.",
             f"{HEADLINE}. The film is long. Squid won."]  # fmt: skip
    assert scorer.asked[3:] == again


def test_a_title_that_only_names_or_repeats_the_question_stays() -> None:
    for title in ("Squid", "What was it that won?"):
        found, scorer = reranked({f"{title}. The film is long.": 3.0}, SETTINGS, title)
        assert all(text.startswith(title) for text in scorer.asked)
        assert texts(found)[0] == "The film is long."


def test_a_sentence_behind_another_gains_half_of_what_that_adds() -> None:
    scores = {f"{HEADLINE}. Squid won.": 2.0, f"{HEADLINE}. The film is long. Squid won.": 6.0}
    found, _ = reranked(scores, replace(SETTINGS, untitled_weight=0.0))
    assert (found.sentences[0].context, found.sentences[0].score) == (2.0, 4.0)


def test_nothing_found_stays_nothing() -> None:
    scorer = Told({})
    found = rerank("What won?", [], scorer, SETTINGS, lambda words: [1.0] * len(words))
    assert (found.hits, found.sentences, scorer.asked) == ((), (), [])
