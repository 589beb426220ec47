"""Which rules were not asked, or not of every call, and why: who finds nothing should know what was not looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sipwhy.app.settings import Settings
from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS
from sipwhy.diagnosis.registry import known
from sipwhy.diagnosis.report import NotChecked
from sipwhy.diagnosis.sieve import parts
from sipwhy.model.flag import Flag
from sipwhy.model.quirk import Quirk
from sipwhy.model.sign import Sign
from sipwhy.wire.columns import distinct

if TYPE_CHECKING:
    from sipwhy.app.listening import Ears
    from sipwhy.diagnosis.log_side import LogSide

_BY_REPORTS = Sign.TOLD_LOSS_HEARD | Sign.TOLD_LOSS_BAD | Sign.TOLD_NOTHING
"""The signs that nothing but RTCP gives."""

_REPORTS = (200, 201)
"""How a datagram of RTCP begins, in the clear even where the rest is not, that has reports (RFC 3550 section 12.1)."""


def not_checked(
    table: CallTable,
    settings: Settings,
    crashes: Mapping[str, str],
    log: LogSide | None,
    ears: Ears | None,
    *,
    has_rtp: bool,
    shut: int = 0,
) -> list[NotChecked]:
    """
    Rules that crashed (slug to the error), rules that are switched off, and rules whose evidence is not there, in this order.

    `shut`: how many answered calls have encrypted voice that nothing opened.
    """
    off = settings.off
    there = _there(table, settings, log, has_rtp=has_rtp)
    lacking = [rule for rule in known().values() if rule.slug not in off and not there.issuperset(rule.needs)]
    return [
        *(NotChecked(slug, error=error) for slug, error in crashes.items()),
        *(NotChecked(slug, is_off=True) for slug in sorted(off)),
        *(NotChecked(rule.slug, rule.needs) for rule in lacking),
        *(_not_listened(ears, shut, {*off, *crashes, *(rule.slug for rule in lacking)}) if ears else ()),
        *_not_told(table, {*off, *crashes, *(rule.slug for rule in lacking)}),
    ]


def _there(table: CallTable, settings: Settings, log: LogSide | None, *, has_rtp: bool) -> frozenset[str]:
    """What rules may need and is there, or is missed by nobody: voice without calls, certificates or passwords that nothing asks for."""
    alone = log.entries if log else ()
    has_calls = bool(np.any(table.kind == KINDS.index("call"))) or any(call.kind == "call" for call in alone)
    is_there = {
        "log": bool(table.evidence.logs),
        "rtp": has_rtp or not has_calls,
        "certificate": bool(settings.certificates) or not np.any(table.quirks & int(Quirk.IDENTITY)),
        "secret": bool(settings.secrets) or not np.any(table.flags & int(Flag.REFUSED_CREDENTIALS)),
        "sound": True,  # told call by call
    }
    return frozenset(need for need, is_so in is_there.items() if is_so)


def _not_listened(ears: Ears, shut: int, besides: set[str]) -> Iterator[NotChecked]:
    """Rules that need ears, where not all calls were listened to, or something could not be decrypted, or not decoded."""
    hearing = [rule.slug for rule in known().values() if "sound" in rule.needs and rule.slug not in besides]
    for need, calls in (("listening", ears.left_out), ("keys", shut), ("sound", ears.unheard), ("end", ears.cut)):
        if calls:
            yield from (NotChecked(slug, (need,), calls) for slug in hearing)


def _not_told(table: CallTable, besides: set[str]) -> Iterator[NotChecked]:
    """Rules that reports of the other end can make fire, where those of some answered calls are encrypted and nothing opened them."""
    shut = distinct(np.array([leg for leg, packet in table.evidence.media.encrypted if packet[1] in _REPORTS], dtype=np.int64))
    rows = distinct(table.row_of_leg[shut[table.evidence.legs("answer_ts")[shut] > 0]]) if len(shut) else shut
    if not len(rows):
        return
    for rule in known().values():
        sought = parts(rule.seeks) if rule.seeks and rule.slug not in besides else ()
        if any(int(part.signs) & int(_BY_REPORTS) for part in sought):
            yield NotChecked(rule.slug, ("reports",), len(rows))
