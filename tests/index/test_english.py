"""Whether texts are in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.english import in_other_script, is_english, knows_only_english
from index.models.encoder import DEFAULT_ENCODER
from tests.index.conftest import FakeEncoder


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The council of Linden has approved a library by 21 votes to 9, the clerk said.", True),
        ("Shares rose 3 % after the bank raised its rates. " * 3, True),
        ("Too short", True),
        ("Der Stadtrat von Linden hat am Dienstag nach einer Debatte von vier Stunden den Bau einer"
         " neuen Bibliothek beschlossen, wie die Verwaltung mitteilte.", False),
        ("Le conseil municipal de Linden a approuvé mardi soir la construction d'une nouvelle"
         " bibliothèque, a annoncé la mairie après un débat de quatre heures.", False),
        ("El ayuntamiento aprobó el martes la construcción de una nueva biblioteca que costará"
         " catorce millones de euros y abrirá en dos años, dijo la alcaldesa de la ciudad.", False),
        ("De gemeenteraad heeft dinsdagavond na een debat van vier uur de bouw van een nieuwe"
         " bibliotheek goedgekeurd, zo heeft de burgemeester van de stad gezegd.", False),
        ("林登市议会周二批准新建图书馆。", False),
        ("Городской совет одобрил строительство новой библиотеки.", False),
        ("สะพานใหม่เปิดใช้เมื่อวันศุกร์", False),
        ("وافق مجلس المدينة على بناء مكتبة جديدة.", False),
        ("— “Ça va?” — “Oui.”", True),
    ],
)  # fmt: skip
def test_languages(text: str, english: bool) -> None:
    assert is_english(text) is english


def test_scripts() -> None:
    assert in_other_script("图书馆耗资多少?")
    assert in_other_script("Где мост?")
    assert not in_other_script("Où est l'hôtel “Zürich”? — 12 €")
    assert not in_other_script("？！")


def test_encoders_by_name() -> None:
    assert knows_only_english(DEFAULT_ENCODER)
    assert not knows_only_english("intfloat/multilingual-e5-small")
    assert not knows_only_english("BAAI/bge-m3")


def test_a_build_tells_of_other_languages(
    tmp_path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.run.knows_only_english", lambda _: True)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(8):
        (seeds / f"{number}.txt").write_text(f"The vote of the town was close: {number}.", "utf-8")
    (seeds / "zh.txt").write_text("林登市议会周二批准新建图书馆。", "utf-8")
    assert build(seeds, tmp_path / "index").notes == ()
    (seeds / "th.txt").write_text("สะพานใหม่เปิดใช้เมื่อวันศุกร์", "utf-8")
    [note] = build(seeds, tmp_path / "anew").notes
    assert note.startswith("2 of 10 articles are not in English")
    assert "--encoder intfloat/multilingual-e5-small" in note
    (seeds / "ru.txt").write_text("Трамвай снова ходит каждый час.", "utf-8")
    for _ in range(2):  # and where most files need not be read again
        [note] = build(seeds, tmp_path / "anew").notes
        assert note.startswith("3 of 11 articles are not in English")
