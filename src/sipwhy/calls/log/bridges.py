"""
What became of the legs that a bridge of FreeSWITCH called, told to the call that wanted them.

Each leg writes under its own UUID. mod_dptools writes "Originate Failed" under the caller's, with the cause that
switch_ivr_originate took from a leg a moment after that leg hung up with it: so the leg is known by cause and moment, and by the number
that was dialled where several fit. What a status becomes is mod_sofia's own table (sofia_glue.c, sofia_glue_sip_cause_to_freeswitch).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.calls.log.kinds import LEG_STATE, ORIGINATE_FAILED
from sipwhy.model import Confidence
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent

_VENDOR = "freeswitch"
_BRIEFLY = 500_000
"""µs between the end of a leg and what the call that wanted it says: originate looks at its legs many times a second."""
_MOST_LOOKED_AT = 100
"""Legs for one call: who fails calls by the thousand a second, or writes one time into all lines, is not waited for."""
_MEDIA_TIMEOUT = "rtp-timeout"
_OFFER_REFUSED = "codec-mismatch"
"""FreeSWITCH itself refused the offer of who called (CS_NEW, CS_EXECUTE)."""
_UNENCRYPTED = "srtp-mismatch"
_OF_SELF = frozenset(
    {"ORIGINATOR_CANCEL", "LOSE_RACE", "USER_NOT_REGISTERED", "SUBSCRIBER_ABSENT", "INVALID_GATEWAY", "GATEWAY_DOWN", "NORMAL_CLEARING"}
)
"""Causes of which another line tells: the caller hung up, or there was nobody to call."""
_UNANSWERED = frozenset({"NO_ANSWER", "ALLOTTED_TIMEOUT"})
_STATUS: dict[str, tuple[int, Confidence]] = {
    "USER_BUSY": (486, "certain"), "UNALLOCATED_NUMBER": (404, "likely"), "NO_ROUTE_DESTINATION": (604, "likely"),
    "NUMBER_CHANGED": (410, "likely"), "INVALID_NUMBER_FORMAT": (484, "certain"), "INCOMPATIBLE_DESTINATION": (488, "certain"),
    "NETWORK_OUT_OF_ORDER": (502, "likely"), "EXCHANGE_ROUTING_ERROR": (483, "likely"),
    "NORMAL_TEMPORARY_FAILURE": (503, "likely"), "NORMAL_CIRCUIT_CONGESTION": (503, "likely"), "SWITCH_CONGESTION": (503, "likely"),
}  # fmt: skip
"""The status that a cause stands for where none was logged, and how surely."""
_REJECTED = "CALL_REJECTED"
"""What FreeSWITCH makes of 401, 402, 403, 407 and 603: a refusal, but whose is not told."""
_LOGIN = frozenset({401, 407})
"""Refusals of the server's own login: their words for calls are those for a cause, too."""
_OF_SENDER = frozenset({400, 413, 420, 421, 513})
"""Refusals of how the request was made: their words blame the caller's device, and FreeSWITCH made it. They are shown and not explained."""
_MEDIA = frozenset({488, 606})
"""Refusals of the offer: their words for what the other side says are those for a cause."""
_CANCELLED = "487"
"""What a leg says to FreeSWITCH's own CANCEL: the reason is the one that it was cancelled for."""
_BLAMED_BY_SIDE = frozenset({402, 403, 404, 405, 410, 500, 501, 502, 503, 504, 604})
"""Statuses for which the side that was called decides who is to blame; of others the status alone tells."""
_ASKING = "NEW"
"""The state of a channel that was hung up before the dial plan had it: it called, and nobody called it."""
_TELEPHONE = re.compile(r"^sofia/internal/[^@/]+@[^:/]+:\d+$")
_TRUNK = re.compile(r"^sofia/external/")
"""The profiles of the stock configuration: telephones register at one, gateways are reached by the other. Others name them as they like."""


