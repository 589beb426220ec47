"""A host that carried calls and then did not; one of several that does not; and who is overloaded, slow, or cut off too soon."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground
from sipwhy.diagnosis.behaviour.limits import DROP, OVERLOADED, PATIENCE, SHORT
from sipwhy.diagnosis.behaviour.peers import LEAST, Peer, commonest, delays
from sipwhy.model.share import VERY_SURE, interval
from sipwhy.wire.columns import Array, median

_AFTER = 0.3
"""How high the share of lost calls must be before its rise is worth a word."""
_LOST, _OTHERS_LOST = 0.5, 0.2
_COMMON_NUMBERS = 3
_LATE = 0.05
"""The share of calls that may ring late (ITU-T E.721, table 2)."""
_SHORT_SHARE, _SHORT_LEAST = 0.25, 10
"""Which share of the calls is short, and how many they are at least."""


class Drop(Struct, frozen=True):
    """A peer from whose leg number `at` on more calls were lost than before."""

    peer: Peer
    at: int
    before: float
    after: float
    status: int

    @property
    def parts(self) -> tuple[Array, Array]:
        """The statuses before and after."""
        return self.peer.status[: self.at], self.peer.status[self.at :]


class Share(Struct, frozen=True):
    """How many of a peer's calls something is true of, which legs those are, and between which shares the truth lies."""

    peer: Peer
    legs: Array
    of: int
    low: float
    high: float
    middle: float = 0.0
    """The median of what was measured."""


def drops(ground: Ground, found: Sequence[Peer]) -> list[Drop]:
    """Peers that lost far more calls from some moment on than before it."""
    return [drop for peer in found if len(peer.legs) >= 2 * LEAST and peer.lost.any() and (drop := _drop(peer, ground.limit(DROP)))]


def _drop(peer: Peer, least: float) -> Drop | None:
    count = len(peer.lost)
    lost = np.cumsum(peer.lost)
    cuts = np.arange(LEAST, count - LEAST + 1)
    before, after = lost[cuts - 1] / cuts, (lost[-1] - lost[cuts - 1]) / (count - cuts)
    whole = lost[-1] / count
    spread = np.sqrt(max(whole * (1 - whole), 1e-9) * (1 / cuts + 1 / (count - cuts)))
    best = int(((after - before) / spread).argmax())
    at = int(cuts[best])
    rose = after[best] - before[best]
    high = interval(int(lost[at - 1]), at, VERY_SURE)[1]
    low = interval(int(lost[-1] - lost[at - 1]), count - at, VERY_SURE)[0]
    if rose < least or after[best] < _AFTER or low <= high:
        return None
    status, _ = commonest(peer.status[at:][peer.lost[at:]])
    return Drop(peer, at, float(before[best]), float(after[best]), status)


def failing(ground: Ground, found: Sequence[Peer]) -> list[tuple[Peer, Sequence[Peer]]]:
    """Of several hosts to which one source sends the same numbers, the one that loses calls while the others carry them."""
    by_source: dict[int, list[Peer]] = {}
    for peer in found:
        sources = ground.legs("src_ip")[peer.legs]
        if (sources == sources[0]).all():
            by_source.setdefault(int(sources[0]), []).append(peer)
    return [one for hosts in by_source.values() if len(hosts) > 1 and (one := _failing(ground, hosts))]


def _failing(ground: Ground, hosts: list[Peer]) -> tuple[Peer, Sequence[Peer]] | None:
    worst = max(hosts, key=lambda peer: float(peer.lost.mean()))
    if worst.lost.mean() < _LOST:
        return None
    numbers = set(ground.user[worst.legs].tolist())
    others = [peer for peer in hosts if peer is not worst and len(numbers & set(ground.user[peer.legs].tolist())) >= _COMMON_NUMBERS]
    lost, of = sum(int(peer.lost.sum()) for peer in others), sum(len(peer.legs) for peer in others)
    low = interval(int(worst.lost.sum()), len(worst.legs), VERY_SURE)[0]
    if not others or lost / of > _OTHERS_LOST or low <= interval(lost, of, VERY_SURE)[1]:
        return None
    return worst, others


def overloaded(ground: Ground, found: Sequence[Peer]) -> list[Share]:
    """Peers that refuse a tenth of their calls or more with 503."""
    least = ground.limit(OVERLOADED)
    return [share for peer in found if (share := _share(peer, peer.legs, peer.status == 503)).low >= least]


def slow(ground: Ground, found: Sequence[Peer]) -> list[Share]:
    """Peers that let more than one caller in twenty wait for eleven seconds until it rings."""
    shares, patience = [], ground.limit(PATIENCE)
    for peer in found:
        waited = delays(ground, peer)
        if np.count_nonzero(waited > patience) < 2:
            continue
        heard = peer.legs[(ground.legs("ring_ts")[peer.legs] > 0) | (ground.legs("answer_ts")[peer.legs] > 0)]
        share = _share(peer, heard, waited > patience, median(waited))
        shares += [share] if share.low > _LATE else []
    return shares


def cut_short(ground: Ground, found: Sequence[Peer]) -> list[Share]:
    """Peers of whose answered calls a quarter or more ends within five seconds."""
    shares = []
    for peer in found:
        answer, bye = ground.legs("answer_ts")[peer.legs], ground.legs("bye_ts")[peer.legs]
        ended = (answer > 0) & (bye > answer)
        talk = (bye - answer)[ended]
        share = _share(peer, peer.legs[ended], talk < ground.limit(SHORT) * SECOND, median(talk) / SECOND if len(talk) else 0.0)
        shares += [share] if len(share.legs) >= _SHORT_LEAST and share.of >= LEAST and share.low > _SHORT_SHARE else []
    return shares


def _share(peer: Peer, legs: Array, is_so: Array, middle: float = 0.0) -> Share:
    low, high = interval(int(np.count_nonzero(is_so)), len(legs))
    return Share(peer, legs[is_so], len(legs), low, high, middle)
