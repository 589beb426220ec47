"""What came out of a file of accounts."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.digest import Account


class Found(Struct, frozen=True):
    """Accounts in the order of their file; how many have a password that stands elsewhere (a variable); files that it includes."""

    accounts: tuple[Account, ...]
    elsewhere: int = 0
    includes: tuple[str, ...] = ()


class NoAccountsError(ValueError):
    """A file that is none of the kinds known, or has no account in it; `line` is where reading ended, 0 for the whole. No content in it."""

    def __init__(self, key: str, line: int = 0) -> None:
        super().__init__(key)
        self.key, self.line = key, line
