"""Provisional answers that must be confirmed by PRACK, and never were (RFC 3262)."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.reading import cancel_of, early_bye_of, words
from sipwhy.model import Call, Leg, Message, Transaction

_GIVES_UP = 25.0
"""Seconds after which who waits for PRACK refuses the call by 5xx: 64 T1 is 32 s (RFC 3262 section 3), some wait less."""
_ITS_TIMER = (30.0, 34.0)
"""The same if by another status: then only the moment, 64 T1, tells that PRACK was waited for."""
_TIMED_OUT = (408, 480, 487)
_SERVER_FAILED, _NAMED = 500, "prack"
"""A 5xx that names PRACK (504 PRACK Timeout) says itself what was waited for, however short the wait."""
_REPEATS = 2
_REFUSED = 300


def unconfirmed(call: Call, leg: Leg) -> Iterator[tuple[Transaction, list[Message]]]:
    """The attempts of a leg whose reliable 1xx was repeated though their sender was heard, and the 1xx; none if PRACK came."""
    for transaction in leg.attempts:
        if len(transaction.provisional) <= _REPEATS:
            continue
        reliable = [answer for answer in transaction.provisional if answer.header("RSeq")]
        if reliable and _is_repeated(reliable) and _speaks_after(leg, reliable[0]) and not _is_confirmed(call, leg):
            yield transaction, reliable


def gave_up(call: Call, leg: Leg, transaction: Transaction, reliable: list[Message]) -> bool:
    """
    Whether the attempt was refused for want of PRACK; 487 behind CANCEL or BYE is what the caller wanted, whenever it comes.

    Who takes no PRACK that is sent, and asks on and on for one, ends by 5xx for that, however long its patience (RFC 3262 section 3).
    """
    final = transaction.final
    if final is None or final.status is None or (final.status == 487 and (cancel_of(leg) or early_bye_of(leg, final))):
        return False
    waited = (final.ts - reliable[0].ts) / 1e6
    if final.status >= _SERVER_FAILED:
        return waited >= _GIVES_UP or _NAMED in words(final).lower() or refused_prack(call, leg) is not None
    return final.status in _TIMED_OUT and _ITS_TIMER[0] <= waited <= _ITS_TIMER[1]


def failed_for_prack(call: Call, leg: Leg) -> bool:
    """Whether a leg ended for want of PRACK: then its status tells nothing else."""
    return any(gave_up(call, leg, transaction, reliable) for transaction, reliable in unconfirmed(call, leg))


def _is_confirmed(call: Call, leg: Leg) -> bool:
    mine = (t for one in call.legs for t in one.transactions_of("PRACK") if t.first.call_id == leg.call_id)
    return any(t.final is None or (t.final.status or 0) < _REFUSED for t in mine)


def refused_prack(call: Call, leg: Leg) -> Message | None:
    """The first refusal of a PRACK of the leg's dialog."""
    finals = (t.final for one in call.legs for t in one.transactions_of("PRACK") if t.first.call_id == leg.call_id)
    return next((final for final in finals if final and (final.status or 0) >= _REFUSED), None)


def _is_repeated(reliable: list[Message]) -> bool:
    first = reliable[0]
    return sum(1 for one in reliable if one.header("RSeq") == first.header("RSeq") and one.to_tag == first.to_tag) > _REPEATS


def _speaks_after(leg: Leg, answer: Message) -> bool:
    """Whether the asking side was heard after the answer: else its PRACK may only be unseen."""
    return any(message.src == answer.dst and message.number > answer.number for message in leg.messages)
