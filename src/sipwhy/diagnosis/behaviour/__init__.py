"""What the many do, judged over columns: attackers, floods, trunks, registrars; each list is worked out when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sipwhy.calls import CallTable
from sipwhy.diagnosis.behaviour.changes import PATIENCE, SHORT, Drop, Share, cut_short, drops, failing, overloaded, slow
from sipwhy.diagnosis.behaviour.floods import HEAVY, Flood, floods
from sipwhy.diagnosis.behaviour.frauds import Fraud, frauds
from sipwhy.diagnosis.behaviour.ground import Ground, shown
from sipwhy.diagnosis.behaviour.guesses import BreakIn, Guessing, break_ins, guessing
from sipwhy.diagnosis.behaviour.peers import LEAST, Peer, commonest, peers
from sipwhy.diagnosis.behaviour.refusals import CallerRefused, FormRefused, callers_refused, forms_refused
from sipwhy.diagnosis.behaviour.scans import Scan, scans
from sipwhy.diagnosis.behaviour.tools import Sweep, Visit, sweeps, visits

__all__ = [
    "HEAVY",
    "PATIENCE",
    "SHORT",
    "Behaviour",
    "BreakIn",
    "CallerRefused",
    "Drop",
    "Flood",
    "FormRefused",
    "Fraud",
    "Ground",
    "Guessing",
    "Peer",
    "Scan",
    "Share",
    "Sweep",
    "Visit",
    "commonest",
    "shown",
]


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
    def peers(self) -> Sequence[Peer]:
        """Hosts that were asked to carry ten calls or more."""
        return peers(self.ground)

    @cached_property
    def busy(self) -> Sequence[Peer]:
        """Those of which so much was seen that shares mean something."""
        return [peer for peer in self.peers if len(peer.legs) >= LEAST]

    @cached_property
    def drops(self) -> Sequence[Drop]:
        """Hosts that carried calls, and then lost them."""
        return drops(self.busy)

    @cached_property
    def failing(self) -> Sequence[tuple[Peer, Sequence[Peer]]]:
        """Hosts that lose calls while others carry the like, with those others."""
        return failing(self.ground, self.busy)

    @cached_property
    def overloaded(self) -> Sequence[Share]:
        """Hosts that say 503 to many."""
        return overloaded(self.busy)

    @cached_property
    def slow(self) -> Sequence[Share]:
        """Hosts behind which it rings late."""
        return slow(self.ground, self.busy)

    @cached_property
    def cut_short(self) -> Sequence[Share]:
        """Hosts many of whose calls end at once."""
        return cut_short(self.ground, self.busy)

    @cached_property
    def forms_refused(self) -> Sequence[FormRefused]:
        """Forms of numbers that hosts refuse."""
        return forms_refused(self.ground, self.peers)

    @cached_property
    def callers_refused(self) -> Sequence[CallerRefused]:
        """Callers whom hosts refuse."""
        return callers_refused(self.ground, self.peers)

    @cached_property
    def _scanners(self) -> set[int]:
        """The addresses of programs known for attacks, and of who scanned."""
        return {source for visit in self.visits for source in visit.sources} | {scan.source for scan in self.scans}
