"""A call, registration or probe that only a log knows, as an entry of the report."""

from __future__ import annotations

from sipwhy.calls.log.attempts import ACCEPTED, DIALLED, OF_SERVER, Attempt, lets_in
from sipwhy.calls.log.dialled import number_of
from sipwhy.calls.log.earlier import TRIED
from sipwhy.calls.log.hanging_up import GIVEN_UP
from sipwhy.calls.log.unrung import UNRUNG
from sipwhy.model import Call, Durations, Result
from sipwhy.model.log_event import START, LogEvent

_BY_CODE: dict[int, Result] = {486: "busy", 600: "busy", 603: "declined", 487: "cancelled"}
_ANSWERED = {
    "dtls-failed", "t38-refused", "rtp-timeout", "transfer-target-unknown", "transfer-not-allowed", "answer-unacknowledged", "answered",
    "session-timer-expired",
}  # fmt: skip
_OPEN = ACCEPTED | {"challenged", "relay-timeout"}
"""What tells nothing of how a call ended: a media relay closes an offer that was never answered, too."""
_OF_ANOTHER = {"BYE", "CANCEL"}
"""Requests whose status is not that of the request that began the attempt."""
_SILENT = {"registration-timeout", "peer-unreachable", "address-blocked", "request-unanswered"}
_BACK = {"peer-reachable", "peer-lagged"}
"""What is said of a peer that answers probes again."""
_TO_PEER = {"callee-not-registered", "session-not-created", "peer-unreachable", "peer-reachable"}


def entry_of(attempt: Attempt, number: int) -> Call:
    """The attempt as a call without legs; its Call-IDs are empty if no line names one."""
    events = attempt.standing
    code, reason = _status(events)
    return Call(
        number=number,
        kind=attempt.kind,
        call_ids=tuple(attempt.call_ids),
        caller=attempt.account or None,
        callee=_callee(attempt) or None,
        start=attempt.start,
        end=attempt.last,
        result=_result(attempt, events, code),
        status=code or None,
        reason=reason or None,
        durations=_durations(events),
        hung_up=None,
        legs=(),
        log=events,
    )


def _callee(attempt: Attempt) -> str:
    if attempt.kind == "registration":
        return attempt.account
    if any(event.kind in _TO_PEER for event in attempt.events):
        return attempt.extension or attempt.peer
    return (number_of(attempt.targets) or attempt.extension) if attempt.extension == START else attempt.extension


def _status(events: tuple[LogEvent, ...]) -> tuple[int, str]:
    """The last status of a request that began the attempt, with its phrase."""
    found = [event for event in events if event.code and event.method not in _OF_ANOTHER and event.kind not in DIALLED | {TRIED}]
    return (found[-1].code, found[-1].reason) if found else (0, "")


def _result(attempt: Attempt, events: tuple[LogEvent, ...], code: int) -> Result:
    kinds = {event.kind for event in events}
    if attempt.kind != "call" and events and lets_in(events[-1]):
        return "registered" if attempt.kind in ("registration", "other") else "answered"
    if attempt.kind == "options" and events and events[-1].kind in _BACK:
        return "answered"
    if attempt.kind == "call":
        if not code and any(event.method == "BYE" and lets_in(event) for event in events):
            return "answered"
        if "no-transcoder" not in kinds and (200 <= code < 300 or kinds & _ANSWERED):
            return "answered"
        if GIVEN_UP in kinds:
            return "cancelled"
        if events and not code and kinds <= _OPEN:
            return "incomplete"
        return _BY_CODE.get(code) or ("redirected" if 300 <= code < 400 else _end_of_dial(events))
    if kinds & OF_SERVER and attempt.kind == "other":
        return "failed"
    return "unanswered" if kinds & _SILENT else "rejected"


def _end_of_dial(events: tuple[LogEvent, ...]) -> Result:
    """How a call ended that Dial did not get through; the status that it was answered with on the other side is not the caller's."""
    code = next((event.code for event in reversed(events) if event.code and event.kind in DIALLED), 0)
    kinds = {event.kind for event in events}
    if "dial-busy" in kinds:
        return "busy"
    return "no-answer" if kinds & {"dial-timeout", UNRUNG, "dial-unanswered"} and code not in _BY_CODE else _BY_CODE.get(code, "failed")


def _durations(events: tuple[LogEvent, ...]) -> Durations:
    """How long was talked, where the answer and the BYE were accounted for."""
    at = {event.method: event.line.ts for event in events if event.kind == "transaction" and 200 <= event.code < 300}
    invite, bye = at.get("INVITE"), at.get("BYE")
    return Durations(talk=(bye - invite) / 1e6 if invite and bye and bye >= invite else None)
