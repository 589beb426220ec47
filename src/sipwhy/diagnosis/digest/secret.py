"""Passwords and their hashes as values that never show themselves: not printed, not pickled, not compared by chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn


class Secret:
    """A password, or the hash that stands for one; only `reveal` gives it away."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The password itself; bytes that are no UTF-8 stand as surrogate escapes."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret()"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret does not travel")


class Account:
    """
    What is known of one account: its user name, and its password or hashes of it (H(user:realm:password) in hexadecimal).

    `realm` narrows where the password is good, if the source says so.
    """

    __slots__ = ("hashes", "password", "realm", "user")

    def __init__(self, user: str, password: str | None = None, hashes: Iterable[str] = (), realm: str | None = None) -> None:
        self.user = user
        self.realm = realm or None
        self.password = None if password is None else Secret(password)
        self.hashes = tuple(Secret(value.lower()) for value in hashes)

    def __repr__(self) -> str:
        return f"Account({self.user!r})"


class Secrets:
    """All accounts that the user gave; `asked` are the user names named one by one, of which an answer is expected."""

    __slots__ = ("_by_user", "accounts", "asked")

    def __init__(self, accounts: Iterable[Account] = (), asked: Iterable[str] = ()) -> None:
        self.accounts = tuple(accounts)
        self.asked = tuple(dict.fromkeys(asked))
        self._by_user: Mapping[str, tuple[Account, ...]] = {}
        grouped: dict[str, list[Account]] = {}
        for account in self.accounts:
            grouped.setdefault(account.user.casefold(), []).append(account)
        self._by_user = {user: tuple(known) for user, known in grouped.items()}

    def of(self, user: str) -> tuple[Account, ...]:
        """The accounts of a user name, in any case; several if it has one password here and another there."""
        return self._by_user.get(user.casefold(), ())

    def __bool__(self) -> bool:
        return bool(self.accounts)

    def __iter__(self) -> Iterator[Account]:
        return iter(self.accounts)

    def __len__(self) -> int:
        return len(self.accounts)

    def __repr__(self) -> str:
        return f"Secrets({len(self.accounts)})"
