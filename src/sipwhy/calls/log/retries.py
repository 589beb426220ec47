"""
FreeSWITCH's line that it tries to register again (mod_sofia/sofia_reg.c, sofia_reg_check_gateway).

It names the status without its phrase, a moment after the line that has both: alone it tells of the refusal, behind that line nothing
more, and less of a 503 that is FreeSWITCH's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from sipwhy.model.log_event import LogEvent

_TOLD_BEFORE = frozenset(
    {"registration-refused", "registration-timeout", "name-not-resolved", "own-challenge-unmatched", "own-transport-missing"}
)
_OWN_TOO = 503
"""The registrar's answer, or sofia-sip's own "DNS Error"."""
_LATELY = 60_000_000
"""\u00b5s; FreeSWITCH looks at its gateways every second."""


def without_retries(events: Iterable[LogEvent]) -> Iterator[LogEvent]:
    """The events but for those lines that come after a line of what the gateway of that name was told."""
    told: dict[tuple[int, str], int] = {}
    for event in events:
        if event.vendor != "freeswitch" or event.kind not in _TOLD_BEFORE or event.method != "REGISTER":
            yield event
            continue
        key, at = (event.line.file, event.account), event.line.ts or 0
        if "setting retry" not in event.line.text:
            told[key] = at
        elif at - told.get(key, -_LATELY - 1) <= _LATELY:
            continue
        elif event.code == _OWN_TOO:
            yield replace(event, tied="likely")
            continue
        yield event
