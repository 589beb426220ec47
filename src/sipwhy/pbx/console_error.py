"""That a running server could not be asked, whatever the way to it."""

from __future__ import annotations


class ConsoleError(Exception):
    """The server could not be asked; `key` names a text of `texts.pbx.PROBLEM`."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(f"{key}: {detail}")
        self.key, self.detail = key, detail
