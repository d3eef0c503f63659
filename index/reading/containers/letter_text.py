"""Which of a letter's parts is read: the words themselves, or the web page that comes with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from index.errors import ReadError
from index.reading.charset import decode, decode_markup
from index.reading.fragment import text_of_fragment
from index.reading.source import Source

_STUB: Final = 0.6  # of the page's words: what has fewer only says where to read the letter
_LINK: Final = re.compile(r"https?://\S+")
_WORDS_A_LINK: Final = 50  # where there are fewer, addresses stand among the words
_SIGNATURE: Final = re.compile(r"^-- $.*", re.MULTILINE | re.DOTALL)
_HIDDEN: Final = re.compile(
    r"<(div|span|p|td)\b[^>]*style\s*=\s*[\"'][^\"'>]*display\s*:\s*none[^>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SERVICE: Final = re.compile(
    r".{0,40}\b(?:view (?:this (?:e-?mail|newsletter|message|post) )?(?:in|on) "
    r"(?:your |a |the )?(?:web )?(?:browser|online|web at)|unsubscribe"
    r"|(?:manage|update) (?:your )?(?:e-?mail )?preferences"
    r"|(?:you(?:'re| are|’re) receiving|you (?:have )?received) this"
    r"|forward(?:ed)? (?:this )?to a friend"
    r"|add us to your address book|im browser (?:ansehen|anzeigen)|abmelden|abbestellen"
    r"|se désabonner|darse de baja)\b.{0,200}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Letter:
    """What a letter says, and what is attached to it.

    Attributes:
        page: the HTML of those texts that were written so.
    """

    texts: list[str] = field(default_factory=list)
    page: str = ""
    attached: list[Message] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is read of it, without what the service that sent it says of itself."""
        lines = "\n\n".join(self.texts).split("\n")
        return "\n".join(line for line in lines if not _SERVICE.fullmatch(line.strip()))


def text_of_letter(source: Source, message: Message) -> Letter:
    """What a letter says.

    Raises:
        ReadError: a part is in an encoding that is not certain.
    """
    letter = Letter()
    _take(source, message, letter)
    return letter


def _take(source: Source, part: Message, letter: Letter) -> None:
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
        letter.attached.append(part)
    elif part.is_multipart():
        inner = [each for each in part.get_payload() if isinstance(each, Message)]
        if kind == "multipart/alternative":
            inner = _best(source, inner)
        for each in inner:
            _take(source, each, letter)
    elif kind in ("text/plain", "text/html"):
        letter.texts.append(_text(source, part))
        letter.page += _decoded(source, part) if kind == "text/html" else ""
    else:
        letter.attached.append(part)


def _best(source: Source, parts: list[Message]) -> list[Message]:
    """Of several forms of the same, the one whose words are best to read."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    # The page may come with its pictures, in a part that holds parts.
    pages = [
        part for part in parts if part.is_multipart() or part.get_content_type() == "text/html"
    ]
    if not plain or not pages:
        return (pages or plain or parts)[-1:]
    page = Letter()
    _take(source, pages[-1], page)
    words = len(" ".join(page.texts).split())
    try:
        text = _text(source, plain[0])
    except ReadError:
        return pages[-1:]
    count = len(text.split())
    stub = count < _STUB * words or len(_LINK.findall(text)) * _WORDS_A_LINK > count
    return pages[-1:] if words and stub else plain[:1]


def _decoded(source: Source, part: Message) -> str:
    """A part as it was written."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return ""
    declared = part.get_content_charset("")
    declared = "cp1252" if declared in ("iso-8859-1", "us-ascii", "ascii", "latin1") else declared
    html = part.get_content_type() == "text/html"
    try:
        return data.decode(declared or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return (decode_markup if html else decode)(source, data).text


def _text(source: Source, part: Message) -> str:
    """The words of a part."""
    text = _decoded(source, part)
    if part.get_content_type() == "text/html":
        return text_of_fragment(_HIDDEN.sub("", text))
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _joined(text, str(part.get_param("delsp", "")).lower() == "yes")
    return _SIGNATURE.sub("", text)


def _joined(text: str, drop_space: bool) -> str:
    """Lines that flow (RFC 3676) as the paragraphs that they were."""
    done: list[str] = []
    flows = False
    for line in text.split("\n"):
        plain = line[1:] if line.startswith(" ") else line
        if flows and not plain.startswith(">") and plain != "-- ":
            done[-1] += plain
        else:
            done.append(plain)
        flows = plain.endswith(" ") and plain != "-- "
        if flows and drop_space:
            done[-1] = done[-1][:-1]
    return "\n".join(done)
