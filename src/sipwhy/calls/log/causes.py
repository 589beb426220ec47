"""
What a Q.850 cause in the log tells of the Dial that failed before it.

Asterisk's channels make a cause of the SIP status that they get (channels/chan_pjsip.c and chan_sip.c, hangup_sip2cause), and of a
Reason header if there is one. A dial plan that writes HANGUPCAUSE gives the word of what was dialled; the cause that it hangs up with is
its own word, mostly the same. A Dial that let a telephone ring until its time was over leaves the cause of another one, or none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.calls.log.dialled import are_telephones, by_trunk, device_of, targets_of
from sipwhy.calls.log.kinds import ANSWERED, ENDS, FAILED, HEARD
from sipwhy.calls.log.unreached import UNREACHED
from sipwhy.model import Confidence
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent
from sipwhy.reference.log_message import log_messages

TOLD, GIVEN = "cause-told", "cause-given"
"""The cause of what was dialled, and that with which a dial plan hangs up."""
REFUSED_BY_PLAN = "dialplan-refused"
"""The dial plan itself turns a call away: nobody was dialled."""
UNKNOWN_TO_PLAN = "dialplan-unallocated"
"""The same with cause 1: it says that there is no such number."""
_STEPS = frozenset({"dialplan", "dialplan-elsewhere", "hangup", TOLD, GIVEN, "rejecting"})
_BEGINS = re.compile(r"Executing \[(?!s-|[hitoaTe]@|[^@\]]*@(?:macro|sub)-)[^\]]*:1\] ")
"""The first step of an extension that a caller may have dialled; s-BUSY, h and a macro come after something else."""
_ACTS = "dialplan-acts"
"""The message whose pattern knows which applications may answer a call or speak with the caller."""
_SAYS_FAILED = "Dial failed"
"""FreePBX's words (macro-dialout-trunk): they need no line of Dial before them."""
_OF_TRUNKS = "macro-dialout-trunk"
"""Where FreePBX dials trunks alone."""
_ABSENT = frozenset({"3", "20"})
_REJECTED = "21"
_NO_RESPONSE = "18"
_CODES: dict[str, tuple[int, Confidence]] = {
    "1": (404, "certain"), "17": (486, "certain"), "22": (410, "certain"), "27": (502, "certain"), "28": (484, "certain"),
    "34": (503, "certain"), "38": (500, "likely"), "41": (503, "likely"), "42": (503, "certain"), "44": (503, "likely"),
    "47": (503, "likely"), "50": (403, "likely"), "55": (403, "likely"), "57": (403, "likely"), "58": (488, "certain"),
    "65": (488, "likely"), "88": (488, "likely"),
}  # fmt: skip
"""The SIP status that a cause stands for, and how surely: what Asterisk makes of each status, and RFC 3398 section 8.2.6.1."""
MEANT = frozenset({*_CODES, *_ABSENT, _REJECTED, _NO_RESPONSE, "19", "102"})
"""Causes that tell why a call failed; 16 is the end of any call, 31 and 127 say nothing of it."""
_TO_BUSY = frozenset({486, 600})
"""Answers of which chan_pjsip makes cause 17 (channels/chan_pjsip.c, hangup_sip2cause)."""
_UNANSWERED = 480
UNLOGGED = frozenset({"no-credentials", "realm-unknown"})
"""Why a server could not answer the challenge to its INVITE; the cause that follows is 21."""
_UNMADE = frozenset({"callee-absent", "callee-not-registered", "session-not-created", "dial-failed", "no-gateway"})
"""What is said where Dial cannot make a channel: the cause is the server's own."""
_COUNTED: dict[str, frozenset[str]] = {
    "dial-busy": frozenset({"17"}), "dial-congested": frozenset({"34"}), "dial-unanswered": frozenset({"16", "19"}),
}  # fmt: skip
"""Which causes Dial counts as what (apps/app_dial.c, handle_cause); all the others make a channel unavailable."""
_BUSY_OF_CHAN_SIP = frozenset({"17", "19", "21"})
"""Chan_sip says busy of 480, 486, 600 and 603 (channels/chan_sip.c, handle_response_invite)."""
_UNSENT = "34"
"""What a request of PJSIP leaves behind, too, that never left: a TCP or TLS connection that was not made is its own 503."""
_TIMER = 31_000_000
"""µs after which an INVITE without any answer is given up (64 * T1, RFC 3261 section 17.1.1.2); many logs have whole seconds."""
_TIMER_OVER = 34_000_000
"""µs after which it was not that timer any more: a 100 or 183 had come."""


