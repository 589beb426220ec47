"""
Whether it is the capture that lacks voice: packets that a full buffer, a mirror port or sampling took from it.

Two things tell it. Receivers got what is missing here: they say so by RTCP, or send it on. Or every stream lacks the same share, both
ways: on a network each stretch loses as much as it does, and a stream that a host at the capture point sends itself loses nothing before
it; what is taken from a capture is taken from all alike. A server that leaves numbers as they are passes holes on: such a stream tells
nothing of its own.
"""

from __future__ import annotations

import numpy as np

from sipwhy.calls.sent_on import sent_on
from sipwhy.calls.told_loss import refuted, shares_lost, told_loss
from sipwhy.model.thinning import Thinning
from sipwhy.reference import hearing
from sipwhy.wire import Evidence
from sipwhy.wire.columns import Array

_MOST = 200
"""Streams among which those that are passed on are looked for; so many that are alike are not one another's."""
_HALF = 0.5
"""The share from which nobody goes on talking: two directions that lack it alike need no third to witness it."""
_SLACK, _SLACK_OF_MOST = 0.01, 0.1
"""What a share may differ beyond chance; the second where most is missing anyway: digits pressed may fill some of it."""
_NEAR = 2
"""Lost packets, and runs of them, by which what is passed on may differ: the first and the last of a stream."""


def thinning_of(evidence: Evidence) -> Thinning | None:
    """What voice the capture as a whole lacks; None if it lacks none, or if nothing tells that it is the capture."""
    media = evidence.media
    if not media.stream_count:
        return None
    packets, lost = media.streams("packets").astype(np.int64), media.streams("lost").astype(np.int64)
    sent = packets + lost
    voices = (media.streams("audio") == 1) & (media.streams("leg").astype(np.int64) < evidence.leg_count) & (sent >= hearing.ENOUGH)
    share = shares_lost(media)
    lossy = voices & (share >= hearing.LOSS_BAD)
    if not lossy.any():
        return None
    missing_here = lossy & (refuted(media) | sent_on(media, np.flatnonzero(lossy)))
    if missing_here.any():
        return _thinning(evidence, missing_here, voices, is_told=True)
    if lossy[told_loss(media).about].any() or not np.array_equal(lossy, voices):
        return None
    chosen = np.flatnonzero(voices)
    return _thinning(evidence, voices, voices, is_told=False) if _are_alike(evidence, chosen) else None


def _thinning(evidence: Evidence, streams: Array, voices: Array, *, is_told: bool) -> Thinning:
    media = evidence.media
    lost, packets = int(media.streams("lost")[streams].sum()), int(media.streams("packets")[streams].sum())
    example = media.stream(int(np.flatnonzero(streams)[0]))
    counts = int(np.count_nonzero(streams)), int(np.count_nonzero(voices))
    return Thinning(lost, lost + packets, *counts, is_told, example.file, example.first_frame)


def _are_alike(evidence: Evidence, chosen: Array) -> bool:
    """Whether all of these streams lack about the same share, both ways, and enough of them independently."""
    media = evidence.media
    lost, packets = media.streams("lost")[chosen].astype(np.int64), media.streams("packets")[chosen].astype(np.int64)
    sent = lost + packets
    share = float(lost.sum() / sent.sum())
    slack = 3 * np.sqrt(share * (1 - share) / sent) + (_SLACK if share < _HALF else _SLACK_OF_MOST)
    src, dst = media.streams("src_ip")[chosen].astype(np.uint64), media.streams("dst_ip")[chosen].astype(np.uint64)
    ways = set(zip(src.tolist(), dst.tolist(), strict=True))
    if np.any(np.abs(lost / sent - share) > slack) or not any((end, begin) in ways for begin, end in ways):
        return False
    if share >= _HALF or len(chosen) > _MOST:
        return True
    own = _independent(evidence, chosen)
    return own == len(chosen) or own > 2


def _independent(evidence: Evidence, chosen: Array) -> int:
    """How many of these streams are not what their sender got from another one of them with the same holes."""
    media = evidence.media
    streams = [media.stream(index) for index in chosen.tolist()]
    figures = np.array([[stream.lost, stream.runs, stream.longest_burst] for stream in streams]).T
    src, dst = media.streams("src_ip")[chosen], media.streams("dst_ip")[chosen]
    same = np.all(np.abs(figures[:, :, None] - figures[:, None, :]) <= _NEAR, axis=0)
    feeds = same & (dst[:, None] == src[None, :]) & (src[:, None] != dst[None, :])
    return int(np.count_nonzero(~feeds.any(axis=0)))
