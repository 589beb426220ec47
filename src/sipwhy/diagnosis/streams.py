"""Reading streams and what RTCP tells of them: which loss came first on the way, and what the receiver says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter

from sipwhy.model import Call, MediaReport, Stream, Value
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import NOISE
from sipwhy.texts.moment import iso_utc

_ONE_REPORT = 500
"""Packets between two reports at most: five seconds and half of that (RFC 3550 section 6.2), of 20 ms, and some to spare."""


def voices(call: Call) -> tuple[Stream, ...]:
    """The streams of voice of a call."""
    return tuple(stream for stream in call.streams if stream.is_audio)


def told_of(call: Call, stream: Stream) -> MediaReport | None:
    """What the receiver of a stream tells of it, if it tells enough; of several reporters the one that tells most."""
    return max(_reports(call, stream), key=lambda report: report.expected, default=None)


def _reports(call: Call, stream: Stream) -> list[MediaReport]:
    """What receivers of a stream tell of it, if it is of enough packets."""
    return [report for report in call.reports if report.about == stream.index and report.expected >= hearing.ENOUGH]


def is_passed_on(one: tuple[Stream, MediaReport], other: tuple[Stream, MediaReport]) -> bool:
    """
    Whether what is told of one stream is only what the receiver of the next one on the way told.

    A relay that leaves SSRC and numbers as they are sends the receiver's reports back, too: what is lost, is lost behind it.
    The last of several reports may be seen on one side only, where the capture ends between the two. Of two relays in a row the hop
    between them may not be seen: then who told it first is the receiver.
    """
    (stream, told), (next_one, word) = one, other
    if stream.ssrc != next_one.ssrc or stream.src.ip == next_one.dst.ip:
        return False
    adjacent = stream.dst.ip == next_one.src.ip
    is_apart = {stream.src.ip, stream.dst.ip}.isdisjoint((next_one.src.ip, next_one.dst.ip))
    onwards = adjacent or (is_apart and told.file == word.file and word.first_frame < told.first_frame)
    return onwards and ((told.highest, told.lost) == (word.highest, word.lost) or _are_one_report_apart(told, word))


def _are_one_report_apart(told: MediaReport, word: MediaReport) -> bool:
    """Whether two hosts tell the same from the first report on, but for the last one: who counts for itself begins at another packet."""
    later, lost = word.highest - told.highest, word.lost - told.lost
    same_first = told.first_highest == word.first_highest and min(told.count, word.count) > 1
    return same_first and abs(later) <= _ONE_REPORT and abs(lost) <= abs(later) and later * lost >= 0


def has_lost(stream: Stream, share: float) -> bool:
    """Whether a stream lost this share or more all along, of enough packets to tell; a hole of seconds counts by itself."""
    lost = stream.scattered(hearing.HOLE)
    sent = stream.packets + lost
    return sent >= hearing.ENOUGH and lost >= hearing.FEW_LOST and lost / sent >= share


def is_refuted(call: Call, stream: Stream) -> bool:
    """Whether its receiver got what is missing here, as it tells or shows: then the capture lacks it, and the call did not."""
    return is_denied(call, stream) or any(is_sent_on(stream, other) for other in call.streams)


def is_sent_on(stream: Stream, other: Stream) -> bool:
    """
    Whether another stream is the same one, sent on by its receiver, with most of what is missing here.

    A relay leaves SSRC and sequence numbers as they are (RFC 3550 section 7.1: a translator passes SSRC identifiers on intact), and cannot
    send what did not come to it.
    """
    sent = stream.packets + stream.lost
    if stream.ssrc != other.ssrc or stream.dst.ip != other.src.ip or stream.src.ip == other.dst.ip:
        return False
    same = abs(other.packets + other.lost - sent) <= hearing.SECOND + sent // 100 and stream.restarts == other.restarts
    shares = stream.share_lost >= hearing.LOSS_NOTED and other.share_lost < stream.share_lost / 4
    return same and shares and other.packets > stream.packets and _overlap(stream, other)


def is_left_out(call: Call, stream: Stream) -> bool:
    """
    Whether a relay keeps packets of other types than voice to itself, and all that is missing behind it may be those.

    It leaves SSRC and numbers as they are, and does not send digits or comfort noise on (RFC 4733, RFC 3389): that is no voice lost.
    Where it gives the voice itself another type, nothing tells what it keeps.
    """
    sent_on = {kind for kind, _ in stream.payload_types}
    before = (one for one in call.streams if one.ssrc == stream.ssrc and one.dst.ip == stream.src.ip and _overlap(one, stream))
    alike = (one.payload_types for one in before if max(one.payload_types, key=itemgetter(1), default=(None, 0))[0] in sent_on)
    kept = (sum(count for kind, count in types if kind not in sent_on) for types in alike)
    return stream.lost > 0 and any(count >= stream.lost for count in kept)


def _overlap(stream: Stream, other: Stream) -> bool:
    return other.first_ts < stream.last_ts and stream.first_ts < other.last_ts


def is_confirmed(call: Call, stream: Stream) -> bool:
    """Whether its receiver tells by RTCP that it lacks much of what is missing here, too."""
    told = told_of(call, stream)
    return told is not None and told.lost >= hearing.TOLD_FEW and told.share_lost >= stream.share_lost / 2


def is_denied(call: Call, stream: Stream) -> bool:
    """
    Whether its receiver says by RTCP that it got what is missing here.

    Of a hole of seconds only a report behind it tells anything.
    """
    known = stream.hole_end if stream.hole >= hearing.HOLE else 0
    fewer = (report.share_lost < stream.share_lost / 4 for report in _reports(call, stream) if report.last_ts >= known)
    return stream.share_lost >= hearing.LOSS_NOTED and any(fewer)


def is_even(call: Call, stream: Stream) -> bool:
    """Whether its receiver tells of far less jitter than is seen here."""
    clock, seen = stream.clock or 0.0, stream.mean_jitter_ms or 0.0
    told = [report for report in call.reports if report.about == stream.index and report.count > 1]
    return any(report.jitter * 1000 / clock < seen / 4 for report in told) if clock else False


def share_lost(stream: Stream) -> float:
    """How much of it is missing."""
    return stream.share_lost


def jitter(stream: Stream) -> float:
    """How unevenly it comes, ms on average; 0 if that is not known."""
    return stream.mean_jitter_ms or 0.0


def is_disordered(stream: Stream) -> bool:
    """Whether so many of its packets come behind later ones, so unevenly, that small buffers lose them."""
    is_uneven = hearing.JITTER_DISORDERED <= jitter(stream) < hearing.JITTER_HEARD
    return is_uneven and stream.packets >= hearing.ENOUGH and stream.late >= stream.packets * hearing.DISORDER


def first_on_the_way(streams: Iterable[Stream], how_bad: Callable[[Stream], float] = share_lost) -> Stream:
    """
    Of streams that are all bad in one way, the worst one that does not merely pass on what another brings.

    A server that bridges two legs sends on what it gets: the holes of the leg before are those of the next, and packets that come
    unevenly go on so where it does not time them anew.
    """
    bad = sorted(streams, key=lambda stream: -how_bad(stream))
    own = [stream for stream in bad if not any(feeds(other, stream, how_bad) for other in bad)]
    return (own or bad)[0]


def feeds(one: Stream, other: Stream, how_bad: Callable[[Stream], float] = share_lost) -> bool:
    """Whether what is wrong with the first explains what is wrong with the second, which its receiver sends to a third host."""
    onwards = one.dst.ip == other.src.ip and one.src.ip != other.dst.ip
    return onwards and one is not other and how_bad(one) * 2 >= how_bad(other)


def hole_began(call: Call, stream: Stream) -> dict[str, Value]:
    """When its longest hole began, for words: the time of day, and how long after the answer."""
    answer = next((leg.answer.ts for leg in call.legs if leg.answer), call.start)
    return {"moment": iso_utc(stream.hole_start), "into": (stream.hole_start - answer) / 1e6}


def is_gappy(stream: Stream) -> bool:
    """Whether its sender keeps silent while nobody speaks: comfort noise, or pauses without loss (RFC 3389)."""
    return stream.pause >= 1.0 or any(kind in NOISE for kind, _ in stream.payload_types)
