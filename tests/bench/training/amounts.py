"""How many rows of each kind there are to train on: mixtures, taken one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from tests.bench.training.items import Form

Name = Literal["broad", "human", "hard", "written", "claims", "newest", "everyday", "rivals"]

_EVERYTHING = 100_000


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers of rows at most, and how often each form is trained on.

    Attributes:
        sets: questions on passages of each data set, by its folder.
        not_answered, answered: of them, of the back-translated set.
        other_passages: near-misses of other passages, made of the data sets.
        news_other_passages: likewise, made of questions on news.
        exchanged: near-misses by exchange.
        off_topic, news_off_topic: taken to news, questions of an encyclopedia and of news.
        articles: of news, to make questions on.
        told, not_told: questions made of news, with an answer and without.
        tried: near-misses that the shipped reader is tried on; those that it falls for are taken.
        machine_too: near-misses are made of back-translated questions as well.
        written, written_astray: questions written on news, and of them taken to other passages.
        written_on_wikipedia: questions written on an encyclopedia.
        rivals, rivals_on_wikipedia: questions with an answer, written on news and of the sets of an
            encyclopedia, each with passages that search would set beside its own.
        lists, lists_astray: questions written on news that ask for several things, and of them
            taken to other passages.
        verdicts: questions of yes or no written on news, half of them left open; a quarter as many
            are taken to other passages.
        looked_up_verdicts: such questions of the data sets, all settled; likewise a third.
        written_claims: claims of what was written.
        newest: of what was written, the last rows of the file are taken instead of some by chance.
        checked: claims of the data sets.
        changed: claims made by changing sentences of news.
        shares: of the steps, by form.
    """

    sets: Mapping[str, int]
    not_answered: int
    answered: int
    other_passages: int
    news_other_passages: int
    exchanged: int
    off_topic: int
    news_off_topic: int
    told: int
    not_told: int
    shares: Mapping[Form, float]
    articles: int = 2_600
    tried: int = 0
    machine_too: bool = False
    written: int = 0
    written_astray: int = 0
    written_on_wikipedia: int = 0
    rivals: int = 0
    rivals_on_wikipedia: int = 0
    lists: int = 0
    lists_astray: int = 0
    verdicts: int = 0
    looked_up_verdicts: int = 0
    written_claims: int = 0
    newest: bool = False
    checked: int = _EVERYTHING
    changed: int = 7_000


