"""
Events that are about one attempt, put together.

Call-ID and Asterisk's own name of a call ("C-00000001") prove it. Without them lines of the same moment belong together where they
share the address or the device and contradict each other in nothing: a server writes several lines about one refusal.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from sipwhy.calls.log.bridges import with_bridges
from sipwhy.calls.log.causes import GIVEN, REFUSED_BY_PLAN, TOLD, UNKNOWN_TO_PLAN, UNLOGGED, with_causes
from sipwhy.calls.log.dialled import are_telephones, by_trunk, channel_of, dialled_in, is_queue, is_way, proved, targets_of
from sipwhy.calls.log.dials import Dials
from sipwhy.calls.log.earlier import TRIED, with_earlier
from sipwhy.calls.log.falling_through import FELL_THROUGH, ended, fits
from sipwhy.calls.log.hanging_up import GIVEN_UP, with_hanging_up
from sipwhy.calls.log.kinds import ANSWERED, ENDPOINT_MISSING, ENDS, HEARD, LEG_STATE, ORIGINATE_FAILED, PROGRESSING
from sipwhy.calls.log.threads import Threads
from sipwhy.calls.log.unreached import UNREACHED, unreached
from sipwhy.calls.log.unrung import with_unrung
from sipwhy.calls.outcome import KIND_OF
from sipwhy.model import CallKind, Confidence
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent

_NEAR = 1_500_000
"""µs between two lines about one thing; the times of many logs are whole seconds."""
_MOST_OPEN = 64
_ADDRESS = re.compile(r"^[0-9.:]+$")
"""The name that chan_sip gives the channel of a stranger."""
DIALLED = frozenset({*ENDS, "dial-refused", "trunk-absent", "far-no-route", "far-absent", "far-timeout", "dial-unheard"})
"""How a Dial ended; the next one, or an answer, makes it good."""
_OF_DIAL = DIALLED | HEARD | {"dialling", "ringing", "dialplan-local"}
_OF_TRUNKS = "macro-dialout-trunk"
"""Where FreePBX dials trunks alone, whatever their names look like."""
_CHANNEL = re.compile(r"-[0-9a-f]{8}$")
"""How the name of a SIP channel of Asterisk ends; it is a channel's own until Asterisk is started anew."""
_LATELY = 16
"""Events among which the Dial is sought that a line belongs to."""
_UNANSWERED = "dial-unanswered"
"""What was dialled says so before the time is over: that it does not answer."""
_LEG_ENDED = "leg-ended"
"""The end of the Dial of a Local channel; how the call's own one ends is another matter."""
_STEPS_ELSEWHERE = ("dialplan-elsewhere", "queueing")
_GOING_ON = (FELL_THROUGH, "dialplan", "dialplan-elsewhere", "queueing", TOLD, GIVEN, "rejecting", "acting", "voicemail")
"""Steps that a dial plan takes when a Dial is over."""
_OVER = ("hangup", "answered", FELL_THROUGH, *ENDS)
"""What ends the Dial of the channel that is named."""
_STEPS = ("dialplan", TOLD, GIVEN, "rejecting", "acting", "voicemail")
"""Steps of the dial plan of a SIP channel."""
_SILENT = {"request-unanswered", "hung-up-unanswered"}
"""What chan_sip writes when it gives a request up that was never answered."""
OF_SERVER = frozenset({"shm-gone", "pkg-gone", "crashed", "database-lost", "tls-version", "tls-failed", "relay-silent"})
"""What is wrong with a server itself: its lines may name nobody, and are one thing then."""
_REGISTERING = {
    "registration-timeout", "registration-refused", "too-many-contacts", "no-aor", "registered", "unregistered", "outbound-wrong-password",
    "own-challenge-unmatched", "own-transport-missing",
}  # fmt: skip
PROBING = frozenset({"peer-unreachable", "peer-reachable", "peer-lagged", "endpoint-offline"})
"""What a server notes of the peers that it asks at intervals (OPTIONS, qualify)."""
_CALLING = {
    "unknown-number", "codec-mismatch", "media-not-negotiated", "srtp-mismatch", "srtp-module-missing", "callee-not-registered",
    "callee-absent", "session-not-created", "dial-failed", "no-gateway", "route-missing", "dialplan", "answered", "rtp-timeout",
    "relay-timeout", "transfer-target-unknown", "transfer-not-allowed", "session-timer-expired",
    "transaction", "dtls-failed", "ice-failed", "rtp-source", "rtp-source-changed", "unknown-connection",
    "answer-unacknowledged", "hung-up-unanswered", "media-relay-missing", "dialling", "no-transcoder", "hangup", "ringing",
    ORIGINATE_FAILED, LEG_STATE, FELL_THROUGH,
    "t38-refused", "dialplan-elsewhere", "dialplan-local", "queueing", "leg-ended", "application-missing",
    "login-absent", ENDPOINT_MISSING, TOLD, GIVEN, "rejecting", "acting", "voicemail", REFUSED_BY_PLAN, UNKNOWN_TO_PLAN, *HEARD,
} | DIALLED  # fmt: skip
_UNMADE = frozenset({"callee-absent", "trunk-absent", "dial-failed"})
"""What Dial says of a channel that could not be made, whatever the reason."""
_MAKING = {ENDPOINT_MISSING, "callee-not-registered", "callee-absent", "session-not-created", "dial-failed", "no-gateway"}
"""What is said while Dial makes a channel: line after line of one thing."""
LOGIN = frozenset({"wrong-password", "unknown-user", "challenged", "authentication-error"})
"""What a login that is accepted afterwards makes good."""
_ENDED_BADLY = frozenset({"dial-congested", "dial-unavailable"})
_TRIED = _MAKING | {"request-unanswered"}
"""What an answer makes good: the device or the trunk that was tried before the one that answered."""
PEER_MISSING = "peer-missing"
"""Chan_sip has no peer of the name in From: it goes on as with a guest, and may refuse the password that it asks for all the same."""
ACCEPTED = frozenset({"login-accepted", "registered"})
QUIET = frozenset(
    {"challenged", "registered", "unregistered", "login-accepted", "peer-reachable", "peer-lagged", "endpoint-offline", "dialplan",
     "answered", "rtp-source", "rtp-source-changed", "dial-failed", "session-not-created", "transaction", "answer-unacknowledged",
     "dialling", "ringing", "hangup", "dialplan-elsewhere", "dialplan-local", "queueing", "leg-ended",
     ORIGINATE_FAILED, LEG_STATE, FELL_THROUGH, PEER_MISSING, TOLD, GIVEN, "rejecting", "acting", "voicemail", *HEARD, TRIED}
)  # fmt: skip
"""Events that tell of no failure by themselves."""
_AGAIN: tuple[CallKind, ...] = ("registration", "options", "other")
"""Kinds of which all attempts of one account from one address make one entry: a device that registers again is one registration."""


