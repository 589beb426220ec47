"""
Asterisk's search for its own address, which is no request's fate.

Where it is not told its address, it asks for that of its own host name and then for A.ROOT-SERVERS.NET, only to learn by which interface
the world is reached (main/acl.c, ast_find_ourip). That both fail on a host without DNS harms no call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.model.log_event import LogEvent

_ROOT = "A.ROOT-SERVERS.NET"


def without_own_address(events: Iterable[LogEvent]) -> Iterator[LogEvent]:
    """The events but for a name right before the root server's, and that one."""
    held: LogEvent | None = None
    for event in events:
        is_name = event.kind == "name-not-resolved" and not event.method
        if is_name and event.peer.upper() == _ROOT:
            held = None
            continue
        if held:
            yield held
        held = event if is_name else None
        if held is None:
            yield event
    if held:
        yield held
