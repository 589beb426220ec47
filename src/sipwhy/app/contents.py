"""What the evidence holds, from columns and from entries that only a log knows: told to whoever asked for something that is not in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS
from sipwhy.diagnosis.report import Contents
from sipwhy.model import Call
from sipwhy.wire.columns import tallied

_USERS = 8
"""So many users are named."""


def contents_of(table: CallTable, alone: Sequence[Call] = ()) -> Contents:
    """How many of each kind there are, when they began, and who is in most of them; `alone` are those that only a log knows."""
    began = table.evidence.legs("first_ts")[table.main]
    counts = Counter({KINDS[kind]: int(count) for kind, count in zip(*tallied(table.kind), strict=True)})
    counts.update(call.kind for call in alone)
    starts = [*([int(began.min()), int(began.max())] if len(began) else []), *(call.start for call in alone if call.start)]
    return Contents(
        counts=dict(counts),
        first=min(starts, default=0),
        last=max(starts, default=0),
        users=_busiest(table, alone),
        encrypted=sum(one.tls is not None and not one.has_broken_off for one in table.evidence.connections),
        broken_off=sum(one.has_broken_off for one in table.evidence.connections),
    )


def span_of(alone: Sequence[Call]) -> tuple[int, int]:
    """From when to when the entries last that only a log knows; 0 if none has a time."""
    timed = [call for call in alone if call.start]
    return min((call.start for call in timed), default=0), max((max(call.start, call.end or 0) for call in timed), default=0)


def _busiest(table: CallTable, alone: Sequence[Call]) -> tuple[str, ...]:
    """The users of most entries; who calls himself, as in a registration, counts once."""
    callers, callees = (table.evidence.legs(f"{side}_user")[table.main] for side in ("from", "to"))
    users, counts = tallied(np.concatenate((callers, callees[callees != callers])))
    if not alone:
        named = (table.evidence.text(int(user)) for user in users[np.argsort(-counts, kind="stable")])
        return tuple(islice(filter(None, named), _USERS))
    total = Counter({table.evidence.text(int(user)): int(count) for user, count in zip(users, counts, strict=True)})
    for call in alone:
        total.update({call.caller or "", call.callee or ""})
    return tuple(islice((user for user, _ in total.most_common() if user), _USERS))
