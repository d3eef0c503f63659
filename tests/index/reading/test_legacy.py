"""Encodings from before Unicode: read where it is certain which, else refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ReadError
from index.reading.folder import read_articles
from index.reading.legacy import encoding_of
from index.report import Remark
from tests.index.reading.samples import STORY, failure, write

TEXTS = {
    "ru": "Правительство в пятницу приняло новый закон о налогах. Депутаты спорили до ночи.",
    "uk": "Уряд у п'ятницю ухвалив новий закон про податки, а їхні суперечки тривали до ночі.",
    "bg": "Правителството прие в петък новия закон за данъците след дълъг спор в залата.",
    "el": "Η κυβέρνηση ενέκρινε την Παρασκευή τον νέο νόμο για τους φόρους έπειτα από συζήτηση.",
    "he": "הממשלה אישרה ביום שישי את חוק המסים החדש לאחר ויכוח ארוך שנמשך עד הלילה.",
    "ar": "وافقت الحكومة يوم الجمعة على قانون الضرائب الجديد بعد نقاش طويل استمر حتى الليل.",
    "th": "รัฐบาลอนุมัติกฎหมายภาษีฉบับใหม่เมื่อวันศุกร์ หลังจากการอภิปรายที่ยาวนานจนถึงกลางคืน",
    "ja": "政府は金曜日、来年施行される新しい税法を承認した。議論は夜まで続いたという。",
    "zh": "政府星期五批准了明年实施的新税法。议员们一直争论到深夜，反对派表示不满。",
    "zht": "政府星期五批准了明年實施的新稅法。議員們一直爭論到深夜，反對派表示不滿。",
    "ko": "정부는 금요일 내년에 시행될 새 세법을 승인했다. 논쟁은 밤늦게까지 이어졌다.",
    "pl": "Rząd przyjął w piątek nową ustawę o podatkach, ale spór trwał do nocy. Źródło: sejm.",
    "cs": "Vláda schválila v pátek nový zákon o daních, ale spor trval do noci a opozice je proti.",
    "hu": "A kormány ma elfogadta az új adótörvényt, de a vita éjjelig tartott, és nem ért véget.",
    "tr": "Hükümet dün yeni vergi yasasını kabul etti. İstanbul bu kadar ışık ve ses görmedi.",
    "lt": "Vyriausybė penktadienį priėmė naują mokesčių įstatymą, bet ginčas buvo ilgas ir aštrus.",
    "fr": "L’été dernier, le président a déclaré que la réforme était nécessaire pour les élèves.",
    "de": "Die Bundesregierung hat am Freitag über die neuen Maßnahmen beraten, für die Bürger.",
    "pt": "O governo aprovou na sexta-feira uma nova lei, e os deputados não gostaram da decisão.",
    "en": f"{STORY} The firm’s profits rose by £600m, said Mr O’Neill of the café.",
}  # fmt: skip
ENCODINGS = {
    "ru": "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic", "uk": "cp1251 koi8_u", "bg": "cp1251",
    "el": "cp1253 iso8859_7", "he": "cp1255 iso8859_8", "ar": "cp1256 iso8859_6",
    "th": "cp874", "ja": "cp932 euc_jp", "zh": "gb18030", "zht": "big5", "ko": "cp949",
    "pl": "cp1250 iso8859_2", "cs": "cp1250 iso8859_2", "hu": "cp1250", "tr": "cp1254",
    "lt": "cp1257", "fr": "cp1252 mac_roman", "de": "cp1252 mac_roman", "pt": "cp1252 cp850",
    "en": "cp1252 mac_roman",
}  # fmt: skip
CASES = [(language, each) for language, all_ in ENCODINGS.items() for each in all_.split()]


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_it_is_read_and_told(tmp_path: Path, language: str, encoding: str) -> None:
    said: list[Remark] = []
    path = write(tmp_path / "a.txt", TEXTS[language].encode(encoding))
    (article,) = read_articles(path, remark=said.append)
    assert isinstance(article, Article)
    assert article.text == TEXTS[language]
    assert [remark.kind for remark in said] == ["encoding"]
    assert said[0].what.startswith("a.txt: read as ")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1251", "cp437", "cp850", "mac_roman"])
@pytest.mark.parametrize("length", [20, 45, 200])
def test_none_is_read_wrongly(language: str, encoding: str, length: int) -> None:
    text = TEXTS[language][:length]
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    read = "" if data.isascii() else encoding_of(data)
    assert not read or data.decode(read) == text


@pytest.mark.parametrize("byte_order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Words in it.", TEXTS["ru"], TEXTS["zh"], TEXTS["ar"]])
def test_utf_16_without_a_mark(tmp_path: Path, text: str, byte_order: str) -> None:
    (article,) = read_articles(write(tmp_path / "a.txt", text.encode(byte_order)))
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Der Müll ist über.".encode("cp437"), "not UTF-8 text (byte "),
        ("Žluť".encode("cp1250"), "not UTF-8 text (byte "),
        (bytes(range(1, 256)) * 9, "is binary, not text"),
        (b"\0\1\2\3" * 99, "is binary, not text"),
    ],
)
def test_what_is_not_certain_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    assert failure(write(tmp_path / "a.txt", data)).startswith(f"a.txt: {reason}")


def test_tables_and_json(tmp_path: Path) -> None:
    title = "Fußgängerbrücke über die Straße"
    rows = [{"title": title, "text": TEXTS["de"]}, {"title": "Zweites", "text": "Nur das."}]
    write(tmp_path / "a.csv", "\n".join(["title,text", *(
        f'{row["title"]},"{row["text"]}"' for row in rows)]).encode("cp1252"))  # fmt: skip
    write(tmp_path / "b.jsonl", "\n".join(
        json.dumps(row, ensure_ascii=False) for row in rows).encode("cp1252"))  # fmt: skip
    write(tmp_path / "c.json", json.dumps(rows, ensure_ascii=False).encode("cp1252"))
    said: list[Remark] = []
    found = list(read_articles(tmp_path, remark=said.append))
    assert [(one.title, one.text) for one in found if isinstance(one, Article)] == [
        (title, TEXTS["de"]), ("Zweites", "Nur das."),
    ] * 3  # fmt: skip
    assert {remark.what.rpartition(" ")[2] for remark in said} == {"windows-1252"}


def test_a_table_of_no_known_encoding_keeps_its_plain_rows(tmp_path: Path) -> None:
    rows = ["title,text", f'A,"{TEXTS["de"]}"', "B,Nur das.", "C,Nur d\udc81s."]
    path = write(tmp_path / "a.csv", "\n".join(rows).encode("cp1252", "surrogateescape"))
    found = list(read_articles(path))
    assert [type(one) for one in found] == [ReadError, Article, ReadError]
