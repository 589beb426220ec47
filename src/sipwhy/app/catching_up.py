"""What a judge must know of the time before it began: calls that were under way, and entries that were told already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sipwhy.store.folder import Folder
from sipwhy.store.reader import Store
from sipwhy.store.tables import TOLD
from sipwhy.wire.messages import MessageBatch, told

if TYPE_CHECKING:
    from sipwhy.app.follow import Ended

_BACK = "INTERVAL 15 MINUTE"
"""How far messages are read again before the latest one."""
_MOST = 200_000
"""So many of them at most."""
_TOLD_BACK = "INTERVAL 6 HOUR"
"""Entries that began so long before the latest message are known to be told."""
_Key = tuple[Any, ...]


class Before:
    """What stood in the store when recording began, up to message `last`."""

    def __init__(self, folder: Folder, last: int) -> None:
        store = Store(folder, 1)
        try:
            self._rows = store.ask(
                f"SELECT number, {TOLD} FROM messages WHERE number BETWEEN ? AND ? "
                f"AND ts >= (SELECT max(ts) FROM messages WHERE number BETWEEN ? AND ?) - {_BACK} ORDER BY number",
                [last - _MOST + 1, last] * 2,
            )
            entries = store.ask(
                "SELECT kind, call_ids, from_user, to_user, src, dst, result, cause FROM calls "
                f"WHERE start >= (SELECT max(start) FROM calls) - {_TOLD_BACK}"
            )
            latest = store.ask("SELECT epoch_us(max(ts)) FROM messages WHERE number <= ?", [last])
        finally:
            store.close()
        self._until = next((ts for (ts,) in latest if ts is not None), 0)
        """When the latest of its messages was (µs)."""
        self._told = {key for entry in entries for key in _keys(*entry)}

    def batches(self) -> Iterator[MessageBatch]:
        """The latest messages with their numbers."""
        run: list[Any] = []
        first = 0
        for number, *message in self._rows:
            if run and number != first + len(run):
                yield told(run, first)
                run = []
            first = number if not run else first
            run.append(tuple(message))
        if run:
            yield told(run, first)
        self._rows = []

    def knows(self, ended: Ended) -> bool:
        """Whether an entry was told before recording began; what goes on, and has gone on since, is told anew."""
        if not self._told:
            return False
        row = ended.row
        whole = ended.report.outline(row.number)
        if row.kind != "call" and whole.end > self._until:
            return False
        keys = _keys(row.kind, whole.call_ids, row.caller, row.callee, row.src, row.dst, row.result, row.cause)
        return any(key in self._told for key in keys)


def _keys(kind: str, call_ids: Any, *looks: Any) -> list[_Key]:
    """By what an entry is known again: a call by its Call-IDs, whatever goes on by how it stood."""
    return [(kind, call_id) for call_id in call_ids] if kind == "call" else [(kind, *looks)]