class _Attempt(Protocol):
    """What is asked of an attempt."""

    events: list[LogEvent]


_A = TypeVar("_A", bound=_Attempt)


class _Leg(Struct):
    """A channel that FreeSWITCH called, as far as its lines tell."""

    place: int
    """Which of the attempts it is."""
    end: LogEvent
    status: LogEvent | None
    code: int
    """The status that it was refused with; 0 if the log has none."""
    side: str
    """A "telephone", a "trunk", or "" where the name of the channel does not tell."""
    called: str
    """Whom it called, by the name of its channel."""
    unencrypted: LogEvent | None = None
    """That FreeSWITCH did not take its answer, which had no keys."""


def with_bridges(attempts: list[_A]) -> list[_A]:
    """The attempts, those that are legs of a call's bridge told to the call and left out."""
    calls = _having(attempts, "dialplan") or _having(attempts, ORIGINATE_FAILED)  # who pastes the end of a log has no step of a dial plan
    if not calls:
        return attempts
    legs = _Legs(attempts)
    taken = set[int]()
    for call in calls:
        taken.update(_tell(call, legs))
    return [one for place, one in enumerate(attempts) if place not in taken]


def _having(attempts: Sequence[_A], kind: str) -> list[_A]:
    """Those of FreeSWITCH that have an event of a kind."""
    return [one for one in attempts if _is_of_switch(one) and any(event.kind == kind for event in one.events)]


def _is_of_switch(attempt: _Attempt) -> bool:
    return bool(attempt.events) and attempt.events[0].vendor == _VENDOR


class _Legs:
    """The legs of a log by the moment of their end."""

    def __init__(self, attempts: Sequence[_Attempt]) -> None:
        found = [leg for place, one in enumerate(attempts) if _is_of_switch(one) and (leg := _leg_of(place, one.events))]
        self._legs = defaultdict[tuple[int, str], list[_Leg]](list)
        for leg in sorted(found, key=lambda leg: leg.end.line.ts or 0):
            self._legs[leg.end.line.file, leg.end.reason].append(leg)
        self._times = {key: [leg.end.line.ts or 0 for leg in legs] for key, legs in self._legs.items()}

    def ended(self, event: LogEvent, after: int = 0) -> list[_Leg]:
        """The legs of its file that hung up for its reason shortly before `event`, or at most `after` µs behind it: the last of them."""
        at, key = event.line.ts, (event.line.file, event.reason)
        if at is None or key not in self._times:
            return []
        first, last = bisect_left(self._times[key], at - _BRIEFLY), bisect_left(self._times[key], at + after + 1)
        return self._legs[key][max(first, last - _MOST_LOOKED_AT) : last]


def _leg_of(place: int, events: Sequence[LogEvent]) -> _Leg | None:
    """The leg that the events of one UUID are; None if a dial plan had it or was to have it, if it did not end, or nobody knows when."""
    end = next((event for event in events if event.kind != LEG_STATE and event.channel and event.reason), None)
    if end is None or not end.line.tag or end.line.ts is None or end.facts.get("state") == _ASKING:
        return None
    if any(event.kind in ("dialplan", ORIGINATE_FAILED, _OFFER_REFUSED) for event in events):
        return None
    status = next((event for event in events if event.kind == LEG_STATE and event.facts["status"] != _CANCELLED), None)
    called = end.channel.rpartition("/")[2].partition("@")[0]
    unencrypted = next((event for event in events if event.kind == _UNENCRYPTED), None)
    return _Leg(place, end, status, int(status.facts["status"]) if status else 0, _side(end.channel), called, unencrypted)


def _side(channel: str) -> str:
    if _TELEPHONE.match(channel):
        return "telephone"
    return "trunk" if _TRUNK.match(channel) else ""


