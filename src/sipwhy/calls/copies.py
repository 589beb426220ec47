"""Whether copies of messages stand in one file with their originals, or in another capture of the same traffic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from sipwhy.wire import Evidence
from sipwhy.wire.methods import Mark

_LOOKED_AT = 500
"""Copies that are looked at: those of one file are many if they are any."""
_BEFORE = 48
"""How many messages of its leg before a copy are compared with it, as many as where copies are sought."""


def copies_within(evidence: Evidence) -> int:
    """How many copies, of those that are looked at, are of their own file and no other capture's."""
    if not evidence.duplicates:
        return 0
    if evidence.file_count == 1:
        return evidence.duplicates
    copies = np.flatnonzero(evidence.messages("marks") & int(Mark.COPY))
    some = copies[:: len(copies) // _LOOKED_AT + 1]
    legs = evidence.messages("leg")
    return sum(not _is_elsewhere(evidence, copy, evidence.leg_messages(int(legs[copy]))) for copy in some.tolist())


def _is_elsewhere(evidence: Evidence, copy: int, of_leg: Sequence[int]) -> bool:
    """Whether another file had as many sightings of a message before: the n-th of one file is then the n-th of the other again."""
    file, raw, place = evidence.place(copy)[0], evidence.raw(copy), of_leg.index(copy)
    if evidence.is_log(file) and any(not evidence.is_log(evidence.place(one)[0]) for one in of_leg[:_BEFORE]):
        return True  # a server's log tells what a capture has
    before = of_leg[max(place - _BEFORE, 0) : place]
    times = Counter(evidence.place(one)[0] for one in before if evidence.raw(one) == raw)
    return any(other != file and count > times[file] for other, count in times.items())
