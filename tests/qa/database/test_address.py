"""Addresses of databases: what is one, and that no password is shown."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import main as page
from qa.__main__ import main
from qa.database.address import address_of
from qa.errors import DatabaseUsage

SECRET = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1)


@given(secret=SECRET)
def test_a_password_is_known_and_not_shown(secret: str) -> None:
    found = address_of(f"postgresql://ada:{quote(secret, safe='')}@db.example:5433/news?sslmode=on")
    assert found.shown == "postgresql://ada@db.example:5433/news"
    assert secret in found.secrets
    assert "ada:" not in repr(found)


@given(secret=SECRET)
def test_what_is_refused_shows_nothing_of_a_password(secret: str) -> None:
    secret = f"?{secret}@?"  # which has to be written otherwise
    with pytest.raises(DatabaseUsage) as error:
        address_of(f"postgresql://ada:{secret}@db.example/news")
    assert secret not in str(error.value)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgres://db/news", "postgresql://db/news"),
        ("postgresql:///news?host=/run/postgresql", "postgresql:///news"),
        ("postgresql://[::1]:5433/news", "postgresql://[::1]:5433/news"),
        ("postgresql://a,b:5433/news", "postgresql://a,b:5433/news"),
        ("postgresql://", "postgresql://"),
    ],
)
def test_addresses(given: str, shown: str) -> None:
    assert address_of(given).shown == shown


@pytest.mark.parametrize(
    "given",
    ["", "chats.sqlite", "mysql://db/news", "postgresql://u:p@s@db/news", "postgresql://u:p/w@db/n",
     "postgresql://db:port/news", "postgresql://db/ne ws", "postgresql://db/%zz"],
)  # fmt: skip
def test_no_addresses(given: str) -> None:
    with pytest.raises(DatabaseUsage, match="postgresql://USER@HOST/DB"):
        address_of(given)


def test_no_command_line_shows_one(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--chats", "postgresql://ada:se@cret/s@db/news?password=hidden"]
    assert main(["chats", "list", "--index", "tests", *given]) in (1, 2)
    for work, arguments in ((main, ["ask", "Who?", *given]), (page, ["--nonsense", given[1]])):
        with pytest.raises(SystemExit):
            work(arguments)
    shown = "".join(capsys.readouterr())
    assert "cret" not in shown
    assert "hidden" not in shown
