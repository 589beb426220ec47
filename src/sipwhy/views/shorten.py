"""Keeping a long ladder short without losing anything that matters."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.views.picture import Arrow, Band, Gap, Row

_HEAD, _TAIL = 10, 6
_SMALLEST_GAP = 3


def shortened(rows: Sequence[Row], most: int) -> tuple[Row, ...]:
    """
    `rows`, or where there are more than `most`: the beginning, the end, every row with evidence or a network
    error, every failure and every band; what lies between becomes gaps that say how many messages they hide.
    """
    if len(rows) <= most:
        return tuple(rows)
    kept = [_matters(row) or at < _HEAD or at >= len(rows) - _TAIL for at, row in enumerate(rows)]
    if sum(kept) > most:
        kept = [_is_evidence(row) or at < _HEAD or at >= len(rows) - _TAIL for at, row in enumerate(rows)]
    return tuple(_with_gaps(rows, kept))


def _is_evidence(row: Row) -> bool:
    return not isinstance(row, Gap) and bool(row.notes)


def _matters(row: Row) -> bool:
    if isinstance(row, Arrow):
        return bool(row.notes) or row.is_network or row.tone == "failure" or row.times > 1
    return isinstance(row, Band)


def _with_gaps(rows: Sequence[Row], kept: Sequence[bool]) -> list[Row]:
    result: list[Row] = []
    hidden: list[Row] = []
    for row, keep in zip(rows, kept, strict=True):
        if not keep:
            hidden.append(row)
            continue
        result += _closed(hidden)
        hidden = []
        result.append(row)
    return result + _closed(hidden)


def _closed(hidden: list[Row]) -> list[Row]:
    if len(hidden) < _SMALLEST_GAP:
        return hidden
    return [Gap(sum(row.times if isinstance(row, Arrow) else 1 for row in hidden))]
