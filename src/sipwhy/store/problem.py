"""Why a store cannot be used."""

from __future__ import annotations


class StoreError(Exception):
    """`key` names the words (texts.history.PROBLEM), `values` fill them."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}")
        self.key, self.values = key, values
