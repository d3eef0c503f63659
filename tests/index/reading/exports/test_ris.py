"""RIS files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.reading.samples import failure, read, write

RIS = """TY  - NEWS
TI  - Council approves library
AU  - Specimen, Tom
AU  - Sample, Ann
PY  - 2022
DA  - 2022/02/03/
T2  - Linden Post
UR  - https://linden.example/library
AB  - Linden council approved it.
It costs 14 million.
N1  - Copyright 2022
ER  -

TY  - JOUR
T1  - Ferry to close
A1  - Example, J.
PY  - 2021
JO  - Harbour Times
N2  - The ferry stops.
ER  -
TY  - NEWS
TI  - Tram to open
N1  - The tram will run every hour from June on, its operator said.
ER  -
TY  - NEWS
TI  - Nothing in it
N1  - Copyright 2022
ER  -
"""


@pytest.mark.parametrize("name", ["a.ris", "a.txt"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_record_is_an_article(tmp_path: Path, name: str, end: str) -> None:
    articles, errors = read(write(tmp_path / name, "\ufeff" + RIS.replace("\n", end)))
    assert [(a.title, a.source, str(a.published), a.author, a.text) for a in articles] == [
        (
            "Council approves library",
            "Linden Post",
            "2022-02-03",
            "Tom Specimen, Ann Sample",
            "Linden council approved it.\nIt costs 14 million.",
        ),
        ("Ferry to close", "Harbour Times", "None", "J. Example", "The ferry stops."),
        ("Tram to open", "", "None", "",
         "The tram will run every hour from June on, its operator said."),
    ]  # fmt: skip
    assert [a.id for a in articles] == [
        "linden.example/library",
        f"{name}#ferry-to-close",
        f"{name}#tram-to-open",
    ]
    assert len(errors) == 1
    assert errors[0].endswith("4): holds no text")


def test_what_is_no_ris_is_said(tmp_path: Path) -> None:
    assert "holds no record" in failure(write(tmp_path / "a.ris", "Nothing here."))
