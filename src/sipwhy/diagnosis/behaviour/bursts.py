"""Limits of calls per second (CPS): a host that refuses only what comes too close behind other calls, or beside too many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, order_of

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
    here = np.flatnonzero((legs("method") == Method.INVITE) & ground.is_first_hop)
    way = legs("src_ip")[here].astype(np.int64) * ground.evidence.ip_count + legs("dst_ip")[here]
    order = order_of(way)
    here, way = here[order], way[order]
    starts = np.flatnonzero(np.concatenate(([True], way[1:] != way[:-1])))
    ends = np.append(starts[1:], len(here))
    worth = (ends - starts >= 2 * _LEAST) & _may_be_limited(ground, here, refused[here], starts, ends)
    ways = zip(starts[worth].tolist(), ends[worth].tolist(), strict=True)
    return [one for start, end in ways for one in _of_way(ground, here[start:end])]


def _may_be_limited(ground: Ground, legs: Array, refused: Array, starts: Array, ends: Array) -> Array:
    """
    On which ways, of which the legs stand in a row, several were refused and the first of these came behind as many others as prove a
    limit: most ways of a busy trunk are done with by that.
    """
    at = np.flatnonzero(refused)
    place = np.searchsorted(at, starts)
    several = np.searchsorted(at, ends) - place >= _LEAST
    begun = ground.legs("first_ts")[legs]
    behind = begun - np.repeat(begun[at[np.where(several, place, 0)]], ends - starts)
    beside = np.add.reduceat(ground.is_whole[legs] & (behind > -SECOND) & (behind <= 0), starts, dtype=np.int64)
    found: Array = several & (beside > _LEAST)
    return found


def _of_way(ground: Ground, every: Array) -> Iterator[Burst]:
    legs = every[ground.is_whole[every]]
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


def _open_at(ground: Ground, legs: Array, times: Array) -> Array:
    """How many of some calls had begun before each of some times, and were not over; an answered one without BYE never is."""
    begun, ended = ground.legs("first_ts")[legs], ground.legs("bye_ts")[legs]
    is_answered = ground.legs("flags")[legs] & int(Flag.ANSWERED) != 0
    over = np.sort(np.where(is_answered, ended, ground.legs("final_ts")[legs]).astype(np.int64))
    over = over[np.searchsorted(over, 1) :]
    found: Array = np.searchsorted(np.sort(begun), times) - np.searchsorted(over, times)
    return found
