"""The scene of a finished reading: answers rules' questions from columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sipwhy.calls import Builder, CallTable
from sipwhy.calls.endings import ends_of, silent_ends
from sipwhy.calls.outcome import KINDS
from sipwhy.calls.thinning import thinning_of
from sipwhy.calls.whole_voice import WholeVoice
from sipwhy.diagnosis.digest import Logins, Secrets
from sipwhy.diagnosis.limit import Limits
from sipwhy.diagnosis.reading import credentials, event_of, has_credentials, replaced_by
from sipwhy.diagnosis.sizes import Sizes, Taken
from sipwhy.diagnosis.standing import DEFAULT_EXPIRY
from sipwhy.diagnosis.standings import Standings
from sipwhy.diagnosis.upset import Around, Upset, UpsetIndex
from sipwhy.diagnosis.upsets import all_upsets
from sipwhy.diagnosis.vantages import Vantages
from sipwhy.model import Endpoint, Host, Leg, Message, Registration, Transaction
from sipwhy.model.digits import number_in
from sipwhy.model.dtls import Dtls
from sipwhy.model.fax import Fax
from sipwhy.model.flag import Flag
from sipwhy.model.headers import parameter
from sipwhy.model.lock import Lock
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sounds
from sipwhy.model.thinning import Thinning
from sipwhy.reference import hearing
from sipwhy.reference.time_limits import SLACK
from sipwhy.wire import TRANSPORTS, Method
from sipwhy.wire.columns import Array, distinct
from sipwhy.wire.methods import Mark

if TYPE_CHECKING:
    from sipwhy.diagnosis.signature import Given
    from sipwhy.media.sound.events import Pressed

_NOBODY = Sounds()
_UDP = TRANSPORTS.index("udp")
_TAKEN = 2
"""The hundreds of a status that takes a request."""
_SOON = 600_000_000
"""µs within which a device whose subscription is gone subscribes anew."""
_MOST_USERS = 100
"""Users of From of a host of whose requests one each is read."""
_MOST_REFERS = 10_000
_NOT_TAKEN = 300
"""Requests for a transfer that are read."""
_MOST_FRAGMENTS = 100
"""Messages without their fragments that are looked at."""


class Surroundings:
    """`diagnosis.Scene` over one table."""

    def __init__(
        self,
        table: CallTable,
        builder: Builder,
        limits: Limits | None = None,
        certificates: Sequence[Given] = (),
        secrets: Secrets | None = None,
        *,
        sounds: Callable[[int], Sounds] | None = None,
        fax: Callable[[int], Fax | None] | None = None,
        pressed: Callable[[int], Mapping[int, Sequence[Pressed]]] | None = None,
        locks: Callable[[int], Mapping[int, Lock]] | None = None,
        files: Sequence[str] = (),
    ) -> None:
        self.certificates = certificates
        self.checked = Logins(table, secrets or Secrets())
        """The logins that can be checked against the passwords that the user gave."""
        self.logins = self.checked.of_call
        self.sounds = sounds or (lambda _: _NOBODY)
        """What a call sounds like; nothing if it is not listened to."""
        self.fax = fax or (lambda _: None)
        """What passed by T.38 in a call."""
        self.pressed = pressed or (lambda _: {})
        """Which keys were pressed in a call, by telephone events; nothing if nobody looked."""
        self.locks = locks or (lambda _: {})
        """What became of the encrypted streams of a call; nothing if nobody looked."""
        self.limit = (limits or Limits()).of
        """The value that holds for a number by which a rule decides."""
        self.looked_at: set[str] = set()
        """The addresses of which somebody asked what they are, since this was emptied."""
        self._table = table
        self._builder = builder
        self._evidence = table.evidence
        self._sizes = Sizes(table.evidence)
        self.gap = Vantages(table.evidence, files).gap
        """What lies between the capture that holds some messages and another that lacks them."""
        self.standings = Standings(table)
        self.standing = self.standings.of
        self.registrations = lru_cache(maxsize=4096)(self._registrations)
        self.logins_taken = lru_cache(maxsize=4096)(self._logins_taken)

    @property
    def start(self) -> int:
        """The time of the first packet, µs."""
        return self._evidence.start

    @property
    def end(self) -> int:
        """The time of the last packet, µs."""
        return self._evidence.until

    @property
    def has_rtp(self) -> bool:
        """Whether any RTP was seen."""
        return self._evidence.media.stream_count > 0

    @property
    def dropped(self) -> int:
        """How many packets the capturing program says it lost."""
        return self._evidence.dropped

    @cached_property
    def thinning(self) -> Thinning | None:
        """Voice that the capture as a whole lacks."""
        return thinning_of(self._evidence)

    @cached_property
    def has_whole(self) -> Callable[[int, int, int, float], bool]:
        """Whether a stream of a file that went on between two times lacks far less than a share."""
        return WholeVoice(self._evidence.media).at

    @cached_property
    def lacks_fragments(self) -> bool:
        """Whether some message of which only the beginning was captured was answered."""
        lost = [error for leg, error in self._evidence.errors if leg is not None and error.kind == "fragment-lost" and error.message]
        return any(self._is_answered(error.message - 1) for error in lost[:_MOST_FRAGMENTS] if error.message)

    def _is_answered(self, message: int) -> bool:
        evidence = self._evidence
        leg, marks = evidence.messages("leg"), evidence.messages("marks") & Mark.FORWARD
        of_leg = (leg == leg[message]) & (marks != marks[message]) & (self._status > 0)
        return not self._status[message] and bool(np.any(of_leg & (self._ts >= self._ts[message])))

    def taken(self, asker: str, peer: str) -> Taken:
        """What `peer` answered of the small and the large messages that `asker` sent it by UDP."""
        return self._sizes.of(self._number(asker), self._number(peer))

    def is_up(self, asker: str, peer: str, since: int, until: int) -> bool:
        """Whether `peer` answered small messages by UDP of a dialog that `asker` began between two times."""
        return self._sizes.is_up(self._number(asker), self._number(peer), since, until)

    def streams_to(self, ip: str) -> int:
        """How many RTP streams go to `ip`."""
        number = self._number(ip)
        return int(self._streams_to[number]) if number >= 0 else 0

    def names_sources(self, ip: str) -> bool:
        """Whether some RTCP report of `ip` names a source that it hears."""
        reports = self._evidence.media.reports
        return bool(np.any((reports("src_ip") == self._number(ip)) & (reports("ssrc") != 0)))

    def is_vantage(self, ip: str) -> bool:
        """Whether every SIP message comes from `ip` or goes there."""
        number, legs = self._number(ip), self._evidence.legs
        return bool(np.all((legs("src_ip") == number) | (legs("dst_ip") == number)))

    def alike_cut(self, bye: Message, seconds: float) -> tuple[int, ...]:
        """Numbers of the calls that the sender of a BYE hung up after about as many seconds, where it has a limit."""
        table, evidence = self._table, self._evidence
        legs = np.flatnonzero(table.leg_signs & int(Sign.CUT_ALIKE) != 0)
        forward = evidence.legs("bye_forward")[legs] != 0
        sender = np.where(forward, ends_of(evidence, legs, "src"), ends_of(evidence, legs, "dst"))
        lasted = (evidence.legs("bye_ts")[legs] - evidence.legs("answer_ts")[legs]) / 1e6
        alike = legs[(sender == self._end_of(bye)) & (np.abs(lasted - seconds) <= 2 * SLACK)]
        numbers: list[int] = (distinct(table.row_of_leg[alike]) + 1).tolist()
        return tuple(numbers)

    def silences(self, bye: Message) -> Sequence[float]:
        """For how many seconds its sender had heard nothing in each call that it was the first to hang up after voice had stopped."""
        sender, seconds = self._silences
        found: list[float] = seconds[sender == self._end_of(bye)].tolist()
        return found

    def _end_of(self, message: Message) -> int:
        """The sender of a message, as `ends_of` numbers the ends of legs."""
        return self._number(message.src.ip) << 16 | (message.src.port if message.transport == "udp" else 0)

    @cached_property
    def _silences(self) -> tuple[Array, Array]:
        stopped = np.flatnonzero(self._table.leg_signs & int(Sign.STOPPED) != 0)
        sender, seconds = silent_ends(self._evidence, stopped, self._table.row_of_leg)
        return sender[seconds >= hearing.STOPPED], seconds[seconds >= hearing.STOPPED]

    def handshakes(self, socket: Endpoint) -> Sequence[Dtls]:
        """What was sent from a socket, or to it, to make keys for voice by DTLS, in order of time."""
        return self._handshakes.get(socket, ())

    @cached_property
    def _handshakes(self) -> dict[Endpoint, list[Dtls]]:
        found: dict[Endpoint, list[Dtls]] = {}
        for one in self._evidence.handshakes:
            found.setdefault(one.src, []).append(one)
            found.setdefault(one.dst, []).append(one)
        return found

    def host(self, ip: str) -> Host:
        """What is known of an address."""
        self.looked_at.add(ip)
        return self._table.hosts.host(ip)

    def sent_by(self, ip: str, since: int, until: int) -> int:
        """How many SIP messages `ip` sent between two times."""
        return int(np.count_nonzero((self._senders == self._number(ip)) & self._within(since, until)))

    def unanswered_probes(self, socket: Endpoint, before: int) -> tuple[int, ...]:
        """Numbers of the OPTIONS to `socket` before a time that got no answer, since its last answer."""
        evidence = self._evidence
        legs = np.flatnonzero(
            (evidence.legs("method") == Method.OPTIONS)
            & (evidence.legs("dst_ip") == self._number(socket.ip))
            & (evidence.legs("dst_port") == socket.port)
            & (evidence.legs("first_ts") < before)
        )
        answered = legs[evidence.legs("status")[legs] > 0]
        last = int(evidence.legs("final_ts")[answered].max()) if len(answered) else 0
        silent = legs[(evidence.legs("status")[legs] == 0) & (evidence.legs("first_ts")[legs] > last)]
        numbers: list[int] = (np.sort(evidence.legs("first")[silent]) + 1).tolist()
        return tuple(numbers)

    def silent_peers(self, ip: str, before: int) -> tuple[Message, ...]:
        """Of each peer of `ip` that no longer answered its OPTIONS before a time the first of these."""
        return tuple(map(self._evidence.message, self.standings.silent_peers(self._number(ip), before)))

    def is_replaced(self, call_id: str | None) -> bool:
        """Whether a transfer names the call of that Call-ID in Replaces."""
        return call_id in self._replaced

    @cached_property
    def _replaced(self) -> frozenset[str]:
        """The Call-IDs that transfers name in Replaces, but for those that were refused; of so many transfers at most."""
        messages = self._evidence.messages
        is_refer, status = messages("method") == Method.REFER, messages("status")
        refers = np.flatnonzero(is_refer & (status == 0))[:_MOST_REFERS]
        refusals = np.flatnonzero(is_refer & (status >= _NOT_TAKEN))[:_MOST_REFERS] if len(refers) else refers
        refused = {(one.call_id, one.cseq) for one in map(self._evidence.message, refusals.tolist())}
        asked = [one for one in map(self._evidence.message, refers.tolist()) if (one.call_id, one.cseq) not in refused]
        return frozenset(call_id for call_id in map(replaced_by, asked) if call_id)

    def takes_login(self, asker: str, peer: str, user: str, since: int) -> bool:
        """Whether `peer` took a request that `asker` sent with the credentials of `user`, at `since` (µs) or later."""
        return self.logins_taken(self._number(asker), self._number(peer)).get(user, since - 1) >= since

    def _logins_taken(self, asker: int, peer: int) -> dict[str, int]:
        """The users of the credentials that one host sent another and that were good, and when last: of each user of From one."""
        evidence = self._evidence
        flags = evidence.legs("flags")
        is_taken = (evidence.legs("status") // 100 == _TAKEN) | (flags & int(Flag.RANG | Flag.ANSWERED) != 0)
        between = (evidence.legs("src_ip") == asker) & (evidence.legs("dst_ip") == peer)
        legs = np.flatnonzero(is_taken & between & (flags & int(Flag.CREDENTIALS) != 0))
        legs = legs[np.argsort(-evidence.legs("last_ts")[legs], kind="stable")]
        _, last = np.unique(evidence.legs("from_user")[legs], return_index=True)
        asked = (evidence.message(at) for leg in legs[last[:_MOST_USERS]].tolist() for at in evidence.leg_messages(leg))
        found: dict[str, int] = {}
        for one in asked:
            if one.method and has_credentials(one):
                user = credentials(one).get("username", "")
                found[user] = max(one.ts, found.get(user, one.ts))
        return found

    def subscribed_anew(self, refused: Message, event: str) -> Message | None:
        """The first SUBSCRIBE soon after a refusal, for a time, that was taken: from the same socket for the same target and event."""
        taken = self._subscribed.get((refused.dst, refused.src.ip, refused.from_user, refused.to_user, event), [])
        at = bisect_right(taken, refused.ts, key=lambda one: one.ts)
        return taken[at] if at < len(taken) and taken[at].ts - refused.ts <= _SOON else None

    @cached_property
    def _subscribed(self) -> dict[tuple[Endpoint, str, str | None, str | None, str], list[Message]]:
        """SUBSCRIBEs that were taken, in order, by socket of the asker, address of the asked, users of From and To, and event."""
        evidence = self._evidence
        taken = np.flatnonzero((evidence.legs("method") == Method.SUBSCRIBE) & (evidence.legs("status") // 100 == _TAKEN))
        taken = taken[np.argsort(evidence.legs("first_ts")[taken], kind="stable")]
        found: dict[tuple[Endpoint, str, str | None, str | None, str], list[Message]] = {}
        for number in evidence.legs("first")[taken].tolist():
            asked = evidence.message(number)
            if asked.header("Expires") != "0":
                key = (asked.src, asked.dst.ip, asked.from_user, asked.to_user, event_of(asked))
                found.setdefault(key, []).append(asked)
        return found

    @cached_property
    def all_upsets(self) -> tuple[Upset, ...]:
        """Everything that went wrong below SIP, in order of time."""
        evidence = self._evidence
        around = Around(
            end=evidence.until,
            is_mute=not evidence.sip_messages,
            role=lambda ip: self.host(ip).role,
            speaks=lambda ip: self.host(ip).messages_from > 0,
            talked=lambda one, other: frozenset((one, other)) in self._talked,
            bound=self._bound_before,
        )
        return all_upsets(evidence.connections, evidence.lookups, (error for leg, error in evidence.errors if leg is None), around)

    def upsets(self, leg: Leg) -> tuple[Upset, ...]:
        """What went wrong below SIP on the connection of a leg, or for the host that it asked while that was asked."""
        self.looked_at |= {leg.src.ip, leg.dst.ip}  # whose doing it is hangs on what they are
        own = self._upsets.on(leg.src, leg.dst)
        return (*own, *self._upsets.behind(leg.dst.ip, leg.messages[0].ts, max(message.ts for message in leg.messages)))

    def silence_between(self, one: Endpoint, other: Endpoint, since: int) -> float:
        """The longest time (seconds) in which nothing passed between two sockets; 0 if keep-alives did."""
        evidence = self._evidence
        if (one, other) in evidence.keep_alives or (other, one) in evidence.keep_alives:
            return 0.0
        indices = [index for leg in self._legs_of_hop.get(frozenset((one, other)), ()) for index in evidence.leg_messages(leg)]
        times = self._ts[indices] if indices else self._ts[:0]
        passed = np.sort(np.append(times[times >= since], (since, self.end)))
        return float(np.diff(passed).max()) / 1e6

    @cached_property
    def _legs_of_hop(self) -> dict[frozenset[Endpoint], list[int]]:
        """The legs between two sockets, whichever side began them; of hops on which a telephone registered."""
        evidence = self._evidence
        ends = zip(*(evidence.legs(name).tolist() for name in ("src_ip", "src_port", "dst_ip", "dst_port", "method")), strict=True)
        hops = [(frozenset(((a, p), (b, q))), method) for a, p, b, q, method in ends]
        wanted = {hop for hop, method in hops if method == Method.REGISTER}
        found: dict[frozenset[Endpoint], list[int]] = {}
        for leg, (hop, _) in enumerate(hops):
            if hop in wanted:
                found.setdefault(frozenset(Endpoint(evidence.ip(ip), port) for ip, port in hop), []).append(leg)
        return found

    @cached_property
    def _upsets(self) -> UpsetIndex:
        return UpsetIndex(self.all_upsets)

    @cached_property
    def _talked(self) -> set[frozenset[str]]:
        """The pairs of addresses of which one answered the other."""
        evidence = self._evidence
        answered = evidence.legs("flags") & Flag.HAS_ANSWER != 0
        pairs = evidence.legs("src_ip")[answered].astype(np.uint64) << np.uint64(32) | evidence.legs("dst_ip")[answered].astype(np.uint64)
        return {frozenset((evidence.ip(pair >> 32), evidence.ip(pair & 0xFFFFFFFF))) for pair in set(pairs.tolist())}

    def _bound_before(self, socket: Endpoint, registrar: str, at: int) -> frozenset[str]:
        """The users whose registrations from a socket, by connection, a registrar had taken before a time (µs)."""
        return frozenset(user for user, since in self._bound.get((socket, registrar), ()) if user and since < at)

    @cached_property
    def _bound(self) -> dict[tuple[Endpoint, str], list[tuple[str | None, int]]]:
        """By socket and registrar: who registered by connection, and when that was taken first."""
        evidence = self._evidence
        legs = evidence.legs
        taken = (legs("method") == Method.REGISTER) & (legs("status") // 100 == _TAKEN) & (legs("transport") != _UDP)
        names = ("src_ip", "src_port", "dst_ip", "to_user", "final_ts")
        found: dict[tuple[int, int, int], dict[int, int]] = {}
        for ip, port, registrar, user, since in zip(*(legs(name)[taken].tolist() for name in names), strict=True):
            found.setdefault((ip, port, registrar), {}).setdefault(user, since)
        return {
            (Endpoint(evidence.ip(ip), port), evidence.ip(registrar)): [(evidence.text(user), since) for user, since in users.items()]
            for (ip, port, registrar), users in found.items()
        }

    def _registrations(self, user: str) -> tuple[Registration, ...]:
        """Every binding asked for by `user`, in order of time."""
        found = [binding for row in self._registration_rows.get(user, ()) for binding in self._bindings(row)]
        return tuple(sorted(found, key=lambda binding: binding.since))

    def _bindings(self, row: int) -> list[Registration]:
        call = self._builder.call(row)
        return [
            _binding(call.callee or "", transaction.request, transaction)
            for leg in call.legs
            for transaction in leg.transactions_of("REGISTER")
            if transaction.request and transaction.final and transaction.final.status not in (401, 407)
        ]

    @cached_property
    def _registration_rows(self) -> dict[str, list[int]]:
        table, evidence = self._table, self._evidence
        found: dict[str, list[int]] = {}
        for row in np.flatnonzero(table.kind == KINDS.index("registration")).tolist():
            user = evidence.text(int(evidence.legs("to_user")[table.main[row]]))
            found.setdefault(user, []).append(row)
        return found

    @cached_property
    def _streams_to(self) -> Array:
        """The number of streams to each address, by its number."""
        to = self._evidence.media.streams("dst_ip").astype(np.int64)
        return np.bincount(to[to < self._evidence.ip_count], minlength=self._evidence.ip_count)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {self._evidence.ip(number): number for number in range(self._evidence.ip_count)}

    def _number(self, ip: str) -> int:
        return self._numbers.get(ip, -1)

    @cached_property
    def _ts(self) -> Array:
        return self._evidence.messages("ts")

    @cached_property
    def _status(self) -> Array:
        return self._evidence.messages("status")

    @cached_property
    def _ends(self) -> tuple[Array, Array]:
        evidence = self._evidence
        leg, forward = evidence.messages("leg"), evidence.messages("marks") & Mark.FORWARD != 0
        src, dst = evidence.legs("src_ip")[leg].astype(np.int64), evidence.legs("dst_ip")[leg].astype(np.int64)
        return np.where(forward, src, dst), np.where(forward, dst, src)

    @property
    def _senders(self) -> Array:
        return self._ends[0]

    def _within(self, since: int, until: int) -> Array:
        return (self._ts >= since) & (self._ts <= until)


def _binding(user: str, request: Message, transaction: Transaction) -> Registration:
    final = transaction.final or request
    accepted = final.status is not None and final.status < 300
    seconds = _granted(request, final)
    return Registration(
        user=user,
        contact=request.contact,
        source=request.src,
        registrar=request.dst,
        since=final.ts,
        until=final.ts + seconds * 1_000_000 if accepted else final.ts,
        accepted=accepted,
    )


def _granted(request: Message, final: Message) -> int:
    """Seconds granted: of our Contact in the 2xx, else its Expires, else what was asked (RFC 3261 section 10.3)."""
    own = [value for value in final.values("Contact") if request.contact and request.contact in value]
    texts = [parameter(value, "expires") for value in own]
    texts += [final.header("Expires"), parameter((request.values("Contact") or ("",))[0], "expires"), request.header("Expires")]
    return next((seconds for text in texts if (seconds := number_in(text)) is not None), DEFAULT_EXPIRY)
