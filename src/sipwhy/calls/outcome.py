"""How legs ended, column by column."""

from __future__ import annotations

from typing import get_args

import numpy as np

from sipwhy.calls.waits import LONG_RING
from sipwhy.model import CallKind, Result
from sipwhy.model.flag import Flag
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array

RESULTS: tuple[Result, ...] = get_args(Result)
KINDS: tuple[CallKind, ...] = get_args(CallKind)
BY_PRACK = (408, 480, 487, *range(500, 600))
"""Statuses that mean something else where PRACK was waited for (RFC 3262 section 3)."""
NOT_SERVING = (408, 430, 483, *(status for status in range(500, 600) if status not in (501, 505, 513)))
"""
Answers to a probe that tell of a peer that cannot serve, of nobody behind it, or of a circle (RFC 3261 sections 21.4.9, 21.4.21 and 21.5,
RFC 5626 section 11.6). Whoever gives any other is there, which is what was asked; 501, 505 and 513 tell of that request alone.
"""
_SETTLED = 5_000_000
"""How long after a challenge its credentials may come, µs."""
KIND_OF: dict[str, CallKind] = {
    "INVITE": "call",
    "REGISTER": "registration",
    "OPTIONS": "options",
    "SUBSCRIBE": "subscription",
    "NOTIFY": "subscription",
    "PUBLISH": "subscription",
    "MESSAGE": "message",
}
"""What a request begins, by its method; every other method that is known goes on within a dialog of INVITE."""
BUSY, USER_BUSY = (486, 600), 17
"""Statuses and the Q.850 cause of a callee who was reached and is busy."""
NO_SUCH_NUMBER = (404, 410, 604)
"""Statuses of a number that nobody has."""


def leg_kinds(evidence: Evidence) -> Array:
    """The index in KINDS of each leg; what is within a dialog of INVITE is of a call."""
    kinds = np.full(16, KINDS.index("call"), dtype=np.int8)
    kinds[[Method.NONE, Method.OTHER]] = KINDS.index("other")
    for method, kind in KIND_OF.items():
        kinds[Method[method]] = KINDS.index(kind)
    return kinds[evidence.legs("method")]


def leg_results(evidence: Evidence) -> Array:
    """The index in RESULTS of each leg."""
    kind, status, flags = leg_kinds(evidence), evidence.legs("status"), evidence.legs("flags")
    results = np.where(kind == KINDS.index("call"), _of_calls(evidence, status, flags), _of_others(status, flags))
    results = np.where(kind == KINDS.index("registration"), _of_registrations(status, flags), results)
    results = np.where(_only_challenged(evidence, status, flags), RESULTS.index("incomplete"), results)
    is_alive = (kind == KINDS.index("options")) & (status >= 300) & ~np.isin(status, NOT_SERVING)
    return np.where(is_alive, RESULTS.index("answered"), results)


def _only_challenged(evidence: Evidence, status: Array, flags: Array) -> Array:
    """Which legs have nothing but the first challenge, which is normal, and no time or no beginning to show more."""
    once: Array = np.isin(status, (401, 407)) & (flags & (Flag.CREDENTIALS | Flag.WITHOUT_CREDENTIALS | Flag.NETWORK_ERROR) == 0)
    once &= (flags & Flag.STARTS_LATE != 0) | (evidence.until - evidence.legs("last_ts") < _SETTLED)
    return once


def _of_calls(evidence: Evidence, status: Array, flags: Array) -> Array:
    given_up = np.where(evidence.legs("cancel_ts") > 0, evidence.legs("cancel_ts"), _early_bye(evidence, status, flags))
    cancelled = ((flags & Flag.CANCELLED != 0) | (given_up > 0)) & ((status == 0) | (status == 487))
    rang = flags & Flag.RANG != 0
    rung = np.where(evidence.legs("ring_ts") > 0, given_up - evidence.legs("ring_ts"), 0)
    return _select(
        [
            (flags & Flag.ANSWERED != 0, "answered"),
            ((status == 486) | (status == 600), "busy"),
            (status == 603, "declined"),
            (cancelled & rang & (rung >= LONG_RING * 1e6), "no-answer"),
            (cancelled, "cancelled"),
            (rang & np.isin(status, (408, 480, 487)), "no-answer"),
            ((status >= 300) & (status < 400), "redirected"),
            (status >= 400, "failed"),
            (flags & Flag.UNANSWERED != 0, "unanswered"),
            ((status == 0) & (flags & (Flag.OPEN | Flag.STARTS_LATE) == 0), "failed"),
        ],
        len(status),
    )


def _early_bye(evidence: Evidence, status: Array, flags: Array) -> Array:
    """When the calling side gave up by BYE in an early dialog, which 487 then ends as after CANCEL (RFC 3261 section 15.1); 0 if not."""
    bye = evidence.legs("bye_ts")
    early = (bye > 0) & (evidence.legs("bye_forward") != 0) & (flags & Flag.ANSWERED == 0) & (status == 487)
    return np.where(early & (bye <= evidence.legs("final_ts")), bye, 0)


def _of_registrations(status: Array, flags: Array) -> Array:
    ok = (status >= 200) & (status < 300)
    return _select(
        [
            (ok & (flags & Flag.UNREGISTER != 0), "unregistered"),
            (ok, "registered"),
            (status >= 300, "rejected"),
            (flags & Flag.UNANSWERED != 0, "unanswered"),
        ],
        len(status),
    )


def _of_others(status: Array, flags: Array) -> Array:
    return _select(
        [
            ((status >= 200) & (status < 300), "answered"),
            (status >= 300, "rejected"),
            (flags & Flag.UNANSWERED != 0, "unanswered"),
        ],
        len(status),
    )


def _select(choices: list[tuple[Array, Result]], count: int) -> Array:
    if not count:
        return np.zeros(0, dtype=np.int8)
    conditions = [condition for condition, _ in choices]
    values = [RESULTS.index(result) for _, result in choices]
    return np.select(conditions, values, RESULTS.index("incomplete")).astype(np.int8)
