"""Which asides are to be asked of a call that somebody looks at: told for one call, where `sieve` tells it for all."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.rule import Rule, Seeks
from sipwhy.diagnosis.sieve import parts


class Asides:
    """The asides among some rules."""

    def __init__(self, table: CallTable, rules: Sequence[Rule]) -> None:
        self._table = table
        self._rules = tuple(rules)
        self._parts = [(place, part) for place, rule in enumerate(rules) for part in parts(rule.seeks)]
        self._quirky = any(part.quirks for _, part in self._parts)

    def of(self, row: int) -> list[Rule]:
        """Those that seek one call, in order."""
        quirks = self._table.second_look(row) if self._quirky else 0
        found = {place for place, part in self._parts if (not part.quirks or part.quirks & quirks) and self._fits(part, row)}
        return [self._rules[place] for place in sorted(found)]

    def _fits(self, seeks: Seeks, row: int) -> bool:
        table = self._table
        flags = int(table.flags[row])
        return (
            KINDS[table.kind[row]] in seeks.kinds
            and (not seeks.results or RESULTS[table.result[row]] in seeks.results)
            and (not seeks.flags or bool(flags & seeks.flags))
            and flags & seeks.with_all == seeks.with_all
            and (not seeks.signs or bool(int(table.signs[row]) & seeks.signs))
            and not flags & seeks.without
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
