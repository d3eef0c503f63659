"""Word, OpenDocument and rich text; and what is wrong with broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.reading.source import Limits
from tests.index.reading.packages import (
    W,
    encrypted,
    opendocument,
    word,
    word_paragraphs,
    zipped,
)
from tests.index.reading.samples import failure, only, read, write


def run(text: str, about: str = "") -> str:
    return f"<w:r>{about}<w:t>{text}</w:t></w:r>"


def styled(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


CHANGED = (
    f"<w:p>{run('It costs ')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
    f"<w:ins>{run('14')}</w:ins>{run(' million')}{run(' secret', '<w:rPr><w:vanish/></w:rPr>')}"
    f"<w:hyperlink>{run(' pounds')}</w:hyperlink><w:moveFrom>{run(' moved')}</w:moveFrom>"
    f'{run(".")}<w:r><w:footnoteReference w:id="2"/></w:r>'
    f"<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
)
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator"><w:p>{run("---")}</w:p>'
    "</w:footnote>"
    f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run("A note.")}</w:p></w:footnote>'
    "</w:footnotes>"
)
TABLE = (
    f"<w:tbl><w:tr><w:tc><w:p>{run('Town')}</w:p></w:tc><w:tc><w:p>{run('Cost')}</w:p></w:tc>"
    "</w:tr>"
    f"<w:sdt><w:sdtContent><w:tr><w:tc><w:p>{run('Linden')}</w:p></w:tc>"
    f"<w:tc><w:p>{run('14')}</w:p></w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"
)
BOX = (
    f"<w:p>{run('Before.')}<w:r><w:AlternateContent><w:Choice><w:txbxContent><w:p>{run('Boxed.')}"
    f"</w:p></w:txbxContent></w:Choice><w:Fallback><w:txbxContent><w:p>{run('Twice.')}</w:p>"
    "</w:txbxContent></w:Fallback></w:AlternateContent></w:r></w:p>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/>'
    "</w:style></w:styles>"
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (word(word_paragraphs("One & two.", "Three.")), "One & two.\n\nThree."),
        (word(CHANGED, footnotes=NOTES), "It costs 14 million pounds.\n\nA note."),
        (word(BOX), "Before.\n\nBoxed."),
        (
            word(f"<w:sdt><w:sdtContent>{word_paragraphs('Inside.')}</w:sdtContent></w:sdt>"),
            "Inside.",
        ),
        (word(f"<w:p>{run('a')}<w:r><w:br/></w:r>{run('b')}</w:p>"), "a\nb"),
    ],
    ids=["paragraphs", "changes", "box", "controls", "break"],
)
def test_word_says_what_its_reader_sees(tmp_path: Path, data: bytes, text: str) -> None:
    assert only(write(tmp_path / "a.docx", data)).text == text


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    for name, data in (("a.docx", word(TABLE)), ("b.odt", opendocument(ODT_TABLE))):
        assert only(write(tmp_path / name, data)).text == "Town: Linden; Cost: 14."
        (tmp_path / name).unlink()


def test_a_table_for_looks_is_its_paragraphs(tmp_path: Path) -> None:
    words = word_paragraphs("One.", "Two.")
    table = f"<w:tbl><w:tr><w:tc>{words}</w:tc></w:tr></w:tbl>"
    assert only(write(tmp_path / "a.docx", word(table))).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (word_paragraphs("Council votes", "It voted on Monday."), "Council votes"),
        (
            word_paragraphs("It voted.") + styled("Heading1", "Council &amp; votes"),
            "Council & votes",
        ),
        (styled("berschrift1", "Rat stimmt ab") + word_paragraphs("Ja."), "Rat stimmt ab"),
        (styled("Heading1", "A part") + styled("Title", "The whole"), "The whole"),
        (word_paragraphs("It voted on Monday."), "my story"),
    ],
)
def test_the_title_of_a_word_file(tmp_path: Path, body: str, title: str) -> None:
    assert only(write(tmp_path / "my_story.docx", word(body, styles=STYLES))).title == title


def test_what_a_file_says_of_itself(tmp_path: Path) -> None:
    core = (
        '<c:core xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Ferry to close</dc:title><dc:creator>Jane Example</dc:creator></c:core>"
    )
    files = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{BOX}</w:body></w:document>'}
    write(tmp_path / "a.docx", zipped({**files, "docProps/core.xml": core}))
    article = only(tmp_path)
    assert (article.title, article.author) == ("Ferry to close", "Jane Example")


ODT_TABLE = "<table:table>" + "".join(
    f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell>"
    f"<table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
    for a, b in (("Town", "Cost"), ("Linden", "14"))
) + "</table:table>"  # fmt: skip
ODT = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
    "<text:h>Ferry &amp; town</text:h>"
    '<text:p>One<text:s text:c="2"/>two<text:span> three</text:span>.<text:note>'
    "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
    "</text:note-body></text:note> More.<office:annotation><text:p>Comment.</text:p>"
    "</office:annotation></text:p><text:list><text:list-item><text:p>Item.</text:p>"
    "</text:list-item></text:list>"
)


def test_opendocument_says_what_its_reader_sees(tmp_path: Path) -> None:
    meta = (
        '<o:document-meta xmlns:o="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><o:meta>'
        "<dc:creator>Jane Example</dc:creator></o:meta></o:document-meta>"
    )
    article = only(write(tmp_path / "a.odt", opendocument(ODT, meta=meta)))
    assert (article.title, article.author) == ("Ferry & town", "Jane Example")
    assert " ".join(article.text.split()) == "Ferry & town One two three. More. Item. A note."


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi One.\par Two.}", "One.\n\nTwo."),
        (r"{\rtf1\ansi\ansicpg1252 Caf\'e9 \u8220?x\u8221? \emdash  y}", "Café “x” — y"),
        (r"{\rtf1\ansi \u-10178?\u-8820? fox}", "🦌 fox"),
        (r"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator x;}{\header Top}A.{\pict 0102}}", "A."),
        (
            r'{\rtf1 See {\field{\*\fldinst{HYPERLINK "http://x.example"}}{\fldrslt{the page}}}.}',
            "See the page.",
        ),
    ],
)
def test_rich_text(tmp_path: Path, rtf: str, text: str) -> None:
    assert only(write(tmp_path / "a.rtf", rtf)).text == text


@pytest.mark.parametrize(
    ("page", "title", "author", "told"),
    [
        ("", r"Caf\'e9 closes", "Jane Example", ("Café closes", "Jane Example")),
        (r"\ansi\ansicpg1251", r"\'cc\'ee\'f1\'f2", r"\'c8\'e4\'e0", ("Мост", "Ида")),
        (r"\ansi\ansicpg1250\deff0", r"\'8eivot", r"\'c8apek", ("Život", "Čapek")),
        (r"\ansi\ansicpg1251", r"\u1052?\u1086?st", "Ida", ("Моst", "Ida")),
    ],
)
def test_rich_text_with_title(
    tmp_path: Path, page: str, title: str, author: str, told: tuple[str, str]
) -> None:
    rtf = rf"{{\rtf1{page}{{\info{{\title {title}}}{{\author {author}}}}}It closed.}}"
    article = only(write(tmp_path / "a.doc", rtf))
    assert (article.title, article.author, article.text) == (*told, "It closed.")


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"no zip at all", "is no zip file"),
        ("a.docx", word(word_paragraphs("x" * 999))[:150], "is a damaged zip file"),
        ("a.docx", zipped({"x.txt": "x"}), "is no Word document"),
        ("a.docx", encrypted(word("")), "is encrypted"),
        ("a.docx", OLE, "has a password or is of an older office program"),
        ("a.doc", OLE, "has a password or is of an older office program"),
        ("a.docx", zipped({"word/document.xml": BOMB}), "declares entities: not read"),
        ("a.docx", zipped({"word/document.xml": "<a><b></a>"}), "is damaged (mismatched tag"),
        ("a.docx", word(""), "holds no text"),
        ("a.docx", word("<w:t>" + "a" * 15_000_000 + "</w:t>"), "more than 200 times its size"),
        ("a.docx", b"", "is empty"),
        ("a.odt", zipped({"x": "x"}), "is no OpenDocument text"),
        ("a.odt", zipped({"content.xml": BOMB}), "declares entities: not read"),
        (
            "a.odt",
            zipped({"content.xml": "\x00\x01", "META-INF/manifest.xml": "<encryption-data/>"}),
            "is encrypted: save it without a password",
        ),
        ("a.odt", zipped({"content.xml": "<x>" * 20}), "is damaged (no element found"),
        ("a.rtf", b"Words.", "is no RTF"),
        ("a.rtf", b"{\\rtf1}", "holds no text"),
    ],
)
def test_a_bad_document_is_named(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    told = failure(write(tmp_path / name, data))
    assert told.startswith(f"{name}: ")
    assert reason in told


def test_deep_nesting_ends_nothing(tmp_path: Path) -> None:
    deep = "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000
    assert "nested too deeply" in failure(write(tmp_path / "a.docx", word(deep)))


def test_unpacked_size_is_bounded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", word(word_paragraphs("Words. " * 300)))
    assert "more than the 0.0 MB we read" in read(path, Limits(json_bytes=1_000))[1][0]
