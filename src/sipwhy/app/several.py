"""Several calls as one, to be drawn in one picture; and which calls belong to one because the same people made them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from sipwhy.app.report import FullReport
from sipwhy.calls.outcome import KINDS
from sipwhy.model import Call

_NEAR = 60_000_000
"""Calls of the same people that begin so shortly (µs) before or after belong together: redialled, transferred, rung back."""
_MOST = 8
_CALL = KINDS.index("call")


def combined(calls: Sequence[Call]) -> Call:
    """One call with the legs and the streams of all; what is said of it (result, durations) is the first one's."""
    first, *others = calls
    if not others:
        return first
    legs, streams = list(first.legs), list(first.streams)
    for call in others:
        at = len(legs)
        legs += [replace(leg, index=at + place) for place, leg in enumerate(call.legs)]
        streams += [replace(stream, leg=None if stream.leg is None else at + stream.leg) for stream in call.streams]
    return replace(
        first,
        call_ids=tuple(dict.fromkeys(one for call in calls for one in call.call_ids)),
        start=min(call.start for call in calls),
        end=max(call.end for call in calls),
        legs=tuple(legs),
        streams=tuple(streams),
        log=tuple(event for call in calls for event in call.log),
    )


def with_related(report: FullReport, numbers: Sequence[int]) -> tuple[int, ...]:
    """The numbers of calls and of those that are `related` to any of them, in order."""
    return tuple(sorted({*numbers, *(other for number in numbers for other in related(report, number))}))


def related(report: FullReport, number: int) -> tuple[int, ...]:
    """The numbers of other calls that share a person with call `number` and were made about the same time; the nearest few, in order."""
    table, row = report.table, number - 1
    if not 0 <= row < len(table) or table.kind[row] != _CALL:
        return ()
    evidence = table.evidence
    start = evidence.legs("first_ts")[table.main]
    call = report.outline(number)
    people = {one for one in (call.caller, call.callee) if one}
    near = np.flatnonzero((table.kind == _CALL) & (start >= call.start - _NEAR) & (start <= call.end + _NEAR))
    users = {name: evidence.legs(f"{name}_user")[table.main] for name in ("from", "to")}
    found = [
        at for at in near.tolist() if at != row and people & {evidence.text(int(users["from"][at])), evidence.text(int(users["to"][at]))}
    ]
    closest = sorted(found, key=lambda at: abs(int(start[at]) - call.start))[:_MOST]
    return tuple(sorted(at + 1 for at in closest))
