"""`user:password`, one a line; `user:realm:HASH` as htdigest writes it; a line that begins with # is a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis.digest import Account
from sipwhy.sources.accounts.found import Found, NoAccountsError

_HASHED = re.compile(r"^([^:]+):([^:]*):([0-9A-Fa-f]{32}|[0-9A-Fa-f]{64})$")


def from_lines(text: str) -> Found:
    """The accounts; NoAccountsError with the line that is not of this form. A blank at the end of a line belongs to the password."""
    return Found(tuple(_accounts(text)))


def _accounts(text: str) -> Iterator[Account]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        user, colon, password = line.partition(":")
        if not (user.strip() and colon and password):
            raise NoAccountsError("accounts-line", number)
        hashed = _HASHED.match(line)
        yield Account(hashed[1].strip(), hashes=[hashed[3]], realm=hashed[2]) if hashed else Account(user.strip(), password)
