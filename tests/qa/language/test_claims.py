from __future__ import annotations

import pytest

from qa.language.claims import Claim, affirmative, claim_of


@pytest.mark.parametrize(
    ("question", "said", "denied"),
    [
        ("Did the mayor veto the plan?", "The mayor did veto the plan.", "The mayor did not veto"),
        (
            "Is the old bridge being pulled down?",
            "The old bridge is being",
            "The old bridge is not",
        ),
        ("Has Lom ever won the cup?", "Lom has won the cup.", "Lom has not ever won the cup."),
        ("Was anyone hurt in the fire?", "Someone was hurt in the fire.", "No one was hurt"),
        (
            "Was the Ever Given refloated?",
            "The Ever Given was refloated.",
            "The Ever Given was not",
        ),
        ("Did cloud spoil most of the plates?", "Cloud did spoil", "Cloud did not spoil"),
        ("Was the final decided on Monday?", "The final was decided", "The final was not decided"),
        ("Did the clamp accident harm the boat?", "The clamp accident did harm", "The clamp accid"),
        ("Is it true that the museum will close?", "The museum will close.", "It is not true that"),
        ("Was driftwood word of the year?", "Was driftwood word of", "It is not true that"),
        ("Was Ana Prado Luis Vega's aide?", "Was Ana Prado Luis Vega's", "It is not true that"),
    ],
)
def test_the_claim_and_its_denial(question: str, said: str, denied: str) -> None:
    claim = claim_of(question)
    assert claim is not None
    assert claim.said.startswith(said)
    assert claim.denied.startswith(denied)
    assert not claim.negated


@pytest.mark.parametrize(
    "question",
    ["Hasn't the lake been cleaned yet?", "Has the lake not been cleaned?"],
)
def test_questions_with_a_negation(question: str) -> None:
    assert claim_of(question) == Claim(
        "The lake has been cleaned.", "The lake has not been cleaned.", negated=True
    )


@pytest.mark.parametrize(
    "question",
    ["Who won?", "When did it end?", "Did?", "is", "Lom or Skarn?", "Can you name three cities?"],
)
def test_other_questions_claim_nothing(question: str) -> None:
    assert claim_of(question) is None


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Hasn't the harbour frozen yet?", "Has the harbour frozen yet?"),
        ("Won’t they sell it?", "Will they sell it?"),
        ("Did the mayor not resign?", "Did the mayor resign?"),
        ("Has it still not rained in Ulm?", "Has it still rained in Ulm?"),
        ("Why did the mayor not resign?", "Why did the mayor not resign?"),
        ("Did the mayor resign?", "Did the mayor resign?"),
        ("Who is not in the team?", "Who is not in the team?"),
        ("Is it not true that the dam broke?", "Is it true that the dam broke?"),
        ("Will May not sign the deal?", "Will May sign the deal?"),
        ("Was the ship that sank not insured?", "Was the ship that sank insured?"),
        (
            "Are the ferries not running because the harbour is not open?",
            "Are the ferries running because the harbour is not open?",
        ),
        (
            "Hasn't the mayor said he would not resign?",
            "Has the mayor said he would not resign?",
        ),
    ],
)
def test_a_question_is_read_without_its_not(question: str, read: str) -> None:
    assert affirmative(question) == read


@pytest.mark.parametrize(
    "question",
    [
        "Is it true that he did not resign?",
        "Did the judge say he would not resign?",
        "Did the report find that the dam was not safe?",
        "Did the company promise not to close the plant?",
        "Did nobody say why it was not repaired?",
        "Did the minister who did not vote resign?",
        "Did the team that was not paid win?",
    ],
)
def test_the_not_of_a_clause_is_read_and_denies_no_claim(question: str) -> None:
    assert affirmative(question) == question
    claim = claim_of(question)
    assert claim is not None
    assert not claim.negated
