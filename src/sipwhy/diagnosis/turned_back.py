"""Voice that ICMP says cannot arrive: what counts as that, and who turns it back (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sipwhy.diagnosis.talk import Talk
from sipwhy.model import NetworkError, Side, Stream, Unreached

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
_LASTS = 2e6
"""µs from which it is no stray: not only before a port was opened, or after it was shut."""


def refusal_of(call_errors: Iterable[Unreached], streams: Iterable[Stream], talk: Talk | None = None) -> Unreached | None:
    """The ICMP errors that turn one of some streams back for two seconds, to its end; of a talk only those while it lasts count."""
    held = list(streams)
    for one in call_errors:
        own = [stream for stream in held if (stream.src, stream.dst) == (one.error.src, one.error.dst)]
        if own and one.count > 1 and is_refusal(one.error) and _seconds(one, talk) >= _LASTS and _to_the_end(one, own):
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


def _seconds(one: Unreached, talk: Talk | None) -> int:
    since, until = (max(one.error.ts, talk.answer.ts), min(one.last_ts, talk.until)) if talk else (one.error.ts, one.last_ts)
    return until - since


def _to_the_end(one: Unreached, streams: list[Stream]) -> bool:
    return (max(stream.last_ts for stream in streams) - one.last_ts) / 1e6 < _AT_THE_END
