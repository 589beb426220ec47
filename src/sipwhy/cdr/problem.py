"""What keeps a source of CDRs from being read, as a key of `texts.cdr.PROBLEM` and its values."""

from __future__ import annotations


class CdrError(Exception):
    """`key` names the text; no password is ever among `values`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values