def _tell(call: _Attempt, legs: _Legs) -> list[int]:
    """Puts what became of its legs into a call; gives the places of those that are known now."""
    found, taken, failed = list[LogEvent](), list[int](), set[str]()
    number = next((event.extension for event in call.events if event.extension), "")
    for event in call.events:
        if event.reason in failed and event.channel:
            found.append(replace(event, kind="hangup", code=0))  # the caller's end, which follows from that
            continue
        ended = legs.ended(event, _BRIEFLY if event.kind == _MEDIA_TIMEOUT else 0) if event.reason else []
        if event.kind == _MEDIA_TIMEOUT and len(ended) == 1:
            taken.append(ended[0].place)
        elif _is_failure(event, ended):
            failed.add(event.reason)
            taken.extend(leg.place for leg in ended)
            told = _told(replace(event, extension=number), ended)
            found.extend(told)
            found.append(replace(event, kind="hangup", code=0) if told and event.channel else event)
            continue
        is_doubtful = event.reason == _REJECTED and event.channel  # the dial plan may have said so itself
        found.append(replace(event, tied="possible") if is_doubtful else event)
    call.events[:] = found
    return taken


def _is_failure(event: LogEvent, ended: Sequence[_Leg]) -> bool:
    """Whether a line says that a bridge failed: in so many words, or by the caller's end at once after a leg's, for the same reason."""
    if event.reason in _OF_SELF:
        return False
    return event.kind == ORIGINATE_FAILED or (bool(ended) and event.facts.get("state") == "EXECUTE")


def _told(event: LogEvent, ended: Sequence[_Leg]) -> list[LogEvent]:
    """What a failed bridge was refused with, as an event before it; none if nothing is to be told."""
    ended = [leg for leg in ended if leg.called == event.extension] or ended
    leg = ended[0] if len({(one.code, one.side) for one in ended}) == 1 else None
    is_named = leg is not None and len({one.end.channel for one in ended}) == 1  # others that fit may be other calls'
    side = leg.side if leg else ""
    if leg and is_named and leg.unencrypted:
        return [replace(leg.unencrypted, extension=event.extension, peer=_name(leg))]
    meaning = _meaning(event.reason, leg, side)
    if meaning is None:
        return []
    kind, code, sure = meaning
    facts = {"cause": event.reason} | ({"target": leg.end.channel} if leg and is_named else {})
    is_seen = leg is not None and leg.status is not None and code not in _MEDIA and leg.code not in _LOGIN
    facts |= {"whose": side} if is_seen else {"side": side}
    line = leg.status.line if leg and leg.status and is_named else event.line
    peer = _name(leg) if leg and is_named else ""
    tied = weaker(sure, event.tied)
    return [replace(event, kind=kind, line=line, code=code, peer=peer, channel="", account="", reason="", tied=tied, facts=facts)]


def _name(leg: _Leg) -> str:
    """How the words call what was called: a telephone by its user, anything else by its channel."""
    return leg.called if leg.side == "telephone" else leg.end.channel


def _meaning(cause: str, leg: _Leg | None, side: str) -> tuple[str, int, Confidence] | None:
    """The kind of event that a cause is of such a leg, the status, and how surely."""
    status = leg.code if leg else 0
    if cause in _UNANSWERED:
        return "dial-timeout", 0, "certain"
    if status == 480 or (cause == "NO_USER_RESPONSE" and not status):
        return "dial-unanswered", 0, "possible"  # whether it rang is not known
    if status == 408 or (cause in ("RECOVERY_ON_TIMER_EXPIRE", "PROGRESS_TIMEOUT") and not status):
        return "far-timeout", 0, "possible"  # sofia's own timer makes a 408, too
    if status in _OF_SENDER:
        return "dial-refused", 0, "certain"
    if status in _LOGIN:
        return "dial-refused", 403, "likely"
    if status:
        return "dial-refused", status, "likely" if status in _BLAMED_BY_SIDE or not side else "certain"
    if cause == _REJECTED:
        return "dial-refused", 603 if side == "telephone" else 403, "likely" if side else "possible"
    return ("dial-refused", *_STATUS[cause]) if cause in _STATUS else None
