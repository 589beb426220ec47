"""An end of the run that the user is told about in one line, and where something is to be chosen with a list below it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from sipwhy.cli.wrapped import tell_beside
from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

NO_INPUT = 3
"""The exit status of a run whose input could not be read."""


class FailureError(Exception):
    """
    `key` names a text of `texts.errors.ERROR`, or of the `table` of a family of commands; `status` is the exit status.

    `below` are lines that follow, of what can be chosen from.
    """

    table: Table = ERROR

    below: Sequence[str] = ()

    def __init__(self, key: str, status: int, **values: object) -> None:
        super().__init__(key)
        self.key, self.status, self.values = key, status, values

    def said(self, lang: Language) -> str:
        """What went wrong, in words."""
        values = self.values
        if isinstance(detail := values.get("detail"), str):  # what the system or a reader said, in English
            values = values | {"detail": import_module("sipwhy.texts.faults").fault(detail, lang)}
        return say(self.table, self.key, lang, **values)

    def tell(self, lang: Language) -> int:
        """Says it on standard error, with the lines below it; the exit status."""
        tell_beside(self.said(lang))
        sys.stderr.writelines(f"{line}\n" for line in self.below)
        return self.status

    def above(self, lines: Sequence[str]) -> FailureError:
        """The same with lines below it."""
        self.below = lines
        return self
