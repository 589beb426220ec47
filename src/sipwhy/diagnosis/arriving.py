"""Voice that was sent and cannot have arrived, and voice that should have come and of which not a packet is here."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sipwhy.diagnosis.paging import is_page
from sipwhy.diagnosis.talk import OTHER, SIDES, announced, packets, streams_toward, talks
from sipwhy.diagnosis.turned_back import refusal_of
from sipwhy.model import Call, Endpoint, Stream, Unreached
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden, leads_inside, share_network


class Absent(Struct, frozen=True):
    """One direction of a talk of which nothing was seen, while the other was."""

    back: Stream
    """The voice the other way."""

    @property
    def src(self) -> Endpoint:
        """Where it should have come from."""
        return self.back.dst

    @property
    def dst(self) -> Endpoint:
        """Where it should have gone."""
        return self.back.src


def unarrived(call: Call) -> frozenset[int]:
    """
    The indices of the streams that nobody can have heard: ICMP turns them back to the end, or they go to an inner address from outside,
    or from another inner network.

    The latter only where that address was announced from outside, nothing comes from it, and nobody tells that it hears: within the
    receiver's network, behind its NAT, they do arrive.
    """
    refusals: dict[tuple[Endpoint, Endpoint], list[Unreached]] = {}
    for one in call.unreached:
        refusals.setdefault((one.error.src, one.error.dst), []).append(one)
    speakers = {(stream.file, stream.src.ip) for stream in call.streams}
    asked = {m.audio.address: m.src.ip for leg in call.legs for m in leg.messages if m.audio and not is_hidden(m.src.ip)}
    return frozenset(
        stream.index
        for stream in call.streams
        if _is_refused(stream, refusals.get((stream.src, stream.dst), ()))
        or (stream.dst.ip in asked and _has_no_way(call, stream, asked[stream.dst.ip], speakers))
    )


def _has_no_way(call: Call, stream: Stream, owner: str, speakers: set[tuple[int, str]]) -> bool:
    is_inside = (stream.file, stream.dst.ip) not in speakers and _goes_inside(stream)
    return (is_inside or crosses_over(call, stream, owner)) and not is_heard(call, stream)


def is_heard(call: Call, stream: Stream) -> bool:
    """Whether somebody tells its sender by RTCP that more and more of it comes (RFC 3550 section 6.4.1): there is a way, by a VPN maybe."""
    return any(
        report.ssrc == stream.ssrc and report.dst.ip == stream.src.ip and report.highest > report.first_highest for report in call.reports
    )


def crosses_over(call: Call, stream: Stream, owner: str) -> bool:
    """
    Whether voice goes from one inner network to an address in another, whose owner signals from outside: it has no way there.

    A VPN may join the two: where voice comes from that address, or the owner's goes elsewhere than to who sends, nothing is said.
    """
    if not _is_across(stream):
        return False
    back = [one for one in call.streams if one.src.ip in (stream.dst.ip, owner)]
    return all(one.src.ip == owner and one.dst.ip == stream.src.ip for one in back)


def may_not_arrive(call: Call) -> bool:
    """Whether it is worth asking for `unarrived`, which needs the messages; this may be asked of a call without them."""
    return bool(call.unreached) or any(_goes_inside(stream) or _is_across(stream) for stream in call.streams)


def _is_refused(stream: Stream, refusals: Iterable[Unreached]) -> bool:
    """Whether ICMP turns a stream back to its end, and for half of its time."""
    one = refusal_of(refusals, (stream,))
    return one is not None and (one.last_ts - one.error.ts) / 1e6 >= stream.seconds / 2


def _goes_inside(stream: Stream) -> bool:
    return stream.packets >= hearing.HALF_SECOND and leads_inside(stream.src.ip, stream.dst.ip)


def _is_across(stream: Stream) -> bool:
    if stream.packets < hearing.ENOUGH or not is_hidden(stream.dst.ip) or not is_hidden(stream.src.ip):
        return False
    return not share_network(stream.src.ip, stream.dst.ip)


def absent(call: Call) -> tuple[Absent, ...]:
    """Each direction in which one side should have heard the other for seconds and nothing came, though voice went the other way."""
    known, found, is_a_page = announced(call), [], is_page(call)
    for talk in talks(call):
        for side in SIDES:
            if side == "first" and is_a_page:
                continue  # who is paged listens
            sent = streams_toward(call, talk, OTHER[side], known)
            if talk.seconds_expected(side) < hearing.TALK or packets(sent) < hearing.ENOUGH or streams_toward(call, talk, side, known):
                continue
            back = max(sent, key=lambda stream: stream.packets)
            if not any(one.dst == back.src or one.src == back.dst for one in call.streams):
                found.append(Absent(back))
    return tuple(found)
