"""
Who cannot hear whom in an answered call, at which leg it begins, and what proves it.

A capture sees what passes its own point, so that silence here proves nothing by itself. Deafness is proved by one of: packets one
way between two hosts whose every message passes here both ways; the receiver's own RTCP, which tells that it never heard
anybody; ICMP, by which it cannot arrive. What goes to a hidden address is `private-media-address`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.diagnosis import turned_back
from sipwhy.diagnosis.kept import keeps_last
from sipwhy.diagnosis.paging import is_page
from sipwhy.diagnosis.passage import Passage, passage
from sipwhy.diagnosis.payloads import asked_by, undeclared
from sipwhy.diagnosis.routes import branches_below
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import on_the_way
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, packets, streams_toward, talks
from sipwhy.model import AtFault, Call, Confidence, Endpoint, Evidence, MediaReport, Side, Stream, Unreached
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden, leads_inside
from sipwhy.reference.payload_types import NOISE, STATIC

How = Literal["absent", "told", "closed"]
"""No packets come · the receiver tells that none came · ICMP says that they cannot arrive."""


_MOST = 0.9
"""From which share of a voice on it is of types that its receiver did not list."""
_NAMING = ("asterisk",)
"""Platforms whose reports have a block for whoever they hear (Asterisk: res_rtp_asterisk.c)."""


class Deafness(Struct, frozen=True):
    """One side of one talk that hears nothing."""

    talk: Talk
    deaf: Side
    how: How
    streams: tuple[Stream, ...]
    """What was sent to the deaf side all the same."""
    sent: tuple[Stream, ...]
    """What the deaf side sent."""
    report: MediaReport | None = None
    unreached: Unreached | None = None
    is_fed: bool = False
    """Whether the host that should have sent got the voice from elsewhere."""
    speaker_says_sent: int | None = None
    """How many packets the silent host says by RTCP that it has sent; None if it says nothing."""
    is_usual: bool = False
    """Whether RTP of other calls is seen to come to the deaf host here."""
    names_sources: bool = False
    """Whether the deaf host is known to name in its RTCP whom it hears; else it may leave that out, and hear."""
    passage: Passage | None = None
    """How far it is known that voice passes here, where it goes between other hosts than the messages; None where it does not."""
    inlet: str | None = None
    """The other address of the silent host, at which it got the request that it passed on from this one; None where it has one."""

    @property
    def bearer(self) -> str:
        """The address that was to send the voice: a relay's, where that is another one than the messages come from."""
        return (self.media if self.passage else None) or self.speaker.ip

    @property
    def bearers(self) -> tuple[str, ...]:
        """The addresses where what is to be passed on may come in."""
        return (self.bearer, self.speaker.ip, *((self.inlet,) if self.inlet else ()))

    @property
    def is_relayed(self) -> bool:
        """Whether a media relay was to pass the voice on: an address that both sides were told of, and not that of the messages."""
        return self.is_fed and self.bearer != self.speaker.ip

    @property
    def speaker(self) -> Endpoint:
        """The host that should be heard."""
        return self.talk.host(OTHER[self.deaf])

    @property
    def media(self) -> str | None:
        """The address that was to send the voice, where that is another one than the messages come from: a proxy has no voice."""
        ips = {socket.ip for socket in self.talk.sockets(OTHER[self.deaf])}
        return next(iter(ips)) if len(ips) == 1 and self.speaker.ip not in ips else None

    @property
    def listener(self) -> Endpoint:
        """The host that hears nothing."""
        return self.talk.host(self.deaf)

    @property
    def refused(self) -> turned_back.How | None:
        """Who turns back what is sent to the deaf side, as ICMP tells; None where that tells nothing."""
        return turned_back.how_refused(self.unreached.error, self.talk, self.deaf, self.sent) if self.unreached else None

    @property
    def told_by(self) -> tuple[Evidence, ...]:
        """What the deaf side itself tells: its RTCP report, and ICMP about what was sent to it."""
        report, unreached = self.report, self.unreached
        refused = "closed" if self.refused == "closed" else "refused"
        return (
            *((Evidence("report", file=report.file, frame=report.first_frame),) if report else ()),
            *((Evidence(refused, file=unreached.error.file, frame=unreached.error.frame),) if unreached else ()),
        )

    @property
    def confidence(self) -> Confidence:
        """Certain where the deaf side says so itself, possible where nothing ever came to it here, or a server may be silent on purpose."""
        if self.how == "told" and not self.names_sources:
            return "likely"
        if self.how != "absent" or (self.is_fed and self.is_usual):
            return "certain"
        if self.passage == "assumed" and self.speaker_says_sent is None and not self.is_usual:
            return "possible"
        return "likely" if self.is_fed or self.is_usual or self.speaker_says_sent is not None else "possible"


