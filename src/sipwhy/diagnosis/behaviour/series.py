"""Attempts to register in order of time: what was asked and granted, and what each device did next."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground
from sipwhy.wire.columns import Array

_CHALLENGES = (401, 407)


class Series:
    """The attempts of first hops that were decided, challenges left out: sorted by registration (the call's row) and time."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        leg = ground.attempts("leg")
        status = ground.attempts("status")
        chosen = np.flatnonzero(ground.is_first_hop[leg] & ~np.isin(status, _CHALLENGES)) if len(leg) else np.zeros(0, dtype=np.int64)
        rows, sent = ground.table.row_of_leg[leg[chosen]], ground.attempts("sent_ts")[chosen]
        self._at = chosen[np.lexsort((sent, rows))]
        self.leg = leg[self._at].astype(np.int64)
        self.row = ground.table.row_of_leg[self.leg]
        self.sent = self._of("sent_ts")
        self.answered = self._of("answer_ts")
        self.status = self._of("status")
        self.contacts = self._of("contacts")
        self.answer = self._of("answer")
        self.request = self._of("request")
        self.asked = self._of("asked").astype(np.int64) - 1
        """Seconds; -1 if none were named, 0 to remove the binding."""
        self.granted = self._of("granted").astype(np.int64) - 1
        """Seconds; -1 if none were named or nothing was granted."""

    def _of(self, name: str) -> Array:
        column: Array = self.ground.attempts(name)[self._at]
        return column

    def __len__(self) -> int:
        return len(self.leg)

    @cached_property
    def is_taken(self) -> Array:
        """Whether the registrar said 2xx and the device wanted to be registered."""
        found: Array = (self.status // 100 == 2) & (self.asked != 0)
        return found

    @cached_property
    def until(self) -> Array:
        """When a binding runs out, µs; 0 where nothing was granted or it is not known (several contacts share an answer)."""
        seconds = np.where(self.granted > 0, self.granted, self.asked)
        known = self.is_taken & (seconds > 0) & (self.contacts < 2)
        found: Array = np.where(known, self.answered + seconds * SECOND, 0)
        return found

    @cached_property
    def has_next(self) -> Array:
        """Whether the attempt behind this one is of the same registration."""
        found = np.zeros(len(self), dtype=bool)
        found[:-1] = self.row[1:] == self.row[:-1]
        return found

    @cached_property
    def user(self) -> Array:
        """Whose registration it is, by number of the name."""
        return self.ground.legs("to_user")[self.leg]

    @cached_property
    def registrar(self) -> Array:
        """Where it was asked for, by number of the address."""
        return self.ground.legs("dst_ip")[self.leg]

    @cached_property
    def source(self) -> Array:
        """Who asked, by number of the address."""
        return self.ground.legs("src_ip")[self.leg]

    @cached_property
    def device(self) -> Array:
        """A key of account and device, as registrations are told apart."""
        return self.ground.legs("device")[self.leg]
