"""Numbers, months and negations by the rules alone: what is said otherwise, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answer import Support
from qa.checking.support import Evidence, check_support
from tests.qa.checking.agreeing import Agreeing, is_marked

PUBLISHED = date(2023, 3, 17)  # a Friday


@pytest.mark.parametrize(
    ("claim", "marked"),
    [
        ("The landslide in Orrin buried 17 houses.", True),
        ("Seventeen houses in Orrin were buried by the landslide.", True),
        ("On 17 April the landslide in Orrin buried 21 houses.", True),
        ("The landslide in Orrin buried 21 houses.", False),
        ("On 17 March the landslide in Orrin buried 21 houses.", False),
        ("On March 17, 2023, the landslide in Orrin buried 21 houses.", False),
        ("On the 17th of March the landslide in Orrin buried 21 houses.", False),
        ("In March 2023 the landslide in Orrin buried 21 houses.", False),
    ],
)
def test_the_day_of_publication_is_a_date_and_no_other_number(claim: str, marked: bool) -> None:
    evidence = Evidence("A landslide in Orrin buried 21 houses.", "Landslide", PUBLISHED)
    judgement = check_support(claim, [evidence], Agreeing())
    assert (judgement.support is Support.UNSUPPORTED) == marked, judgement.why


@pytest.mark.parametrize(
    ("claim", "text", "marked"),
    [
        ("The mill at Brask closed in May.", "The mill at Brask closed in July.", True),
        ("May 9 saw the mill at Brask close.", "The mill at Brask closed on July 9.", True),
        ("The mill at Brask closed in May.", "The mill at Brask may close in July.", True),
        ("The mill at Brask closed in July.", "The mill at Brask closed in May.", True),
        ("The mill at Brask closed in May.", "In May, the mill at Brask closed.", False),
        ("The mill at Brask closed in May.", "May's end saw the mill at Brask close.", False),
        ("May 9 saw the mill at Brask close.", "The mill at Brask closed on 9 May.", False),
        ("The mill at Brask may close.", "The mill at Brask could close.", False),
    ],
)
def test_may_is_a_month_like_any_other(claim: str, text: str, marked: bool) -> None:
    assert is_marked(claim, text) == marked


@pytest.mark.parametrize(
    ("said", "held", "marked"),
    [
        ("Sales were lower than in 2014", "Sales were lower than in 2017", True),
        ("Sales were lower than 2014", "Sales were lower than 2017", True),
        ("Sales rose some time around 2014", "Sales rose some time around 2017", True),
        ("More than 600 barns burnt", "Fire burnt 580 barns", True),
        ("At least 600 barns burnt", "Fire burnt 580 barns", True),
        ("Over 600 barns burnt", "Fire burnt 580 barns", True),
        ("No fewer than 600 barns burnt", "Fire burnt 580 barns", True),
        ("Fewer than 600 barns burnt", "Fire burnt 620 barns", True),
        ("Nearly 600 barns burnt", "Fire burnt 620 barns", True),
        ("About 600 barns burnt", "Fire burnt 680 barns", True),
        ("More than 600 barns burnt", "Fire burnt 620 barns", False),
        ("At least 600 barns burnt", "Fire burnt 620 barns", False),
        ("Over 600 barns burnt", "Fire burnt 620 barns", False),
        ("Fewer than 600 barns burnt", "Fire burnt 580 barns", False),
        ("Almost 600 barns burnt", "Fire burnt 580 barns", False),
        ("About 600 barns burnt", "Fire burnt 580 barns", False),
        ("Some 600 barns burnt", "Fire burnt 620 barns", False),
        ("More than 1500 barns burnt", "Fire burnt 1,540 barns", False),
        ("Around 2000 barns burnt", "Fire burnt 1,960 barns", False),
    ],
)
def test_a_hedge_allows_what_it_says(said: str, held: str, marked: bool) -> None:
    assert is_marked(f"{said} in Lund.", f"{held} in Lund.") == marked


@pytest.mark.parametrize(
    ("claim", "text", "marked"),
    [
        ("The ferry sank off Tarn.", "Nobody drowned when the ferry sank off Tarn.", False),
        ("The ferry sank off Tarn.", "Nobody drowned, although the ferry sank off Tarn.", False),
        ("The ferry sank off Tarn.", "It could not turn; the ferry sank off Tarn.", False),
        ("Moxley was fined.", "Moxley, who refused to apologise, was fined.", False),
        ("Moxley was fined.", "Moxley did not appeal and was fined.", False),
        ("Seed Ana Liska won in Tarn.", "The No. 3 seed, Ana Liska, won in Tarn.", False),
        ("Seed Ana Liska won in Tarn.", "The no 3 seed, Ana Liska, won in Tarn.", False),
        ("The ferry sank off Tarn.", "No, the ferry sank off Tarn.", False),
        ("Somebody drowned off Tarn.", "Nobody drowned when the ferry sank off Tarn.", True),
        ("Moxley was fined.", "Moxley was not fined, and the case was dropped.", True),
        ("Moxley was fined.", "Moxley was not, however, fined.", True),
        ("Sailors were injured.", "No sailors were drowned, injured or trapped.", True),
        ("Seats are left in Tarn.", "There are no seats left in Tarn.", True),
    ],
)
def test_a_negation_reaches_no_further_than_its_clause(claim: str, text: str, marked: bool) -> None:
    assert is_marked(claim, text) == marked