class Attempt(Struct):
    """The events about one attempt, in order of time; what is not known is ""."""

    kind: CallKind
    events: list[LogEvent] = field(default_factory=list)
    call_ids: dict[str, None] = field(default_factory=dict)
    """In the order in which they came; a device that tries for months has one for every try."""
    account: str = ""
    extension: str = ""
    peer: str = ""
    address: str = ""
    is_account_sure: bool = False
    last: int = 0
    targets: tuple[str, ...] = ()
    """What its last Dial was told to call."""

    legs: list[str] = field(default_factory=list)
    """How many targets each Dial of a Local channel has that its last Dial calls."""
    _stood: tuple[list[LogEvent] | None, tuple[LogEvent, ...]] = (None, ())
    """What stood of which events when that was asked last."""

    def add(self, event: LogEvent, at: int) -> None:
        """Takes an event in, and what it knows that was not known."""
        event = self._of_leg(event) if event.line.tag else event
        if event.kind == "scanner" and event.vendor == "asterisk" and self._is_of_trunk:
            event = replace(event, kind="did-unrouted")
        self.targets = targets_of(event) or self.targets
        if event.kind in ("callee-absent", "trunk-absent"):
            event = self._absent(event)
        if self.events and (tied := _tied(self.events[-1], event, self.targets)):
            before = self.events[-1]  # what never left names nobody; what came of it does
            self.events[-1] = replace(before, peer=before.peer or event.peer, tied=weaker(tied, before.tied))
        self.events.append(event)
        self.last = max(self.last, at)
        if self.kind == "other":
            self.kind = kind_of(event)
        if event.call_id:
            self.call_ids.setdefault(event.call_id)
        if event.account and (not self.account or (event.is_account_sure and not self.is_account_sure)):
            self.account, self.is_account_sure = event.account, event.is_account_sure
        self.extension = self.extension or event.extension
        self.peer = self.peer or event.peer
        self.address = self.address or event.address

    def is_dialling(self, name: str) -> bool:
        """Whether its Dial, or that of a Local channel of it, that is not over calls an endpoint of that name."""
        for event in reversed(self.events[-_LATELY:]):
            if event.kind in ENDS or event.kind in ANSWERED:
                return False
            if is_way(dialled_in(event.line.text), name) is not None:
                return True
        return False

    def _absent(self, event: LogEvent) -> LogEvent:
        """Who is missing, the trunk or a telephone, by what was dialled; a dial plan's part for trunks dials nothing else."""
        if _OF_TRUNKS in event.line.text:
            return event
        if sure := by_trunk(self.targets):
            return replace(event, kind="trunk-absent", tied=weaker(sure, event.tied))
        return replace(event, kind="callee-absent") if are_telephones(self.targets) else event

    def _of_leg(self, event: LogEvent) -> LogEvent:
        """The end of a Local channel's Dial as such: it comes before that of the Dial that called the channel."""
        if event.kind == "dialplan-local":
            self.legs.append(str(len(dialled_in(event.line.text))))
        elif targets_of(event):
            self.legs.clear()
        elif event.kind in ENDS and event.facts.get("tried") in self.legs:
            self.legs.remove(event.facts["tried"])
            return replace(event, kind=_LEG_ENDED)
        return event

    @property
    def _is_of_trunk(self) -> bool:
        """
        Whether it came in through a device of that name: FreePBX writes "Friendly Scanner" of every call whose DID has no
        inbound route (ext-did-catchall), those of its own trunks too.
        """
        return bool(self.account) and self.account != "anonymous" and not _ADDRESS.match(self.account)

    @property
    def start(self) -> int:
        """When its first event was (µs); 0 if no line of it has a time."""
        return next((event.line.ts for event in self.events if event.line.ts), 0)

    @property
    def standing(self) -> tuple[LogEvent, ...]:
        """
        Its events without those that an accepted login, a telephone that rang, an answer or a later status of the INVITE made good.

        "Nobody picked up" is the word of Dial about all that it called: it counts for more than that one of them was busy. So does
        the caller's hanging up while one of them rings.
        """
        asked, standing = self._stood
        if asked != self.events:
            standing = self._standing()
            self._stood = list(self.events), standing
        return standing

    def _standing(self) -> tuple[LogEvent, ...]:
        told = with_hanging_up(self.proved)
        events = with_causes([event for at, event in enumerate(told) if not (at and _tied(told[at - 1], event, self.targets))])
        accepted = _last(events, lets_in)
        answered = _last(events, lambda event: event.kind in ANSWERED or (_is_final(event) and event.code < 300))
        final = _last(events, _is_final)
        if answered < 0:
            events = with_earlier(events, DIALLED, _MAKING)
        rang = _last(events, lambda event: event.kind in ("ringing", PROGRESSING))
        unanswered = _last(events, lambda event: event.kind in ("dial-timeout", _UNANSWERED, GIVEN_UP))
        dialled = len(events) if answered >= 0 else _last(events, lambda event: event.kind == "dialling")
        kept = [
            event
            for at, event in enumerate(events)
            if not (at < accepted and event.kind in LOGIN)
            and not (at < answered and event.kind in _TRIED)
            and not (at < rang and event.kind in _MAKING)
            and not (at < dialled and event.kind in DIALLED)
            and not (at < unanswered and event.kind in DIALLED and event.kind != _UNANSWERED)
            and not (at < final and _is_final(event))
        ]
        return tuple(with_unrung(kept))

    @property
    def proved(self) -> Sequence[LogEvent]:
        """Its events without answers that may be those of others."""
        return proved(self.events)


