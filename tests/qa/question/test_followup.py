"""Follow-up questions made to stand alone, on invented conversations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa
from index.store import Index
from qa.answer import Answer, NoAnswer
from qa.language.parsing import parse
from qa.question.followup import Turn, may_stand_alone, understand
from qa.question.pronouns import name_in
from qa.question.request import LONGEST_QUESTION

DAM = "How many people worked on the Orlava Dam?"
MAYOR = "What did Ilse Brandauer promise?"
MINISTER = "Who is the finance minister of Norland?"
RACE = "Who won the Skerrin Regatta in 1998?"
SHIPS = "How many ships crossed the Orla"
MEN = "Are the two men cleared of theft"
BOTH = "Testa Dam, Orlava Canal"
FLOODS = "How many villages were hit by the floods in Kessland?"


@pytest.mark.parametrize(
    ("earlier", "question", "alone"),
    [
        (DAM, "When was it opened?", "When was the Orlava Dam opened?"),
        (DAM, "and how tall is it?", "How tall is the Orlava Dam?"),
        (DAM, "What about the Testa Dam?", "How many people worked on the Testa Dam?"),
        (MAYOR, "How old is she?", "How old is Ilse Brandauer?"),
        (MAYOR, "Who is her husband?", "Who is Ilse Brandauer's husband?"),
        (MAYOR, "And Otto Lindqvist?", "What did Otto Lindqvist promise?"),
        (MAYOR, "What about 2019?", "What did Ilse Brandauer promise in 2019?"),
        (MINISTER, "and the president?", "Who is the president of Norland?"),
        (MINISTER, "How many people live there?", "How many people live in Norland?"),
        (MINISTER, "and of Eastmark?", "Who is the finance minister of Eastmark?"),
        (RACE, "what about 2004?", "Who won the Skerrin Regatta in 2004?"),
        (
            "Give me a timeline of the Orlava Dam since 2004",
            "Who opened it?",
            "Who opened the Orlava Dam?",
        ),
        ("Summarise the article on the Orlava Dam.", "Why?", "Why? · about: Orlava Dam"),
        ("walk me through the chip shortage", "Did it end?", "Did the chip shortage end?"),
        (RACE, "And since 2004?", "Who won the Skerrin Regatta since 2004?"),
        (MAYOR, "And since 2019?", "What did Ilse Brandauer promise since 2019?"),
        ("Where is Levi's Stadium?", "When was it built?", "When was Levi's Stadium built?"),
        (DAM, "Which films came out this year?", "Which films came out this year?"),
        (FLOODS, "And in Oberland?", "How many villages were hit by the floods in Oberland?"),
        ("Where did the floods begin?", "How long did they last?", "How long did the floods last?"),
        (FLOODS, "Who lives there?", "Who lives in Kessland?"),
        ("Who is Brightwell's founder?", "When was it sold?", "When was Brightwell sold?"),
        (
            "Who is Ada Lind's lawyer?",
            "When did it start?",
            "When did it start? · about: Ada Lind's lawyer",
        ),
        ("Who is the CEO of Brightwell?", "What are its prices?", "What are Brightwell's prices?"),
        ("Who is the head of Lom Tramways?", "Where is it?", "Where is Lom Tramways?"),
        ("What happened to the Orlava Dam?", "Where?", "Where? · about: Orlava Dam"),
        (RACE, "When was that?", "When was the Skerrin Regatta won in 1998?"),
        (RACE, "Which boats?", "Which boats? · about: Skerrin Regatta"),
        (MAYOR, "Why?", "Why? · about: Ilse Brandauer, promise"),
        (
            FLOODS,
            "How many people died?",
            "How many people died? · about: villages, floods, Kessland",
        ),
        (DAM, "Who was the architect?", "Who was the architect? · about: Orlava Dam"),
        ("who built the orlava dam", "when was it opened?", "When was the orlava dam opened?"),
    ],
)
def test_what_a_question_leans_on_is_put_in(earlier: str, question: str, alone: str) -> None:
    assert understand(question, [earlier]).question == alone


@pytest.mark.parametrize(
    ("earlier", "question", "alone"),
    [
        # verbs of all kinds, and those that are nouns as well
        ("Who abducted the climbers near Testa?", "Where are they?", "Where are the climbers?"),
        ("Who vandalised the statues?", "Were they repaired?", "Were the statues repaired?"),
        ("Who hijacked the tanker?", "Where is it now?", "Where is the tanker now?"),
        (
            "Who painted the Night Market?",
            "Where does it hang?",
            "Where does the Night Market hang?",
        ),
        ("Who rescued the miners?", "How old were they?", "How old were the miners?"),
        ("Why did the bank collapse?", "Who ran it?", "Who ran the bank?"),
        ("What did the High Court rule?", "When did it rule?", "When did the High Court rule?"),
        ("When did Queen Mathilde visit Norland?", "Who met her?", "Who met Queen Mathilde?"),
        ("What did the mayor of Orlava promise?", "Is he old?", "Is the mayor of Orlava old?"),
        # a name with or without "the" takes the place of another
        ("Is the US in the union?", "And Norland?", "Is Norland in the union?"),
        (
            "How much of its gas did the US sell to Kessland in 2020?",
            "What about Norland?",
            "How much of its gas did Norland sell to Kessland in 2020?",
        ),
        ("How many ships crossed the Orla?", "And the Testa?", "How many ships crossed the Testa?"),
        # persons are no things, things and places no persons
        (
            "Who won the Skerrin Open?",
            "Who did she beat?",
            "Who did the person who won the Skerrin Open beat?",
        ),
        ("Who won the Skerrin Open?", "Where is it held?", "Where is the Skerrin Open held?"),
        (
            "Who coaches the Harriers?",
            "How old is he?",
            "How old is the person who coaches the Harriers?",
        ),
        ("What did Ilse Brandauer say about the dam?", "Is it tall?", "Is the dam tall?"),
        (
            "Who succeeded Ilse Brandauer?",
            "How old is he?",
            "How old is the person who succeeded Ilse Brandauer?",
        ),
        # a time is no place
        (
            "How many ships left Orlava in 1998?",
            "Who lives there?",
            "Who lives there? · about: Orlava",
        ),
        (
            "Who spoke in the Testa Hall on Tuesday?",
            "Who works there?",
            "Who works in the Testa Hall?",
        ),
        # what would say nothing alone stays as typed
        (
            "Which firms laid off workers?",
            "Where are they?",
            "Where are the firms that laid off workers?",
        ),
        (
            "When did Weil Steel open the Orlava mill?",
            "Where do they run it?",
            "Where do they run it? · about: Weil Steel, Orlava mill",
        ),
    ],
)
def test_kinds_and_verbs_are_told_apart(earlier: str, question: str, alone: str) -> None:
    assert understand(question, [earlier]).question == alone


@pytest.mark.parametrize(
    ("asked", "answer", "question", "alone"),
    [
        (
            "Who hijacked the tanker?",
            "Men led by Abdi Noor did.",
            "Is he free?",
            "Is Abdi Noor free?",
        ),
        (
            "Who won the Skerrin Open?",
            "Minna Park won the Skerrin Open on Sunday.",
            "Who did she beat?",
            "Who did Minna Park beat?",
        ),
        (
            "When did the volcano erupt?",
            "The volcano erupted in May, geologist Anna Berg said.",
            "What did she say?",
            "What did Anna Berg say?",
        ),
        (
            "Who is Ilse Brandauer?",
            "Ilse Brandauer is the mayor of Orlava, Tom Berg wrote.",
            "How old is she?",
            "How old is Ilse Brandauer?",
        ),
    ],
)
def test_the_answer_tells_who_is_meant(asked: str, answer: str, question: str, alone: str) -> None:
    assert understand(question, [Turn(asked, answer)]).question == alone


@pytest.mark.parametrize(
    ("earlier", "question", "alone"),
    [
        # time, reason and way of what was asked
        ("Where did the floods begin?", "When?", "When did the floods begin?"),
        ("Was the dam closed?", "Why not?", "Why wasn't the dam closed?"),
        (FLOODS, "When was that?", "When were villages hit by the floods in Kessland?"),
        ("How many people died in Kessland?", "Why?", "Why did people die in Kessland?"),
        ("Which towns joined the union?", "And when?", "When did the towns join the union?"),
        ("Who opened the Testa Bridge?", "Why?", "Why was the Testa Bridge opened?"),
        ("Who is the mayor of Orlava?", "Since when?", "Since when? · about: mayor of Orlava"),
        ("What date does the test begin?", "Where?", "Where does the test begin?"),
        ("What's the name of the ship?", "Why?", "Why? · about: name of the ship"),
        ("How heavy was the bell?", "When was that?", "When was that? · about: heavy, bell"),
        ("Can you sum up the flood?", "Why?", "Why? · about: flood"),
        # more of the same
        ("Who built the Testa Dam?", "Who else?", "Who else built the Testa Dam?"),
        ("Did Lind fire Orlava's chief engineer?", "Who else?", "Who else did Lind fire?"),
        ("Which towns joined the union?", "What else?", "Which other towns joined the union?"),
        ("Which singers left?", "And Who else?", "Which other singers left?"),
        ("Which firms laid off workers?", "How many of them?", "How many firms laid off workers?"),
        ("Where do the bears live?", "How many were saved?", "How many bears were saved?"),
        # one new part
        ("How many ships crossed the Orla in 2019?", "In 2020?", f"{SHIPS} in 2020?"),
        ("What is the population of France?", "Germany?", "What is the population of Germany?"),
        ("How old is Ilse Brandauer?", "And the president?", "How old is the president?"),
        ("Who is Norland's prime minister?", "And the president?", "Who is Norland's president?"),
        ("Where is the Orlava Dam?", "And the owner?", "Who is the owner of the Orlava Dam?"),
        ("Who won the 100 metres?", "And the women's?", "Who won the women's 100 metres?"),
        # what was asked for is called by what was said of it
        ("Which two men were cleared of theft?", "Are they free?", f"{MEN} free?"),
        ("Which dog is the oldest?", "Who owns him?", "Who owns the dog that is the oldest?"),
        # a storm and a tournament are no she, and of two things it may be either
        ("What did the storm destroy?", "Is she safe?", "Is she safe? · about: storm"),
        ("When is the Skerrin Open?", "Did she win?", "Did she win? · about: Skerrin Open"),
        (
            "Does the Testa Dam feed the Orlava Canal?",
            "Who blocks it?",
            f"Who blocks it? · about: {BOTH}",
        ),
    ],
)
def test_short_questions_become_sentences(earlier: str, question: str, alone: str) -> None:
    assert understand(question, [earlier]).question == alone


@pytest.mark.parametrize(
    "question",
    [
        "Ilse Brandauer",
        "Who won the chess final in Marburg?",
        "How do I bake sourdough bread?",
        "What is the weather like in Lisbon?",
        "Is it true that Norland left the union?",
        "How long does it take to cross the Alps?",
        "Who was Willem Tak and what did he do?",
        "How many seasons does the series have and when did it start?",
        "Are there any lakes near Marburg?",
        "Which parties said that taxes must rise?",
        "Was the Testa Dam closed in 1977?",
        "What causes thunderstorms?",
        "Did the mayor keep his promise?",
        "That is sad. And who won the chess final in Marburg?",
        "How old is the dam?",
        "Thanks!",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    understood = understand(question, [DAM])
    assert understood.question == question
    assert not understood.changed


def test_the_subject_is_carried_from_turn_to_turn_until_it_changes() -> None:
    asked = [MAYOR, "When was she elected?", "How old is she?"]
    assert understand("And her party?", asked).question == "Ilse Brandauer's party?"
    asked += ["Who designed the Testa Bridge?"]
    assert understand("When was it opened?", asked).question == "When was the Testa Bridge opened?"
    asked += ["Thanks, that was helpful."]
    assert understand("How long is it?", asked).question == "How long is the Testa Bridge?"


def test_who_was_asked_for_is_taken_from_the_answer() -> None:
    turn = Turn("Who designed the Orlava Dam?", "Ana Petrik designed the dam with her brother.")
    assert understand("Where was she born?", [turn]).question == "Where was Ana Petrik born?"
    assert understand("When was it opened?", [turn]).question == "When was the Orlava Dam opened?"


def test_names_in_small_letters_take_the_capitals_of_titles() -> None:
    turn = Turn("what did ilse brandauer promise", titles=("Mayor Ilse Brandauer takes office",))
    assert understand("how old is she", [turn]).question == "How old is Ilse Brandauer"
    turn = Turn("where does the skerrin race start", titles=("Storm over the Skerrin Race",))
    assert understand("who won it?", [turn]).question == "Who won the Skerrin Race?"


def test_what_would_be_too_long_is_left_as_it_is() -> None:
    question = f"Who lives there {'or there ' * 120}?"[:LONGEST_QUESTION]
    assert understand(question, [FLOODS]).question == question


pieces = st.sampled_from(
    "when was it that this there they her who what how many and about the in of Norland Testa Dam"
    " 2019 president people opened won (Kessland) ? . ' floods is".split()
)
asked = st.lists(pieces, min_size=1, max_size=12).map(" ".join)
folded = st.text(max_size=60).map(lambda text: " ".join(text.split()))
turns = st.builds(Turn, asked | folded, asked | folded, st.tuples(asked) | st.just(()))


@given(asked | folded)
def test_without_a_history_nothing_changes(question: str) -> None:
    assert understand(question) == understand(question, [])
    assert understand(question).question == question


@settings(deadline=None, max_examples=30)
@given(asked | folded, st.lists(turns, max_size=4))
def test_what_stands_alone_is_not_changed_again(question: str, history: list[Turn]) -> None:
    once = understand(question, history)
    assert understand(once.question, history) == type(once)(once.question, changed=False)
    assert once.changed == (once.question != question)


@settings(deadline=None, max_examples=30)
@given(st.text(min_size=900, max_size=1_000), st.lists(turns, max_size=2))
def test_no_question_becomes_longer_than_a_question_may_be(text: str, history: list[Turn]) -> None:
    question = " ".join(text.split())
    assert len(understand(f"{question[:980]} is it there?", history).question) <= LONGEST_QUESTION


def test_a_follow_up_is_answered_and_says_how_it_was_understood(seed_index: Index) -> None:
    history = ["What did Gabriel Boric promise?"]
    reply = qa.ask("How old is he?", index=seed_index, history=history)
    assert isinstance(reply, Answer)
    assert "35" in reply.text
    assert (reply.question, reply.asked) == ("How old is Gabriel Boric?", "How old is he?")
    assert reply.as_json()["question"] == reply.question
    alone = qa.retrieve(reply.question, index=seed_index, k=3)
    assert qa.retrieve("How old is he?", index=seed_index, k=3, history=history) == alone
    other = qa.ask("How do I bake sourdough bread?", index=seed_index, history=history)
    assert isinstance(other, NoAnswer)
    assert other.question == other.asked


@pytest.mark.parametrize(
    ("question", "may"),
    [
        ("who won the elections?", True),
        ("Is the drought over?", True),
        ("How do people keep the feast of the ancestors?", True),
        ("And the winner?", False),
        ("What about the strike?", False),
        ("the east coast", False),
        ("Who is her father?", False),
        ("Why did that happen?", False),
        ("What happened next?", False),
    ],
)
def test_what_may_stand_alone_says_what_it_is_about(question: str, may: bool) -> None:
    assert may_stand_alone(question) is may


@pytest.mark.parametrize(
    "name",
    [
        "Ursula von der Leyen",
        "Mohammed bin Salman",
        "Leonardo da Vinci",
        "Bashar al-Assad",
        "Bank of England",
    ],
)
def test_small_words_belong_to_names(name: str) -> None:
    assert name_in(parse(f"the answer of {name} came").words[2:]) == name