@keeps_last
def deafness(call: Call, scene: Scene) -> tuple[Deafness, ...]:
    """For each direction of the call at most one: where the voice is lost first on its way."""
    return tuple(found for side in SIDES if (found := _toward(call, scene, side)))


def _toward(call: Call, scene: Scene, side: Side) -> Deafness | None:
    known = announced(call)
    all_talks = _bearing_on(call, side)
    found = [one for talk in all_talks if (one := _of_talk(call, scene, talk, side, known))]
    if not found:
        return None
    # Voice to the caller comes from the last leg, voice to the callee from the first: there it is lost first.
    first_lost = found[-1] if side == "first" else found[0]
    others = [talk for talk in all_talks if talk is not first_lost.talk and _overlap(talk, first_lost.talk)]
    nearest = (max if side == "second" else min)([first_lost.talk, *others], key=lambda talk: talk.leg.index)
    if nearest.seconds_expected(side) < hearing.TALK:
        return None  # whoever should hear has put the call on hold
    if not all(_speak_alike(talk) for talk in (first_lost.talk, *others)):
        return None  # `offer-answer-violation`
    if first_lost.how == "told" and _goes_on(call, first_lost, others, known):
        return None
    first_lost = replace(first_lost, inlet=_inlet(first_lost, others))
    fed = [s for talk in others for s in streams_toward(call, talk, side, known) if s.dst.ip in first_lost.bearers]
    if first_lost.how != "absent":
        return first_lost
    if any(_goes_past(first_lost, talk) for talk in others):
        return None
    if side == "first" and is_page(call):
        return None  # a loudspeaker has nothing to say, and a page goes one way
    if _is_fed_otherwise(all_talks, call, first_lost.bearers, side, known):
        return None  # what nobody asked for is not passed on: `codec-not-negotiated`
    if packets(tuple(fed)) >= hearing.ENOUGH:
        return None if _is_out_of_reach(first_lost.talk, side) else replace(first_lost, is_fed=True)
    return None if _is_quiet(first_lost) else first_lost


def _is_quiet(lost: Deafness) -> bool:
    """Whether comfort noise comes all the same, however seldom (RFC 3389 section 4): there is a way, and nobody speaks: `silent-audio`."""
    return bool(lost.streams) and all(kind in NOISE for stream in lost.streams for kind, _ in stream.payload_types)


def _inlet(lost: Deafness, others: list[Talk]) -> str | None:
    """
    By what other address the silent host got the INVITE that it passed on: the topmost Via there is the next one here.

    A proxy adds its own above those of before (RFC 3261 section 16.6), so that no other hop lies between the two.
    """
    for talk in others:
        before, after = (one.leg.asked for one in sorted((talk, lost.talk), key=lambda one: one.leg.index))
        if before is None or after is None or before.call_id != after.call_id or not before.branch:
            continue
        own = talk.host(lost.deaf).ip
        if branches_below(after)[:1] == [before.branch] and own not in (lost.speaker.ip, lost.listener.ip):
            return own
    return None


def _goes_on(call: Call, lost: Deafness, others: list[Talk], known: frozenset[Endpoint]) -> bool:
    """
    Whether as much voice leaves the host that is told to hear nobody for whoever hears it on another leg, and is no digital silence.

    A report without blocks of a server that reports as a sender only is no proof against that.
    """
    deaf = _ips(lost.talk, lost.deaf)
    passed = [s for talk in others for s in streams_toward(call, talk, lost.deaf, known) if s.src.ip in deaf]
    loud = sum(stream.packets - stream.flat for stream in passed)
    return loud >= packets(lost.streams) / 2


def _bearing_on(call: Call, side: Side) -> tuple[Talk, ...]:
    """The talks by which a side hears: where the order alone says which legs belong together, only that of its own leg."""
    found = talks(call)
    if not (found and call.is_paired_by_order):
        return found
    return ((min if side == "first" else max)(found, key=lambda talk: talk.leg.index),)


def _goes_past(lost: Deafness, other: Talk) -> bool:
    """Whether who speaks to the deaf side was told of its own socket, on another leg, and not of the relay that only this leg names."""
    own, side = lost.talk, lost.deaf
    return bool(own.sockets(side) & other.sockets(side)) and own.sockets(OTHER[side]) != other.sockets(OTHER[side])


