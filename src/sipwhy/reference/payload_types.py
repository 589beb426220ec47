"""
Payload types of RTP: those that need no name (RFC 3551 table 4), and what in an audio line is no voice.

The names are those of IANA's registry "RTP Payload Format Media Types".
"""

from __future__ import annotations

STATIC = {0: "PCMU", 3: "GSM", 4: "G723", 8: "PCMA", 9: "G722", 15: "G728", 18: "G729"}
"""Static payload types of voice."""
NOISE = (13, 19)
"""Comfort noise: its static type (RFC 3389), and the reserved one that old products use for it."""
EVENTS = "telephone-event"
"""The format of digits (RFC 4733)."""
_NO_VOICE = frozenset({EVENTS.upper(), "TONE", "CN", "RED", "ULPFEC", "PARITYFEC", "FLEXFEC", "RTX", "NSE", "X-NSE"})
"""Digits and tones (RFC 4733), comfort noise, repeats and repair of other packets (RFC 2198, 4588, 5109, 8627), Cisco's signals."""


def is_voice(payload_type: int, name: str) -> bool:
    """Whether a format of an audio line carries voice; `name` is "" if it has none."""
    return payload_type not in NOISE and name.upper() not in _NO_VOICE
