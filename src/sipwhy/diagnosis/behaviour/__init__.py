"""What the many do, judged over columns: attackers, floods, trunks, registrars; each list is worked out when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sipwhy.calls import CallTable
from sipwhy.diagnosis.behaviour.floods import HEAVY, Flood, floods
from sipwhy.diagnosis.behaviour.frauds import Fraud, frauds
from sipwhy.diagnosis.behaviour.ground import Ground, shown
from sipwhy.diagnosis.behaviour.guesses import BreakIn, Guessing, break_ins, guessing
from sipwhy.diagnosis.behaviour.scans import Scan, scans
from sipwhy.diagnosis.behaviour.tools import Sweep, Visit, sweeps, visits

__all__ = ["HEAVY", "Behaviour", "BreakIn", "Flood", "Fraud", "Ground", "Guessing", "Scan", "Sweep", "Visit", "shown"]


class Behaviour:
    """Who did what to whom in one capture."""

    def __init__(self, table: CallTable) -> None:
        self.ground = Ground(table)

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Programs known for attacks."""
        return visits(self.ground)

    @cached_property
    def sweeps(self) -> Sequence[Sweep]:
        """Sources that asked many addresses whether anybody is there."""
        return sweeps(self.ground)

    @cached_property
    def scans(self) -> Sequence[Scan]:
        """Sources that tried many users."""
        return scans(self.ground)

    @cached_property
    def guessing(self) -> list[Guessing]:
        """Sources that tried many passwords."""
        return guessing(self.ground, self._scanners)

    @cached_property
    def break_ins(self) -> Sequence[BreakIn]:
        """Where guessing was successful."""
        return break_ins(self.ground, self.guessing)

    @cached_property
    def floods(self) -> Sequence[Flood]:
        """Sources that sent too much."""
        return floods(self.ground)

    @cached_property
    def frauds(self) -> Sequence[Fraud]:
        """Calls abroad of any of these."""
        return frauds(self.ground, self._scanners | {guess.source for guess in self.guessing})

    @cached_property
    def _scanners(self) -> set[int]:
        """The addresses of programs known for attacks, and of who scanned."""
        return {source for visit in self.visits for source in visit.sources} | {scan.source for scan in self.scans}
