"""Who tries one user after another to learn which exist: the challenge is never answered, the next name is asked."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, most_within
from sipwhy.diagnosis.behaviour.guesses import BreakIn
from sipwhy.diagnosis.behaviour.limits import USERS
from sipwhy.model import Confidence
from sipwhy.model.digits import number_in
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, different

_REFUSALS = (401, 403, 404, 407, 604)
_QUICK, _SPAN = 5, 5 * SECOND
"""So many different users within so long: no person dials so (sipnab's limit)."""
_PACE = 20 * SECOND
"""People who dial one number after another need longer between two of them, and do not count upwards."""
_TRIES = 3
"""How often a scan asks for one user at most, on average: a device in trouble asks for its own again and again."""
_TAKEN = 5
"""For one leg that an honest source had taken, so many may be refused."""
_REPLY = SECOND // 2
"""How long a device needs at most to answer a challenge: what came later than that before the end of the capture is open."""
_EXTENSION = 6
"""The most characters of an extension."""
_NUMBER = 15
"""The most digits of a telephone number (ITU-T E.164); longer names are no numbers, whatever they are made of."""


class Scan(Struct, frozen=True):
    """Many users tried from one source; legs in order of time."""

    source: int
    legs: Array
    users: int
    seconds: float
    confidence: Confidence


def scans(ground: Ground, broken: Collection[BreakIn] = ()) -> list[Scan]:
    """Sources that asked for ten users or more, were refused, and never sent credentials; `broken` by whom a password was guessed."""
    status, flags = ground.legs("status"), ground.legs("flags")
    asked = ground.is_first_hop & ground.is_whole & np.isin(ground.legs("method"), (Method.REGISTER, Method.INVITE, Method.OPTIONS))
    asked &= among(status, _REFUSALS) & (flags & int(Flag.CREDENTIALS) == 0)
    asked &= ground.evidence.until - ground.legs("last_ts") >= _REPLY
    intruders = {one.source for one in broken}
    found = (_scan(ground, legs, intruders) for legs in groups(ground.legs("src_ip"), np.flatnonzero(asked), int(ground.limit(USERS))))
    return [scan for scan in found if scan]


def _scan(ground: Ground, legs: Array, intruders: Collection[int]) -> Scan | None:
    source = int(ground.legs("src_ip")[legs[0]])
    legs = legs[_is_proper(ground, legs)]
    users = len(different(ground.user[legs]))
    if users < ground.limit(USERS) or len(legs) > _TRIES * users or _taken(ground, source, intruders) * _TAKEN > users:
        return None
    times = ground.legs("first_ts")[legs]
    quick = _quick(ground, legs, times)
    challenged = np.isin(ground.legs("status")[legs], (401, 407)) & (ground.legs("method")[legs] == Method.REGISTER)
    if quick < _QUICK and max(int(np.count_nonzero(challenged)), in_a_row(ground, legs, times)) < ground.limit(USERS):
        return None
    return Scan(source, legs, users, float(times.max() - times.min()) / SECOND, "certain" if quick >= ground.limit(USERS) else "likely")


def in_a_row(ground: Ground, legs: Array, times: Array) -> int:
    """The most extensions called one after the other, each the next number: a program that takes its time does so, people do not."""
    order = np.argsort(times, kind="stable")
    legs, times = legs[order], times[order]
    names = list(map(ground.text, ground.user[legs].tolist()))
    numbers = np.array([-1 if (number := number_in(name, _NUMBER)) is None else number for name in names])
    is_next = (np.diff(numbers) == 1) & (numbers[:-1] >= 0) & (np.diff(times) <= _PACE) & (ground.legs("method")[legs[1:]] == Method.INVITE)
    ends = np.flatnonzero(~np.append(is_next, False))
    return int(np.diff(np.append(-1, ends)).max())


def _is_proper(ground: Ground, legs: Array) -> Array:
    """A call may be refused for many reasons: of calls only those to extensions count, which a trunk is not asked for."""
    method, users = ground.legs("method")[legs], ground.user[legs]
    short = {user: 0 < len(ground.text(user)) <= _EXTENSION for user in different(users).tolist()}
    is_short = np.array([short[user] for user in users.tolist()], dtype=bool)
    found: Array = (method != Method.INVITE) | is_short
    return found


def _taken(ground: Ground, source: int, intruders: Collection[int]) -> int:
    """How many legs of a source were treated as honest ones; what was got by a guessed password speaks for nobody."""
    if source in intruders:
        return 0
    return int(np.count_nonzero(ground.is_taken & ground.is_first_hop & (ground.legs("src_ip") == source)))


def _quick(ground: Ground, legs: Array, times: Array) -> int:
    """The most different users within five seconds (each counted where it came first)."""
    _, first = np.unique(ground.user[legs], return_index=True)
    return most_within(np.sort(times[first]), _SPAN)
