"""Works out from columns which calls were hung up by a machine: for want of media, or because their time was up."""

from __future__ import annotations

import numpy as np

from sipwhy.model.flag import Flag
from sipwhy.model.sign import Sign
from sipwhy.reference.fault_causes import BY_FAULT
from sipwhy.reference.time_limits import SLACK, STEP
from sipwhy.wire import TRANSPORTS, Evidence, Method
from sipwhy.wire.columns import Array, among, different

_NO_MEDIA = (44, 250)
"""Q.850 cause 44 is what Asterisk hangs up with after rtp_timeout; 250 is `sipwire::sip::hangup::NO_MEDIA`."""
_TIME_IS_UP = 251
"""`sipwire::sip::hangup::TIME_IS_UP`."""
_NO_MONEY = 252
"""`sipwire::sip::hangup::NO_MONEY`."""
_FAULTS = (*sorted(BY_FAULT), 253)
"""253 is `sipwire::sip::hangup::FAULT`."""
RING = 0.5
"""Seconds by which ringing must differ to be of people."""
SEVERAL = 3
"""Calls cut alike, and calls that ended sooner by themselves, from which a limit is believed."""

TOGETHER = 1_000_000
"""Within how many µs a server that ends a call by itself hangs up on all of its legs."""
_UDP = TRANSPORTS.index("udp")
_FIRST, _SECOND = 1, 2
"""Values of a stream's column "toward": to the side that began the leg, and to the other."""


def sign_endings(evidence: Evidence, signs: Array, answered: Array) -> None:
    """Signs the legs that say why they were hung up, and those that one host cut at the same number of seconds."""
    cause, ended = evidence.legs("q850"), answered & (evidence.legs("flags") & Flag.BYE != 0)
    signs[ended & among(cause, _NO_MEDIA)] |= Sign.HUNG_UP_FOR_MEDIA
    signs[ended & (cause == _TIME_IS_UP)] |= Sign.HUNG_UP_FOR_TIME
    signs[ended & (cause == _NO_MONEY)] |= Sign.HUNG_UP_FOR_MONEY
    signs[ended & among(cause, _FAULTS)] |= Sign.CUT_BY_FAULT
    legs = np.flatnonzero(ended & (evidence.legs("method") == Method.INVITE) & (evidence.legs("flags") & Flag.STARTS_LATE == 0))
    if len(legs) >= 2 * SEVERAL:
        signs[cut_alike(evidence, legs)] |= Sign.CUT_ALIKE


def cut_alike(evidence: Evidence, legs: Array) -> Array:
    """
    Of answered and ended `legs`, those that one end hung up at the same multiple of half a minute.

    Such a limit is believed only if none of that end's calls lasted longer, and others ended sooner, each at its own time:
    a load generator lets all its calls last equally long. One that ended sooner is enough where people picked up the calls
    that were cut: each rang for a time of its own, which those of a load generator do not.
    """
    seconds = (evidence.legs("bye_ts")[legs] - evidence.legs("answer_ts")[legs]) / 1e6
    steps = np.rint(seconds / STEP).astype(np.int64)
    near = (steps > 0) & (np.abs(seconds - steps * STEP) <= SLACK)
    if np.count_nonzero(near) < SEVERAL:
        return legs[:0]
    ends = [ends_of(evidence, legs, side) for side in ("src", "dst")]
    known = different(np.concatenate(ends))
    src, dst = (np.searchsorted(known, end) for end in ends)
    sender = np.where(evidence.legs("bye_forward")[legs] != 0, src, dst)
    longest = np.zeros(len(known))
    np.maximum.at(longest, src, seconds)
    np.maximum.at(longest, dst, seconds)
    near &= longest[sender] <= steps * STEP + SLACK
    times = np.bincount(sender[near], minlength=len(longest))
    rang = np.rint((evidence.legs("answer_ts")[legs] - evidence.legs("first_ts")[legs]) / 1e6 / RING).astype(np.int64)
    believed = np.zeros(len(longest), dtype=bool)
    for host in np.flatnonzero(times >= SEVERAL).tolist():
        own = (src == host) | (dst == host)
        cut = near & (sender == host)
        sooner = len(set(np.floor(seconds[own & ~cut]).tolist()))
        of_people = len(set(rang[cut].tolist())) >= SEVERAL
        believed[host] = sooner >= (1 if of_people else SEVERAL)
    return legs[near & believed[sender]]


def ends_of(evidence: Evidence, legs: Array, side: str) -> Array:
    """
    Which end of its `legs` is "src" or "dst", as a number: address and port, as behind one address there may be several devices.

    Over a connection whoever opens it has a port that tells nothing: there the address alone counts.
    """
    port = np.where(evidence.legs("transport")[legs] == _UDP, evidence.legs(f"{side}_port")[legs], 0)
    return evidence.legs(f"{side}_ip")[legs].astype(np.int64) << 16 | port.astype(np.int64)


def silent_ends(evidence: Evidence, legs: Array, of_leg: Array) -> tuple[Array, Array]:
    """
    Who hung up answered `legs` (an end, as `ends_of` numbers it), and for how many seconds it had heard nothing.

    Only who was the first of its call to hang up counts (`of_leg` is the call of each leg), on any leg that it ended then, and where the
    other side had been heard before. A server may end its legs from several ports: it answered the leg that began sooner, and began
    the other one.
    """
    bye, forward = evidence.legs("bye_ts"), evidence.legs("bye_forward") != 0
    ended = np.flatnonzero(bye > 0)
    ended = ended[np.argsort(-bye[ended], kind="stable")]
    first = np.full(int(of_leg.max()) + 1 if len(of_leg) else 0, -1, dtype=np.int64)
    first[of_leg[ended]] = ended  # the earliest is written last, and stays
    legs = legs[bye[legs] > 0]
    legs = legs[bye[legs] - bye[first[of_leg[legs]]] <= TOGETHER]
    legs = legs[_ended_by_one(evidence, legs, first[of_leg[legs]])]
    media = evidence.media
    leg, toward = media.streams("leg").astype(np.int64), media.streams("toward")
    known = np.flatnonzero((leg < len(bye)) & (media.streams("audio") == 1))
    known = known[toward[known] == np.where(forward[leg[known]], _FIRST, _SECOND)]
    heard = np.zeros(len(bye), dtype=np.int64)
    np.maximum.at(heard, leg[known], media.streams("last_ts")[known])
    legs = legs[heard[legs] > 0]
    return _enders(evidence, legs), (bye[legs] - np.maximum(heard[legs], evidence.legs("answer_ts")[legs])) / 1e6


def _enders(evidence: Evidence, legs: Array) -> Array:
    forward = evidence.legs("bye_forward")[legs] != 0
    return np.where(forward, ends_of(evidence, legs, "src"), ends_of(evidence, legs, "dst"))


def _ended_by_one(evidence: Evidence, legs: Array, others: Array) -> Array:
    """Which of `legs` were ended by whoever ended another one of the same call: one end, or a server between the two."""
    mine, its = _enders(evidence, legs), _enders(evidence, others)
    forward, begun = evidence.legs("bye_forward") != 0, evidence.legs("first_ts")
    later = begun[legs] > begun[others]
    is_between = np.where(later, forward[legs] & ~forward[others], forward[others] & ~forward[legs])
    ended: Array = (mine == its) | ((mine >> 16 == its >> 16) & is_between)
    return ended
