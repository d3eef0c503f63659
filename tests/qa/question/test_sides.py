"""What a question sets side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.sides import Comparison, comparison_in
from tests.bench.asked import COMPARISONS_UNSEEN
from tests.bench.sides import compared


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How do costs in the UK stack up against Germany and France?", "the UK|Germany|France"),
        ("What range do USA Today and The Week each give for the car?", "USA Today|The Week"),
        ("Do CNN and USA Today agree on the bond?", "CNN|USA Today"),
        ("Compare Hubble and Webb.", "Hubble|Webb"),
        ("Which telescope is bigger, Hubble or Webb?", "Hubble|Webb"),
        ("What is the difference between Hubble and Webb?", "Hubble|Webb"),
        ("How does the UK compare with France on inflation?", "the UK|France"),
    ],
)
def test_the_sides_are_told(question: str, sides: str) -> None:
    found = comparison_in(question)
    assert found
    assert found.sides == tuple(sides.split("|"))
    assert not any(side in found.point for side in found.sides)


@pytest.mark.parametrize("question", ["Who compared the two?", "How do they differ?", "Or else?"])
def test_no_sides_no_comparison(question: str) -> None:
    assert comparison_in(question) is None


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Is beef or chicken more expensive?", ("beef", "chicken")),
        ("How do electric cars compare with hybrids?", ("electric cars", "hybrids")),
        (
            "What is the difference between the old law and the new one?",
            ("the old law", "the new law"),
        ),
        ("Did the north get more rain than the south?", ("the north", "the south")),
        ("Which earned more, the first film or the sequel?", ("the first film", "the sequel")),
        ("Compare the rents in Leeds and in York.", ("Leeds", "York")),
        (
            "What did the Utah court rule on Ann Lee compared with the Nevada one?",
            ("the Utah court", "the Nevada court"),
        ),
    ],
)
def test_sides_without_names_are_told_by_grammar(question: str, sides: tuple[str, ...]) -> None:
    found = comparison_in(question)
    assert found
    assert found.sides == sides


@pytest.mark.parametrize(
    ("question", "of_each"),
    [
        (
            "What did the Utah court rule on Ann Lee compared with the Nevada one?",
            (
                "What did the Utah court rule on Ann Lee?",
                "What did the Nevada court rule on Ann Lee?",
            ),
        ),
        (
            "How many boats did Norway build compared to Peru?",
            ("How many boats did Norway build?", "How many boats did Peru build?"),
        ),
        (
            "Is rent higher in Leeds or in York?",
            ("Is rent higher in Leeds?", "Is rent higher in York?"),
        ),
        (
            "Compare Danish and Polish responses to the flood.",
            (
                "Danish responses to the flood.",
                "Polish responses to the flood.",
            ),
        ),
        (
            "What is the difference between a dory and a punt?",
            ("What is a dory?", "What is a punt?"),
        ),
    ],
)
def test_each_side_has_a_question_of_its_own(question: str, of_each: tuple[str, ...]) -> None:
    found = comparison_in(question)
    assert found
    assert found.of_each == of_each
    assert not found.chooses


def test_sides_behind_a_question_have_no_question_of_their_own() -> None:
    found = comparison_in("Which telescope is bigger, Hubble or Webb?")
    assert found
    assert found.chooses


@pytest.mark.parametrize(
    "question", ["What did the court rule against Ann Lee?", "Who voted against the bill?"]
)
def test_what_is_against_somebody_is_no_comparison(question: str) -> None:
    assert comparison_in(question) is None


def test_names_are_found_as_written_and_other_words_in_any_form() -> None:
    compared = Comparison(("hybrids", "the Leeds fair", "Principe"), "", ())
    assert compared.is_named("Hybrid sales rose.", "hybrids")
    assert not compared.is_named("Rents in Leedsville rose.", "the Leeds fair")
    assert compared.is_named("It rained on Príncipe.", "Principe")
    assert not compared.is_named("It rained.", "Principe")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The old statutes stay.", "the old law"),
        ("A new one was passed.", "the new law"),
        ("Laws change.", None),
    ],
)
def test_a_side_is_named_by_what_no_other_has(text: str, named: str | None) -> None:
    compared = Comparison(("the old law", "the new law"), "", ())
    for side in compared.sides:
        assert compared.is_named(text, side) == (side == named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Tarn 5 goes on sale on 4 May for $799.", {"the Tarn 5 Mini"}),
        ("A Tarn 4 costs $699.", {"the Tarn 4 Mini"}),
        ("The Tarn 4.5 is out.", set()),
        ("The Tarn 4 and 5 cost $699.", {"the Tarn 4 Mini", "the Tarn 5 Mini"}),
    ],
)
def test_a_number_names_a_side_only_behind_its_word(text: str, named: set[str]) -> None:
    compared = Comparison(("the Tarn 4 Mini", "the Tarn 5 Mini"), "", ())
    assert {side for side in compared.sides if compared.is_named(text, side)} == named


@pytest.mark.parametrize(
    ("text", "side", "other"),
    [
        ("Lom is in Group A, a hard one.", "Group A", "Group B"),
        ("Ost is in Group B.", "Group B", "Group A"),
        ("Plan C has a part D.", "Plan C", "Plan D"),
        ("It rose in the U.K. by 3%.", "the U.K.", "the U.S."),
        ("Votes of people aged over 65 count.", "people over 65", "people under 30"),
        ("In 2019, Lom voted.", "the vote of 2019", "the vote of 2023"),
    ],
)
def test_a_letter_names_a_side_behind_its_word_a_year_alone(
    text: str, side: str, other: str
) -> None:
    compared = Comparison((side, other), "", ())
    assert compared.is_named(text, side)
    assert not compared.is_named(text, other)


def test_half_of_a_name_is_enough() -> None:
    compared = Comparison(("Zara Rutherford", "her brother Mack"), "", ())
    assert compared.is_named("Rutherford landed in Kortrijk.", "Zara Rutherford")
    assert compared.is_named("Mack is the younger.", "her brother Mack")


def test_comparisons_of_a_writer_who_was_not_learned_from() -> None:
    rows = compared(COMPARISONS_UNSEEN)
    right = many = 0
    for row in rows:
        found = comparison_in(row.parsed.text)
        sides = found.sides if found else ()
        many += len(sides) == len(row.sides)
        right += all(a.startswith(b[:12]) for a, b in zip(sides, row.sides, strict=False))
    assert many / len(rows) >= 0.72
    assert right / len(rows) >= 0.7


@given(st.text(max_size=60))
def test_sides_are_words_of_the_question(question: str) -> None:
    found = comparison_in(question)
    if found:
        assert 1 < len(found.sides) == len(found.of_each) <= 4
        assert len(set(found.sides)) == len(found.sides)
        assert found.sides[0] in question
