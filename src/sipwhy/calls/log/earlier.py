"""
Dials that failed before the one that decided how a call ended: a second trunk was tried, or another telephone.

What came of them is told beside the cause, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from sipwhy.calls.log.dialled import targets_of
from sipwhy.model.log_event import LogEvent

TRIED = "dial-tried-before"


def with_earlier(events: Sequence[LogEvent], ended: Collection[str], unmade: Collection[str]) -> Sequence[LogEvent]:
    """
    The events of an attempt, with the failures of all Dials but the last as such.

    `ended` are the kinds that tell how a Dial ended, `unmade` those that tell why it called nothing. If the last Dial has none of
    either, those before are all that is known.
    """
    begun = [at for at, event in enumerate(events) if targets_of(event)]
    last = begun[-1] if len(begun) > 1 else 0
    telling = frozenset((*ended, *unmade))
    if not any(event.kind in telling for event in events[last:]) or not any(event.kind in telling for event in events[:last]):
        return events
    found, dialled, deciding = list[LogEvent](), "", "&".join(targets_of(events[last]))
    for event in events[:last]:
        dialled = "&".join(targets_of(event)) or dialled
        found.append(_tried(event, dialled, deciding) if event.kind in telling else event)
    return [*found, *events[last:]]


def _tried(event: LogEvent, dialled: str, deciding: str) -> LogEvent:
    facts = {name: value for name, value in event.facts.items() if name not in ("side", "whose")}
    return replace(event, kind=TRIED, code=0, facts={**facts, "was": event.kind, "target": dialled, "deciding": deciding})
