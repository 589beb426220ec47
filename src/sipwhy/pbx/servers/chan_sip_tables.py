"""The tables that Asterisk's `sip show ...` prints: columns of fixed width under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.pbx.servers.peer import Outcome, Peer, Registration, State

_NOWHERE = "(Unspecified)"
_RTT = re.compile(r"\((\d+) ms\)")
_OUTCOMES: dict[str, Outcome] = {
    "Registered": "registered",
    "Rejected": "rejected",
    "Request Sent": "no-answer",
    "Timeout": "no-answer",
    "Auth. Sent": "waiting",
    "Unregistered": "waiting",
    "Failed": "rejected",
    "No Authentication": "rejected",
}
"""chan_sip.c, regstate2str."""


def peers(text: str) -> tuple[Peer, ...]:
    """The peers in `sip show peers`."""
    return tuple(_peer(row) for row in _rows(text, "Name/username", ("Name/username", "Host", "Dyn", "Port", "Status", "Description")))


def registrations(text: str) -> tuple[Registration, ...]:
    """The registrations at carriers in `sip show registry`."""
    rows = _rows(text, "Host ", ("Host", "dnsmgr", "Username", "Refresh", "State", "Reg.Time"))
    return tuple(Registration(row["Username"], row["Host"], _OUTCOMES.get(row["State"], "unknown"), "sip", row["State"]) for row in rows)


def _rows(text: str, heading: str, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    starts: list[int] = []
    for line in text.splitlines():
        if line.startswith(heading):
            starts = [line.find(name) for name in names]
            if -1 in starts:
                return
        elif starts and len(line) > starts[1] and re.match(r"\d+ (?:sip peers|SIP registrations)", line) is None:
            cuts = zip(names, starts, [*starts[1:], len(line)], strict=True)
            yield {name: line[start:end].strip() for name, start, end in cuts}


def _peer(row: dict[str, str]) -> Peer:
    status = row["Status"]
    rtt = _RTT.search(status)
    address = None if row["Host"] in (_NOWHERE, "") else row["Host"]
    return Peer(row["Name/username"].partition("/")[0], _state(status, address), address, "sip", float(rtt[1]) if rtt else None, status)


def _state(status: str, address: str | None) -> State:
    if address is None:
        return "unregistered"
    for mark, state in _MARKS:
        if status.startswith(mark):
            return state
    return "unknown"


_MARKS: tuple[tuple[str, State], ...] = (
    ("OK", "reachable"),
    ("LAGGED", "lagged"),
    ("UNREACHABLE", "unreachable"),
    ("Unmonitored", "unmonitored"),
)
