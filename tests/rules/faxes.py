"""T.38 packets as faxes send them, for cases: each signal of T.30 in UDPTL with the one before it again."""

from __future__ import annotations

from sipwhy.media.fax.t30 import SIGNALS

_FIELDS = {name: field for field, name in SIGNALS.items()}
_INDICATORS = {"CNG": 1, "CED": 2}
_RESPONDER = frozenset({"DCS", "TSI", "CFR", "FTT", "MCF", "RTN", "RTP", "DCN", "EOP", "MPS", "EOM", "PPS", "PPR"})


def ifp(name: str) -> bytes:
    """One packet: a signal, an indicator, or `page`."""
    if name in _INDICATORS:
        return bytes([_INDICATORS[name] << 1])
    if name == "page":
        return bytes([0xC0 | 8 << 1, 1, 0x80 | 6 << 4, 0, 19]) + bytes(20)
    field = _FIELDS[name] | (0x80 if name in _RESPONDER else 0)
    frame = bytes([0xFF, 0xC8, field]) + (b"\x00\x77\x1f\x21" if name in ("DIS", "DCS") else b"")
    return bytes([0xC0, 2, 0x80, 0, len(frame) - 1]) + frame + bytes([2 << 4])


def udptl(number: int, name: str, before: str | None = None) -> bytes:
    """A datagram with the packet and, if there is one, the packet before."""
    primary = ifp(name)
    again = bytes([1, len(ifp(before))]) + ifp(before) if before else b"\x00"
    return number.to_bytes(2, "big") + bytes([len(primary)]) + primary + b"\x00" + again