class _Dial(Struct):
    """A Dial, as far as its lines were read."""

    targets: tuple[str, ...] = ()
    at: int = 0
    """When it called (µs); 0 if it called nothing."""
    rang: bool = False
    is_heard: bool = False
    """Whether what it called was heard of before the end: early media, busy, congestion."""
    end: LogEvent | None = None
    reason: LogEvent | None = None
    """Why it failed, where another line has it: the status that came back, or why nothing left."""
    is_told: bool = False
    """Whether the word of what was dialled is known."""

    @property
    def is_seen(self) -> bool:
        """Whether a line shows that it called anything: else the cause may be the server's own."""
        return bool(self.at) or self.rang or self.is_heard


def with_causes(events: Sequence[LogEvent]) -> Sequence[LogEvent]:
    """The events of an attempt with what causes tell of its last Dial, or of a dial plan that dialled nothing, in place of the lines."""
    if any(event.kind in ANSWERED for event in events):
        return [event for event in events if event.kind not in (TOLD, GIVEN)]
    if all(event.kind not in FAILED and not _cause(event) and event.kind != "rejecting" for event in events):
        return events
    if turned_away := _turned_away(events):
        return turned_away
    dial, found = _Dial(), list[LogEvent]()
    extension = next((event.extension for event in events if event.extension), "")
    for event in events:
        if targets := targets_of(event):
            dial = _Dial(targets=targets)
        if _cause(event):
            _take_cause(replace(event, extension=extension), dial, found)
            continue
        told = _of_telephone(_answered(event, dial), dial)
        dial = _followed(dial, told)
        found.append(told)
    return _congested(found, dial)


def _followed(dial: _Dial, event: LogEvent) -> _Dial:
    """The Dial after one of its lines; one of which the log has no step begins when it calls something."""
    if event.kind == "dialling":
        if dial.end is not None:
            return _Dial(targets=(event.facts.get("trunk", ""),), at=event.line.ts or 1)
        dial.at = dial.at or event.line.ts or 1
        dial.targets = dial.targets or (event.facts.get("trunk", ""),)
    elif event.kind == "ringing":
        dial.rang = True
    elif event.kind in HEARD:
        dial.is_heard = True
    elif event.kind == "dial-refused" or event.kind in UNREACHED | UNLOGGED or (event.kind in _UNMADE and not dial.is_seen):
        dial.reason = event
    elif event.kind in ENDS:
        dial.end = event
    return dial


def _answered(event: LogEvent, dial: _Dial) -> LogEvent:
    """The end of a Dial as what its only target answered: chan_sip takes 480 and 603 for busy, too."""
    is_refused = dial.reason is not None and dial.reason.kind == "dial-refused" and dial.reason.code not in _TO_BUSY
    if event.kind != "dial-busy" or dial.reason is None or not is_refused or len(dial.targets) != 1:
        return event
    if dial.reason.code == _UNANSWERED:
        return replace(event, kind="dial-unanswered")
    return replace(event, kind="dial-refused", code=dial.reason.code)


def _of_telephone(event: LogEvent, dial: _Dial) -> LogEvent:
    """A status that came back, with a word that telephones were called, where they were: it is no carrier's."""
    if event.kind != "dial-refused" or "side" in event.facts or _side(dial, event.line.text) != "telephone":
        return event
    return replace(event, facts={**event.facts, "whose": "telephone"})