_SETS = {
    "squad2_train_backtranslated": 70_000,
    "squad_dev_rest": 11_000,
    "squadshifts_new_wiki": 8_000,
    "squadshifts_reddit": 2_000,
    "squadshifts_amazon_reviews": 1_500,
    "nq_oracle": 3_000,
    "qed_dev": 1_300,
    "multispanqa_valid": 700,
    "quoref_part": 1_100,
    "qamr": 5_000,
    "tweetqa": 3_000,
}
# most of them what was written on news; of the rest as much as is needed to forget nothing, and
# more of what is not answered
_WRITTEN = Amounts(
    sets={
        "squad2_train_backtranslated": 30_000,
        "squad_dev_rest": 4_000,
        "squadshifts_new_wiki": 1_500,
        "squadshifts_reddit": 100,
        "nq_oracle": 1_500,
        "qed_dev": 600,
        "multispanqa_valid": 100,
        "quoref_part": 100,
        "qamr": 100,
        "tweetqa": 300,
    },
    not_answered=3_500,
    answered=1_500,
    other_passages=1_200,
    news_other_passages=0,
    exchanged=500,
    off_topic=1_500,
    news_off_topic=0,
    articles=100,
    told=0,
    not_told=0,
    written=9_000,
    written_astray=2_500,
    verdicts=4_400,
    looked_up_verdicts=900,
    written_claims=8_000,
    checked=2_000,
    changed=300,
    shares={"read": 0.73, "check": 0.23, "teach": 0.04},
)
# as those written last, of questions in the words of people who have only heard of a story; more of
# an encyclopedia again, which was read less well after that
_EVERYDAY = replace(
    _WRITTEN,
    sets={
        "squad2_train_backtranslated": 30_000,
        "squad_dev_rest": 5_000,
        "squadshifts_new_wiki": 2_000,
        "nq_oracle": 1_000,
        "qed_dev": 500,
        "multispanqa_valid": 700,
    },
    not_answered=1_800,
    answered=500,
    other_passages=900,
    exchanged=200,
    off_topic=1_200,
    written=4_600,
    written_astray=700,
    written_on_wikipedia=_EVERYTHING,
    lists=4_600,
    lists_astray=500,
    verdicts=2_800,
    looked_up_verdicts=300,
    written_claims=8_500,
    newest=True,
    checked=2_000,
    shares={"read": 0.68, "check": 0.29, "teach": 0.03},
)
MIXTURES: Mapping[Name, Amounts] = {
    # to begin with: as much of everything, human questions two of five
    "broad": Amounts(
        sets=_SETS,
        not_answered=13_000,
        answered=17_000,
        other_passages=6_000,
        news_other_passages=1_000,
        exchanged=5_500,
        off_topic=4_500,
        news_off_topic=1_500,
        told=_EVERYTHING,
        not_told=_EVERYTHING,
        machine_too=True,
        shares={"read": 0.68, "check": 0.19, "teach": 0.13},
    ),
    # then what people asked, and few of the questions that templates made without an
    # answer, which taught that what is asked of news in their way is not answered
    "human": Amounts(
        sets=_SETS
        | {"squadshifts_reddit": 3_000, "squadshifts_amazon_reviews": 1_000}
        | {"qamr": 1_500, "tweetqa": 1_500},
        not_answered=14_000,
        answered=14_000,
        other_passages=5_000,
        news_other_passages=1_800,
        exchanged=2_500,
        off_topic=1_500,
        news_off_topic=600,
        told=3_000,
        not_told=1_200,
        shares={"read": 0.78, "check": 0.13, "teach": 0.09},
    ),
    # to end with: fewer rows, and among them what the reader before took for answers; and as many
    # claims, of which the others leave most unread
    "hard": Amounts(
        sets=_SETS
        | {"squad_dev_rest": 7_000, "squadshifts_new_wiki": 5_000, "squadshifts_reddit": 1_500}
        | {"squadshifts_amazon_reviews": 500, "qamr": 2_000, "tweetqa": 3_000},
        not_answered=6_000,
        answered=6_000,
        other_passages=1_500,
        news_other_passages=500,
        exchanged=1_500,
        off_topic=700,
        news_off_topic=300,
        told=2_500,
        not_told=600,
        tried=16_000,
        shares={"read": 0.5, "check": 0.45, "teach": 0.05},
    ),
    "written": _WRITTEN,
    # the same with all claims that there are, and as many steps for them as for reading: what a
    # passage says to a question was learned from few
    "claims": replace(
        _WRITTEN,
        written_claims=30_000,
        checked=_EVERYTHING,
        changed=2_000,
        shares={"read": 0.52, "check": 0.44, "teach": 0.04},
    ),
    # what was written last and not read yet, all that ask for several things, and a third as much
    # of the rest
    "newest": replace(
        _WRITTEN,
        sets={
            "squad2_train_backtranslated": 30_000,
            "squad_dev_rest": 1_000,
            "squadshifts_new_wiki": 300,
            "nq_oracle": 400,
            "qed_dev": 100,
            "multispanqa_valid": 700,
        },
        not_answered=700,
        answered=300,
        other_passages=300,
        exchanged=150,
        off_topic=700,
        written=7_200,
        written_astray=600,
        lists=_EVERYTHING,
        lists_astray=500,
        verdicts=1_600,
        looked_up_verdicts=200,
        written_claims=9_000,
        newest=True,
        checked=1_200,
        shares={"read": 0.62, "check": 0.35, "teach": 0.03},
    ),
    "everyday": _EVERYDAY,
    # what was written last, of whole articles, and a third of the steps with several passages of a
    # question side by side
    "rivals": replace(
        _EVERYDAY,
        sets={
            "squad2_train_backtranslated": 30_000,
            "squad_dev_rest": 2_500,
            "squadshifts_new_wiki": 1_000,
            "nq_oracle": 500,
            "qed_dev": 300,
            "multispanqa_valid": 700,
        },
        not_answered=1_200,
        answered=200,
        other_passages=500,
        exchanged=100,
        off_topic=900,
        written=6_500,
        written_astray=400,
        written_on_wikipedia=1_200,
        lists=5_500,
        lists_astray=300,
        verdicts=1_900,
        looked_up_verdicts=150,
        written_claims=5_000,
        checked=1_500,
        rivals=3_000,
        rivals_on_wikipedia=3_000,
        shares={"read": 0.38, "choose": 0.27, "check": 0.19, "mark": 0.14, "teach": 0.02},
    ),
}