def lets_in(event: LogEvent) -> bool:
    """Whether it tells that a login was accepted: in so many words, or by an answer to what had asked for it."""
    return event.kind in ACCEPTED or (event.kind == "transaction" and event.method != "CANCEL" and 200 <= event.code < 300)


def _tells_why(first: LogEvent, event: LogEvent, attempt: Attempt) -> bool:
    """Whether a line that stands alone tells why the Dial of an attempt ended so: nothing left, or its login was not to be had."""
    if first.kind in UNREACHED:
        return bool(_tied(first, event, attempt.targets))
    is_login = first.kind in UNLOGGED and "Registration" not in first.line.text
    return is_login and bool(first.peer) and attempt.is_dialling(first.peer)


def _tells_of_silence(one: Attempt, attempt: Attempt) -> bool:
    """Whether chan_sip gave up a request of a call that it made (channels/chan_sip.c, retrans_pkt): its Dial ends right after."""
    is_dialling = any(target.startswith("SIP/") for target in attempt.targets)
    return is_dialling and bool(one.events) and one.events[-1].kind == "hung-up-unanswered" and {e.kind for e in one.events} <= _SILENT


def _last(events: Sequence[LogEvent], is_sought: Callable[[LogEvent], bool]) -> int:
    return max((at for at, event in enumerate(events) if is_sought(event)), default=-1)


