"""The network's own words: ICMP and TCP errors as values."""

from __future__ import annotations

from sipwhy.model import Endpoint, NetworkError, Unacknowledged
from sipwhy.model.message import REASSEMBLY_TIMED_OUT, TOO_LARGE

_KINDS = ("icmp", "tcp-refused", "tcp-reset", "tcp-unanswered", "fragment-lost", "tcp-unacknowledged")
_REPORTED = ("icmp", "tcp-reset")
NONE = 0xFFFF_FFFF
"""What the core writes for a leg, a message or a stream that is not there."""
_ICMP = {0: "network unreachable", 1: "host unreachable", 2: "protocol unreachable", 3: "port unreachable", 4: TOO_LARGE[0]}
_ICMP |= dict.fromkeys((9, 10, 13), "administratively prohibited")
_OTHER_ICMP = {
    (4, 11): "time exceeded",
    (4, 12): "parameter problem",
    (6, 2): TOO_LARGE[1],
    (6, 3): "time exceeded",
    (6, 4): "parameter problem",
}
_ICMP6 = {0: "no route", 1: "administratively prohibited", 3: "address unreachable", 4: "port unreachable"}

Row = tuple[
    int,
    tuple[int, int, int, int],
    int,
    int,
    int,
    tuple[str, int],
    tuple[str, int],
    str,
    int,
    int,
    tuple[int, int, int, int, int, bool] | None,
]


def network_error(row: Row) -> tuple[int | None, NetworkError]:
    """An error from the core's row, with its leg if that is known."""
    kind, (version, icmp_type, icmp_code, mtu), ts, file, frame, src, dst, reporter, leg, message, unacked = row
    error = NetworkError(
        kind=_KINDS[kind],  # type: ignore[arg-type]  # the tuple's order is that of siptrack::tracker::NetError::kind
        ts=ts,
        file=file,
        frame=frame,
        src=Endpoint(*src),
        dst=Endpoint(*dst),
        reporter=reporter if _KINDS[kind] in _REPORTED else None,
        detail=_icmp_words(version, icmp_type, icmp_code) if kind == 0 else "",
        message=None if message == NONE else message + 1,
        mtu=mtu or None,
        unacked=Unacknowledged(*unacked) if unacked else None,
    )
    return (None if leg == NONE else leg), error


def _icmp_words(version: int, icmp_type: int, code: int) -> str:
    """RFC 792 and RFC 1812 section 5.2.7.1; RFC 4443 sections 3.1 to 3.4."""
    if version == 4 and icmp_type == 3:
        return _ICMP.get(code, f"unreachable, code {code}")
    if version == 6 and icmp_type == 1:
        return _ICMP6.get(code, f"unreachable, code {code}")
    if (version, icmp_type, code) in ((4, 11, 1), (6, 3, 1)):
        return REASSEMBLY_TIMED_OUT
    return _OTHER_ICMP.get((version, icmp_type), f"type {icmp_type}, code {code}")
