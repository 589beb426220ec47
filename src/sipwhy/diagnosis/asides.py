"""
Which asides are to be asked of a call that somebody looks at.

For the first few calls it is told call by call, so that nobody reads a whole capture again for the sake of some; then by
column, as `sieve` does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.known import Asked
from sipwhy.diagnosis.rule import Rule, Seeks
from sipwhy.diagnosis.sieve import Sought, parts, sift

_FEW = 300
"""Calls that are looked at one by one."""


class Asides:
    """The asides among some rules."""

    def __init__(self, table: CallTable, rules: Sequence[Rule | Asked]) -> None:
        self._table = table
        self._rules = tuple(rules)
        known = [(place, part) for place, rule in enumerate(rules) for part in parts(rule.seeks)]
        self._quirky = [(int(part.quirks), place, part) for place, part in known if part.quirks]
        self._asked = 0
        self._plain = [(place, part) for place, part in known if not part.quirks]

    def of(self, row: int) -> list[Rule | Asked]:
        """Those that seek one call, in order."""
        self._asked += 1
        places: Sequence[int] = self._seen(row) if self._asked <= _FEW else self._sought.rules_of(row)
        return [self._rules[place] for place in places]

    def _seen(self, row: int) -> list[int]:
        quirks = self._table.second_look(row) if self._quirky else 0
        sought = [(place, part) for bits, place, part in self._quirky if bits & quirks] if quirks else []
        return sorted({place for place, part in (*sought, *self._plain) if self._fits(part, row)})

    @cached_property
    def _sought(self) -> Sought:
        return sift(self._table, self._rules, self._table.second_looks)

    def _fits(self, seeks: Seeks, row: int) -> bool:
        table = self._table
        flags = int(table.flags[row])
        return (
            (not seeks.flags or bool(flags & int(seeks.flags)))
            and KINDS[table.kind[row]] in seeks.kinds
            and (not seeks.results or RESULTS[table.result[row]] in seeks.results)
            and flags & int(seeks.with_all) == int(seeks.with_all)
            and (not seeks.signs or bool(int(table.signs[row]) & int(seeks.signs)))
            and not flags & int(seeks.without)
            and (not seeks.statuses or bool(seeks.statuses & self._statuses(row)))
            and (not seeks.said or self._says(seeks.said, row))
            and (not seeks.with_rtp or any(leg in table.evidence.media.streams_by_leg for leg in table.legs_of(row)))
        )

    def _statuses(self, row: int) -> set[int]:
        return {int(self._table.evidence.legs("status")[leg]) for leg in self._table.legs_of(row)}

    def _says(self, part: str, row: int) -> bool:
        evidence = self._table.evidence
        reasons = (evidence.reason(int(evidence.legs("reason")[leg])) for leg in self._table.legs_of(row))
        return any(part.lower() in reason.lower() for reason in reasons)
