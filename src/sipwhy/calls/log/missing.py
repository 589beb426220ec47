"""Accounts that chan_sip has not: it says so of their calls, and of their registrations only that the password was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.calls.log.attempts import PEER_MISSING, Attempt
from sipwhy.model.log_event import LogEvent

_MEANWHILE = 3_600_000_000
"""µs within which an account is taken to be missing still, or already."""


def tell_of_missing_peers(attempts: Sequence[Attempt]) -> None:
    """Gives registrations that chan_sip refused for their password its line that there is no such peer, if it wrote one of a call."""
    missing = {_key(event): event for one in attempts for event in one.events if event.kind == PEER_MISSING}
    if not missing:
        return
    for attempt in attempts:
        refused = next((event for event in attempt.events if event.leaves_account_open and _key(event) in missing), None)
        if refused is None or attempt.kind != "registration" or any(event.kind == PEER_MISSING for event in attempt.events):
            continue
        said = missing[_key(refused)]
        if abs((said.line.ts or 0) - (refused.line.ts or 0)) <= _MEANWHILE:
            attempt.add(said, attempt.last)


def _key(event: LogEvent) -> tuple[int, str, str]:
    return event.line.file, event.account, event.address
