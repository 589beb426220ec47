"""
Listening to many calls at once, for the rules that need ears: one reading of the evidence, voice decoded, and what it sounds like.

By default only as much is listened to as costs nothing that anybody notices (`MOST_PACKETS`), and of that whatever was answered;
with `--listen` everything that the filters let pass, a part at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from sipwhy.app.coding import codings_of
from sipwhy.app.faxes import Faxes
from sipwhy.calls import Builder, CallTable
from sipwhy.media.series import series_of
from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import NoDecoderError, resampled
from sipwhy.media.sound.ear import Line, echoes_in, sound_of
from sipwhy.media.sound.track import Source, track_of
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sound, Sounds
from sipwhy.wire.columns import Array
from sipwhy.wire.extractor import Packet, Wanted, packets

MOST_PACKETS = 10_000
"""RTP packets that are listened to without being asked: a bit over three minutes of one direction, and a third of a
second of work."""
MOST_READ = 400_000
"""RTP packets of the whole evidence up to which it is read a second time for that."""
_AT_ONCE = 400_000
"""Packets in memory at a time: 80 MB."""
_NOBODY = Sounds()
Way = tuple[int, Endpoint, Endpoint]
"""File, from where, to where."""


def packets_of_rows(table: CallTable) -> Array:
    """The packets of voice of each call."""
    media = table.evidence.media
    of_leg = np.append(table.row_of_leg, len(table))
    leg = np.minimum(media.streams("leg").astype(np.int64), table.evidence.leg_count)
    weights = np.where(media.streams("audio") == 1, media.streams("packets"), 0)
    return np.bincount(of_leg[leg], weights=weights, minlength=len(table) + 1)[: len(table)].astype(np.int64)


class Ears:
    """What calls sound like: those that are chosen are listened to when the first one is asked for."""

    def __init__(self, table: CallTable, builder: Builder, files: int, answered: Array, *, is_asked: bool) -> None:
        """`answered`: the calls that may be listened to; `is_asked`: all of them are, however many."""
        self._evidence, self._builder, self._files = table.evidence, builder, files
        self._counts = packets_of_rows(table)
        rows = self._chosen(answered, is_asked)
        _sign(table, rows)
        self._left: list[int] = rows.tolist()
        self._heard: dict[int, Sounds] = {}
        self._faxes = Faxes(table, builder, files)
        self.fax = self._faxes.of_call
        """What passed by T.38 in a call."""

    def sounds(self, number: int) -> Sounds:
        """What the call of that number sounds like; nothing if it is not among those that are listened to."""
        row = number - 1
        while row not in self._heard and row in self._left:
            self._listen(self._next())
        return self._heard.get(row, _NOBODY)

    @property
    def unheard(self) -> int:
        """Calls of which something could not be decoded for want of a package, as far as they were listened to."""
        return sum(bool(sounds.unheard) for sounds in self._heard.values())

    def _chosen(self, answered: Array, is_asked: bool) -> Array:
        rows = np.flatnonzero(answered & (self._counts > 0))
        if is_asked:
            kept = rows
        elif int(self._evidence.media.streams("packets").sum()) > MOST_READ:
            kept = rows[:0]
        else:
            kept = rows[np.cumsum(self._counts[rows]) <= MOST_PACKETS]
        self.left_out = len(rows) - len(kept)
        """How many more could be listened to."""
        return kept

    def _next(self) -> list[int]:
        """As many calls as fit into memory, at least one."""
        sizes = np.cumsum(self._counts[self._left])
        count = max(int(np.searchsorted(sizes, _AT_ONCE, side="right")), 1)
        rows, self._left = self._left[:count], self._left[count:]
        return rows

    def _listen(self, rows: Sequence[int]) -> None:
        calls = [self._builder.call(row) for row in rows]
        sorted_packets = by_way(packets(self._evidence, self._files, wanted_of(calls)))
        for row, call in zip(rows, calls, strict=True):
            self._heard[row] = sounds_of(call, sorted_packets)


def by_way(found: Iterable[Packet]) -> dict[Way, list[Packet]]:
    """Packets by file and direction."""
    ways: dict[Way, list[Packet]] = {}
    for packet in found:
        if packet.kind == "udp":
            ways.setdefault((packet.file, packet.src, packet.dst), []).append(packet)
    return ways


def wanted_of(calls: Sequence[Call]) -> Wanted:
    """The packets of voice of some calls."""
    wanted = Wanted()
    for stream in (stream for call in calls for stream in call.streams if stream.is_audio):
        wanted.add_socket(stream.dst, (stream.first_ts, stream.last_ts))
    return wanted


def sounds_of(call: Call, ways: Mapping[Way, list[Packet]]) -> Sounds:
    """What the streams of a call sound like, out of packets by file and direction."""
    lines: list[Line] = []
    unheard = 0
    for stream in call.streams:
        if not stream.is_audio or stream.leg is None:
            continue
        try:
            lines.extend(_line(call, stream, ways.get((stream.file, stream.src, stream.dst), [])))
        except NoDecoderError:
            unheard += 1
    known: dict[bytes, Sound] = {}
    heard = [(line, _sound(line, known)) for line in lines]
    return Sounds(tuple(sound for _, sound in heard), tuple(echoes_in(call.streams, heard)), unheard)


def _sound(line: Line, known: dict[bytes, Sound]) -> Sound:
    """What a stream sounds like; a server that passes voice on as it is gives two streams with the same sound."""
    key = line.samples.tobytes() + repr((line.gaps, line.pauses)).encode()
    if key not in known:
        known[key] = sound_of(line)
    return replace(known[key], stream=line.stream, start=line.start)


def _line(call: Call, stream: Stream, found: list[Packet]) -> Iterator[Line]:
    """The sound of one stream; none if it stays shut, or nothing in it can be decoded."""
    codings = codings_of(call, stream)
    if not codings or not found:
        return
    if _may_be_sealed(call, stream):
        from sipwhy.app.unlocking import unlock  # noqa: PLC0415  # hashes and ciphers take their time, and most voices are in the clear

        found, lock = unlock(call, stream, found)
        if lock.locked:
            return
    track = track_of(Source(series_of(found, stream), codings))
    if len(track.samples):
        yield Line(stream.index, track.start, resampled(track.samples, track.rate, RATE), track.gaps, track.pauses)


def _may_be_sealed(call: Call, stream: Stream) -> bool:
    """Whether a description of the stream's leg speaks of keys, or asks for SRTP."""
    described = (message for message in call.legs[stream.leg or 0].messages if message.sdp)
    return any(b"a=crypto:" in m.body.lower() or any(media.is_secure for media in m.sdp.media) for m in described if m.sdp)


def _sign(table: CallTable, rows: Array) -> None:
    """Signs the calls that are listened to, so that rules which need that seek no others."""
    table.leg_signs[:] &= ~int(Sign.LISTENED)
    table.leg_signs[table.main[rows]] |= int(Sign.LISTENED)
    table.signs[:] &= ~int(Sign.LISTENED)
    table.signs[rows] |= int(Sign.LISTENED)
