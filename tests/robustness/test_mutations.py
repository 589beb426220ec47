"""Damaged captures are read as far as they go: truncated, bit-flipped, spliced. No crash, no hang, whatever the bytes.

Runs for SIPWHY_FUZZ_SECONDS (default 15). A failure names its seed; SIPWHY_FUZZ_SEED repeats it.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.robustness.looking import look_at_damaged

CAPTURES = sorted(Path(__file__).parent.parent.glob("captures/*/*.pcap*"))
WORDS = (b"\r\n\r\n", b"Content-Length: 99999999999\r\n", b"INVITE sip:x SIP/2.0\r\n", b"\x1b[2J")
MOST = 400_000
"""Larger samples are cut to this many bytes: many small runs find more than few large ones."""


def test_no_damage_stops_a_run(tmp_path: Path) -> None:
    assert CAPTURES, "the shipped captures are missing"
    samples = [path.read_bytes()[:MOST] for path in CAPTURES]
    look_at_damaged(samples, damage, tmp_path / "damaged.pcap")


def damage(sample: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A capture with one to four injuries."""
    data = bytearray(sample)
    for _ in range(chance.randint(1, 4)):
        if len(data) < 64:
            break
        kind = chance.choice(("cut", "flip", "flip", "flip", "zero", "drop", "splice", "words", "header"))
        at = chance.randrange(24, len(data))
        span = min(chance.choice((1, 4, 40, 400, 4000)), len(data) - at)
        if kind == "cut":
            del data[at:]
        elif kind == "flip":
            for _ in range(chance.choice((1, 20, 500))):
                data[chance.randrange(24, len(data))] ^= 1 << chance.randrange(8)
        elif kind == "zero":
            data[at : at + span] = bytes(span)
        elif kind == "drop":
            del data[at : at + span]
        elif kind == "splice":
            other = chance.choice(others)
            start = chance.randrange(len(other))
            data[at:at] = other[start : start + span]
        elif kind == "words":
            data[at:at] = chance.choice((*WORDS, b"\xff" * span))
        else:
            data[chance.randrange(24)] ^= 0xFF
    return bytes(data)
