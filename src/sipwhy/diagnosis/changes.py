"""Changes of running calls that were refused for good: re-INVITE (RFC 3261 section 14) or UPDATE (RFC 3311)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis.offers import has_fax
from sipwhy.diagnosis.routes import refuser
from sipwhy.model import Call, Leg, Message, Value

_HARMLESS = frozenset({401, 407, 422, 481, 487, 491})
"""Challenged, tried again, or explained by rules of their own."""
_OVER_IT = 5.0
"""Seconds after a refusal within which a BYE was sent because of it."""


class RefusedChange(Struct, frozen=True):
    """A request to change an answered call, and its refusal by whoever made it, behind the proxies on the way."""

    leg: Leg
    """The one of the refusal."""
    request: Message
    """As its maker sent it."""
    final: Message
    hangup: Message | None
    """The BYE by which the call ended over it; None where it went on, or where another change was accepted before it ended."""

    @property
    def values(self) -> dict[str, Value]:
        """What its texts name."""
        return {
            "asker": self.request.src.ip,
            "peer": self.final.src.ip,
            "method": "re-INVITE" if self.request.method == "INVITE" else self.request.method,
            "status": self.final.status,
            "phrase": self.final.reason or "",
        }


def refused_changes(call: Call) -> Iterator[RefusedChange]:
    """Each of them in order, leg by leg; a refused fax is another matter (fax-rejected)."""
    byes = [t.first for leg in call.legs for t in leg.transactions_of("BYE")]
    for leg in call.legs:
        for transaction in leg.transactions_of("INVITE", "UPDATE"):
            request, final = transaction.request, transaction.final
            if request is None or final is None or not _is_change(request, leg) or not _is_refused(request, final):
                continue
            far = refuser(call, leg, transaction) or (leg, final)
            over_it = next((bye for bye in byes if 0 <= (bye.ts - final.ts) / 1e6 <= _OVER_IT), None)
            yield RefusedChange(far[0], request, far[1], over_it if over_it and not _is_mended(leg, final, over_it) else None)


def _is_change(request: Message, leg: Leg) -> bool:
    return request.is_in_dialog and leg.answer is not None and leg.answer.number < request.number


def _is_refused(request: Message, final: Message) -> bool:
    if final.status is None or final.status < 300 or final.status in _HARMLESS:
        return False
    return not has_fax(request)


def _is_mended(leg: Leg, refusal: Message, bye: Message) -> bool:
    """Whether another change was accepted between a refusal and the BYE."""
    later = (t.final for t in leg.transactions_of("INVITE", "UPDATE") if t.first.number > refusal.number)
    return any(final.status and final.status < 300 and final.number < bye.number for final in later if final)