def _tied(first: LogEvent, event: LogEvent, targets: Sequence[str]) -> Confidence | None:
    """How sure it is that a line tells what came of the one before it; `targets` were dialled. None if it is about something else."""
    if (event.line.ts or 0) - (first.line.ts or 0) > _NEAR:
        return None
    if first.kind == "rtp-ports-gone":
        return "certain" if event.kind == "media-not-negotiated" else None
    if first.kind == ENDPOINT_MISSING:
        return "certain" if event.kind in _UNMADE else None
    if first.kind not in UNREACHED:
        return None
    if event.kind == "registration-timeout":
        return unreached(first, "REGISTER", (event.peer,))
    return unreached(first, "INVITE", targets) if event.kind in _ENDED_BADLY else None


def _is_final(event: LogEvent) -> bool:
    """Whether the accounting tells by it how an INVITE ended; a proxy that tries several routes tells of each."""
    return event.kind == "transaction" and event.method == "INVITE"


def kind_of(event: LogEvent) -> CallKind:
    """Whether an event is about a call, a registration, a probe ...; "other" where nothing tells."""
    if event.method in KIND_OF:
        return KIND_OF[event.method]
    if event.kind in _REGISTERING:
        return "registration"
    if event.kind in PROBING:
        return "options"
    return "call" if event.kind in _CALLING else "other"


def attempts_of(events: Iterable[LogEvent]) -> list[Attempt]:
    """The attempts that `events` are about, in order of their first line."""
    return _Gathering().all(events)