def _is_fed_otherwise(known_talks: tuple[Talk, ...], call: Call, bearers: tuple[str, ...], side: Side, known: frozenset[Endpoint]) -> bool:
    """Whether the voice that came to `bearers` to be passed on to `side` has types only that they never listed."""
    odd = came = 0
    for talk in known_talks:
        ways = [stream for stream in streams_toward(call, talk, side, known) if stream.dst.ip in bearers]
        asked = asked_by(talk, side) if ways else None
        came += packets(tuple(ways))
        odd += sum(count for stream in ways if asked for _, count in undeclared(stream, asked))
    return odd >= hearing.ENOUGH and odd >= came * _MOST


def _speak_alike(talk: Talk) -> bool:
    """Whether the two sides listed a codec in common, as far as is known: else what each hears follows from that answer."""
    one, other = (asked_by(talk, side) for side in SIDES)
    names = [frozenset(name.upper() for name in asked.voice) for asked in (one, other)]
    return not names[0] or not names[1] or bool(names[0] & names[1]) or bool(one.types & other.types & STATIC.keys())


def _overlap(one: Talk, other: Talk) -> bool:
    return min(one.until, other.until) - max(one.answer.ts, other.answer.ts) >= hearing.TALK * 1e6


def _of_talk(call: Call, scene: Scene, talk: Talk, side: Side, known: frozenset[Endpoint]) -> Deafness | None:
    if talk.seconds_expected(side) < hearing.TALK:
        return None
    came, sent = streams_toward(call, talk, side, known), streams_toward(call, talk, OTHER[side], known)
    if any(leads_inside(stream.src.ip, stream.dst.ip) for stream in came):
        return None
    if packets(came) >= hearing.SECOND:
        closed = _closed(call, talk, side, came)
        if closed:
            return Deafness(talk, side, "closed", came, sent, unreached=closed)
        silent = _silent_report(call, talk, came, sent)
        names = silent is not None and _names_sources(scene, silent.src.ip)
        if silent is None or not (names or silent.from_sender):
            return None  # what sends reports only may do so to keep a NAT open (RFC 6263 section 4.3)
        return Deafness(talk, side, "told", came, sent, report=silent, names_sources=names)
    if packets(sent) < hearing.SECOND or packets(came) > packets(sent) * hearing.STRAYS:
        return None
    told = [r for r in call.reports if r.src.ip in _ips(talk, OTHER[side]) and r.leg == talk.leg.index]
    said = _says_sent(told, scene)
    if _heard(call, talk, side):
        return None
    by_messages, by_voice = said == 0 or _would_pass(call, scene, talk, side, sent), passage(call, talk, side, sent)
    if not (by_messages or by_voice):
        return None
    usual = scene.streams_to(talk.host(side).ip) > 0
    lost = Deafness(talk, side, "absent", came, sent, speaker_says_sent=said, is_usual=usual, passage=by_voice)
    return replace(lost, passage=None) if by_messages and lost.media is None else lost


def _is_out_of_reach(talk: Talk, side: Side) -> bool:
    """Whether a side names for its voice only inner addresses, though it signals from outside: a host without a way there sends nothing."""
    named = [socket.ip for socket in talk.sockets(side)]
    speaker, listener = talk.host(OTHER[side]).ip, talk.host(side).ip
    return bool(named) and not is_hidden(listener) and all(leads_inside(speaker, ip) for ip in named)


def _says_sent(reports: list[MediaReport], scene: Scene) -> int | None:
    """
    How many packets a side says by RTCP it has sent: 0 if for seconds it reports as a mere receiver (RFC 3550 section 6.4).

    A report of a receiver that names nobody may be no more than what keeps a NAT open (RFC 6263 section 4.3).
    """
    senders = [report for report in reports if report.from_sender]
    if senders:
        return max(report.sent for report in senders)
    telling = [report for report in reports if report.ssrc or _names_sources(scene, report.src.ip)]
    lasted = any(r.count > 1 and (r.last_ts - r.first_ts) / 1e6 >= hearing.SILENT_REPORTS for r in telling)
    return 0 if lasted else None


def _names_sources(scene: Scene, ip: str) -> bool:
    """Whether RTCP from there names whom it hears: it did elsewhere, or its product does."""
    return scene.names_sources(ip) or scene.host(ip).runs(*_NAMING)


def _ips(talk: Talk, side: Side) -> frozenset[str]:
    return frozenset({talk.host(side).ip, *(socket.ip for socket in talk.sockets(side))})


