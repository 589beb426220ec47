"""What a capture holds, from columns: told to whoever asked for something that is not in it."""

from __future__ import annotations

from itertools import islice

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS
from sipwhy.diagnosis.report import Contents

_USERS = 8
"""So many users are named."""


def contents_of(table: CallTable) -> Contents:
    """How many of each kind there are, when they began, and who is in most of them."""
    began = table.evidence.legs("first_ts")[table.main]
    return Contents(
        counts={KINDS[kind]: int(count) for kind, count in zip(*np.unique(table.kind, return_counts=True), strict=True)},
        first=int(began.min(initial=2**62)) if len(began) else 0,
        last=int(began.max(initial=0)),
        users=_busiest(table),
        encrypted=sum(one.tls is not None for one in table.evidence.connections),
    )


def _busiest(table: CallTable) -> tuple[str, ...]:
    """The users of most entries; who calls himself, as in a registration, counts once."""
    callers, callees = (table.evidence.legs(f"{side}_user")[table.main] for side in ("from", "to"))
    users, counts = np.unique(np.concatenate((callers, callees[callees != callers])), return_counts=True)
    named = (table.evidence.text(int(user)) for user in users[np.argsort(-counts, kind="stable")])
    return tuple(islice(filter(None, named), _USERS))
