"""What the network reported of a packet that was captured twice: it is about the message itself, of which calls have no copies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from sipwhy.model import NetworkError
from sipwhy.wire.columns import Array
from sipwhy.wire.methods import Mark

Told = tuple[int | None, NetworkError]
"""A leg, and what was reported of it."""


def about_originals(told: Sequence[Told], leg: Array, method: Array, status: Array, marks: Array) -> tuple[Told, ...]:
    """The same reports, each about an original; the columns are those of all messages."""
    is_copy = marks & int(Mark.COPY) != 0
    places = np.array([error.message or 0 for _, error in told], dtype=np.int64) - 1
    among_copies = (places >= 0) & is_copy[places]
    if not among_copies.any():
        return tuple(told)
    originals = _originals(leg, method, status, is_copy)[places] + 1
    changed = zip(told, among_copies.tolist(), originals.tolist(), strict=True)
    return tuple((at, replace(error, message=number)) if is_about_copy else (at, error) for (at, error), is_about_copy, number in changed)


def _originals(leg: Array, method: Array, status: Array, is_copy: Array) -> Array:
    """For each message the nearest before it, or itself, that is no copy and has the same leg, method and status; itself if none is."""
    keys = leg.astype(np.int64) << 32 | method.astype(np.int64) << 16 | status.astype(np.int64)
    order = np.argsort(keys, kind="stable")
    keys, own = keys[order], np.where(is_copy[order], 0, np.arange(len(order)))
    last = np.maximum.accumulate(own)
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.where(keys[last] == keys, order[last], order)
    return found
