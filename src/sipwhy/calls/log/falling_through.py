"""
What a dial plan of Asterisk that has no further step tells of the Dial before: its end, and whose it is.

"Auto fallthrough, channel NAME status is DIALSTATUS" (main/pbx.c, __ast_pbx_run) names the channel; the lines of Dial's own do not
(apps/app_dial.c). Where those are known, it adds nothing to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sipwhy.calls.log.dialled import targets_of
from sipwhy.calls.log.kinds import ANSWERED, ENDS
from sipwhy.model.log_event import LogEvent

FELL_THROUGH = "fell-through"
STATUS = "dialstatus"
"""The fact that tells of it, in the event that comes of it too."""
_TIMEOUT = "dial-timeout"
_END = {"BUSY": "dial-busy", "CONGESTION": "dial-congested", "CHANUNAVAIL": "dial-unavailable", "NOANSWER": _TIMEOUT}
"""What Dial leaves in DIALSTATUS by how it ended; NOANSWER is both that its time was over, and that nobody was there to answer."""
_OF_STATUS = {"NOANSWER": frozenset({_TIMEOUT, "dial-unanswered"})}


def fits(step: LogEvent, end: LogEvent) -> bool:
    """Whether the end of a Dial can be the one before a step of its dial plan: any can, unless that says how it ended."""
    if step.kind != FELL_THROUGH:
        return True
    status = step.facts[STATUS]
    return end.kind in _OF_STATUS.get(status, {_END.get(status, "")})


def ended(event: LogEvent, before: Sequence[LogEvent]) -> LogEvent:
    """The line as the end of the last Dial among the events `before` it, unless that end is known, or it tells of none."""
    kind = _END.get(event.facts.get(STATUS, "")) if event.kind == FELL_THROUGH else None
    if kind is None:
        return event
    for known in reversed(before):
        if known.kind in ENDS or known.kind in ANSWERED:
            return event
        if targets_of(known):
            break
    return replace(event, kind=kind, tied="likely" if kind == _TIMEOUT else event.tied)
