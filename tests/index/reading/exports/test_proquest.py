"""ProQuest exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.reading.samples import only, read, write

RULE = "_" * 60
EXPORT = f"""{RULE}

Report Information from ProQuest

{RULE}

Document 1 of 2

Title: Ferry line to close
after 40 years

Author: Example, Jane; Specimen, Tom.

Publication info: The Harbour Times; London (UK) [London (UK)]13 May 2021: 4.

ProQuest document link: https://search.proquest.com/docview/123456

Full text: The ferry will stop on 30 June.

Source: the operator. Title: none, said Ann Sample.

location: unknown.

Subject: Ferries

Title: Ferry line to close

Publication title: The Harbour Times; London (UK)

Publication date: May 13, 2021

ProQuest document ID: 123456

Document URL: https://search.proquest.com/docview/123456

Database: News

{RULE}

Document 2 of 2

Title: Council approves library

Publication info: Linden Post ; Linden 03 Feb 2022: A.1.

Full text: Linden council approved it.

{RULE}

Contact ProQuest
"""


def test_each_article_has_its_fields(tmp_path: Path) -> None:
    articles, errors = read(write(tmp_path / "a.txt", EXPORT))
    assert errors == []
    assert [(a.title, a.source, str(a.published), a.author, a.text) for a in articles] == [
        (
            "Ferry line to close after 40 years",
            "The Harbour Times",
            "2021-05-13",
            "Jane Example, Tom Specimen",
            "The ferry will stop on 30 June.\n\nSource: the operator. Title: none, said Ann Sample."
            "\n\nlocation: unknown.",
        ),
        (
            "Council approves library",
            "Linden Post",
            "2022-02-03",
            "",
            "Linden council approved it.",
        ),
    ]
    assert articles[0].id == "proquest:123456"


DETAILS = """Subject: Trams

Title: Tram line to open

Publication title: The Elmbrook Gazette

Publication date: June 3, 2022

ProQuest document ID: 7654321

Database: News
"""
PARTED = f"""{RULE}

{{head}}Publication info: The Elmbrook Gazette ; Elmbrook 03 Jun 2022: 2.

Full text: The tram opened.

{{rest}}

{DETAILS}
{RULE}

{{head2}}Full text: The council met.

{DETAILS.replace("7654321", "7654322").replace("Tram line to open", "Council meets")}
{RULE}

Contact ProQuest
"""


@pytest.mark.parametrize("label", ["Title: ", ""])
@pytest.mark.parametrize(
    "rest", ["It runs hourly.", f"{RULE}\n\nIt runs hourly.", f"A.\n\n{RULE}\n\nB.\n\n{RULE}\n\nC."]
)
def test_a_rule_in_an_article_does_not_end_it(tmp_path: Path, label: str, rest: str) -> None:
    heads = {"head": f"{label}Tram line to open\n\n", "head2": f"{label}Council meets\n\n"}
    articles, errors = read(write(tmp_path / "a.txt", PARTED.format(rest=rest, **heads)))
    assert errors == []
    text = "\n\n".join(["The tram opened.", *(part for part in rest.split("\n\n") if part != RULE)])
    assert [(a.title, a.text, a.id) for a in articles] == [
        ("Tram line to open", text, "proquest:7654321"),
        ("Council meets", "The council met.", "proquest:7654322"),
    ]


def test_one_article_without_rules(tmp_path: Path) -> None:
    text = "Title: Ferry\nPublication title: Post\nPublication date: 13 May 2021\n"
    text += "Full text:\nIt stops."
    article = only(write(tmp_path / "a.txt", text))
    assert (article.title, article.source, article.text) == ("Ferry", "Post", "It stops.")


def test_prose_with_such_words_is_one_article(tmp_path: Path) -> None:
    text = "Title: none.\n\nFull text: the law was read aloud.\n\nIt took an hour."
    assert only(write(tmp_path / "a.txt", text)).text == text


def test_a_title_without_label_and_parts_under_headings(tmp_path: Path) -> None:
    details = (
        "Publication title: The Harbour Times; London (UK)\n\nPublication date: May 13, 2021\n\n"
        "Source type: Newspaper\n\nProQuest document ID: 98765\n\nDatabase: News\n"
    )
    info = "The Harbour Times ; London (UK) [London (UK)]. 13 May 2021: 4."
    bare = (
        f"{RULE}\n\nFerry line to close\n\nPublication info: {info}\n\n"
        "https://www.proquest.com/docview/98765\n\nFull text: The ferry will stop.\n\n"
        f"{details}{RULE}\n"
    )
    headings = (
        f"Document 1 of 1\n\nFerry line to close\n\nExample, Jane. {info}\n\n"
        "ProQuest document link\n\nABSTRACT (ENGLISH)\n\nIt stops.\n\nFULL TEXT\n\n"
        f"The ferry will stop.\n\nDETAILS\n\nSubject: Ferries\n\n{details}"
    )
    for text in (bare, headings):
        article = only(write(tmp_path / "a.txt", text))
        assert (article.title, article.text) == ("Ferry line to close", "The ferry will stop.")
        assert (article.source, str(article.published)) == ("The Harbour Times", "2021-05-13")
        assert article.id == "proquest:98765"
