"""
Listening to many calls at once, for the rules that need ears: one reading of the evidence, voice decoded, and what it sounds like.

By default only as much is listened to as costs nothing that anybody notices (`MOST_PACKETS`), and of that whatever was answered;
with `--listen` everything that the filters let pass, a part at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sipwhy.app.faxes import Faxes
from sipwhy.app.keyed import Keyed
from sipwhy.calls import Builder, CallTable
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sounds
from sipwhy.wire.columns import Array
from sipwhy.wire.keys import KeyLogs

MOST_PACKETS = 10_000
"""RTP packets that are listened to without being asked: a bit over three minutes of one direction, and a third of a
second of work."""
MOST_READ = 400_000
"""RTP packets of the whole evidence up to which it is read a second time for that."""
_AT_ONCE = 200_000
"""Packets in memory at a time: 100 MB."""
_LONGEST = 1800
"""Seconds of each stream that are listened to: how a call sounds shows before, and an hour of sound takes half a gigabyte."""
_NOBODY = Sounds()


def packets_of_rows(table: CallTable) -> Array:
    """The packets of voice of each call."""
    media = table.evidence.media
    of_leg = np.append(table.row_of_leg, len(table))
    leg = np.minimum(media.streams("leg").astype(np.int64), table.evidence.leg_count)
    weights = np.where(media.streams("audio") == 1, media.streams("packets"), 0)
    return np.bincount(of_leg[leg], weights=weights, minlength=len(table) + 1)[: len(table)].astype(np.int64)


class Ears:
    """What calls sound like: those that are chosen are listened to when the first one is asked for."""

    def __init__(self, table: CallTable, builder: Builder, files: int, answered: Array, logs: KeyLogs, *, is_asked: bool) -> None:
        """`answered`: the calls that may be listened to; `is_asked`: all of them are, however many."""
        self._evidence, self._builder, self._files, self._logs = table.evidence, builder, files, logs
        self._counts = packets_of_rows(table)
        rows = self._chosen(answered, is_asked)
        _sign(table, rows)
        self._left: list[int] = rows.tolist()
        self._heard: dict[int, Sounds] = {}
        self._faxes = Faxes(table, builder, files)
        self.fax = self._faxes.of_call
        """What passed by T.38 in a call."""
        self.pressed = Keyed(table, builder, files).of_call
        """Which keys were pressed in a call, by telephone events."""

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

    @property
    def cut(self) -> int:
        """Calls of which only the beginning was listened to."""
        return sum(bool(sounds.cut) for sounds in self._heard.values())

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
        from sipwhy.app.sounding import sounds_of_calls  # noqa: PLC0415  # what decodes and hears is much, and large captures are not listened to

        calls = [self._builder.call(row) for row in rows]
        sounds = sounds_of_calls(self._evidence, self._files, calls, self._logs, named_only=True, longest=_LONGEST)
        self._heard.update(zip(rows, sounds, strict=True))


def _sign(table: CallTable, rows: Array) -> None:
    """Signs the calls that are listened to, so that rules which need that seek no others."""
    table.leg_signs[:] &= ~int(Sign.LISTENED)
    table.leg_signs[table.main[rows]] |= int(Sign.LISTENED)
    table.signs[:] &= ~int(Sign.LISTENED)
    table.signs[rows] |= int(Sign.LISTENED)
