"""Limits of calls per second (CPS): a host that refuses only what comes too close behind other calls, or beside too many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, pairs
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among_keys

_REFUSED = 503
_LEAST = 3
"""So many are refused, so many pass, and so many went before within the second: fewer prove no limit."""


class Burst(Struct, frozen=True):
    """Calls that a host refused, each behind more others than any that passed; legs in order of time."""

    refused: Array
    passed: Array
    most: int
    """With how many others in the second before a call still passed."""
    least: int
    """With how many it was refused at the least."""
    most_open: int
    """Beside how many open calls one still passed."""
    least_open: int
    """Beside how many it was refused at the least."""

    @property
    def may_be_channels(self) -> bool:
        """Whether the number of open calls parts refused and passed just as well: then it may be a limit of calls at once."""
        return self.most_open < self.least_open


def bursts(ground: Ground) -> list[Burst]:
    """For each way from host to host, if the number of calls in the second before parts all refused ones from all that passed."""
    legs = ground.legs
    chosen = (legs("method") == Method.INVITE) & ground.is_whole & ground.is_first_hop
    refused = chosen & (legs("status") == _REFUSED)
    if np.count_nonzero(refused) < _LEAST:
        return []
    way = pairs(legs("src_ip"), legs("dst_ip"))
    names = [int(way[here[0]]) for here in groups(way, np.flatnonzero(refused), _LEAST)]
    here = np.flatnonzero((legs("method") == Method.INVITE) & ground.is_first_hop)
    here = here[among_keys(way[here], names)]
    return [one for legs_of_way in groups(way, here, 2 * _LEAST) for one in _of_way(ground, legs_of_way)]


def _of_way(ground: Ground, every: Array) -> Iterator[Burst]:
    legs = every[ground.is_whole[every]]
    if _came_alone(ground, legs):
        return
    legs = legs[np.argsort(ground.legs("first_ts")[legs], kind="stable")]
    begun, status = (ground.legs(name)[legs] for name in ("first_ts", "status"))
    refused = (status == _REFUSED) & (ground.legs("final_ts")[legs] - begun < SECOND)
    passed = ground.is_reached[legs]
    if np.count_nonzero(refused) < _LEAST or np.count_nonzero(passed) < _LEAST or np.any((status == _REFUSED) & ~refused):
        return
    before = np.arange(len(legs)) - np.searchsorted(begun, begun - SECOND, side="right")
    least, most = int(before[refused].min()), int(before[passed].max())
    is_alive = bool(np.any(begun[passed] > begun[refused].min()))
    if least >= _LEAST and most < least and is_alive:
        beside = _open_at(ground, every, begun)
        yield Burst(legs[refused], legs[passed], most, least, int(beside[passed].max()), int(beside[refused].min()))


def _came_alone(ground: Ground, legs: Array) -> bool:
    """Whether one of the refused came with fewer others than prove a limit: most ways of a busy trunk are done with by that."""
    begun = ground.legs("first_ts")[legs]
    refused = begun[ground.legs("status")[legs] == _REFUSED]
    return not len(refused) or int(np.count_nonzero((begun > refused[0] - SECOND) & (begun <= refused[0]))) <= _LEAST


def _open_at(ground: Ground, legs: Array, times: Array) -> Array:
    """How many of some calls had begun before each of some times, and were not over; an answered one without BYE never is."""
    begun, ended = ground.legs("first_ts")[legs], ground.legs("bye_ts")[legs]
    is_answered = ground.legs("flags")[legs] & int(Flag.ANSWERED) != 0
    over = np.sort(np.where(is_answered, ended, ground.legs("final_ts")[legs]).astype(np.int64))
    over = over[np.searchsorted(over, 1) :]
    found: Array = np.searchsorted(np.sort(begun), times) - np.searchsorted(over, times)
    return found
