"""What passed by T.38: the packets of all calls that agreed on it, read once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from sipwhy.calls import Builder, CallTable
from sipwhy.model import Call, Endpoint
from sipwhy.model.fax import Fax
from sipwhy.model.quirk import Quirk
from sipwhy.wire.extractor import Packet, Wanted, packets

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
        calls = {row: self._builder.call(row) for row in rows[:MOST_FAXES].tolist()}
        sockets = {row: frozenset(_sockets(call)) for row, call in calls.items()}
        wanted = Wanted()
        for row, call in calls.items():
            for socket in sockets[row]:
                wanted.add_socket(socket, (call.start, max(call.end, call.capture_end)))
        if not wanted.sockets:
            return {}
        from sipwhy.media.fax.udptl import fax_of  # noqa: PLC0415  # few captures have faxes

        read = [packet for packet in packets(self._table.evidence, self._files, wanted) if packet.kind == "udp"]
        return {row: fax_of(_of_call(read, call, sockets[row])) or Fax(()) for row, call in calls.items()}


def _sockets(call: Call) -> Iterator[Endpoint]:
    """Where its descriptions want T.38."""
    for message in call.messages:
        for media in message.sdp.media if message.sdp else ():
            if media.kind == "image" and media.port and media.address:
                yield Endpoint(media.address, media.port)


def _of_call(read: list[Packet], call: Call, sockets: frozenset[Endpoint]) -> list[Packet]:
    """The packets to or from its sockets, after T.38 was first described, while it lasts."""
    begun = min((m.ts for m in call.messages if m.sdp and m.sdp.fax), default=call.start)
    until = call.end if any(m.method == "BYE" for m in call.messages) else max(call.end, call.capture_end)
    return [packet for packet in read if begun <= packet.ts <= until and (packet.dst in sockets or packet.src in sockets)]