def _would_pass(call: Call, scene: Scene, talk: Talk, side: Side, sent: tuple[Stream, ...]) -> bool:
    """
    Whether what goes to a side would be seen here: other RTP to it is, or voice takes the same way as the messages do.

    It does where both sides' sockets for voice are on the hosts that signal; a phone that announces its address outside counts
    as such if its own voice is seen to leave that host, but not an address that is known for another host of the call: a relay that only
    one side was told of passes the other direction by. All that a telephone gets is seen where the evidence was taken at it, and all that
    it sends.
    """
    targets = {socket.ip for socket in talk.sockets(side)}
    own_ips = {stream.src.ip for stream in sent}
    if any(scene.streams_to(ip) for ip in targets | own_ips):
        return True
    sources = {socket.ip for socket in talk.sockets(OTHER[side])}
    host = talk.host(side).ip
    own = own_ips == {host} and packets(sent) >= hearing.ENOUGH
    if own and scene.host(host).role == "phone" and scene.is_vantage(host):
        return True
    speaker = talk.host(OTHER[side]).ip
    if sources == {speaker} and packets(sent) >= hearing.ENOUGH and scene.host(speaker).role == "phone" and scene.is_vantage(speaker):
        return True
    if sources != {speaker}:
        return False
    others = {end.ip for leg in call.legs for end in (leg.src, leg.dst)} - {host, speaker}
    return targets == {host} or (own_ips == {host} and not targets & others)


def _reports_of(call: Call, talk: Talk, side: Side) -> Iterator[MediaReport]:
    ips = _ips(talk, side)
    return (report for report in call.reports if report.src.ip in ips and report.leg == talk.leg.index)


def _heard(call: Call, talk: Talk, side: Side) -> bool:
    """Whether a side tells by RTCP that it hears somebody."""
    return any(report.ssrc and report.highest > report.first_highest for report in _reports_of(call, talk, side))


def _silent_report(call: Call, talk: Talk, came: tuple[Stream, ...], sent: tuple[Stream, ...]) -> MediaReport | None:
    """The side's RTCP if that tells again and again, long after voice was sent to it, that it never heard anybody."""
    reports = [report for report in call.reports if report.leg == talk.leg.index and _answers(report, came, sent)]
    if any(report.ssrc for report in reports):
        return None
    begun = min(stream.first_ts for stream in came)
    lasted = [r for r in reports if r.count > 1 and (r.last_ts - max(begun, r.first_ts)) / 1e6 >= hearing.SILENT_REPORTS]
    return lasted[0] if lasted else None


def _answers(report: MediaReport, came: tuple[Stream, ...], sent: tuple[Stream, ...]) -> bool:
    """Whether a report comes from where some stream goes to, or the receiver's own voice comes from: its port, or the one above."""
    ways = [(s.dst, s.src.ip) for s in came] + [(s.src, s.dst.ip) for s in sent]
    return any((report.src.ip, report.dst.ip) == (end.ip, other) and report.src.port in (end.port, end.port + 1) for end, other in ways)


def _closed(call: Call, talk: Talk, side: Side, came: tuple[Stream, ...]) -> Unreached | None:
    """ICMP that turns voice to a side back; not where that tells by RTCP that it hears meanwhile: there are more ways than one."""
    one = turned_back.refusal_of(call.unreached, came, talk.listening(side))
    if one and any(r.first_ts > one.error.ts and r.ssrc and r.highest > r.first_highest for r in _reports_of(call, talk, side)):
        return None
    return one


def blamed(found: Deafness, scene: Scene) -> AtFault:
    """Who is at fault: the host that had voice and passed none on, the silent device if it says so, the network if it says otherwise."""
    if found.is_fed:
        role = "proxy" if found.inlet else scene.host(found.speaker.ip).role
        return "trunk" if role == "trunk" else "proxy" if role == "proxy" or found.is_relayed else "pbx"
    if found.how == "told" or (found.speaker_says_sent or 0) > hearing.ENOUGH:
        return "network"
    if found.unreached and found.refused == "turned-back":
        return on_the_way(found.unreached.error)
    side = found.deaf if found.refused in ("closed", "barred") else OTHER[found.deaf]
    if found.how == "closed" or found.speaker_says_sent is not None:
        return party(found.talk, side, scene)
    return "unknown"


def party(talk: Talk, side: Side, scene: Scene) -> AtFault:
    """The side of a talk in the words of blame."""
    role = scene.host(talk.host(side).ip).role
    if role == "proxy" and _is_behind(talk, side):
        roles = {scene.host(socket.ip).role for socket in talk.sockets(side)} & {"pbx", "trunk"}
        return ("pbx" if "pbx" in roles else "trunk") if len(roles) == 1 else "caller" if side == "first" else "callee"
    if role in ("pbx", "proxy", "trunk"):
        return role
    if side == "first":
        return "caller" if talk.leg.index == 0 else "pbx"
    return "callee"


def _is_behind(talk: Talk, side: Side) -> bool:
    """Whether the media of a side are on other hosts than its messages come from: a proxy without a relay speaks for them."""
    ips = {socket.ip for socket in talk.sockets(side)}
    return bool(ips) and talk.host(side).ip not in ips
