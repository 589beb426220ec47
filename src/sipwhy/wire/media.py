"""What a finished reading heard of media: columns over streams and RTCP reports, and single ones as values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import get_args

from sipwhy import _core
from sipwhy.model import Endpoint, MediaReport, Side, Stream, Unreached
from sipwhy.wire.columns import Array, array_of
from sipwhy.wire.network_errors import NONE, network_error

_NOT_G711 = -(2**63)
_SIDES: tuple[Side, ...] = get_args(Side)


class MediaEvidence:
    """Streams, reports and unreached media; indices are from 0, legs those of the core."""

    def __init__(self, media: _core.Media) -> None:
        self._media = media
        self._columns: dict[tuple[str, str], Array] = {}
        self.stream_count = media.sizes()[0]
        self.encrypted: Sequence[tuple[int, bytes]] = media.encrypted()
        """RTCP that nobody has opened: leg and datagram."""

    def take_opened(self, opened: Sequence[tuple[int, bytes]]) -> None:
        """
        Takes the reports in datagrams of `encrypted` that were opened, each with its index there, in that order.

        To be called once, before anything is asked about reports.
        """
        self._media.take_opened(opened)
        kept = {index for index, _ in opened}
        self.encrypted = [one for index, one in enumerate(self.encrypted) if index not in kept]

    def streams(self, name: str) -> Array:
        """A column over streams, as `_core.Media.stream_column` names them."""
        if ("stream", name) not in self._columns:
            self._columns["stream", name] = array_of(self._media.stream_column(name))
        return self._columns["stream", name]

    def reports(self, name: str) -> Array:
        """A column over reports, as `_core.Media.report_column` names them."""
        if ("report", name) not in self._columns:
            self._columns["report", name] = array_of(self._media.report_column(name))
        return self._columns["report", name]

    @cached_property
    def unreached_legs(self) -> Array:
        """The leg of each unreached target."""
        return array_of(self._media.unreached_legs())

    @cached_property
    def streams_by_leg(self) -> dict[int, list[int]]:
        """The streams of each leg; those of none under -1."""
        return _by_leg(self.streams("leg"))

    @cached_property
    def reports_by_leg(self) -> dict[int, list[int]]:
        """The reports about media of each leg."""
        return _by_leg(self.reports("leg"))

    @cached_property
    def unreached_by_leg(self) -> dict[int, list[int]]:
        """The unreached media of each leg."""
        return _by_leg(self.unreached_legs)

    def jitter_ms(self, index: int, clock: int) -> float:
        """A stream's interarrival jitter in ms at its end (RFC 3550 section 6.4.1) for a codec clock in Hz."""
        return self._media.jitter(index, clock)[0]

    def stream(self, index: int) -> Stream:
        """One stream, its codec and jitter as for a static payload type; `leg` is not set here."""
        place, numbers, times, types, (_, toward, is_audio) = self._media.stream(index)
        jitter, mean, clock = self._media.jitter(index, 8000)
        return Stream(
            index=index,
            ssrc=place[0],
            src=Endpoint(*place[1]),
            dst=Endpoint(*place[2]),
            file=place[3],
            first_frame=place[4],
            codec=None,
            payload_type=types[0],
            packets=numbers[0],
            lost=numbers[1],
            copies=numbers[2],
            late=numbers[3],
            bursts=numbers[4],
            longest_burst=numbers[5],
            restarts=numbers[6],
            runs=numbers[7],
            jitter_ms=jitter,
            first_ts=times[0],
            last_ts=times[1],
            hole=times[2] / 1e6,
            hole_end=times[3],
            pause=times[4] / 1e6,
            payload_types=tuple((kind, count) for kind, count in types[1]),
            voice_changes=types[2],
            samples=types[3],
            extra=None if types[4] == _NOT_G711 else types[4],
            size=types[5],
            flat=types[6],
            stamps=tuple(types[7]),
            toward=_SIDES[toward],
            is_audio=is_audio,
            mean_jitter_ms=mean,
            clock=clock,
        )

    def report(self, index: int) -> MediaReport:
        """One report; `leg` is not set here."""
        place, times, told, about, trips = self._media.report(index)
        return MediaReport(
            src=Endpoint(*place[1]),
            dst=Endpoint(*place[2]),
            ssrc=place[0],
            about=None if about == NONE else about,
            count=times[2],
            first_ts=times[0],
            last_ts=times[1],
            expected=told[0],
            lost=told[1],
            jitter=told[2],
            sent=times[4],
            from_sender=times[3],
            first_highest=told[5],
            highest=told[6],
            trips=trips[0],
            round_trip_ms=trips[1] / 1000,
            file=place[3],
            first_frame=place[4],
        )

    def unreached(self, index: int) -> Unreached:
        """One unreached target; `leg` is not set here."""
        row, count, last_ts = self._media.unreached(index)
        return Unreached(network_error(row)[1], count, last_ts)


def _by_leg(legs: Array) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index, leg in enumerate(legs.tolist()):
        found.setdefault(-1 if leg == NONE else leg, []).append(index)
    return found
