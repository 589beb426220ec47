"""A PBX that follows a redirection within itself: what it then tells the caller is about where the callee forwards to."""

from __future__ import annotations

from sipwhy.calls.waits import PATIENT
from sipwhy.diagnosis.legs import Deciding
from sipwhy.diagnosis.meaning import Meaning
from sipwhy.diagnosis.reading import FORWARDED, cancel_of, q850, ring_start
from sipwhy.model import Call, Leg, Message
from sipwhy.model.headers import uri_of, user_of

_LOOPED = (482, 483)
_MOVED = (300, 301, 302)
_ABSENT, _NOT_THERE = 20, (404, 480)
"""Q.850 cause "subscriber absent", and the statuses that tell it."""


def of_following(call: Call, where: Deciding) -> Meaning | None:
    """What ended a call that a telephone had forwarded, where no leg shows the attempt to the new address, or another one rang."""
    final = where.leg.final
    if final is None or final.status is None or not 300 <= final.status < 400 or len(where.path) < 2:
        return None
    asked = where.path[-2]
    told = asked.final
    if told is None or told.status is None or told.status < 400:
        return None
    if not _is_followed(asked, final, told):
        return _rang_on(call, asked, final, told)
    forwards = [(leg, one) for leg in call.legs if leg.src.ip == asked.dst.ip and (one := leg.final) and 300 <= (one.status or 0) < 400]
    notes = tuple(("forward", one) for _, one in forwards)
    ways = [(_user(leg), _target_of(one)) for leg, one in forwards]
    if told.status in _LOOPED or _is_round(ways):
        said = tuple(dict.fromkeys(f"{user} → {target}" for user, target in ways))
        variant = "itself" if len(said) == 1 and ways[0][0] == ways[0][1] else "forwarded"
        return Meaning("loop-detected", asked, told, "certain", "user", variant, notes[: 2 * len(said)], {"forwards": said})
    if told.status in _NOT_THERE and q850(told) == _ABSENT:
        return Meaning("callee-not-registered", asked, told, "likely", "callee", "forwarded", notes, {"target": _target_of(final)})
    return None


def _rang_on(call: Call, asked: Leg, redirection: Message, told: Message) -> Meaning | None:
    """
    Of a group one telephone redirects, and another one rings on until its time is over: nobody picked up.

    A CANCEL right behind the redirection is due to that, however long it had rung.
    """
    if redirection.status not in _MOVED:
        return None
    rang = [
        ((cancel.ts - start.ts) / 1e6, leg, start)
        for leg in call.legs
        if leg.src.ip == asked.dst.ip
        and (cancel := cancel_of(leg))
        and (start := ring_start(leg))
        and (cancel.ts - max(start.ts, redirection.ts)) / 1e6 >= PATIENT
    ]
    if not rang:
        return None
    seconds, leg, start = max(rang, key=lambda one: one[0])
    return Meaning("no-answer", leg, start, "likely", "user", "timeout", (("told", told),), {"rang": seconds})


def _is_round(ways: list[tuple[str, str]]) -> bool:
    """Whether telephones forward to each other alone, and the way was walked again: whatever ends that, nobody's telephone ever rings."""
    users = {user for user, _ in ways}
    return len(ways) > 2 * len(users) and all(target in users for _, target in ways)


def _is_followed(asked: Leg, redirection: Message, told: Message) -> bool:
    """Whether the host said that it forwards the call, or ended it by an answer that only makes sense if it did."""
    said = any(one.status == FORWARDED and one.ts >= redirection.ts for t in asked.attempts for one in t.provisional)
    return said or told.status in _LOOPED


def _user(leg: Leg) -> str:
    """Whom a leg asks for."""
    request = leg.asked
    return (request.to_user if request else None) or ""


def _target_of(redirection: Message) -> str:
    """The user to whom a redirection sends the call."""
    return next((user_of(uri_of(value)) or uri_of(value) for value in redirection.values("Contact")), "")
