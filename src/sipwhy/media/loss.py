"""How loss is spread: Gilbert's model, and the bursts and gaps of RFC 3611."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Flags, Numbers

GMIN = 16
"""Packets in a row that must come for a burst to be over (RFC 3611 section 4.7.2)."""

MOST = 1 << 24
"""Packets of four days, 50 a second: what hostile numbers ask for beyond is not looked at."""


class Spread(Struct, frozen=True):
    """Loss of one stream; shares are of 1, None where nothing tells them."""

    lost: int
    runs: int
    longest: int
    begins: float | None
    """Gilbert's p: after a packet that came, the share of those that did not."""
    ends: float | None
    """Gilbert's q: after one that did not, the share of those that came."""
    bursts: int
    """Stretches of loss with less than `GMIN` packets in a row between its losses; a single loss is none."""
    burst_density: float
    """Share lost in bursts."""
    gap_density: float
    """Share lost outside them."""
    mean_burst: float
    """Packets in a burst."""
    mean_gap: float
    """Packets between two bursts."""


def spread_of(came: Flags) -> Spread:
    """The spread of loss over packets in order of sending: whether each one came."""
    lost = int((~came).sum())
    first, last = _runs(~came)
    before, after = came[:-1], came[1:]
    stays, falls = int((before & after).sum()), int((before & ~after).sum())
    rises, sinks = int((~before & after).sum()), int((~before & ~after).sum())
    inside, bursts = _bursts(first, last)
    outside = len(came) - inside
    in_bursts = _lost_in(came, bursts)
    return Spread(
        lost=lost,
        runs=len(first),
        longest=int((last - first + 1).max()) if len(first) else 0,
        begins=falls / (falls + stays) if falls + stays else None,
        ends=rises / (rises + sinks) if rises + sinks else None,
        bursts=len(bursts),
        burst_density=in_bursts / inside if inside else 0.0,
        gap_density=(lost - in_bursts) / outside if outside else 0.0,
        mean_burst=inside / len(bursts) if bursts else 0.0,
        mean_gap=outside / (len(bursts) + 1),
    )


def came_of(number: Numbers) -> Flags:
    """For each number from the first to the last sent, whether it came; of numbers that no call can have the first `MOST`."""
    if not len(number):
        return np.zeros(0, dtype=bool)
    places = number - number.min()
    came = np.zeros(min(int(places.max()) + 1, MOST), dtype=bool)
    came[places[places < MOST]] = True
    return came


def _runs(flags: Flags) -> tuple[Numbers, Numbers]:
    """Where each run of true begins and where it ends, both within."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1


def _bursts(first: Numbers, last: Numbers) -> tuple[int, list[tuple[int, int]]]:
    """How many packets are in bursts, and where each one begins and ends."""
    found: list[tuple[int, int]] = []
    for begin, end in zip(first.tolist(), last.tolist(), strict=True):
        if found and begin - found[-1][1] - 1 < GMIN:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    bursts = [(begin, end) for begin, end in found if end > begin]
    return sum(end - begin + 1 for begin, end in bursts), bursts


def _lost_in(came: Flags, bursts: list[tuple[int, int]]) -> int:
    return sum(int((~came[begin : end + 1]).sum()) for begin, end in bursts)
