"""Digits that were sent as telephone events (RFC 4733)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.media.series import Series

_KEYS = "0123456789*#ABCD"
_FLASH = 16
_FAX = {
    32: "ANS (CED)", 33: "/ANS", 34: "ANSam", 35: "/ANSam", 36: "CNG",
    37: "V.21 1/0", 38: "V.21 1/1", 39: "V.21 2/0", 40: "V.21 2/1",
}  # fmt: skip
"""Tones of fax and modem by their events (RFC 4734, as tshark 4.0.17 names them too); of V.21 the channel and the bit."""


class Pressed(Struct, frozen=True):
    """One key that was pressed."""

    key: str
    """0 to 9, * # A B C D, `flash`; of another event its name, or `event` and its number."""
    ts: int
    """When its first packet came, µs since 1970 UTC."""
    seconds: float
    """How long it was held down, by its packets."""
    has_end: bool
    """Whether a packet with the end bit came."""

    @property
    def is_key(self) -> bool:
        """Whether it is a key of a telephone, and not a tone of a fax or a line."""
        return self.key in _KEYS or self.key == "flash"


def keys_of(series: Series, kinds: frozenset[int], clock: int) -> tuple[Pressed, ...]:
    """The keys of a stream; `kinds` are the payload types of its telephone events, `clock` their units a second."""
    return tuple(_keys(series, kinds, clock or 8000))


def _keys(series: Series, kinds: frozenset[int], clock: int) -> Iterator[Pressed]:
    events: dict[tuple[int, int], list[int]] = {}
    for index in range(len(series)):
        payload = series.payloads[index]
        if int(series.kind[index]) in kinds and len(payload) >= 4:
            events.setdefault((int(series.stamp[index]), payload[0]), []).append(index)
    for (_, event), indices in events.items():
        payloads = [series.payloads[index] for index in indices]
        longest = max(int.from_bytes(payload[2:4], "big") for payload in payloads)
        has_end = any(payload[1] & 0x80 for payload in payloads)
        yield Pressed(_name(event), int(series.ts[indices[0]]), longest / clock, has_end)


def _name(event: int) -> str:
    return _KEYS[event] if event < len(_KEYS) else "flash" if event == _FLASH else _FAX.get(event, f"event {event}")