class _Gathering:
    """Puts one event after the other where it belongs."""

    def __init__(self) -> None:
        self._all: list[Attempt] = []
        self._by_id: dict[str, Attempt] = {}
        self._by_tag: dict[tuple[int, str], Attempt] = {}
        self._channels: defaultdict[int, dict[str, Attempt]] = defaultdict(dict)
        """Whose each open channel of a dial plan is, by file; of lines without tags alone."""
        self._dials: defaultdict[int, Dials[Attempt]] = defaultdict(Dials)
        """What is under way, by file; of such lines alone."""
        self._ends: defaultdict[int, deque[tuple[int, Attempt]]] = defaultdict(lambda: deque(maxlen=_MOST_OPEN))
        """Ends of Dials of which several were under way, by file, each with its time; of lines without tags alone."""
        self._threads = Threads[Attempt]()
        """The same by thread."""
        self._open: deque[Attempt] = deque(maxlen=_MOST_OPEN)
        self._dialled: deque[tuple[int, Attempt]] = deque(maxlen=_MOST_OPEN)
        """What was dialled last, and when."""

    def all(self, events: Iterable[LogEvent]) -> list[Attempt]:
        """Every attempt."""
        for told, at in _timed(events):
            event = told
            attempt = self._known(event)
            if attempt is None and (event.kind in _OF_DIAL or "technology" in event.facts) and not event.line.tag:
                attempt, event = self._of_dial(event, at)
            is_stray = attempt is None and event.kind in ENDS and not event.line.tag
            if attempt is not None and event.kind in _GOING_ON and not event.line.tag:
                self._settle(attempt, event, at)
            attempt = attempt or self._making(event, at) or self._near(event, at) or self._new(event)
            event = ended(event, attempt.events)
            if event.line.tag and event.kind in _ENDED_BADLY:
                self._explain(attempt, event, at)
            if event.kind == "dialling":
                self._dialled.append((at, attempt))
            attempt.add(event, at)
            if is_stray and len(attempt.events) == 1:
                self._ends[event.line.file].append((at, attempt))
            if event.call_id:
                self._by_id[event.call_id] = attempt
            if event.line.tag:
                self._by_tag[event.line.file, event.line.tag] = attempt
            else:
                self._note_channel(event, attempt, at)
        return with_bridges([attempt for attempt in self._all if attempt.events])

    def _known(self, event: LogEvent) -> Attempt | None:
        by_id = self._by_id.get(event.call_id) if event.call_id else None
        if by_id or event.line.tag:
            return by_id or self._by_tag.get((event.line.file, event.line.tag))
        channel = event.channel or (channel_of(event.line.text) if "cause" in event.facts else "")
        return self._channels[event.line.file].get(channel) if channel else None

    def _of_dial(self, event: LogEvent, at: int) -> tuple[Attempt | None, LogEvent]:
        """Whose the line of a Dial is in a log without tags (a console's), and what it tells of it."""
        dials = self._dials[event.line.file]
        if (holder := self._threads.of(event.line)) and "technology" not in event.facts:
            if event.kind in ENDS:
                dials.over(holder)
            return holder, event
        if event.kind == "dialplan-local":
            return dials.begin_leg(event.facts["leg"], dialled_in(event.line.text), at), event
        if event.kind == "dialling":
            return dials.calls(event.facts["trunk"], at, event.line.source), event
        if event.kind == "ringing" or event.kind in HEARD:
            return dials.rings(event.facts["device"]), event
        if "technology" in event.facts:
            return dials.unmade(event.facts["technology"], at), event
        if event.kind not in ENDS:
            attempt, sure = dials.answers(at)
            return attempt, replace(event, tied=sure)
        attempt, is_leg, sure = dials.ends(event, at)
        return attempt, replace(event, kind=_LEG_ENDED if is_leg else event.kind, tied=sure)

    def _settle(self, attempt: Attempt, step: LogEvent, at: int) -> None:
        """
        Gives a call that goes on in the dial plan the end of its Dial, if several were under way when it was written.

        Dial writes it and the next step follows at once; two different ends at one time cannot be told apart.
        """
        file = step.line.file
        lately = [(then, one) for then, one in self._ends[file] if at - then <= _NEAR and one.events]
        fitting = [(then, one) for then, one in lately if self._owes(attempt, one.events[0], step, then)]
        if len({one.events[0].kind for _, one in fitting}) == 1:
            then, stray = fitting[0]
            attempt.add(replace(stray.events.pop(), tied="likely"), then)
            lately.remove(fitting[0])
            self._open = deque((one for one in self._open if one is not stray), maxlen=_MOST_OPEN)
        self._ends[file] = deque(lately, maxlen=_MOST_OPEN)

    def _owes(self, attempt: Attempt, end: LogEvent, step: LogEvent, then: int) -> bool:
        return fits(step, end) and self._dials[end.line.file].owes(attempt, end, then)

    def _note_channel(self, event: LogEvent, attempt: Attempt, at: int) -> None:
        channels, dials = self._channels[event.line.file], self._dials[event.line.file]
        if event.kind in _STEPS_ELSEWHERE or (event.kind in _STEPS and _CHANNEL.search(event.channel)):
            channels[event.channel] = attempt
            self._threads.note(event.line, attempt)
            if targets := targets_of(event):
                dials.begin(attempt, targets, at)
            elif is_queue(event):
                dials.queue(attempt)
            else:
                dials.over(attempt)
        if event.kind in _OVER and event.channel and channels.get(event.channel) is attempt:
            dials.over(attempt)
        if event.kind in ("hangup", "dialplan-local"):
            channels.pop(event.channel, None)
            self._threads.free(event.line)

    def _making(self, event: LogEvent, at: int) -> Attempt | None:
        """Whose Dial wants the endpoint that a line without a tag names (PJSIP's own threads have none); of equals who has fewest."""
        if event.line.tag or event.kind not in _MAKING or not event.peer:
            return None
        dialling = [one for one in self._open if at - one.last <= _NEAR and one.is_dialling(event.peer)]
        return min(dialling, key=lambda one: sum(known.kind == event.kind for known in one.events), default=None)

    def _near(self, event: LogEvent, at: int) -> Attempt | None:
        if event.kind == FELL_THROUGH:
            return None  # its channel is known, or of another call
        return next((one for one in reversed(self._open) if at - one.last <= _NEAR and _fits(one, event)), None)

    def _explain(self, attempt: Attempt, event: LogEvent, at: int) -> None:
        """Gives a call that got nowhere the line that says why, where one was written a moment before and belongs to nothing else."""
        for place in range(len(self._open) - 1, -1, -1):
            one = self._open[place]
            if at - one.last > _NEAR or one.kind not in ("other", "call") or one is attempt:
                continue
            if not (_tells_of_silence(one, attempt) or (len(one.events) == 1 and _tells_why(one.events[0], event, attempt))):
                continue
            is_alone = all(other is attempt or at - dialled > _NEAR for dialled, other in self._dialled)
            for why in one.events:
                attempt.add(why if is_alone else replace(why, tied="possible"), at)
            one.events.clear()
            del self._open[place]
            return

    def _new(self, event: LogEvent) -> Attempt:
        attempt = Attempt(kind_of(event))
        self._all.append(attempt)
        self._open.append(attempt)
        return attempt


