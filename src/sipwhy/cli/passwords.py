"""Where passwords come from: files of accounts, and questions on the terminal without echo; never the command line."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence

from sipwhy.app.accounts import STANDARD_INPUT, AccountFile, account_files, accounts_among
from sipwhy.app.settings import SettingsError
from sipwhy.cli.failure import FailureError
from sipwhy.cli.wrapped import tell_beside
from sipwhy.diagnosis.digest import Account, Secrets
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_TERMINAL = "/dev/tty"


def secrets_of(users: Sequence[str], paths: Sequence[str], inputs: Sequence[str], lang: Language) -> Secrets:
    """
    The accounts in the files `paths`, and those of `users` that no file has: their passwords are asked for.

    FailureError if a value is no user name (a password written there would be in the list of processes), or cannot be asked.
    """
    if any(":" in user or not user for user in users):
        raise FailureError("secret-is-user", 2)
    if STANDARD_INPUT in paths and (STANDARD_INPUT in inputs or list(paths).count(STANDARD_INPUT) > 1):
        raise FailureError("stdin-twice", 2)
    try:
        files = account_files(paths)
    except SettingsError as error:
        raise FailureError(error.key, 2, **error.values) from None
    _mention(files, lang)
    accounts = list(accounts_among(files))
    known = {account.user.casefold() for account in accounts}
    accounts += [Account(user, _asked(user, lang)) for user in dict.fromkeys(users) if user.casefold() not in known]
    return Secrets(accounts, users)


def _asked(user: str, lang: Language) -> str:
    """The password of one account, typed on the terminal itself even where standard input is a file."""
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        raise FailureError("secret-no-terminal", 2, user=harmless(user, 60)) from None
    try:
        password = getpass.getpass(say(ERROR, "ask-secret", lang, user=harmless(user, 60)))
    except (EOFError, UnicodeError):
        password = ""
    if not password:
        raise FailureError("secret-empty", 2, user=harmless(user, 60))
    return password


def _mention(files: Sequence[AccountFile], lang: Language) -> None:
    """Says on standard error what of the files could not be used."""
    for file in files:
        path = harmless(file.path)
        if file.found.elsewhere:
            tell_beside(say(ERROR, "accounts-elsewhere", lang, path=path, n=file.found.elsewhere))
        if file.found.includes:
            tell_beside(say(ERROR, "accounts-includes", lang, path=path, names=file.found.includes))
