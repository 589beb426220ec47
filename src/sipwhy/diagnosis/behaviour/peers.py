"""Calls by the host that was asked to carry them on: how many it carried, refused, left unanswered."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from msgspec import Struct

from sipwhy.calls.outcome import BUSY
from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, among_keys

LEAST = 20
"""Calls to a host below which no share of it is worth a word."""
_LEAST_AT_ALL = 10
_REACHED = int(Flag.RANG | Flag.ANSWERED | Flag.CANCELLED)


class Peer(Struct, frozen=True):
    """One host and the INVITE legs that it was to carry, in order of time; the rest are columns over them."""

    ip: int
    legs: Array
    reached: Array
    """It rang, was answered or busy, or the caller hung up before anything was decided."""
    lost: Array
    """The network failed: no answer, 403, 408, or a server's error."""
    status: Array

    @property
    def asr(self) -> float:
        """The share that was answered."""
        return float(np.mean(self.status // 100 == 2))


def peers(ground: Ground) -> list[Peer]:
    """Every host with ten calls or more that it did not pass on itself, as far as the capture shows."""
    return [_peer(ground, legs) for legs in groups(ground.legs("dst_ip"), _carried(ground), _LEAST_AT_ALL)]


def small_peers(ground: Ground, statuses: Collection[int], least: int) -> list[Peer]:
    """The hosts with fewer calls, of which at least `least` were refused with some of `statuses`, and as many came through."""
    legs = _carried(ground)
    host, status = ground.legs("dst_ip")[legs], ground.legs("status")[legs]
    refused, counts = np.bincount(host[among(status, statuses)]), np.bincount(host)
    reached = np.bincount(host[ground.legs("flags")[legs] & _REACHED != 0], minlength=len(counts))
    refused = np.pad(refused, (0, len(counts) - len(refused)))
    few = (counts < _LEAST_AT_ALL) & (refused >= least) & (reached >= least)
    return [_peer(ground, legs[host == one]) for one in np.flatnonzero(few).tolist()] if len(legs) else []


def _carried(ground: Ground) -> Array:
    """The INVITE legs that were decided, and not passed on by the host that was asked."""
    flags, status = ground.legs("flags"), ground.legs("status")
    decided = (status > 0) | (flags & int(Flag.UNANSWERED) != 0)
    chosen = (ground.legs("method") == Method.INVITE) & ground.is_whole & decided & (status != 401) & (status != 407)
    chosen[_passed_on(ground, chosen)] = False
    return np.flatnonzero(chosen)


def _passed_on(ground: Ground, chosen: Array) -> Array:
    """The legs whose host carried the call on by another leg of the same call."""
    lengths = np.diff(ground.table.starts)
    legs = np.flatnonzero(chosen & (lengths[ground.table.row_of_leg] > 1)) if ground.count else np.zeros(0, dtype=np.int64)
    rows = ground.table.row_of_leg[legs] << 32
    return legs[among_keys(rows | ground.legs("dst_ip")[legs], rows | ground.legs("src_ip")[legs])]


def _peer(ground: Ground, legs: Array) -> Peer:
    status = ground.legs("status")[legs]
    reached = (ground.legs("flags")[legs] & _REACHED != 0) | among(status, BUSY)
    lost = ~reached & ((status == 0) | (status == 403) | (status == 408) | (status // 100 == 5))
    return Peer(int(ground.legs("dst_ip")[legs[0]]), legs, reached, lost, status)


def delays(ground: Ground, peer: Peer) -> Array:
    """Seconds from INVITE to the first sign of life, for the calls that had one."""
    ring, answer = ground.legs("ring_ts")[peer.legs], ground.legs("answer_ts")[peer.legs]
    heard = np.where(ring > 0, ring, answer)
    seconds: Array = (heard - ground.legs("first_ts")[peer.legs])[heard > 0] / SECOND
    return seconds


def commonest(status: Array) -> tuple[int, float]:
    """The status that most of some legs got (0: no answer), and its share."""
    names, counts = np.unique(status, return_counts=True)
    return (int(names[counts.argmax()]), float(counts.max() / len(status))) if len(status) else (0, 0.0)
