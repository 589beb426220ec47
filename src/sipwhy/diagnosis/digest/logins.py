"""The logins of a reading that were checked; what checks them is loaded only where a password was given."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module

from msgspec import Struct

from sipwhy.calls import CallTable
from sipwhy.diagnosis.digest.secret import Secrets
from sipwhy.diagnosis.digest.slip import Verdict


class Checked(Struct, frozen=True):
    """One login that was judged: the request's number from 1, its file, its call's number from 1, whose account, and the verdict."""

    message: int
    file: int
    call: int
    user: str
    verdict: Verdict


class Logins:
    """All logins of one table for which there is a password; judged when somebody asks."""

    def __init__(self, table: CallTable, secrets: Secrets) -> None:
        self._table = table
        self.secrets = secrets

    @cached_property
    def all(self) -> tuple[Checked, ...]:
        """Every one in order of message; what a proxy passed on unchanged stands once for each hop."""
        if not self.secrets:
            return ()
        checking = import_module("sipwhy.diagnosis.digest.checking")  # with it come OpenSSL's hashes and more
        return tuple(checking.Checking(self._table, self.secrets).judged())

    def of_call(self, number: int) -> tuple[Checked, ...]:
        """Those of one call."""
        return self._by_call.get(number, ())

    @cached_property
    def _by_call(self) -> dict[int, tuple[Checked, ...]]:
        found: dict[int, list[Checked]] = {}
        for checked in self.all:
            found.setdefault(checked.call, []).append(checked)
        return {number: tuple(logins) for number, logins in found.items()}
