"""Streams that their receiver, a relay, sends on with more than is seen of them here: it got what this capture lacks."""

from __future__ import annotations

import numpy as np

from sipwhy.calls.told_loss import shares_lost
from sipwhy.reference import hearing
from sipwhy.wire.columns import Array
from sipwhy.wire.media import MediaEvidence

_MOST = 200
"""Streams of which the one that is sent on is looked for; what holds of so many needs no more."""


def sent_on(media: MediaEvidence, lossy: Array) -> Array:
    """
    Of every stream, whether it is one of these lossy ones, and its receiver sends it on with most of what is missing here.

    A relay leaves SSRC and sequence numbers as they are (RFC 3550 section 7.1), and cannot send what did not come to it.
    """
    found = np.zeros(media.stream_count, dtype=bool)
    packets, share = media.streams("packets").astype(np.int64), shares_lost(media)
    sent = packets + media.streams("lost").astype(np.int64)
    src, dst, restarts = media.streams("src_ip"), media.streams("dst_ip"), media.streams("restarts")
    begun, ended = media.streams("first_ts"), media.streams("last_ts")
    for one in lossy[:_MOST].tolist():
        onwards = (src == dst[one]) & (dst != src[one]) & (begun < ended[one]) & (ended > begun[one]) & (restarts == restarts[one])
        whole = (share < share[one] / 4) & (packets > packets[one])
        same = np.abs(sent - sent[one]) <= hearing.SECOND + sent[one] // 100
        ssrc = media.stream(one).ssrc
        found[one] = any(media.stream(other).ssrc == ssrc for other in np.flatnonzero(onwards & whole & same).tolist())
    return found