def _timed(events: Iterable[LogEvent]) -> list[tuple[LogEvent, int]]:
    """The events with their times, in order; a line without one has that of the line before it in its file."""
    last: dict[int, int] = {}
    timed = []
    for event in events:
        at = last[event.line.file] = event.line.ts if event.line.ts is not None else last.get(event.line.file, 0)
        timed.append((event, at))
    return sorted(timed, key=lambda pair: pair[1])


def _fits(attempt: Attempt, event: LogEvent) -> bool:
    """Whether a line that nothing ties to an attempt is about it all the same."""
    if event.line.tag and attempt.events[0].line.tag not in ("", event.line.tag):
        return False  # as below; where every line has a tag, that is all that is asked
    kind = kind_of(event)
    if "other" not in (kind, attempt.kind) and kind != attempt.kind:
        return False
    if event.call_id and attempt.call_ids:
        return False
    if event.line.tag and any(known.line.tag not in ("", event.line.tag) for known in attempt.events):
        return False
    if _tied(attempt.events[-1], event, attempt.targets):
        return True
    is_sure = event.is_account_sure and attempt.is_account_sure
    pairs = [(attempt.address, event.address), (attempt.extension, event.extension), (attempt.peer, event.peer)]
    if is_sure:
        pairs.append((attempt.account, event.account))
    if any(known and told and known != told for known, told in pairs):
        return False
    shares = any(known and known == told for known, told in (*pairs, (attempt.account, event.account)))
    return shares or (event.kind in _MAKING and any(known.kind in _MAKING for known in attempt.events))


def merged(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Registrations, probes and the rest of one account from one address (or with one server) made one."""
    attempts = _with_accounts(attempts)
    found: dict[tuple[str, str, str], Attempt] = {}
    registering = {(one.account, one.address) for one in attempts if one.kind == "registration" and one.account}
    result = []
    for attempt in attempts:
        kind = "registration" if attempt.kind == "other" and (attempt.account, attempt.address) in registering else attempt.kind
        key = (kind, attempt.account or attempt.peer or _only_kind(attempt), attempt.address)
        if kind not in _AGAIN or key not in found:
            result.append(attempt)
            if any(key[1:]):
                found.setdefault(key, attempt)
            continue
        for event in attempt.events:
            found[key].add(event, event.line.ts or 0)
        found[key].kind = kind
    return result


def _only_kind(attempt: Attempt) -> str:
    """What all lines of an attempt say that nothing else tells from others; "" if they say several things."""
    kinds = {event.kind for event in attempt.events}
    return next(iter(kinds)) if len(kinds) == 1 and kinds <= OF_SERVER and not attempt.call_ids else ""


def _with_accounts(attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """The attempts, those to register that name nothing but the server (chan_sip's success) with its account, if it has one alone."""
    accounts: dict[str, set[str]] = {}
    for one in attempts:
        if one.kind == "registration" and one.peer and one.account:
            accounts.setdefault(one.peer, set()).add(one.account)
    for one in attempts:
        if one.kind == "registration" and one.peer and not one.account and len(accounts.get(one.peer, ())) == 1:
            (one.account,) = accounts[one.peer]
    return attempts
