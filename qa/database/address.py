"""The address of a PostgreSQL database, as it is given and as it may be shown.

Standard library only: it is looked at before anything heavy is imported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from qa.errors import DatabaseUsage

# each part told from the others: a password with a bare @ or / would be taken for a host's name
_PART = r"[^@:/?#\s\x00-\x1f\x7f]"
_HOST = rf"(?:{_PART}*|\[[0-9A-Fa-f:.%]+\])(?::\d{{0,5}})?"
_FORM = re.compile(
    rf"postgres(?:ql)?://(?:(?P<user>{_PART}*)(?::{_PART}*)?@)?"
    rf"(?P<place>{_HOST}(?:,{_HOST})*(?:/{_PART}*)?)(?:\?[^@#\s\x00-\x1f\x7f]*)?"
)
_HOW = (
    "give postgresql://USER@HOST/DB, with the password in PGPASSWORD or ~/.pgpass; a character in "
    "it that has a meaning in addresses is written as %40 for @, %3A for :, %2F for /, %23 for #, "
    "%3F for ?"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is.

    Attributes:
        full: as libpq takes it; may hold a password, so it is never shown.
        shown: without passwords and parameters.
    """

    full: str = field(repr=False)
    shown: str

    @property
    def secrets(self) -> list[str]:
        """What no message may hold: the password, as it is written and as it is meant."""
        parts = urlsplit(self.full)
        given = [parts.netloc.rpartition("@")[0].partition(":")[2]]
        given += re.findall(r"(?:^|&)(?:ssl)?password=([^&]*)", parts.query)
        return [text for one in given if one for text in (one, unquote(one))]


def address_of(text: str) -> Address:
    """The address that was given.

    Raises:
        DatabaseUsage: it is none; the message holds nothing of it, as a part may be a password.
    """
    found = _FORM.fullmatch(text)
    if not found or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise DatabaseUsage(f"that is no address of a PostgreSQL database; {_HOW}")
    user = f"{found['user']}@" if found["user"] else ""
    return Address(text, f"postgresql://{user}{found['place']}")
