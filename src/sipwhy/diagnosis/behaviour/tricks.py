"""What only attackers do to a conversation: messages that break the grammar by the dozen, a BYE that is challenged for its digest."""

from __future__ import annotations

import numpy as np

from sipwhy.diagnosis.behaviour.ground import Ground, groups, pairs
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, different

_MALFORMED, _MOSTLY = 20, 0.5


def fuzzing(ground: Ground) -> list[Array]:
    """The legs of each source of which twenty or more, and half or more, hold a message that breaks the grammar."""
    if ground.evidence.cut[0] or ground.evidence.tcp_gaps[0]:
        return []  # what the capture lacks looks broken, too
    source = ground.legs("src_ip")
    broken = ground.is_first_hop & (ground.legs("flags") & int(Flag.MALFORMED) != 0)
    found = groups(source, np.flatnonzero(broken), _MALFORMED)
    return [legs for legs in found if len(legs) >= _MOSTLY * np.count_nonzero(ground.is_first_hop & (source == source[legs[0]]))]


def leaks(ground: Ground) -> Array:
    """The legs on which the called side sent its digest with BYE to a caller that is nobody it logs in to."""
    flags, method = ground.legs("flags"), ground.legs("method")
    src, dst = ground.legs("src_ip"), ground.legs("dst_ip")
    suspects = np.flatnonzero((method == Method.INVITE) & (flags & int(Flag.BYE_LOGIN) != 0))
    if not len(suspects):
        return suspects
    logs_in = (method == Method.REGISTER) | (flags & int(Flag.CREDENTIALS) != 0) & (flags & int(Flag.BYE_LOGIN) == 0)
    known = pairs(src, dst)[logs_in]
    servers = different(dst[(method == Method.REGISTER) & (ground.legs("status") > 0)])
    is_honest = np.isin(pairs(dst, src)[suspects], known) | np.isin(src[suspects], servers)
    is_server = [ground.blame(ip) in ("pbx", "proxy", "trunk") for ip in src[suspects].tolist()]
    found: Array = suspects[~is_honest & ~np.array(is_server, dtype=bool)]
    return found
