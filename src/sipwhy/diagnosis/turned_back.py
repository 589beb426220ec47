"""Voice that ICMP says cannot arrive: what counts as that, and who turns it back (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sipwhy.diagnosis.talk import Talk
from sipwhy.model import Endpoint, NetworkError, Side, Stream, Unreached

How = Literal["closed", "barred", "turned-back", "strange-port"]
"""The receiver's port is closed · the receiver's own firewall bars it · somebody before it does · it went to a port nobody announced."""

_REFUSALS = frozenset(
    {
        "network unreachable",
        "host unreachable",
        "protocol unreachable",
        "port unreachable",
        "administratively prohibited",
        "no route",
        "address unreachable",
        "time exceeded",
    }
)
_OTHER_REFUSAL = "unreachable, code "
_AT_THE_END = 4.0
"""
Seconds before the end of a stream until which ICMP must have gone on.

Linux tells of one packet a second at the most, and that a neighbour does not answer ARP every three seconds.
"""
_LASTS = 2_000_000
"""µs from which it is no stray: not only before a port was opened, or after it was shut."""
_LONG = 10_000_000
"""µs from which voice that was heard before is missed too; for less, whoever hangs up may just have shut the port before the other did."""
Spans = tuple[tuple[int, int], ...]
"""Times from and until, µs."""


def refusal_of(refusals: Iterable[Unreached], streams: Iterable[Stream], spans: Spans | None = None) -> Unreached | None:
    """
    The ICMP errors that turn one of some streams back for two seconds, to the end of all of them: what goes on elsewhere was moved.

    With the times in which that voice was wanted (`spans`) only errors in them count, and they must last long, or half of what was sent.
    """
    begun = dict[tuple[Endpoint, Endpoint], int]()
    until = 0
    for stream in streams:
        way = stream.src, stream.dst
        begun[way] = min(begun.get(way, stream.first_ts), stream.first_ts)
        until = max(until, stream.last_ts)
    for one in refusals:
        way = one.error.src, one.error.dst
        if way in begun and is_refusal(one.error) and (until - one.last_ts) / 1e6 < _AT_THE_END:
            lasted = _within((one.error.ts, one.last_ts), spans)
            if lasted >= _LASTS and (spans is None or lasted >= min(_LONG, _within((begun[way], one.last_ts), spans) // 2)):
                return one
    return None


def is_refusal(error: NetworkError) -> bool:
    """Whether an error says that a packet cannot arrive, and not that it was too large or broken."""
    return error.detail in _REFUSALS or error.detail.startswith(_OTHER_REFUSAL)


def how_refused(error: NetworkError, talk: Talk, deaf: Side, sent: Iterable[Stream]) -> How:
    """Who turned voice back; `sent` is what the deaf side sends: what goes to where that comes from needs no description."""
    if error.dst not in talk.sockets(deaf) and all(stream.src != error.dst for stream in sent):
        return "strange-port"
    if error.reporter != error.dst.ip:
        return "turned-back"
    return "closed" if error.detail in ("port unreachable", "protocol unreachable") else "barred"


def _within(time: tuple[int, int], spans: Spans | None) -> int:
    """How much of a time lies in some others; all of it where none are given."""
    since, until = time
    return sum(max(min(until, end) - max(since, start), 0) for start, end in (spans if spans is not None else (time,)))
