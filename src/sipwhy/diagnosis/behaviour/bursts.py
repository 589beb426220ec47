"""Limits of calls per second (CPS): a host that refuses only what comes too close behind other calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, pairs
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array

_REFUSED = 503
_LEAST = 3
"""So many are refused, so many pass, and so many went before within the second: fewer prove no limit."""


class Burst(NamedTuple):
    """Calls that a host refused, each behind more others than any that passed; legs in order of time."""

    refused: Array
    passed: Array
    most: int
    """With how many others in the second before a call still passed."""
    least: int
    """With how many it was refused at the least."""


def bursts(ground: Ground) -> list[Burst]:
    """For each way from host to host, if the number of calls in the second before parts all refused ones from all that passed."""
    legs = ground.legs
    chosen = (legs("method") == Method.INVITE) & ground.is_whole & ground.is_first_hop
    refused = chosen & (legs("status") == _REFUSED)
    if np.count_nonzero(refused) < _LEAST:
        return []
    way = pairs(legs("src_ip"), legs("dst_ip"))
    names, counts = np.unique(way[refused], return_counts=True)
    return [one for name in names[counts >= _LEAST].tolist() for one in _of_way(ground, np.flatnonzero(chosen & (way == name)))]


def _of_way(ground: Ground, legs: Array) -> Iterator[Burst]:
    begun = ground.legs("first_ts")[legs]
    order = np.argsort(begun, kind="stable")
    legs, begun = legs[order], begun[order]
    before = np.arange(len(legs)) - np.searchsorted(begun, begun - SECOND, side="right")
    flags, status = ground.legs("flags")[legs], ground.legs("status")[legs]
    refused = (status == _REFUSED) & (ground.legs("final_ts")[legs] - begun < SECOND)
    passed = flags & int(Flag.RANG | Flag.ANSWERED) != 0
    if np.count_nonzero(refused) < _LEAST or np.count_nonzero(passed) < _LEAST or np.any((status == _REFUSED) & ~refused):
        return
    least, most = int(before[refused].min()), int(before[passed].max())
    is_alive = bool(np.any(begun[passed] > begun[refused].min()))
    if least >= _LEAST and most < least and is_alive:
        yield Burst(legs[refused], legs[passed], most, least)
