"""What the many do, judged over columns: attackers, floods, trunks, registrars; each list is worked out when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sipwhy.calls import CallTable
from sipwhy.diagnosis.behaviour.bindings import (
    Contest,
    Duplicate,
    Flapping,
    Granted,
    Lapses,
    Outage,
    by_registrar,
    contests,
    duplicates,
    flapping,
    lapses,
    outages,
    shortened,
    unlisted,
)
from sipwhy.diagnosis.behaviour.bursts import Burst, bursts
from sipwhy.diagnosis.behaviour.challenges import Challenges, challenges
from sipwhy.diagnosis.behaviour.changes import Drop, Share, cut_short, drops, failing, overloaded, slow
from sipwhy.diagnosis.behaviour.floods import HEAVY, Flood, floods
from sipwhy.diagnosis.behaviour.frauds import Fraud, frauds
from sipwhy.diagnosis.behaviour.ground import Ground, packed, shown
from sipwhy.diagnosis.behaviour.guesses import TRIES_OF_SUSPECTS, BreakIn, Crowd, Guessing, break_ins, crowds, guessing
from sipwhy.diagnosis.behaviour.habits import Habit, habit_finding, missed, robocalls, runs, spikes
from sipwhy.diagnosis.behaviour.limits import DROP, OVERLOADED, PATIENCE, RATE, SHORT, TIMES, TRIES, USERS
from sipwhy.diagnosis.behaviour.peers import LEAST, Peer, commonest, peers
from sipwhy.diagnosis.behaviour.presented import NameRefused, Unregistered, lost_by, names_refused, unregistered
from sipwhy.diagnosis.behaviour.refusals import CallerRefused, FormRefused, callers_refused, forms_refused
from sipwhy.diagnosis.behaviour.scans import Scan, scans
from sipwhy.diagnosis.behaviour.series import Series
from sipwhy.diagnosis.behaviour.takeovers import Takeover, takeovers
from sipwhy.diagnosis.behaviour.tools import Sweep, Visit, sweeps, visits
from sipwhy.diagnosis.behaviour.tricks import fuzzing, leaks
from sipwhy.diagnosis.limit import Limits
from sipwhy.model import Evidence
from sipwhy.wire.columns import Array

__all__ = [
    "DROP",
    "HEAVY",
    "OVERLOADED",
    "PATIENCE",
    "RATE",
    "SHORT",
    "TIMES",
    "TRIES",
    "TRIES_OF_SUSPECTS",
    "USERS",
    "Array",
    "Behaviour",
    "BreakIn",
    "Burst",
    "CallerRefused",
    "Challenges",
    "Contest",
    "Crowd",
    "Drop",
    "Duplicate",
    "Flapping",
    "Flood",
    "FormRefused",
    "Fraud",
    "Granted",
    "Ground",
    "Guessing",
    "Habit",
    "Lapses",
    "NameRefused",
    "Outage",
    "Peer",
    "Scan",
    "Share",
    "Sweep",
    "Takeover",
    "Unregistered",
    "Visit",
    "by_registrar",
    "commonest",
    "habit_finding",
    "lost_by",
    "packed",
    "shown",
]


class Behaviour:
    """Who did what to whom in one capture."""

    def __init__(self, table: CallTable, limits: Limits | None = None) -> None:
        self.ground = Ground(table, limits or Limits())

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
        return scans(self.ground, break_ins(self.ground, self._guessing_of_any))

    @cached_property
    def guessing(self) -> list[Guessing]:
        """Sources that tried many passwords."""
        return guessing(self.ground, self._scanners) if self._scanners != self._with_tools else self._guessing_of_any

    @cached_property
    def crowds(self) -> Sequence[Crowd]:
        """Many sources that try the same accounts a few times each."""
        return crowds(self.ground, {guess.source for guess in self.guessing})

    @cached_property
    def break_ins(self) -> Sequence[BreakIn]:
        """Where guessing was successful."""
        return break_ins(self.ground, self.guessing)

    @cached_property
    def takeovers(self) -> Sequence[Takeover]:
        """Accounts that call many countries at once from a place that is not their own."""
        return takeovers(self.ground)

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
        return drops(self.ground, self.busy)

    @cached_property
    def failing(self) -> Sequence[tuple[Peer, Sequence[Peer]]]:
        """Hosts that lose calls while others carry the like, with those others."""
        return failing(self.ground, self.busy)

    @cached_property
    def overloaded(self) -> Sequence[Share]:
        """Hosts that say 503 to many."""
        return overloaded(self.ground, self.busy)

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
    def names_refused(self) -> Sequence[NameRefused]:
        """Sorts of callers' names that hosts refuse."""
        return names_refused(self.ground)

    @cached_property
    def bursts(self) -> Sequence[Burst]:
        """Calls that hosts refuse for coming too fast."""
        return bursts(self.ground)

    @cached_property
    def unregistered(self) -> Sequence[Unregistered]:
        """Calls that hosts refuse to who could not register there."""
        return unregistered(self.ground)

    @cached_property
    def spikes(self) -> Sequence[Habit]:
        """Hosts that suddenly send many calls."""
        return spikes(self.ground)

    @cached_property
    def missed(self) -> Sequence[Habit]:
        """Callers that ring for a moment and are gone."""
        return missed(self.ground)

    @cached_property
    def runs(self) -> Sequence[Habit]:
        """Callers that dial number after number."""
        return runs(self.ground)

    @cached_property
    def robocalls(self) -> Sequence[Habit]:
        """Callers whose calls all last alike."""
        return robocalls(self.ground)

    @cached_property
    def fuzzing(self) -> Sequence[Array]:
        """Legs of sources that send broken messages by the dozen."""
        return fuzzing(self.ground)

    @cached_property
    def leaks(self) -> Array:
        """Legs on which a digest was given away."""
        return leaks(self.ground)

    @cached_property
    def series(self) -> Series:
        """Attempts to register."""
        return Series(self.ground)

    def names_of(self, attempts: Array) -> tuple[str, ...]:
        """The accounts of some attempts, each once, the first few of them."""
        return shown([self.ground.text(user) for user in dict.fromkeys(self.series.user[attempts].tolist())])

    def calls_of(self, attempts: Array) -> tuple[int, ...]:
        """The numbers of the registrations that some attempts belong to."""
        return self.ground.numbers_of(self.series.leg[attempts])

    def request(self, note: str, attempt: int) -> Evidence:
        """The request of an attempt as evidence."""
        return self.ground.message(note, int(self.series.request[attempt]))

    def answer(self, note: str, attempt: int) -> Evidence:
        """The answer to an attempt as evidence; its request if none came."""
        known = self.series.status[attempt] > 0
        return self.ground.message(note, int((self.series.answer if known else self.series.request)[attempt]))

    @cached_property
    def lapses(self) -> Sequence[Lapses]:
        """Registrations that were refreshed too late."""
        return lapses(self.series)

    @cached_property
    def flapping(self) -> Sequence[Flapping]:
        """Devices that register every few seconds."""
        return flapping(self.series)

    @cached_property
    def contests(self) -> Sequence[Contest]:
        """Accounts that devices take away from each other."""
        return contests(self.series)

    @cached_property
    def outages(self) -> Sequence[Outage]:
        """Registrations that failed for a while."""
        return outages(self.series)

    @cached_property
    def shortened(self) -> Sequence[Granted]:
        """Registrations that were granted for less time than was asked."""
        return shortened(self.series)

    @cached_property
    def unlisted(self) -> Sequence[Granted]:
        """Registrations whose 2xx lists no contact."""
        return unlisted(self.series)

    @cached_property
    def duplicates(self) -> Sequence[Duplicate]:
        """Answers that list one device twice."""
        return duplicates(self.series)

    @cached_property
    def challenges(self) -> Sequence[Challenges]:
        """Registrars whose challenges are weak."""
        return challenges(self.ground)

    @cached_property
    def _scanners(self) -> set[int]:
        """The addresses of programs known for attacks, and of who scanned."""
        return self._with_tools | {scan.source for scan in self.scans}

    @cached_property
    def _guessing_of_any(self) -> list[Guessing]:
        """The same as long as nobody is known as a scanner by what it did."""
        return guessing(self.ground, self._with_tools)

    @property
    def _with_tools(self) -> set[int]:
        """The addresses of programs known for attacks."""
        return {source for visit in self.visits for source in visit.sources}
