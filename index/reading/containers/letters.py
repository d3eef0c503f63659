"""Letters (.eml), newsletters above all: subject, day, who sent it, the text, what is attached."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Final

from index.reading.clean import one_line
from index.reading.containers.letter_text import Letter, text_of_letter
from index.reading.files import shown
from index.reading.links import LIST_OF_LINKS, is_list_of_links
from index.reading.record import Contents, Record
from index.reading.source import Limits, Source, read_whole

_FROM_PAPER: Final = re.compile(r"(.{2,80}?)\s+(?:from|at|via|\||@|of)\s+(.{2,80})", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"<(https?://[^<>\s]+)>")
# Parts that are no articles: pictures, sounds, signatures, invitations.
_NO_ARTICLE: Final = re.compile(
    r"(?:image|audio|video|font)/.*|application/(?:pgp-|pkcs7|x-pkcs7|ms-tnef|ics).*|text/calendar"
    r"|text/x-amp-html|text/(?:x-)?vcard"
)
_MOST_ATTACHED: Final = 200


def read_letter(source: Source, limits: Limits) -> Contents:
    """The article that a letter is, then the files attached to it as sources of their own.

    Raises:
        ReadError: empty, too large, or no letter.
    """
    message = email.message_from_bytes(read_whole(source, limits.json_bytes))
    if not any(message[name] for name in ("From", "Subject", "Date", "Content-Type")):
        raise source.error("is no letter: it has neither sender nor subject")
    letter = text_of_letter(source, message)
    record = _record(message, letter)
    if is_list_of_links(record.text, letter.page):
        yield source.error(LIST_OF_LINKS)
    elif record.text.strip() or not letter.attached:
        yield record
    for number, part in enumerate(letter.attached[:_MOST_ATTACHED], 1):
        yield from _attached(source, part, number)
    if len(letter.attached) > _MOST_ATTACHED:
        counted = f"{len(letter.attached):,} files are attached"
        yield source.error(f"{counted}: those after the first {_MOST_ATTACHED} were not read")


def _record(message: Message, letter: Letter) -> Record:
    source, author = _sender(message)
    archived = _ADDRESS.search(header(message, "Archived-At"))
    return Record(
        text=letter.text,
        id=header(message, "Message-ID").strip("<> "),
        title=header(message, "Subject"),
        source=source,
        author=author,
        published=header(message, "Date"),
        url=archived[1] if archived else "",
    )


def header(message: Message, name: str) -> str:
    """A header's words on one line, "" where there is none."""
    value = message[name]
    if value is None:
        return ""
    try:
        return one_line(str(make_header(decode_header(value))), 10_000)
    except (LookupError, ValueError):  # an encoding that nobody knows, or that it is not
        return one_line(str(value), 10_000)


def _sender(message: Message) -> tuple[str, str]:
    """The paper and the person that a letter is from, as far as it tells them apart."""
    name, address = parseaddr(header(message, "From"))
    mailbox, _, domain = address.partition("@")
    name = name.strip("'\" ")
    listed = header(message, "List-Id").partition("<")[0].strip('" ')
    both = _FROM_PAPER.fullmatch(name)
    if both:
        return both[2], both[1]
    if listed and "." not in listed:
        return listed, "" if listed == name else name
    if name and _is_own(mailbox, name):
        return domain, name
    return name or domain, ""


def _is_own(mailbox: str, name: str) -> bool:
    """Whether an address is a person's: made of the parts of the name."""
    parts = [part.lower() for part in re.findall(r"\w+", name)]
    called = re.sub(r"[\W\d_]+", "", mailbox.lower())
    first, last = (parts[0], parts[-1]) if len(parts) > 1 else ("", "")
    return bool(first) and called in (first, last, first + last, first[0] + last, last + first[0])


def _attached(source: Source, part: Message, number: int) -> Iterator[Source]:
    if _NO_ARTICLE.fullmatch(part.get_content_type()):
        return
    name = shown(one_line(part.get_filename() or "").replace("/", "_"))
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        letter = inner[0] if isinstance(inner, list) and inner else None
        data = letter.as_bytes() if isinstance(letter, Message) else b""
        name = f"{name.removesuffix('.eml') or f'letter {number}'}.eml"
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    if data.strip():
        yield source.inside(name or f"attachment {number}", data)
