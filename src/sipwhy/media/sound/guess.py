"""What voice of a dynamic payload type may be where no description names it: by the sizes, the step and the first bits of its packets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from sipwhy.media.series import Series
from sipwhy.media.sound.frames import AMR_BITS, AMR_WB_BITS
from sipwhy.model.sdp import Codec
from sipwhy.reference.payload_types import EVENTS

_ENOUGH = 10
"""Packets below which nothing is guessed."""
_MOSTLY = 0.9
"""Share of packets that must fit."""
_EVENT = 4
"""Bytes of a telephone event (RFC 4733 section 2.3)."""
_MOST_EVENT = 63
_OPUS_MS = (10, 20, 40, 60) * 3 + (10, 20) * 2 + (2.5, 5, 10, 20) * 4
"""Milliseconds of an Opus frame, by the 32 configurations of RFC 6716 table 2."""
_G726 = {40: "G726-16", 60: "G726-24", 80: "G726-32", 100: "G726-40"}
"""Bytes of 20 ms."""
_SPEEX_MODES = range(1, 8)
"""Submodes of narrow band; a first bit of 1 is that of wide band, which comes behind."""

Payloads = Sequence[bytes]


def guess(series: Series, kind: int) -> Codec | None:
    """The format that nearly all packets of one payload type fit; None if there are too few of them, or none fits, or several may."""
    at = np.flatnonzero(series.kind == kind)
    payloads = [series.payloads[index] for index in at.tolist() if series.payloads[index]]
    if payloads and all(map(_is_event, payloads)):
        return Codec(kind, EVENTS, 8000)
    if len(payloads) < _ENOUGH:
        return None
    step = _step(series, at)
    for name, clock, fits, fmtp in _FORMATS:
        if fits(payloads, step):
            return Codec(kind, name, clock, fmtp)
    return None


def _is_event(payload: bytes) -> bool:
    return len(payload) == _EVENT and payload[0] <= _MOST_EVENT and not payload[1] & 0x40


def _step(series: Series, at: np.ndarray) -> int:
    """Units of its clock from one packet to the next, mostly."""
    steps = np.diff(series.stamp[at])[np.diff(series.number[at]) == 1]
    steps = steps[steps > 0]
    return Counter(steps.tolist()).most_common(1)[0][0] if len(steps) else 0


def _mostly(payloads: Payloads, fits: Callable[[bytes], bool]) -> bool:
    return sum(map(fits, payloads)) >= _MOSTLY * len(payloads)


def _opus(payloads: Payloads, step: int) -> bool:
    """Each packet says how long it is: the step of the timestamps says the same."""
    return _mostly(payloads, lambda payload: _opus_units(payload) == step)


def _opus_units(payload: bytes) -> float:
    kind, code = payload[0] >> 3, payload[0] & 3
    count = 1 if code == 0 else 2 if code < 3 else payload[1] & 0x3F if len(payload) > 1 else 0
    return _OPUS_MS[kind] * count * 48


def _amr(bits: tuple[int, ...], step: int, *, is_aligned: bool) -> Callable[[Payloads, int], bool]:
    """One frame a packet, whose size its type tells (RFC 4867 sections 4.3 and 4.4)."""

    def fits(payload: bytes) -> bool:
        head = int.from_bytes(payload[:2].ljust(2, b"\0"), "big")
        kind = head >> 3 & 0xF if is_aligned else head >> 7 & 0xF
        more = head & 0x80 if is_aligned else head & 0x800
        spare = head & 0x0F03 if is_aligned else 0
        if more or spare or kind >= len(bits):
            return False
        return len(payload) == (2 + -(-bits[kind] // 8) if is_aligned else -(-(10 + bits[kind]) // 8))

    return lambda payloads, seen: seen == step and _mostly(payloads, fits)


def _gsm(payloads: Payloads, step: int) -> bool:
    """33 bytes, of which the first four bits are 1101 (RFC 3551 section 4.5.8)."""
    return step == 160 and _mostly(payloads, lambda payload: len(payload) == 33 and payload[0] >> 4 == 0xD)


def _speex(step: int) -> Callable[[Payloads, int], bool]:
    """It begins with a bit of 0 and the number of its submode, which hardly changes."""

    def fits(payloads: Payloads, seen: int) -> bool:
        modes = Counter(payload[0] >> 3 for payload in payloads)
        mode, times = modes.most_common(1)[0]
        return seen == step and mode in _SPEEX_MODES and times >= _MOSTLY * len(payloads) and len(payloads[0]) < step // 2

    return fits


def _ilbc(payloads: Payloads, step: int) -> bool:
    size = {160: 38, 240: 50}.get(step)
    return _mostly(payloads, lambda payload: len(payload) == size)


def _g729(payloads: Payloads, step: int) -> bool:
    return step in (80, 160, 240, 320) and _mostly(payloads, lambda payload: len(payload) == step // 8)


def _linear(step: int) -> Callable[[Payloads, int], bool]:
    return lambda payloads, seen: seen == step and _mostly(payloads, lambda payload: len(payload) == 2 * step)


def _g726(size: int) -> Callable[[Payloads, int], bool]:
    return lambda payloads, step: step == 160 and _mostly(payloads, lambda payload: len(payload) == size)


_FORMATS: tuple[tuple[str, int, Callable[[Payloads, int], bool], str], ...] = (
    ("AMR", 8000, _amr(AMR_BITS, 160, is_aligned=False), ""),
    ("AMR", 8000, _amr(AMR_BITS, 160, is_aligned=True), "octet-align=1"),
    ("AMR-WB", 16000, _amr(AMR_WB_BITS, 320, is_aligned=False), ""),
    ("AMR-WB", 16000, _amr(AMR_WB_BITS, 320, is_aligned=True), "octet-align=1"),
    ("GSM", 8000, _gsm, ""),
    ("L16", 8000, _linear(160), ""),
    ("L16", 16000, _linear(320), ""),
    ("speex", 8000, _speex(160), ""),
    ("speex", 16000, _speex(320), ""),
    ("opus", 48000, _opus, ""),
    ("iLBC", 8000, _ilbc, ""),
    ("G729", 8000, _g729, ""),
    *((name, 8000, _g726(size), "") for size, name in _G726.items()),
)
"""What says most of itself comes first."""
