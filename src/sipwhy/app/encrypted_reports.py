"""Encrypted RTCP (SRTCP) opened with the keys that descriptions or handshakes tell, so that rules know what its senders report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from sipwhy.model import Endpoint
from sipwhy.wire.evidence import Evidence

if TYPE_CHECKING:
    from sipwhy.media.srtp.opening import ControlOpener
    from sipwhy.media.srtp.sdes import Key

_HANDSHAKE = 30_000_000
"""µs after the first packet of a stream for which its handshake is looked for: mostly it comes before, and is repeated while it fails."""
_RECORDS = frozenset(bytes([kind]) for kind in range(20, 64))
"""How a datagram of DTLS begins that shares a port with RTP (RFC 7983 section 7)."""


def open_reports(evidence: Evidence, files: int = 0, logs: Sequence[bytes] = ()) -> None:
    """
    Gives the reports back to the evidence that the keys of their leg open: those of SDES (RFC 4568), or of the DTLS handshake of one of
    its streams, for which the captures (`files` of them) are read once more if there are key logs. Few captures have any.

    What is not opened stays in `MediaEvidence.encrypted`: no key log has its handshake, a description was not captured, or the package
    cryptography is not installed.
    """
    if not evidence.media.encrypted:
        return
    by_leg: dict[int, list[tuple[int, bytes]]] = {}
    for index, (leg, packet) in enumerate(evidence.media.encrypted):
        by_leg.setdefault(leg, []).append((index, packet))
    bodies = {leg: [evidence.message(index).body for index in evidence.leg_messages(leg)] for leg in by_leg}
    keys = {leg: _told(of_leg) for leg, of_leg in bodies.items()}
    by_dtls = [leg for leg, of_leg in bodies.items() if any(b"a=fingerprint:" in body for body in of_leg)]  # perhaps beside keys of SDES
    if by_dtls and logs and files:
        for leg, more in _agreed(evidence, by_dtls, files, logs).items():
            keys[leg] = [*more, *keys[leg]]
    opened: list[tuple[int, bytes]] = []
    for leg, packets in by_leg.items():
        opener = _opener(keys[leg])
        opened += [(index, plain) for index, packet in packets if opener and (plain := opener.open(packet)) is not None]
    if opened:
        evidence.media.take_opened(sorted(opened))


def _opener(keys: Sequence[Key]) -> ControlOpener | None:
    """What opens with some keys; None if there are none, or there is no cipher."""
    opening, session = (import_module(f"sipwhy.media.srtp.{name}") for name in ("opening", "session"))
    try:
        opener: ControlOpener = opening.ControlOpener(keys)
    except session.NoCipherError:
        return None
    return opener if keys else None


def _told(bodies: Iterable[bytes]) -> list[Key]:
    """The keys that the descriptions of both sides tell."""
    sdes = import_module("sipwhy.media.srtp.sdes")
    return [line for body in _described(bodies) for line in sdes.keys_in(body) if isinstance(line, sdes.Key)]


def _agreed(evidence: Evidence, legs: Sequence[int], files: int, logs: Sequence[bytes]) -> dict[int, list[Key]]:
    """By leg, the keys of both sides of the DTLS handshakes between the sockets of its streams, as far as a key log has them."""
    handshake, exporter, extractor = (
        import_module(name) for name in ("sipwhy.media.srtp.handshake", "sipwhy.media.srtp.exporter", "sipwhy.wire.extractor")
    )
    wanted, of_ends = extractor.Wanted(), dict[frozenset[Endpoint], int]()
    for leg in legs:
        begun = int(evidence.legs("first_ts")[leg])
        for stream in map(evidence.media.stream, evidence.media.streams_by_leg.get(leg, ())):
            for beside in (0, 1):  # RTCP has a handshake of its own where it does not share the port
                ends = [Endpoint(end.ip, end.port + beside) for end in (stream.src, stream.dst)]
                of_ends[frozenset(ends)] = leg
                for end in ends:
                    wanted.add_socket(end, (min(begun, stream.first_ts), stream.first_ts + _HANDSHAKE))
    said: dict[frozenset[Endpoint], list[tuple[Endpoint, bytes]]] = {}
    for packet in extractor.packets(evidence, files, wanted):
        pair = frozenset((packet.src, packet.dst))
        if packet.kind == "udp" and pair in of_ends and packet.payload[:1] in _RECORDS:
            said.setdefault(pair, []).append((packet.src, packet.payload))
    keys: dict[int, list[Key]] = {}
    for pair, datagrams in said.items():
        for agreed in handshake.agreements(datagrams):
            for is_client in (True, False):
                keys.setdefault(of_ends[pair], []).extend(exporter.exported(agreed, logs, is_client=is_client))
    return keys


def _described(bodies: Iterable[bytes]) -> Iterable[bytes]:
    return dict.fromkeys(body for body in bodies if b"a=crypto:" in body.lower())
