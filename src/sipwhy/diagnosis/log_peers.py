"""What logs tell of peers that a server asks at intervals (OPTIONS; qualify in Asterisk): how each of them fared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from sipwhy.calls.log.dialled import is_way, targets_of
from sipwhy.diagnosis.log_rule import LOG, NOTE_EN, NOTE_RU
from sipwhy.diagnosis.rule import ONE
from sipwhy.model import Call, Confidence
from sipwhy.model.digits import is_whole_number
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent

NOTES_EN = {LOG: NOTE_EN[LOG], ONE: "one of these lines"}
NOTES_RU = {LOG: NOTE_RU[LOG], ONE: "одна из таких строк"}
"""What rules about peers write beside such lines, in both languages."""
_ANSWERS = ("peer-reachable", "peer-lagged")
_EXTENSION = re.compile(r"\d{1,6}$")


def trunk_like(call: Call, event: LogEvent, events: Sequence[LogEvent]) -> Confidence | None:
    """
    How sure it is that the endpoint without a contact is a trunk's; None if it is a telephone, or nothing tells that it is none.

    It is one where a number was dialled by way of it. Where the Dial is not told, an extension that calls a number of the public
    network may mean one by an endpoint of another name, "likely" at best; a call from outside rings telephones, whatever their names.
    """
    if event.kind != "callee-not-registered" or not event.peer:
        return None
    by_way = is_way([target for one in events for target in targets_of(one)], event.peer)
    if by_way is not None:
        return event.tied if by_way else None
    dials_out = bool(_EXTENSION.match(call.caller or "")) and is_whole_number(call.callee)
    return weaker("likely", event.tied) if dials_out and not event.peer.isdigit() else None


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