def _cause(event: LogEvent) -> str:
    """The cause that a line of a dial plan tells; "" if it is none."""
    if event.kind in (TOLD, GIVEN) or _SAYS_FAILED in event.line.text:
        return event.facts.get("cause", "")
    return ""


def _take_cause(event: LogEvent, dial: _Dial, found: list[LogEvent]) -> None:
    """Puts what a cause tells of a Dial before the end of that Dial."""
    says_failed = _SAYS_FAILED in event.line.text
    if dial.end is None and says_failed:
        found.append(event if dial.at == 0 else _told(event, dial) or event)
        return
    if dial.end is None or dial.end.kind == "dial-timeout":
        if says_failed:
            found.append(event)
        return
    if dial.reason is not None and says_failed and _cause(event) in _ABSENT:
        found.append(event)
    if (event.kind == GIVEN and dial.is_told) or dial.reason is not None or not _agrees(_cause(event), dial, dial.end):
        return
    told = _told(event, dial)
    if told is None or (told.code in _TO_BUSY and dial.end.kind == "dial-busy" and event.kind == GIVEN):
        return  # Dial's own word of a busy telephone is surer
    is_first, dial.is_told = not dial.is_told, dial.is_told or event.kind != GIVEN
    if not is_first:
        found.append(told)
        return
    place = next(at for at, one in enumerate(found) if one is dial.end)
    found.insert(place, told)
    if len(dial.targets) <= 1 and not (told.code in _TO_BUSY and dial.end.kind == "dial-busy"):
        dial.end = found[place + 1] = replace(
            dial.end,
            kind=told.kind,
            code=told.code,
            tied=told.tied,
            extension=told.extension,
            peer=told.peer,
            facts={**dial.end.facts, **told.facts},
        )


def _agrees(cause: str, dial: _Dial, end: LogEvent) -> bool:
    """Whether a cause can be that of a Dial which ended so; a dial plan may hang up with any other that it likes."""
    if len(dial.targets) > 1:
        return end.kind != "dial-busy" or cause == "17"
    if dial.targets and dial.targets[0].startswith("SIP/"):
        return cause in _BUSY_OF_CHAN_SIP if end.kind == "dial-busy" else cause != "17"
    return cause in _COUNTED.get(end.kind, frozenset({cause} - frozenset[str]().union(*_COUNTED.values())))


def _told(event: LogEvent, dial: _Dial) -> LogEvent | None:
    """What a cause tells of a Dial, as an event of its own; None if it tells nothing, or what is said already."""
    cause = _cause(event)
    side = _side(dial, event.line.text)
    meaning = _meaning(cause, dial, side)
    if meaning is None:
        return event if cause in _ABSENT and event.kind not in (TOLD, GIVEN) else None
    kind, code, sure = meaning
    if event.kind == GIVEN or len(dial.targets) > 1 or not side:
        sure = weaker(sure, "likely")
    if not dial.is_seen:
        sure = "likely" if side else "possible"
    if cause == _UNSENT and not (dial.rang or dial.is_heard) and any(target.startswith("PJSIP/") for target in dial.targets):
        sure = weaker(sure, "likely")
    names = {"target": dial.targets[0]} if len(dial.targets) == 1 else {}
    names |= {} if dial.is_seen or side else {"unseen": "yes"}
    peer = _name(dial.targets[0]) if len(dial.targets) == 1 and dial.is_seen else event.peer
    tied = weaker(sure, event.tied)
    return replace(event, kind=kind, code=code, peer=peer, tied=tied, facts={**event.facts, **names, "side": side})


def _side(dial: _Dial, text: str) -> str:
    """Whose word a cause is: that of a "trunk", of a "telephone", or "" where the log does not show, or names, what was called."""
    if _OF_TRUNKS in text:
        return "trunk"
    if not dial.is_seen:
        return ""
    if by_trunk(dial.targets) == "likely":
        return "trunk"
    return "telephone" if are_telephones(dial.targets) else ""


