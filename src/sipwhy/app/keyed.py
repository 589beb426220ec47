"""When which keys were pressed, by telephone events (RFC 4733): of calls in which INFO told of digits as well, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sipwhy.app.coding import events_of
from sipwhy.app.sealed import may_be_sealed
from sipwhy.calls import Builder, CallTable
from sipwhy.media.rtp import HEAD, is_rtp
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.model.sign import Sign
from sipwhy.wire import Method
from sipwhy.wire.columns import distinct
from sipwhy.wire.extractor import Packet, Wanted, packets

if TYPE_CHECKING:
    from sipwhy.media.sound.events import Pressed

MOST_CALLS = 200
"""So many calls are looked at."""
MOST_READ = 400_000
"""RTP packets of the whole evidence up to which it is read a second time for that."""
_Source = tuple[int, Endpoint, Endpoint, bytes]
"""File, from where, to where, and SSRC."""


class Keyed:
    """The keys of a table's calls, read when the first one is asked for."""

    def __init__(self, table: CallTable, builder: Builder, files: int) -> None:
        self._table, self._builder, self._files = table, builder, files

    def of_call(self, number: int) -> Mapping[int, Sequence[Pressed]]:
        """The keys of the streams of the call of that number, by their index; nothing of one that was not read."""
        return self._all.get(number - 1, {})

    @cached_property
    def _all(self) -> dict[int, Mapping[int, Sequence[Pressed]]]:
        evidence = self._table.evidence
        if int(evidence.media.streams("packets").sum()) > MOST_READ:
            return {}
        leg = evidence.messages("leg")[evidence.messages("method") == Method.INFO]
        informed = self._table.row_of_leg[distinct(leg[leg < evidence.leg_count])]
        rows = distinct(informed[self._table.signs[informed] & int(Sign.KEYED) != 0])
        calls = {row: self._builder.call(row) for row in rows[:MOST_CALLS].tolist()}
        keyed = {row: [one for one in call.streams if one.is_audio and not may_be_sealed(call, one)] for row, call in calls.items()}
        wanted = Wanted()
        for stream in (stream for streams in keyed.values() for stream in streams):
            wanted.add_socket(stream.dst, (stream.first_ts, stream.last_ts))
        if not wanted.sockets:
            return {}
        kinds = {kind for row, streams in keyed.items() for stream in streams for kind in _kinds(calls[row], stream)}
        read = (packet for packet in packets(evidence, self._files, wanted) if packet.kind == "udp" and is_rtp(packet.payload))
        found: dict[_Source, list[Packet]] = {}
        for packet in sorted((packet for packet in read if packet.payload[1] & 0x7F in kinds), key=lambda packet: packet.ts):
            found.setdefault((packet.file, packet.src, packet.dst, packet.payload[8:HEAD]), []).append(packet)
        return {row: {one.index: _keys(calls[row], one, found.get(_source(one), ())) for one in streams} for row, streams in keyed.items()}


def _source(stream: Stream) -> _Source:
    return stream.file, stream.src, stream.dst, stream.ssrc.to_bytes(4, "big")


def _keys(call: Call, stream: Stream, found: Sequence[Packet]) -> Sequence[Pressed]:
    from sipwhy.media.series import series_of  # noqa: PLC0415  # few captures have both
    from sipwhy.media.sound.events import keys_of  # noqa: PLC0415  # the same

    kinds = _kinds(call, stream)
    own = [packet for packet in found if packet.payload[1] & 0x7F in kinds]
    return keys_of(series_of(own, stream), frozenset(kinds), next(iter(kinds.values()))) if own else ()


def _kinds(call: Call, stream: Stream) -> dict[int, int]:
    """The payload types of telephone events, with the units of their clocks a second."""
    return {codec.payload_type: codec.clock for codec in events_of(call, stream)}
