"""Levels of comfort noise in dB below full scale."""

from __future__ import annotations

_G729_DB = (-12, -4, 0, 4, 8, 12, *range(16, 68, 2))
"""Energy that each of the 32 gains of a SID frame stands for (ITU-T G.729 annex B, section B.4.2.1)."""
_G729_FULL = -82.6
"""What that is below full scale: measured with libbcg729 1.1.1 over all gains, true to 0.3 dB from the second on."""

G729_SID_LEVELS = tuple(db + _G729_FULL for db in _G729_DB)


def rfc3389_level(payload: bytes) -> float:
    """The level that a comfort noise packet tells (RFC 3389 section 3)."""
    return -float(payload[0] & 0x7F) if payload else -127.0
