"""
Lines that only add to the one before them, told with it.

Asterisk writes why a TLS handshake failed (main/iostream.c) and right behind it with whom (main/tcptls.c); chan_sip writes how long it
waited on a line of its own, without a head (retrans_pkt).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from sipwhy.model.log_event import LogEvent

WAITED = "waited"
TLS_FAILED = "tls-failed"
_UNACKNOWLEDGED = frozenset({"answer-unacknowledged", "request-unanswered"})
_APART = 2
"""Lines between which another thread's may stand."""


def with_continuations(events: Iterable[LogEvent]) -> Iterator[LogEvent]:
    """The events, each with what the next line adds to it."""
    held: LogEvent | None = None
    for event in events:
        if held and (told := _with(held, event)):
            held = None
            yield told
            continue
        if held:
            yield held
        held = None
        if event.kind in _UNACKNOWLEDGED or (event.kind == TLS_FAILED and not event.address):
            held = event
        elif event.kind != WAITED:
            yield event
    if held:
        yield held


def _with(first: LogEvent, event: LogEvent) -> LogEvent | None:
    """`first` with what `event` adds to it; None if it is about something else."""
    apart = event.line.line - first.line.line
    if event.line.file != first.line.file or not 0 < apart <= _APART:
        return None
    if event.kind == WAITED and first.kind in _UNACKNOWLEDGED:
        return replace(first, facts={**first.facts, "waited": event.facts["ms"]})
    if event.kind == TLS_FAILED and first.kind == TLS_FAILED and event.address:
        return replace(event, reason=first.reason, line=replace(first.line, text=f"{first.line.text}; {event.line.text}"))
    return None
