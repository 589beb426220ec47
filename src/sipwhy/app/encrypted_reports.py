"""Encrypted RTCP (SRTCP) opened with the keys that descriptions tell, so that rules know what its senders report."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from sipwhy.wire.evidence import Evidence

if TYPE_CHECKING:
    from sipwhy.media.srtp.opening import ControlOpener


def open_reports(evidence: Evidence) -> None:
    """
    Gives the reports back to the evidence that the keys of their leg open (SDES, RFC 4568); few captures have any.

    What they do not open stays in `MediaEvidence.encrypted`: keys that DTLS agrees on, a description that was not captured, or the
    package cryptography is not installed.
    """
    by_leg: dict[int, list[tuple[int, bytes]]] = {}
    for index, (leg, packet) in enumerate(evidence.media.encrypted):
        by_leg.setdefault(leg, []).append((index, packet))
    opened: list[tuple[int, bytes]] = []
    for leg, packets in by_leg.items():
        opener = _opener(evidence, leg)
        opened += [(index, plain) for index, packet in packets if opener and (plain := opener.open(packet)) is not None]
    if opened:
        evidence.media.take_opened(sorted(opened))


def _opener(evidence: Evidence, leg: int) -> ControlOpener | None:
    """The keys that both sides of a leg tell; None if they tell none, or there is no cipher."""
    opening, sdes, session = (import_module(f"sipwhy.media.srtp.{name}") for name in ("opening", "sdes", "session"))
    messages = (evidence.message(index) for index in evidence.leg_messages(leg))
    keys = [line for body in _described(message.body for message in messages) for line in sdes.keys_in(body)]
    try:
        opener: ControlOpener = opening.ControlOpener(key for key in keys if isinstance(key, sdes.Key))
    except session.NoCipherError:
        return None
    return opener if keys else None


def _described(bodies: Iterable[bytes]) -> Iterable[bytes]:
    return dict.fromkeys(body for body in bodies if b"a=crypto:" in body.lower())
