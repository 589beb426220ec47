"""What logs tell of peers that a server asks at intervals (OPTIONS; qualify in Asterisk): how each of them fared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from sipwhy.diagnosis.log_rule import LOG, NOTE_EN, NOTE_RU
from sipwhy.diagnosis.rule import ONE
from sipwhy.model import Call
from sipwhy.model.digits import is_whole_number
from sipwhy.model.log_event import LogEvent

NOTES_EN = {LOG: NOTE_EN[LOG], ONE: "one of these lines"}
NOTES_RU = {LOG: NOTE_RU[LOG], ONE: "одна из таких строк"}
"""What rules about peers write beside such lines, in both languages."""
_ANSWERS = ("peer-reachable", "peer-lagged")


def is_of_trunk(call: Call, event: LogEvent) -> bool:
    """Whether the endpoint without a contact is a trunk's: a number of the public network was called, and it bears another name."""
    return event.kind == "callee-not-registered" and bool(event.peer) and not event.peer.isdigit() and is_whole_number(call.callee)


class Outage(Struct, frozen=True):
    """A time in which a peer did not answer: the line that tells of its beginning, and the one that tells of its end."""

    began: LogEvent
    ended: LogEvent

    @property
    def seconds(self) -> float:
        """How long it was; 0 where the lines have no times."""
        return max((self.ended.line.ts or 0) - (self.began.line.ts or 0), 0) / 1e6


class Peer(Struct):
    """One peer by one server's log."""

    name: str
    outages: list[Outage] = field(default_factory=list)
    """Those that ended."""
    lagged: list[LogEvent] = field(default_factory=list)
    since: LogEvent | None = None
    """The line by which it became unreachable, while it is."""

    def take(self, event: LogEvent) -> None:
        """The next thing that the log tells of it."""
        if event.kind == "peer-unreachable":
            self.since = self.since or event
        if event.kind in _ANSWERS and self.since is not None:
            self.outages.append(Outage(self.since, event))
            self.since = None
        if event.kind == "peer-lagged":
            self.lagged.append(event)


def peers_of(events: Iterable[LogEvent]) -> Iterator[Peer]:
    """The peers of `events`, which are in order of time; two contacts of one peer are two."""
    found: dict[tuple[int, str, str], Peer] = {}
    for event in events:
        if event.peer:
            key = (event.line.file, event.peer, event.facts.get("uri", ""))
            found.setdefault(key, Peer(event.peer)).take(event)
    yield from found.values()
