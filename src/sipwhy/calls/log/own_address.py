"""
Asterisk's search for its own address, which is no request's fate.

Where it is not told its address, it asks for that of its own host name and then for A.ROOT-SERVERS.NET, only to learn by which interface
the world is reached (main/acl.c, ast_find_ourip). That both fail on a host without DNS harms no call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.model.log_event import LogEvent

_ROOT = "A.ROOT-SERVERS.NET"
_SOON = 30_000_000
"""µs within which the resolver has given up the second name too, as it does the first."""


def without_own_address(events: Iterable[LogEvent]) -> Iterator[LogEvent]:
    """The events but for the last name before the root server's, and that one; other threads' lines may stand between them."""
    waiting = list[LogEvent]()
    for event in events:
        is_name = event.kind == "name-not-resolved" and not event.method
        if is_name and event.peer.upper() == _ROOT:
            yield from waiting[1:]
            waiting = []
            continue
        if waiting and (is_name or (event.line.ts or 0) - (waiting[0].line.ts or 0) > _SOON):
            yield from waiting
            waiting = []
        if is_name or waiting:
            waiting.append(event)
        else:
            yield event
    yield from waiting
