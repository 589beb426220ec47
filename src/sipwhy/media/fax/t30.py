"""The signals by which fax machines speak (ITU-T T.30 section 5.3.6), out of HDLC frames."""

from __future__ import annotations

from collections.abc import Mapping

SIGNALS: Mapping[int, str] = {
    0x01: "DIS", 0x02: "CSI", 0x04: "NSF", 0x81: "DTC", 0x82: "CIG", 0x84: "NSC",
    0x41: "DCS", 0x42: "TSI", 0x44: "NSS", 0x48: "CTC",
    0x21: "CFR", 0x22: "FTT", 0x23: "CTR",
    0x71: "EOM", 0x72: "MPS", 0x74: "EOP", 0x73: "EOR", 0x76: "RR", 0x7D: "PPS",
    0x31: "MCF", 0x32: "RTN", 0x33: "RTP", 0x34: "PIN", 0x35: "PIP", 0x37: "RNR", 0x38: "ERR", 0x3D: "PPR",
    0x5F: "DCN", 0x58: "CRP",
}  # fmt: skip
"""
Facsimile control fields as sent, first bit the highest; in those of a machine that got a DIS the first bit is one (X), here it is left
out. From memory of T.30's tables, and checked with Wireshark's dissector but for NSF, NSC, NSS, DTC and CIG (`tests/media/fax`).
"""
_INITIAL = frozenset({0x81, 0x82, 0x84})
"""Those whose first bit is no X: DTC, CIG, NSC."""
_IDENTIFICATIONS = frozenset({"CSI", "CIG", "TSI"})
_ADDRESS, _CONTROL = 0xFF, (0xC0, 0xC8)


def signal_of(frame: bytes) -> tuple[str, str] | None:
    """The signal of an HDLC frame as T.38 carries it, and the number in it; None if it is none of `SIGNALS`."""
    if len(frame) < 3 or frame[0] != _ADDRESS or frame[1] not in _CONTROL:
        return None
    field = frame[2] if frame[2] in _INITIAL else frame[2] & 0x7F
    name = SIGNALS.get(field)
    return (name, _number(frame[3:]) if name in _IDENTIFICATIONS else "") if name else None


def _number(octets: bytes) -> str:
    """Twenty characters, the last one first, each with its bits the other way round (section 5.3.6.2.4)."""
    text = "".join(chr(int(f"{octet:08b}"[::-1], 2)) for octet in reversed(octets[:20]))
    return "".join(char for char in text if char.isprintable()).strip()
