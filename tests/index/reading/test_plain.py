"""Text and Markdown files, and the encodings of any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.reading.plain import plain_markdown
from tests.index.reading.samples import STORY, failure, only, write


def test_a_text_file_with_a_headline(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.txt", f"\ufeffBridge  closes\r\n\r\n{STORY}\r\n"))
    assert article.title == "Bridge closes"
    assert article.text == f"Bridge  closes\n\n{STORY}"
    assert (article.source, article.author, article.published, article.url) == ("", "", None, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(tmp_path: Path, encoding: str) -> None:
    assert (
        only(write(tmp_path / "a.txt", "Café “open” 漢字".encode(encoding))).text
        == "Café “open” 漢字"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY} The firm’s profits rose by £600m – “a record”, said Mr O’Neill.",
        "Profit rose to £600m in May.",
        "L’été dernier, le président a déclaré que la réforme était nécessaire. Les élèves sont "
        "partis à l’école après les fêtes de Noël, où ils ont chanté.",
        "Die Bundesregierung hat am Freitag über die neuen Maßnahmen beraten. Für die Bürger "
        "ändert sich zunächst nichts, sagte der Ministerpräsident in München.",
    ],
)
def test_windows_1252_is_read_when_it_is_certain(tmp_path: Path, text: str) -> None:
    assert only(write(tmp_path / "a.txt", text.encode("cp1252"))).text == text


def test_damaged_and_binary_files_are_named(tmp_path: Path) -> None:
    damaged = "naïve café, déjà vu, 漢字".encode()[:-1]
    cases = {
        damaged: "not UTF-8 text (byte 28): UTF-8 with damage in 1 places",
        b"\xff\xfea": "not UTF-16 text (byte 2)",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" * 9: "is binary, not text",
        b"\0 \0": "holds no text",
    }
    for content, reason in cases.items():
        assert failure(write(tmp_path / "a.txt", content)).startswith(f"a.txt: {reason}")


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    front = (
        "title: Bridge closes\nsource: Gazette\nauthor: [Ann, Bo]\ndate: 2021-05-13\nid: 007\n"
        "url: https://g.example/a\n"
    )
    article = only(write(tmp_path / "a.md", f"---\r\n{front}---\n\n# Other\n\n{STORY}"))
    assert article == Article(
        id="007",
        version=article.version,
        title="Bridge closes",
        text=f"Other\n\n{STORY}",
        source="Gazette",
        author="Ann, Bo",
        published=date(2021, 5, 13),
        url="https://g.example/a",
    )


def test_markdown_without_front_matter_takes_its_heading(tmp_path: Path) -> None:
    assert (
        only(write(tmp_path / "a.markdown", f"\n# The *old* bridge #\n{STORY}")).title
        == "The old bridge"
    )
    assert only(write(tmp_path / "a.markdown", f"---\n---\n{STORY}")).title == "a"
    assert only(write(tmp_path / "a.markdown", f"---\nauthor: null\n---\n{STORY}")).author == ""


@pytest.mark.parametrize(
    ("front", "error"),
    [
        ("---\ntitle: x\n", "a.md (line 1): front matter opened by --- is never closed"),
        ("---\nid: 1\ntitle: Foo: bar\n---\nx", "a.md (line 3): front matter: mapping"),
        ("---\nid: 1\nb: [1,\n---\nx", "a.md (line "),
        ("---\n- a\n- b\n---\nx", "a.md (line 1): front matter holds no `name: value` lines"),
        ("---\na: " + "[" * 1200 + "\n---\nx", "a.md (line 1): front matter: RecursionError"),
        ("---\na: 1\n---\n", "a.md: holds no text"),
    ],
)  # fmt: skip
def test_broken_front_matter(tmp_path: Path, front: str, error: str) -> None:
    assert failure(write(tmp_path / "a.md", front)).startswith(error)


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("## Head ##\ntext", "Head\ntext"),
        ("#hashtag and C# and F#", "#hashtag and C# and F#"),
        ("# C#", "C#"),
        ("**bold** and *it* and ***both*** and __b__ and _i_", "bold and it and both and b and i"),
        ("*a **b** c* **d *e* f**", "a b c d e f"),
        ("*over\ntwo lines*", "over\ntwo lines"),
        ("2 * 3 * 4, snake_case_name, a__b__c, 5*3", "2 * 3 * 4, snake_case_name, a__b__c, 5*3"),
        ("* one *x*\n* two", "* one x\n* two"),
        ("\\*not\\* em", "\\*not\\* em"),
        ("see [the *bill*](http://a.b/c_(d) \"t\")!", "see the bill!"),
        ("[a](<x y>) [b][ref] [c] (d)", "a [b][ref] [c] (d)"),
        ("[![alt](i.png)](x) ![pic](y.png) text", "  text"),
        ("`*code*` and *a `b*c` d*", "`*code*` and a `b*c` d"),
        ("```\n# not *this*\n```\n*but* this", "```\n# not *this*\n```\nbut this"),
        ("~~~~\n~~~\n*x*\n~~~~\n*y*", "~~~~\n~~~\n*x*\n~~~~\ny"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a: 1; b: 2."),
        ("*open\n\nend*", "*open\n\nend*"),
        ("***\n* * *\n---", "***\n* * *\n---"),
    ],
)  # fmt: skip
def test_markdown_marks(markdown: str, plain: str) -> None:
    assert plain_markdown(markdown) == plain


@given(st.text('ab *_`[]()!#\\\n~"\0', max_size=60))
def test_markdown_keeps_every_letter_outside_links(markdown: str) -> None:
    letters = [c for c in markdown if c in "ab"]
    kept = [c for c in plain_markdown(markdown) if c in "ab"]
    assert kept == letters or "](" in markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 50_000,
        "*a " * 50_000,
        "**a *b " * 30_000,
        "_a" * 50_000,
        "".join("`" * n + " " for n in range(200)),
        "[a](" * 30_000,
        "# " + " " * 100_000 + "x",
    ],
)
def test_hostile_markdown_takes_no_time(hostile: str) -> None:
    plain_markdown(hostile)


def test_footnotes_of_several_paragraphs_are_no_text(tmp_path: Path) -> None:
    note = (
        "It closed.[^1]\n\n[^1]: Said so.\n\n    And more of it.\n\tAnd more.\n\nIt opened[^b c].\n"
    )
    assert only(write(tmp_path / "a.md", note)).text == "It closed.\n\nIt opened[^b c]."
    middle = "First.[^n]\n[^n]: A note.\n\nSecond."
    assert only(write(tmp_path / "a.md", middle)).text == "First.\n\nSecond."
