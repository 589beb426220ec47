"""What passed by T.38: the packets of all calls that agreed on it, read once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from sipwhy.calls import Builder, CallTable
from sipwhy.model import Call, Endpoint
from sipwhy.model.fax import Fax
from sipwhy.model.quirk import Quirk
from sipwhy.wire.extractor import Packet, Span, Wanted, packets

MOST_FAXES = 200
"""So many calls with T.38 are looked at: each page has hundreds of packets."""


class Faxes:
    """The faxes of a table, read when the first one is asked for."""

    def __init__(self, table: CallTable, builder: Builder, files: int) -> None:
        self._table, self._builder, self._files = table, builder, files

    def of_call(self, number: int) -> Fax | None:
        """What passed by T.38 in the call of that number, which may be nothing; None if it was not looked at."""
        return self._all.get(number - 1)

    @cached_property
    def _all(self) -> dict[int, Fax]:
        rows = np.flatnonzero((self._table.quirks & int(Quirk.FAX) != 0) & self._table.with_results(frozenset({"answered"})))
        calls = {row: call for row in rows[:MOST_FAXES].tolist() if self._is_captured(call := self._builder.call(row))}
        sockets = {row: frozenset(_sockets(call)) for row, call in calls.items()}
        spans = _spans(calls, sockets)
        wanted = Wanted()
        for row, span in spans.items():
            for socket in sockets[row]:
                wanted.add_socket(socket, span)
        if not wanted.sockets:
            return {}
        from sipwhy.media.fax.udptl import fax_of  # noqa: PLC0415  # few captures have faxes

        found = _by_socket(packets(self._table.evidence, self._files, wanted))
        return {row: fax_of(_of_call(found, sockets[row], spans[row])) or Fax(()) for row in calls}

    def _is_captured(self, call: Call) -> bool:
        """Whether its packets can be read at all: a log has none, and of what comes live none are kept."""
        return not self._packet_files.isdisjoint(message.file for message in call.messages)

    @cached_property
    def _packet_files(self) -> frozenset[int]:
        evidence = self._table.evidence
        return frozenset(file for file in range(self._files) if not evidence.is_log(file) and evidence.fetch(file, 0, 1))


def _sockets(call: Call) -> Iterator[Endpoint]:
    """Where its descriptions want T.38."""
    for message in call.messages:
        for media in message.sdp.media if message.sdp else ():
            if media.kind == "image" and media.port and media.address:
                yield Endpoint(media.address, media.port)


def _spans(calls: Mapping[int, Call], sockets: Mapping[int, frozenset[Endpoint]]) -> dict[int, Span]:
    """
    From when to when the packets at its sockets are those of each call: from where T.38 was first described, while it lasts.

    Where no BYE was seen that may be until the end of the capture, or until a later call has one of its sockets.
    """
    begun = {row: min((m.ts for m in call.messages if m.sdp and m.sdp.fax), default=call.start) for row, call in calls.items()}
    users: dict[Endpoint, list[int]] = {}
    for row in sorted(calls, key=begun.__getitem__):
        for socket in sockets[row]:
            users.setdefault(socket, []).append(begun[row])
    return {row: (begun[row], _until(call, [users[socket] for socket in sockets[row]])) for row, call in calls.items()}


def _until(call: Call, begun: Sequence[Sequence[int]]) -> int:
    """`begun`: of each of its sockets when calls began to use it, in order."""
    if any(message.method == "BYE" for message in call.messages):
        return call.end
    later = (times[bisect_right(times, call.end)] for times in begun if times[-1] > call.end)
    return min(later, default=max(call.end, call.capture_end) + 1) - 1


def _by_socket(found: Iterable[Packet]) -> dict[Endpoint, list[tuple[int, Packet]]]:
    """Packets with their place in the evidence, by either end."""
    ends: dict[Endpoint, list[tuple[int, Packet]]] = {}
    for place, packet in enumerate(found):
        if packet.kind == "udp":
            for end in {packet.src, packet.dst}:
                ends.setdefault(end, []).append((place, packet))
    return ends


def _of_call(found: Mapping[Endpoint, list[tuple[int, Packet]]], sockets: frozenset[Endpoint], span: Span) -> list[Packet]:
    """The packets to or from its sockets in that time, in order."""
    since, until = span
    own = {place: packet for socket in sockets for place, packet in found.get(socket, ()) if since <= packet.ts <= until}
    return [own[place] for place in sorted(own)]
