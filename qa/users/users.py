"""Who may log in: names with hashes of their passwords and tokens, in a file or a database.

Only `python -m qa users` changes them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qa.errors import UsersError
from qa.users.account import Account, digest, matches, name_of, owner_of
from qa.users.file import UsersFile
from qa.users.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, hashed
from qa.users.place import UsersPlace, shown, users_in


def add_user(place: UsersPlace, name: str, password: str, *, old_chats: bool = False) -> bool:
    """Add a user, or give one a new password, which ends the token of the old one.

    Args:
        place: where users are kept; a file is made if it is not there.
        name: of the user.
        password: of the user.
        old_chats: whether this is the very person of that name who was removed last, and has the
            chats of that time again; otherwise who is added is somebody else. May be said later:
            the chats since then are then had back in the same way.

    Returns:
        Whether chats of an earlier user of that name are kept which this one does not see.

    Raises:
        UsersError: the name or password will not do, nobody of that name was removed who could have
            the old chats again, or a file cannot be read or written.
        DatabaseFailed: a database cannot.
    """
    if not (kept := name_of(name)):
        raise UsersError(f"{name!r:.80} is no name: letters, digits and . _ @ - only, at most 64")
    if len(password) < SHORTEST_PASSWORD:
        raise UsersError(f"a password has at least {SHORTEST_PASSWORD} characters")
    if len(password) > LONGEST_PASSWORD:
        raise UsersError(f"a password has at most {LONGEST_PASSWORD} characters")
    secret = hashed(password)
    with users_in(place) as known, known.changing(missing_ok=True) as users:
        here, before = users.accounts.get(kept), users.removed.get(kept)
        if not old_chats:
            era = here.era if here else "" if before is None else secrets.token_hex(4)
        elif before is None:
            raise UsersError(f"no user {kept} was removed who could have old chats")
        else:
            era = before
            del users.removed[kept]
            if here:
                users.removed[kept] = here.era
        users.accounts[kept] = Account(secret, era=era)
        return not here and before is not None and not old_chats


def remove_user(place: UsersPlace, name: str) -> str:
    """Remove a user; returns under what name the chats of that user stay kept.

    Raises:
        UsersError: there is no such user, or a file cannot be read or written.
        DatabaseFailed: a database cannot.
    """
    with users_in(place) as known, known.changing() as users:
        one = _known(place, users.accounts, name)
        users.removed[one] = users.accounts.pop(one).era
        return owner_of(one, users.removed[one])


def new_token(place: UsersPlace, name: str) -> str:
    """Give a user a token for programs, in the place of an earlier one; it is kept nowhere.

    Raises:
        UsersError: there is no such user, or a file cannot be read or written.
        DatabaseFailed: a database cannot.
    """
    token = "articles_" + secrets.token_urlsafe(32)
    _set_token(place, name, digest(token))
    return token


def revoke_token(place: UsersPlace, name: str) -> None:
    """End a user's token.

    Raises:
        UsersError: there is no such user, or a file cannot be read or written.
        DatabaseFailed: a database cannot.
    """
    _set_token(place, name, "")


def import_users(place: UsersPlace, path: Path) -> tuple[list[str], list[str], list[str]]:
    """Take the users of a file over, with their passwords, tokens and chats.

    Somebody of the name of a user who was removed here may be somebody else: as in `add_user`, who
    would have the chats of that user has new ones.

    Args:
        place: where they are to be.
        path: of the file that they are in; it stays as it is.

    Returns:
        The names of those who were taken over, of those who are there already, left alone, and of
        those of the first who do not see the chats that are kept under their name.

    Raises:
        UsersError: a file cannot be read or written.
        DatabaseFailed: a database cannot.
    """
    given = UsersFile(path).read()
    with users_in(place) as known, known.changing(missing_ok=True) as users:
        there = users.accounts.keys() & given.accounts.keys()
        taken = given.accounts.keys() - there
        users.accounts |= {name: given.accounts[name] for name in taken}
        # of the eras before the last nothing is known but that the first of them was ""
        anew = [
            name
            for name in sorted(taken & users.removed.keys())
            if users.accounts[name].era in ("", users.removed[name])
        ]
        for name in anew:
            users.accounts[name] = replace(users.accounts[name], era=secrets.token_hex(4))
        others = {name: era for name, era in given.removed.items() if name not in there}
        users.removed = others | users.removed
    return sorted(taken), sorted(there), anew


def user_names(place: UsersPlace) -> list[str]:
    """The names of all users, sorted.

    Raises:
        UsersError: a file cannot be read.
        DatabaseFailed: a database cannot.
    """
    return sorted(read_accounts(place))


def may_enter(place: UsersPlace, name: str, password: str) -> bool:
    """Whether a password is right; as slow for a name that is not there.

    Raises:
        UsersError: a file cannot be read.
        DatabaseFailed: a database cannot.
    """
    account = read_accounts(place).get(name_of(name))
    return matches(account, password)


def read_accounts(place: UsersPlace) -> dict[str, Account]:
    """All users, by name.

    Raises:
        UsersError: a file cannot be read, or is something else.
        DatabaseFailed: a database cannot.
    """
    with users_in(place) as known:
        return known.read().accounts


def _set_token(place: UsersPlace, name: str, token: str) -> None:
    with users_in(place) as known, known.changing() as users:
        one = _known(place, users.accounts, name)
        users.accounts[one] = replace(users.accounts[one], token=token)


def _known(place: UsersPlace, accounts: Mapping[str, Account], name: str) -> str:
    known = name_of(name)
    if known not in accounts:
        there = ", ".join(sorted(accounts)) or "nobody"
        raise UsersError(f"{shown(place)} has no user {name!r}; it has: {there}")
    return known
