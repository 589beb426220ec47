"""An end of the run that the user is told about in one line."""

from __future__ import annotations


class FailureError(Exception):
    """`key` names a text of `texts.usage.ERROR`; `status` is the exit status."""

    def __init__(self, key: str, status: int, **values: object) -> None:
        super().__init__(key)
        self.key, self.status, self.values = key, status, values
