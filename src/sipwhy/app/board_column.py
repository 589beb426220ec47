"""One column of the list of calls: an id for each row, and what each id is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np

from sipwhy.wire.columns import Array

_REMEMBERED = 4096


class Column:
    """
    `ids` holds whatever tells rows apart, `say` puts an id into words.

    A column `by_value` is sorted by its ids, any other one by its words. What is asked of all rows is worked out once for each id.
    """

    def __init__(self, ids: Array, say: Callable[[int], str], *, by_value: bool = False) -> None:
        self.ids, self._by_value = ids, by_value
        self._words_of = say
        self._say = lru_cache(_REMEMBERED)(say)

    def text(self, row: int) -> str:
        """What stands in the column beside `row`."""
        return self._say(self.ids[row].item())

    def holding(self, part: str) -> Array:
        """Which rows hold `part`, which is in small letters."""
        known, places = self._distinct
        hits = np.fromiter((part in word for word in self._words), dtype=bool, count=len(known))
        return hits[places]

    @cached_property
    def ranks(self) -> Array:
        """A number for each row that rises as the column is sorted; rows without a word come last, those without a value first."""
        if self._by_value:
            return self.ids
        words = self._words
        order = sorted(range(len(words)), key=lambda at: (not words[at], words[at]))
        ranks = np.zeros(len(words), dtype=np.int64)
        ranks[order] = np.arange(len(words))
        return ranks[self._distinct[1]]

    @cached_property
    def _distinct(self) -> tuple[Array, Array]:
        known, places = np.unique(self.ids, return_inverse=True)
        return known, places

    @cached_property
    def _words(self) -> list[str]:
        return [self._words_of(one).casefold() for one in self._distinct[0].tolist()]
