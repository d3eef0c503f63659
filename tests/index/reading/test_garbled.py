"""Letters that were read in a wrong encoding before they came into a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.article import Article
from index.reading.folder import read_articles
from index.reading.garbled import mended_text
from index.report import Remark
from tests.index.reading.samples import write


@pytest.mark.parametrize(
    "text",
    [
        "They don’t know.", "a café", "“Safety” – first…", "São Paulo não", "Über Österreich",
        "Привет, это проверка.", "it cost £5 and €6", "25°C", "Łódź", "naïve",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["latin-1", "sloppy-windows-1252"])
def test_letters_read_byte_by_byte_are_mended(text: str, encoding: str) -> None:
    import ftfy  # noqa: F401 - brings the last of these encodings

    assert mended_text(text.encode().decode(encoding)) == text


def test_other_encodings_and_twice() -> None:
    assert mended_text("donвЂ™t") == mended_text("don‚Äôt") == "don’t"
    assert mended_text("donÃ¢â‚¬â„¢t") == "don’t"


@pytest.mark.parametrize(
    "text",
    [
        "The café’s “première” cost €5 – naïve Zoë.", "SÃO PAULO — NÃO", "« Où ça ? » À l’été…",
        "VOLÂ… ÎLE— Ï»", "Huế”, ông Â’ nói", "voilà… là” déjà’", "Straße ß… weiß”", "Это “так”…",
        "Он сказал: «Привет» — С.", "año ‘Ñ’ ñ” niñ… señ–", "ĂSTA… şi ţară", "漢字、かな。",
        "Łódź – ‘Ł’", "Ü’s Ö” Ä…",
    ],
)  # fmt: skip
def test_what_is_well_stays(text: str) -> None:
    assert mended_text(text) == text


def test_good_and_garbled_lines_may_be_mixed() -> None:
    assert mended_text("He said “it’s fine”.\nThey donâ€™t.\ncafé") == (
        "He said “it’s fine”.\nThey don’t.\ncafé"
    )


def test_it_is_told_where_a_record_was_mended(tmp_path: Path) -> None:
    said: list[Remark] = []
    held = [{"title": "CafÃ©", "text": "They donâ€™t know."}, {"title": "Café", "text": "Yes."}]
    path = write(tmp_path / "a.json", json.dumps(held))
    first, second = read_articles(path, remark=said.append)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.text, second.title) == ("Café", "They don’t know.", "Café")
    assert said == [Remark("garbled", "a.json (record 1): “donâ€™t”")]
