"""Names are compared whole, wherever they stand; what is true of them stays supported."""

from __future__ import annotations

import pytest

from tests.qa.checking.agreeing import is_marked

SINGLE = (
    "Kennedy Murphy Okonkwo Olaussen Nguyen Stormzy Mwangi Petrova Haaland Smith Brown Rice Apple"
    " Boeing Turkey Bush Ardern Zelenskyy Lagarde Huawei Tokarczuk Baker Young Chile Georgia Reed"
    " Hunt Adebayo"
).split()
ALIKE = (
    "Christian/Christopher Peterson/Petersen Johnson/Johnston Hansen/Hanson Maria/Marian"
    " Julia/Julian William/Williams Robert/Roberts Stephan/Stephanie Frances/France"
    " Alexander/Alexandra Katherine/Kathleen Michael/Michaela Andrew/Andrews Carlo/Carlos"
    " Schneider/Schnitzler Martin/Martina Gabriel/Gabriela Anders/Anderson Macdonald/Macdonnell"
    " Daniel/Danielle Fitzgerald/Fitzpatrick Robertson/Robertsen Diana/Diane Victor/Victoria"
    " Ivan/Ivana Christ/Christian"
).split()


@pytest.mark.parametrize("name", SINGLE)
def test_a_name_that_begins_a_sentence_is_one(name: str) -> None:
    other = SINGLE[SINGLE.index(name) - 7]
    for said in (
        "{} resigned on Monday in Dublin.",
        "{} denied the charges in court.",
        "{} smuggled the paintings across the border.",
        "{} has conceded defeat in the election.",
    ):
        assert is_marked(said.format(name), said.format(other))
        assert not is_marked(said.format(name), said.format(name))


@pytest.mark.parametrize("pair", ALIKE)
def test_names_that_begin_alike_are_two(pair: str) -> None:
    one, other = pair.split("/")
    for said in (
        "The race was won by {} Berg.",
        "The prize went to Anna {} in Oslo.",
        "{} Lund was named as the new director.",
        "Police said that {} had been arrested.",
    ):
        assert is_marked(said.format(one), said.format(other))
        assert is_marked(said.format(other), said.format(one))
        assert not is_marked(said.format(one), said.format(one))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (
            "Officials said the bridge would close in May.",
            "Authorities said that the bridge would close in May.",
        ),
        (
            "Firefighters put out the blaze in Leeds overnight.",
            "Crews put out the blaze in Leeds overnight.",
        ),
        ("Inflation rose to 9 percent in March.", "Consumer prices rose 9 percent in March."),
        ("Nurses went on strike in Leeds.", "Hospital staff in Leeds went on strike."),
        ("Protesters burned tyres in Nairobi.", "Demonstrators burned tyres in Nairobi."),
        ("Rescuers pulled three men from the river.", "Three men were pulled from the river."),
        ("Detectives arrested a man in Hull.", "Police arrested a man in Hull."),
        ("Passengers were stranded in Denver.", "Travellers were stranded in Denver."),
        ("Residents fled the flood in Derby.", "People fled the flood in Derby."),
        ("Shares fell 5 percent in Tokyo.", "The stock fell 5 percent in Tokyo."),
    ],
)
def test_an_ordinary_word_that_begins_a_sentence_is_no_name(claim: str, text: str) -> None:
    assert not is_marked(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Canadian leaders met in Oslo.", "The leaders of Canada met in Oslo."),
        ("Canada's prime minister resigned.", "The Canadian prime minister resigned."),
        ("The French president spoke in Bonn.", "The president of France spoke in Bonn."),
        ("Germany's army grew.", "The German army grew."),
        ("Israelis voted on Tuesday.", "Israel voted on Tuesday."),
        ("Swedes vote in September.", "Sweden votes in September."),
        ("Democrats blocked the bill.", "The bill was blocked by a Democrat."),
        ("The Prime Minister resigned on Friday.", "The prime minister resigned on Friday."),
        ("Ministers met in Paris.", "A minister met others in Paris."),
        ("Jose Ramirez scored twice.", "José Ramírez scored two goals."),
        ("Mr. Olaussen won the seat.", "Olaussen won the seat."),
        ("Some 350 people were rescued.", "Three hundred and fifty people were rescued."),
    ],
)
def test_one_name_may_be_written_in_several_ways(claim: str, text: str) -> None:
    assert not is_marked(claim, text)


@pytest.mark.parametrize("name", SINGLE)
def test_a_subject_stays_one_when_an_aside_is_left_out(name: str) -> None:
    text = f"{name}, who grew up in the hills of Calabria, told the jury to ignore every witness."
    assert not is_marked(f"{name} told the jury to ignore every witness.", text)
