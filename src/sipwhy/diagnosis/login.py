"""Why credentials were refused, as far as a capture can prove it (RFC 3261 section 22, RFC 7616)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sipwhy.diagnosis.reading import asked_by_pjsip, challenge, challenges, credentials, has_credentials, is_challenge, is_stale
from sipwhy.model import Leg, Message

_AT_ONCE = 5.0
"""Seconds within which no server forgets a nonce: res_pjsip keeps one for 32 s, others longer."""


class Mismatch(Struct, frozen=True):
    """What credentials say otherwise than they were asked: realm, algorithm, qop or user."""

    part: str
    asked: str
    given: str
    request: Message


def asked_like_pjsip(leg: Leg) -> bool:
    """Whether the challenge on a leg looks like Asterisk's res_pjsip."""
    return any(t.final is not None and is_challenge(t.final) and asked_by_pjsip(t.final) for t in leg.attempts)


def challenged_times(legs: Sequence[Leg]) -> int:
    """How many attempts were answered 401 or 407."""
    return sum(is_challenge(t.final) for leg in legs for t in leg.attempts)


def mismatch(leg: Leg) -> Mismatch | None:
    """What the last credentials of a leg say otherwise than the challenge before them asked; None if nothing."""
    asked: Message | None = None
    found: Mismatch | None = None
    for transaction in leg.attempts:
        request = transaction.request
        if asked and request and has_credentials(request):
            found = _differs(asked, request)
        if transaction.final and is_challenge(transaction.final):
            asked = transaction.final
    return found


def refused_afresh(legs: Sequence[Leg]) -> tuple[list[Message], Message | None]:
    """
    The refusals of fresh credentials before the first that were taken, and the answer that took those; None if none did.

    Fresh are credentials that fit the challenge right before them, answer its nonce at once and for the first time: neither its
    age nor a counter (RFC 7616 section 3.4.5) explains their refusal.
    """
    asked: Message | None = None
    used, refused = set[str](), list[Message]()
    for transaction in sorted((t for leg in legs for t in leg.attempts), key=lambda t: t.first.number):
        request, final = transaction.request, transaction.final
        nonce = credentials(request).get("nonce", "") if request else ""
        if final and nonce and final.status and final.status < 300:
            return refused, final
        if asked and request and final and nonce not in used and _is_fresh(asked, request, nonce) and is_challenge(final):
            refused += [] if is_stale(final) else [final]
        used |= {nonce}
        asked = final if is_challenge(final) else asked
    return refused, None


def _is_fresh(asked: Message, request: Message, nonce: str) -> bool:
    return _is_in_time(asked, request, nonce) and _differs(asked, request) is None


def _is_in_time(asked: Message, request: Message, nonce: str) -> bool:
    return nonce in {one.get("nonce") for one in challenges(asked)} and (request.ts - asked.ts) / 1e6 <= _AT_ONCE


def _differs(asked: Message, request: Message) -> Mismatch | None:
    """Compares credentials with every challenge offered: one that fits is enough."""
    given, offered = credentials(request), challenges(asked)
    problems = [_problem(one, given, request) for one in offered]
    return next((problem for problem in problems if problem), None) if problems and all(problems) else None


def _problem(asked: Mapping[str, str], given: Mapping[str, str], request: Message) -> Mismatch | None:
    if asked.get("realm", "") != given.get("realm", ""):
        return Mismatch("realm", asked.get("realm", ""), given.get("realm", ""), request)
    algorithms = asked.get("algorithm", "MD5"), given.get("algorithm", "MD5")
    if algorithms[0].upper() != algorithms[1].upper():
        return Mismatch("algorithm", *algorithms, request)
    offered = [qop.strip().lower() for qop in asked.get("qop", "").split(",") if qop.strip()]
    used = given.get("qop", "").lower()
    if used and offered and used not in offered:
        return Mismatch("qop", asked["qop"], used, request)
    return None


def stale_rounds(leg: Leg) -> list[Message]:
    """The answers to credentials that said stale=true."""
    return [t.final for t in leg.attempts if t.final and has_credentials(t.request) and is_stale(t.final)]


def old_nonce(leg: Leg) -> Message | None:
    """The last request whose credentials answer an older challenge than the last one before it."""
    nonce, found = None, None
    for transaction in leg.attempts:
        given = credentials(transaction.request) if transaction.request else {}
        if nonce and given:
            found = transaction.request if given.get("nonce") != nonce else None
        if transaction.final and is_challenge(transaction.final):
            nonce = challenge(transaction.final).get("nonce")
    return found


def answers_promptly(leg: Leg) -> bool:
    """Whether the last credentials answer the newest challenge within seconds, so that its nonce cannot have grown old."""
    last = leg.attempts[-1] if leg.attempts else None
    asked = [t.final for t in leg.attempts[:-1] if t.final and is_challenge(t.final)]
    nonce = credentials(last.request).get("nonce", "") if last and last.request else ""
    return last is not None and last.request is not None and bool(asked and nonce) and _is_in_time(asked[-1], last.request, nonce)