def _name(target: str) -> str:
    """The endpoint or peer that a target is called by; a Local channel has none."""
    technology, _, device = device_of(target).partition("/")
    return device if technology.upper() in ("SIP", "PJSIP") else ""


def _meaning(cause: str, dial: _Dial, side: str) -> tuple[str, int, Confidence] | None:
    """The kind of event that a cause is of such a Dial, the status that it stands for, and how surely."""
    if cause == "19":
        return "dial-unanswered", 0, "likely" if dial.rang else "possible"
    if cause in _ABSENT:
        return (("far-no-route" if cause == "3" else "far-absent"), 0, "likely") if dial.is_seen else None
    if cause == _NO_RESPONSE:
        return _silence(dial)
    if cause == "102":
        return "far-timeout", 0, "likely"
    if cause == _REJECTED:
        return "dial-refused", 603 if dial.rang or side == "telephone" else 403, "likely"
    return ("dial-refused", *_CODES[cause]) if cause in _CODES else None


def _silence(dial: _Dial) -> tuple[str, int, Confidence]:
    """What "no user responding" is: a telephone that rang, a request that nobody answered at all, or a 408 of the other side."""
    if dial.rang:
        return "dial-unanswered", 0, "likely"
    waited = (dial.end.line.ts or 0) - dial.at if dial.end is not None and dial.at > 1 else 0
    is_silent = _TIMER <= waited <= _TIMER_OVER and not dial.is_heard
    return ("dial-unheard", 0, "likely") if is_silent else ("far-timeout", 0, "likely")


def _congested(found: list[LogEvent], dial: _Dial) -> Sequence[LogEvent]:
    """
    The events, the end of a Dial that no cause explains with what its counts prove.

    PJSIP's channels leave with a cause, and Dial counts 34 alone as congestion: a 503 (apps/app_dial.c, handle_cause). Chan_sip says
    congestion of other answers too.
    """
    end, alone = dial.end, len(dial.targets) == 1 and dial.targets[0].startswith("PJSIP/")
    if (
        end is None
        or end.kind != "dial-congested"
        or dial.reason is not None
        or not alone
        or not dial.is_seen
        or not by_trunk(dial.targets)
    ):
        return found
    facts = {**end.facts, "cause": "34", "target": dial.targets[0], "side": _side(dial, "")}
    meant = replace(end, kind="dial-refused", code=503, peer=_name(dial.targets[0]), facts=facts)
    meant = replace(meant, extension=next((event.extension for event in found if event.extension), ""))
    return [replace(meant, tied=weaker(end.tied, "likely")) if event is end else event for event in found]


def _turned_away(events: Sequence[LogEvent]) -> Sequence[LogEvent]:
    """The events of a call that the dial plan hung up, with that line as what it is; none if it did anything else with the call."""
    last = next((event for event in reversed(events) if event.kind == "rejecting" or _hangs_up(event)), None)
    if last is None or any(event.kind not in _STEPS for event in events) or not all(map(_is_neutral, events)):
        return ()
    first = next((event.line.text for event in events if event.channel == last.channel and "Executing [" in event.line.text), "")
    if not _BEGINS.search(first):
        return ()  # the log begins in the middle of the channel's call: what was dialled before is not known
    kind = UNKNOWN_TO_PLAN if last.facts.get("cause") == "1" else REFUSED_BY_PLAN
    return [replace(event, kind=kind) if event is last else event for event in events if event.kind not in (TOLD, GIVEN) or event is last]


def _hangs_up(event: LogEvent) -> bool:
    """Whether a dial plan hangs up in this step, and does not only write of a cause."""
    return event.kind == GIVEN and '] Hangup("' in event.line.text


def _is_neutral(event: LogEvent) -> bool:
    """Whether a step of a dial plan neither dials, nor answers, nor speaks with the caller."""
    return event.kind == "hangup" or not _acts().search(event.line.text)


@cache
def _acts() -> re.Pattern[str]:
    return next(message.regex for message in log_messages() if message.key == _ACTS)
