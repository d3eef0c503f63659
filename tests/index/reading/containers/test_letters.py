"""Letters, mailboxes and web archives."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from index.reading.source import Limits
from tests.index.reading.samples import PAGE, STORY, failure, only, read, write


def letter(
    text: str = "",
    html: str = "",
    sender: str = "Linden Post <news@linden.example>",
    **headers: str,
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["Subject"] = "Café & bridge"
    message["Date"] = "Thu, 03 Feb 2022 23:30:00 -0500"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text, cte="quoted-printable")
    if html and text:
        message.add_alternative(html, subtype="html", cte="base64")
    elif html:
        message.set_content(html, subtype="html", cte="base64")
    return message


def mailbox(*letters: EmailMessage, start: str = "From x Sat Nov 28 05:59:56 2026\n") -> str:
    return "".join(f"{start}{message.as_string()}\n" for message in letters)


PROSE = "The ferry will stop on 30 June. " * 9
MARKED = f"<html><body><style>p{{}}</style><p>{PROSE}</p></body></html>"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (letter("One.\n\nTwo."), "One.\n\nTwo."),
        (letter("Words.", "<p>Words.</p>"), "Words."),
        (letter(html="<table><tr><td><p>One.</p></td></tr></table><p>Two.</p>"), "One.\n\nTwo."),
        (letter("Read it: https://x.example/1", MARKED), PROSE.strip()),
        (letter("View this email in your browser", MARKED), PROSE.strip()),
        (letter("One.\n\nUnsubscribe | Manage preferences\n-- \nSent by me"), "One."),
        (letter(html='<div style="display:none">Preview</div><p>One.</p>'), "One."),
        (letter("View this post on the web at https://x.example/p/1\n\nOne."), "One."),
        (letter("Grüße aus “Linden”."), "Grüße aus “Linden”."),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_words_of_a_letter(tmp_path: Path, message: EmailMessage, text: str, end: str) -> None:
    policy = message.policy.clone(linesep=end)
    article = only(write(tmp_path / "a.eml", message.as_bytes(policy=policy)))
    assert article.text == text
    assert (article.title, str(article.published)) == ("Café & bridge", "2022-02-03")


def test_lines_that_flow_are_paragraphs(tmp_path: Path) -> None:
    message = letter("The ferry will \nstop on \n30 June.\n\nNext.")
    message.set_param("format", "flowed")
    assert only(write(tmp_path / "a.eml", message.as_bytes())).text == (
        "The ferry will stop on 30 June.\n\nNext."
    )


@pytest.mark.parametrize(
    ("sender", "headers", "source", "author"),
    [
        ("Linden Post <news@linden.example>", {}, "Linden Post", ""),
        ("news@linden.example", {}, "linden.example", ""),
        ("Jane Example <jane@linden.example>", {}, "linden.example", "Jane Example"),
        ("Jane Example <j.example@linden.example>", {}, "linden.example", "Jane Example"),
        ("Jane Example from Linden Post <x@s.example>", {}, "Linden Post", "Jane Example"),
        ("=?utf-8?q?Caf=C3=A9_Post?= <news@l.example>", {}, "Café Post", ""),
        ("Jane <x@s.example>", {"List_Id": '"The Ledger" <a.b.example>'}, "The Ledger", "Jane"),
    ],
)
def test_who_sent_it(
    tmp_path: Path, sender: str, headers: dict[str, str], source: str, author: str
) -> None:
    data = letter("Words.").as_string().replace("Linden Post <news@linden.example>", sender)
    data = "".join(f"{n.replace('_', '-')}: {v}\n" for n, v in headers.items()) + data
    article = only(write(tmp_path / "a.eml", data))
    assert (article.source, article.author) == (source, author)


def test_a_letter_has_an_id_of_its_own(tmp_path: Path) -> None:
    message = letter("Words.", Message_ID="<1@linden.example>")
    write(tmp_path / "a.eml", message.as_bytes())
    assert only(tmp_path).id == "1@linden.example"
    message.replace_header("Message-ID", "<2@linden.example>")
    message["Archived-At"] = "<https://linden.example/bridge>"
    write(tmp_path / "a.eml", message.as_bytes())
    assert only(tmp_path).url == "https://linden.example/bridge"


def test_what_is_attached_is_read_too(tmp_path: Path) -> None:
    message = letter("Words.")
    message.add_attachment("A story.", filename="story.txt")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    message.add_attachment(b"MZ", maintype="application", subtype="x", filename="../b.exe")
    message.add_attachment(letter("Forwarded."))
    articles, errors = read(write(tmp_path / "a.eml", message.as_bytes()))
    assert [(a.id, a.text) for a in articles] == [
        ("a.eml", "Words."),
        ("a.eml/story.txt", "A story."),
        ("a.eml/letter 4.eml", "Forwarded."),
    ]
    assert len(errors) == 1
    assert errors[0].startswith('a.eml/.._b.exe: ".exe" is not a format we read')


def test_what_is_not_read_of_a_letter_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reading.containers.letters._MOST_ATTACHED", 2)
    message = letter("Words.")
    for number in range(2):
        message.add_attachment(f"Story {number}.", filename=f"{number}.txt")
    assert len(read(write(tmp_path / "a.eml", message.as_bytes()))[0]) == 3
    message.add_attachment("Story 2.", filename="2.txt")
    articles, errors = read(write(tmp_path / "a.eml", message.as_bytes()))
    assert len(articles) == 3
    assert errors == ["a.eml: 3 files are attached: those after the first 2 were not read"]


def test_a_declared_encoding_that_is_not_true(tmp_path: Path) -> None:
    head = "From: a@b.example\nSubject: x\nContent-Type: text/plain; charset="
    body = "The café was closed – for good.".encode("cp1252")
    for charset in ("iso-8859-1", "x-unknown", "utf-8"):
        data = f"{head}{charset}\nContent-Transfer-Encoding: 8bit\n\n".encode() + body
        path = write(tmp_path / "a.eml", data)
        assert "The café was closed – for good." in only(path).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Just words, no letter.", "is no letter"),
        ("", "is empty"),
        ("From: a@b.example\nSubject: x\n\n", "holds no text"),
        (letter(html="<p></p>").as_string(), "holds no text"),
    ],
)
def test_a_bad_letter_is_named(tmp_path: Path, data: str, reason: str) -> None:
    assert reason in failure(write(tmp_path / "a.eml", data))


def test_each_letter_of_a_mailbox_is_an_article(tmp_path: Path) -> None:
    second = letter(html="<p>Two.</p>")
    second.replace_header("Subject", "Second")
    text = "One.\n\nFrom the bridge, one sees it.\n\n>From here too."
    letters = (letter(text), second, letter("Three.", Message_ID="<3@x.example>"), letter("Four."))
    path = write(tmp_path / "a.mbox", mailbox(*letters))
    articles, errors = read(path)
    assert errors == []
    name = "a.mbox/2022-02-03-café-bridge"
    assert [(a.id, a.text) for a in articles] == [
        (f"{name}.eml", "One.\n\nFrom the bridge, one sees it.\n\nFrom here too."),
        ("a.mbox/2022-02-03-second.eml", "Two."),
        ("3@x.example", "Three."),
        (f"{name}-3.eml", "Four."),
    ]
    write(path, mailbox(*reversed(letters[1:3])).replace("\n", "\r\n"))
    assert [a.id for a in read(path)[0]] == ["3@x.example", "a.mbox/2022-02-03-second.eml"]


def test_a_bad_letter_stops_no_others(tmp_path: Path) -> None:
    empty = letter(html="<p></p>")
    empty.replace_header("Subject", "Empty")
    huge = letter("x" * 9_000)
    gone = letter("Gone.", X_Mozilla_Status="0009")
    path = write(tmp_path / "a.mbox", mailbox(empty, huge, gone, letter("Words.")))
    articles, errors = read(path, Limits(json_bytes=2_000))
    assert [a.text for a in articles] == ["Words."]
    assert errors == [
        "a.mbox/2022-02-03-empty.eml: holds no text",
        "a.mbox (letter 2): is larger than the 0.0 MB we read as one letter",
    ]


def test_what_is_no_mailbox_is_said(tmp_path: Path) -> None:
    assert "is no mailbox" in failure(write(tmp_path / "a.mbox", "Words.\n"))
    assert "is empty" in failure(write(tmp_path / "b" / "a.mbox", "\n\n"))


def archive(page: str, kind: str = "text/html", encoding: str = "quoted-printable") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://gazette.example/a/bridge"
    message["Subject"] = "Saved"
    message["Date"] = "Thu, 13 May 2021 10:00:00 -0000"
    message.make_related()
    message.add_related(b"p{}", maintype="text", subtype="css")
    message.add_related(page, subtype=kind.partition("/")[2], cte=encoding)
    message.add_related("<html><body><p>We value your privacy.</p></body></html>", subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_web_archive_is_the_page_that_was_saved(tmp_path: Path, name: str, encoding: str) -> None:
    article = only(write(tmp_path / name, archive(PAGE, encoding=encoding)))
    assert STORY in article.text
    assert "privacy" not in article.text
    assert (article.id, article.title) == ("gazette.example/news/bridge", "Bridge closes")
    bare = f"<html><body><article><h1>Bridge</h1><p>{STORY}</p></article></body></html>"
    article = only(write(tmp_path / name, archive(bare)))
    assert article.url == "https://gazette.example/a/bridge"
    assert article.published is None  # the day of saving is not that of publishing


def test_what_is_no_web_archive_is_said(tmp_path: Path) -> None:
    assert "is no web archive" in failure(write(tmp_path / "a.mhtml", "Words."))
