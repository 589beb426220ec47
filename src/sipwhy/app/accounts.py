"""Files of accounts that the user names, read into secrets."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sipwhy.app.settings import SettingsError
from sipwhy.diagnosis.digest import Account
from sipwhy.sources.accounts import Found, NoAccountsError, accounts_in

_MOST = 64 << 20
"""Bytes of a file of accounts that are read: a hundred thousand subscribers have a fifth of it."""
STANDARD_INPUT = "-"


class AccountFile(Struct, frozen=True):
    """One file and what was in it."""

    path: str
    found: Found


def account_files(paths: Iterable[str]) -> tuple[AccountFile, ...]:
    """What is in the files; "-" is standard input. SettingsError if one cannot be read or has no accounts; it never quotes the file."""
    return tuple(AccountFile(path, _found(path)) for path in paths)


def accounts_among(files: Sequence[AccountFile]) -> Iterator[Account]:
    """The accounts of all files."""
    return (account for file in files for account in file.found.accounts)


def _found(path: str) -> Found:
    try:
        data = sys.stdin.buffer.read(_MOST + 1) if path == STANDARD_INPUT else _read(Path(path))
    except OSError as error:
        raise SettingsError("accounts-unreadable", path, detail=error.strerror or str(error)) from None
    if len(data) > _MOST:
        raise SettingsError("accounts-too-large", path, most=_MOST >> 20)
    try:
        return accounts_in(data)
    except NoAccountsError as error:
        raise SettingsError(error.key, path, line=error.line) from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST + 1)
