"""Of which calls the voice is encrypted, and what became of it: a few packets of each stream tell, read a second time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from sipwhy.app.sealed import may_be_sealed
from sipwhy.calls import Builder, CallTable
from sipwhy.calls.outcome import KINDS
from sipwhy.diagnosis.report import VoiceGroup
from sipwhy.model.flag import Flag
from sipwhy.model.lock import Lock
from sipwhy.model.sign import Sign
from sipwhy.wire.columns import Array, distinct
from sipwhy.wire.keys import KeyLogs

if TYPE_CHECKING:
    from sipwhy.model import Call

MOST_CALLS = 200
"""Calls whose encryption is looked at for a report without being asked."""
_AT_ONCE = 2000
"""Calls of which packets are in memory at a time."""
MOST_READ = 400_000
"""RTP packets of the whole evidence up to which it is read a second time for that."""


class Seals:
    """The encrypted voice of one table; nothing is read before somebody asks."""

    def __init__(self, table: CallTable, builder: Builder, files: int, logs: KeyLogs, *, is_asked: bool) -> None:
        """`is_asked`: every call is looked at, and the evidence read again, however large it is."""
        self._table, self._builder, self._files, self._logs = table, builder, files, logs
        self._is_asked = is_asked
        self._is_read = is_asked or int(table.evidence.media.streams("packets").sum()) <= MOST_READ
        self._known: dict[int, Mapping[int, Lock]] = {}
        self.rows = self._sealed()
        """Calls with voice on a leg that speaks of SRTP, or of its size."""

    def locks(self, row: int) -> Mapping[int, Lock]:
        """What became of the streams of one call, by their index, as far as they may be encrypted."""
        if row not in self._known:
            self._look([row])
        return self._known[row]

    def sign(self) -> None:
        """Signs the calls whose keys are tried, so that rules which need that seek no others; nothing is read for it."""
        rows = self._tried
        self._table.leg_signs[self._table.main[rows]] |= int(Sign.KEYS_TRIED)
        self._table.signs[rows] |= int(Sign.KEYS_TRIED)

    def tried(self, row: int) -> Mapping[int, Lock]:
        """What became of the streams of a call that is signed; the first who asks has all of them looked at."""
        if row not in self._known:
            self._looked_at(self._tried)
        return self._known.get(row, {})

    @property
    def _tried(self) -> Array:
        return self.rows[: (len(self.rows) if self._is_asked else MOST_CALLS) if self._is_read else 0]

    def told(self, chosen: Array) -> dict[int, Mapping[int, Lock] | None]:
        """The same of every call whose voice may be encrypted, as far as `groups` tells of it; None of one at which nobody looked."""
        looked = frozenset(self._looked_at(self.rows[chosen[self.rows]]))
        return {row: self._known[row] if row in looked and self._is_known(row) else None for row in self.rows.tolist()}

    def groups(self, chosen: Array) -> tuple[VoiceGroup, ...]:
        """What became of the calls that are chosen: what stays shut first; those at which nobody looked have no lock."""
        rows = self.rows[chosen[self.rows]]
        looked = self._looked_at(rows)
        found: dict[Lock, list[tuple[int, int]]] = {}
        untold = len(rows) - len(looked)
        for row in looked:
            of_call = {_kind(lock): index for index, lock in reversed(list(self._known[row].items())) if lock.locked or lock.opened}
            untold += not self._is_known(row)
            for lock, index in of_call.items():
                found.setdefault(lock, []).append((row, index))
        made = [VoiceGroup(lock, len(ones), ones[0][0] + 1, ones[0][1]) for lock, ones in found.items()]
        made.sort(key=lambda group: (group.lock is not None and group.lock.locked is None, -group.count))
        return (*made, VoiceGroup(None, untold)) if untold else tuple(made)

    def shut(self, chosen: Array) -> int:
        """How many of the calls that are chosen and were looked at have voice that stays shut."""
        rows = self._looked_at(self.rows[chosen[self.rows]])
        return sum(any(lock.locked for lock in self._known[row].values()) for row in rows)

    def _looked_at(self, rows: Array) -> list[int]:
        """Those of the rows that are looked at; all if that was asked for."""
        looked: list[int] = (rows if self._is_asked else rows[:MOST_CALLS]).tolist()
        new = [row for row in looked if row not in self._known]
        for at in range(0, len(new), _AT_ONCE):
            self._look(new[at : at + _AT_ONCE])
        return looked

    def _is_known(self, row: int) -> bool:
        """Whether what was looked at tells what became of a call: where no packets are read, only what its SDP tells is known."""
        locks = self._known[row].values()
        return self._is_read or not locks or any(lock.locked or lock.opened for lock in locks)

    def _sealed(self) -> Array:
        table, media = self._table, self._table.evidence.media
        leg = media.streams("leg").astype(np.int64)[media.streams("audio") == 1]
        leg = leg[leg < table.evidence.leg_count]
        speaks = (table.evidence.legs("flags")[leg] & int(Flag.SECURE_MEDIA)) != 0
        sized = (table.leg_signs[leg] & int(Sign.ENCRYPTED_OTHERWISE)) != 0
        rows = distinct(table.row_of_leg[leg[speaks | sized]])
        calls: Array = rows[table.kind[rows] == KINDS.index("call")]
        return calls

    def _look(self, rows: Iterable[int]) -> None:
        calls = {row: self._builder.call(row) for row in rows}
        self._known.update({row: {} for row in calls})
        sealed = {row: call for row, call in calls.items() if any(may_be_sealed(call, stream) for stream in call.streams)}
        if sealed:
            self._known.update(zip(sealed, self._looked(list(sealed.values())), strict=True))

    def _looked(self, calls: Sequence[Call]) -> list[Mapping[int, Lock]]:
        probing = import_module("sipwhy.app.probing")
        found: list[Mapping[int, Lock]] = probing.locks_of(self._table.evidence, self._files if self._is_read else 0, calls, self._logs)
        return found


def _kind(lock: Lock) -> Lock:
    """The lock without its counts: calls are put together by it."""
    return Lock(lock.locked, int(lock.opened > 0), 0, lock.name, lock.by_dtls)
