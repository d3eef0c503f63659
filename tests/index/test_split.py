"""Sentences and passages: exact places of everything that was written."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.models.encoder import Encoder, load_encoder
from index.split import Span, SplitSettings, paragraph_spans, passage_spans, sentence_spans

_PIECES = [
    "The council met. ", "Mr. Smith of the U.S. left at 5 p.m. Tuesday. ", "“Yes,” he said. ",
    "word ", "\n", "\n\n", 
    "\u2028", "\u00a0", "汉字。", "שלום עולם. ", "مرحبا. ", "e\u0301", "👩‍👩‍👧 ",
    "𝒳", "...", "1. ", "(a) ", '"', "”", "x" * 70 + "\n",
]  # fmt: skip
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")),
    st.lists(st.sampled_from(_PIECES), max_size=60).map("".join),
)


def words(text: str) -> list[int]:
    """Where tokens, which are words and marks, begin."""
    return [found.start() for found in re.finditer(r"\w+|[^\w\s]", text)]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def check_spans(text: str, spans: list[Span]) -> None:
    """In order, not overlapping, no white space at the ends, nothing but white space between."""
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@given(texts)
@settings(deadline=None)  # the longest example takes its time on a busy machine
@example("1. \n\n2. ")
@example("汉字。" * 3000)
@example("He left at 5 p.m. May " * 400)
def test_spans_hold_all_that_is_written(text: str) -> None:
    check_spans(text, paragraph_spans(text))
    check_spans(text, sentence_spans(text))
    check_spans(text, passage_spans(text, words, SplitSettings(8)))


@given(texts, st.integers(8, 60))
def test_passages_keep_to_the_limit_and_to_sentences(text: str, limit: int) -> None:
    passages = passage_spans(text, words, SplitSettings(limit))
    starts = {start for start, _ in sentence_spans(text)}
    for start, end in passages:
        passage = text[start:end]
        assert len(words(passage)) <= limit or len(passage.split()) == 1
        if start not in starts:  # inside a sentence: only between words
            assert text[start - 1].isspace()


@given(texts)
@settings(max_examples=40, deadline=None)  # the first example loads the encoder
def test_passages_keep_to_the_limit_in_the_tokens_of_the_real_encoder(text: str) -> None:
    encoder: Encoder = load_encoder()
    for start, end in passage_spans(text, encoder.token_starts, SplitSettings(16)):
        passage = text[start:end]
        assert len(encoder.token_starts(passage)) <= 16 or len(passage.split()) == 1


def test_paragraphs_that_repeat_have_places_of_their_own() -> None:
    text = "Read more here.\n\nFirst story ends.\n\nRead more here.\n\nRead more here."
    assert sentence_spans(text) == [(0, 15), (17, 34), (36, 51), (53, 68)]
    spans = passage_spans("\n\n".join(["Same words again and again."] * 9), words, SplitSettings(8))
    assert [start for start, _ in spans] == [29 * number for number in range(9)]


def test_hard_wrapped_lines_are_one_paragraph_and_others_are_not() -> None:
    wrapped = (
        "The harbour of the old town was opened again on\n"
        "Monday after nine months of work, the mayor said\n"
        "in a short speech. Ships came in."
    )
    assert paragraph_spans(wrapped) == [(0, len(wrapped))]
    assert [s[-7:] for s in sentences(wrapped)] == ["speech.", "came in"[-6:] + "."]
    assert sentences("By Jane Doe\nHarbour Times\nIt opened. It shut.") == [
        "By Jane Doe", "Harbour Times", "It opened.", "It shut."
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith met Gov. Lee on Jan. 5 in the U.S. capital. | They talked.",
        "The vote is set for 5 p.m. Tuesday. | It may slip to 9 a.m. Wednesday, aides said.",
        "It starts at 8 p.m. ET Sunday. | It ended at 10 a.m. | The hall was full.",
        "They left on Monday at 3 p.m. Sept. 13 was a holiday.",
        "It rose 3.5 percent to $1.2 billion. | Shares fell 0.4%.",
        "J. K. Rowling and George W. Bush met. | J.R.R. Tolkien did not.",
        "He paused ... and then went on. | She left.",
        "WASHINGTON (AP) — The Senate voted Tuesday. | Sen. Bernie Sanders, I-Vt., objected.",
        "LONDON (Reuters) - Britain's economy grew. | No. 10 declined to comment.",
        "“We won!” he said. | “It was hard.” | Then he left.",
        "“Is it true?” asked the judge. | “Yes.”",
        "The No. 2 seed beat No. 1 Iowa. | Oil closed at $80 a barrel.",
        "Lt. Gen. Mark Milley and Col. Hart spoke. | Rep. Ocasio-Cortez (D-N.Y.) did too.",
        "What happened?! | Nobody knows. | Stop!",
        "1. The White House | 2. The Capitol",
        "Govs. Mia Poe and Spc. Al Fox met Atty. Gen. Bo Lee. | Amb. Ida Hart left.",
        "Cllr. Poe and Ald. Fox sat with Dep. Hart, (Sra. Ruiz said). | Mx. Lee stood.",
        "The visit of Mass. Gov. Poe and Ret. Gen. Fox ended. | Wash. Sen. Hart stayed.",
        "She lives in Salem, Mass. | Gov. Poe does too. | He was in Lowell, Mass. | She was not.",
        "They met at mass. | Gov. Poe spoke. | It hung in the wash. | Sen. Fox did not.",
        "They moved to Ft. Worth. | Near Sts. Peter and Paul, at Pt. Reyes, it rained.",
        "Wm. Poe, Geo. Fox and Chas. Hart wrote it. | It is 9 ft. | The wall is 8.",
        "See vol. 3, para. 12 and Ch. 7 of it. | Vol. II has none. | Read the ch. | Then stop.",
        "It opens at 9 a.m. New York time. | It shut at 6 p.m. London time. | All left.",
        "It opened at 9 a.m. | New York slept. | It shut at 6 p.m. | Some time later, all left.",
        "The bus runs at 9 EST. | 3 others do not. | The fall was long, and approx. 300 saw it.",
        "He was born on Sept. 11, 2001. | The U.N. Security Council met.",
    ],
)
def test_sentences_of_newspapers(text: str) -> None:
    expected = text.split(" | ")
    assert sentences(text.replace(" | ", "\n" if text.startswith("1.") else " ")) == expected


def test_a_sentence_over_the_limit_is_cut_between_words() -> None:
    text = " ".join(f"word{number}" for number in range(50)) + "."
    spans = passage_spans(text, words, SplitSettings(20))
    assert [len(words(text[start:end])) for start, end in spans] == [20, 20, 11]


def test_paragraphs_stay_together_where_they_fit() -> None:
    text = "One two three. Four five.\n\nSix seven eight. Nine ten eleven twelve.\n\nEnd."
    spans = passage_spans(text, words, SplitSettings(12))
    assert [text[start:end] for start, end in spans] == [
        "One two three. Four five.",
        "Six seven eight. Nine ten eleven twelve.\n\nEnd.",
    ]


@pytest.mark.parametrize(
    "unit",
    ["x", ".", "word ", "He said no. ", "汉字。", "汉字", "(a. ", "1. ", "a\n", "\n \n", "“He. "],
)
def test_time_grows_with_length_and_not_with_its_square(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    check_spans(text, passage_spans(text, words, SplitSettings()))
    assert time.process_time() - started < 5


def test_a_passage_needs_room() -> None:
    with pytest.raises(ValueError, match="at least 8 tokens, not 7"):
        SplitSettings(7)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Die Brücke wurde am 3. Mai gesperrt. Sie öffnet am 14. Oktober 2023.", 2),
        ("Sie ist aus dem 19. Jahrhundert.", 1),
        ("It cost 31.3. Mai left.", 2),
        ("They lost to 12. The mayor left.", 2),
    ],
)
def test_the_day_of_a_german_month_ends_no_sentence(text: str, count: int) -> None:
    assert len(sentence_spans(text)) == count
