"""Exports of NewsBank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.index.reading.samples import STORY, pdf, read, write

OTHER = "The ferry will stop on the last day of June, its operator said on the radio."
QUOTE = '"We lost two million pounds a year," said Ann Sample.'
POST, TIMES = "Linden Post, The (Linden, OH)", "Harbour Times (Northgate, UK)"
WANTED = [
    ("Bridge to close", date(2021, 5, 13), POST, "Ann Sample, Tom Probe", STORY),
    ("Ferry to stop after forty years", date(2021, 5, 14), TIMES, "Ida Muster", OTHER),
]

TODAY = f"""Bridge to close
May 13, 2021 | {POST}
Author: Ann Sample; Tom Probe | Page: A1 | Section: News
1,042 Words
OpenURL Link

{STORY}

• Citation (aglc Style)

Ann Sample, 'Bridge to close', {POST}, 13 May 2021 A1

Record Number: 18A0B1C2D3E4F5A6
Copyright (c) 2021 Linden Post

Ferry to stop
after forty years
May 14, 2021 | {TIMES}
Author: Ida Muster | Section: Business
98 Words

{OTHER}

Record Number: 18A0B1C2D3E4F5A7
Copyright (c) 2021 Harbour Times
"""
BEFORE = f"""NewsBank
Access World News

Bridge to close
{POST} - Thursday, May 13, 2021
Author: Ann Sample, Post staff writer; Tom Probe
Readability: >12 grade level

{STORY}

Section: News
Page: 4
Record Number: 0F1E2D3C4B5A
Copyright (c) 2021 Linden Post. All rights reserved.

Ferry to stop after forty years
{TIMES} - Friday, 14 May 2021
Byline: Ida Muster

{OTHER}

Dateline: NORTHGATE
Record Number: 0F1E2D3C4B5B
Copyright (c) 2021 Harbour Times
"""
LABELLED = f"""Paper: {POST}
Title: Bridge to close
Date: May 13, 2021
Section: NEWS
Page: A1
Author: Ann Sample, Tom Probe

{STORY}

Index Terms: bridges; closures
Record Number: 18A0B1C2D3E4F5A6
Copyright (c) 2021 Linden Post

Paper: {TIMES}
Title: Ferry to stop after forty years
Date: May 14, 2021
Author: Ida Muster

{OTHER}

Copyright (c) 2021 Harbour Times
"""


@pytest.mark.parametrize("text", [TODAY, BEFORE, LABELLED], ids=["today", "before", "labelled"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_article_of_an_export(tmp_path: Path, text: str, end: str) -> None:
    articles, errors = read(write(tmp_path / "a.txt", text.replace("\n", end)))
    assert errors == []
    assert [(a.title, a.published, a.source, a.author, a.text) for a in articles] == WANTED


def test_an_article_of_several_paragraphs(tmp_path: Path) -> None:
    text = TODAY.replace(OTHER, f"{OTHER}\n\n{QUOTE}\n\nCaption: The ferry in 2019.")
    articles, _ = read(write(tmp_path / "a.txt", text))
    assert articles[1].text == f"{OTHER}\n\n{QUOTE}\n\nCaption: The ferry in 2019."


def test_an_export_printed_to_a_pdf(tmp_path: Path) -> None:
    one = TODAY.partition("• Citation")[0].replace("(", "\\(").replace(")", "\\)")
    lines = "\n".join(line for line in one.split("\n") if line)
    articles, _ = read(write(tmp_path / "a.pdf", pdf(lines)))
    assert [(a.title, a.source, a.published) for a in articles] == [
        ("Bridge to close", POST, date(2021, 5, 13))
    ]


def test_a_text_that_names_a_paper_and_a_day_stays_one(tmp_path: Path) -> None:
    text = f"Bridge to close\n\n{STORY}\n\n{POST} - May 13, 2021\n\n{OTHER}"
    articles, _ = read(write(tmp_path / "a.txt", text))
    assert [a.text for a in articles] == [text]
