"""How soon servers gave their first answer, and whether that changed with time: from columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.diagnosis.overview import Replies
from sipwhy.model import Host
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, distinct, median, quantile

_ENOUGH = 40
"""Requests below which four parts of them tell nothing."""
_T1 = 0.5
"""Seconds after which a request by UDP is sent again (RFC 3261 section 17.1.1.1)."""
_METHODS = (Method.INVITE, Method.REGISTER, Method.OPTIONS)
_SERVERS = ("pbx", "proxy", "trunk")


def replies_of(table: CallTable) -> Iterator[Replies]:
    """Every server that was asked often enough; telephones are left out, since their first word waits for a person."""
    evidence = table.evidence
    heard, first = evidence.legs("heard_ts"), evidence.legs("first_ts")
    waited = heard - first
    late = np.flatnonzero((heard > 0) & (waited > _T1 * 1e6))
    # A server that never let anybody wait for so long is not overloaded: the rest need not be looked at.
    for number in distinct(evidence.legs("dst_ip")[late]).tolist():
        host = table.hosts.host(evidence.ip(number))
        asked = (heard > 0) & (evidence.legs("dst_ip") == number) & np.isin(evidence.legs("method"), _METHODS)
        legs = np.flatnonzero(asked)
        if host.role in _SERVERS and len(legs) >= _ENOUGH:
            order = legs[np.argsort(first[legs], kind="stable")]
            yield _replies(order, waited[order] / 1e6, host, evidence.legs("first"))


def _replies(legs: Array, seconds: Array, host: Host, numbers: Array) -> Replies:
    parts = np.array_split(np.arange(len(legs)), 4)
    calm = min(median(seconds[part]) for part in parts)
    worst = max(parts, key=lambda part: quantile(seconds[part], 0.9))
    slowest = int(worst[int(np.argmax(seconds[worst]))])
    return Replies(
        ip=host.ip,
        role=host.role,
        asked=len(legs),
        calm=calm,
        busy=quantile(seconds[worst], 0.9),
        slow=float(np.mean(seconds[worst] > _T1)),
        example=int(numbers[legs[slowest]]) + 1,
    )
