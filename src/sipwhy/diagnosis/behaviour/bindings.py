"""Registrations that lapse, come and go, are taken away by one another, or are granted otherwise than they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Item, groups, pairs
from sipwhy.diagnosis.behaviour.series import Series
from sipwhy.model.headers import host_of, parameter, uri_of, user_of
from sipwhy.reference.networks import is_hidden
from sipwhy.wire.columns import Array, different, median

_GRACE = 2 * SECOND
_LAPSES = 2
_OFTEN, _QUICK, _ASKED = 6, 10 * SECOND, 60
"""So many registrations of one device, so close upon each other, though they are good for so many seconds."""
_LESS = 0.9
"""Of what was asked: some registrars count a second off."""
_RETURNS = 3
_MOST_ROWS = 2000
"""Registrations that are looked at for what happened between: after a registrar's outage all of them tell the same."""
_LOOKED_AT = 60
"""Answers that are read for their contacts: enough to tell a habit, few enough to cost nothing."""


class Lapses(Struct, frozen=True):
    """Registrations at one registrar that were refreshed too late, again and again; `first` and `next` are attempts of the longest gap."""

    registrar: int
    attempts: Array
    first: int
    next: int
    longest: float


class Flapping(Struct, frozen=True):
    """One device that registers every few seconds."""

    attempts: Array
    seconds: float
    """The median from one to the next."""
    ports: int


class Contest(Struct, frozen=True):
    """Devices that take one account's registration away from each other."""

    attempts: Array
    turns: int


class Outage(Struct, frozen=True):
    """A registration that was refused or left unanswered for a while and then recovered."""

    attempts: Array
    failed: Array
    seconds: float
    """From the first failure to the recovery."""


class Granted(Struct, frozen=True):
    """Registrations at one registrar to which something is common; `attempts` are theirs."""

    registrar: int
    attempts: Array


class Duplicate(Struct, frozen=True):
    """An answer that lists one device more than once."""

    attempt: int
    contacts: tuple[str, ...]
    is_certain: bool


def by_registrar(series: Series, items: Sequence[Item], attempt: Callable[[Item], int]) -> dict[int, list[Item]]:
    """What was found, by the registrar of an attempt of each: many devices that do alike make one finding."""
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(int(series.registrar[attempt(item)]), []).append(item)
    return found


def lapses(series: Series) -> list[Lapses]:
    """By registrar the registrations whose next attempt came after they had run out, twice or more."""
    late = np.zeros(len(series), dtype=bool)
    until = series.until[:-1]
    late[:-1] = series.has_next[:-1] & (until > 0) & (series.sent[1:] > until + _GRACE)
    rows = different(series.row)
    often = rows[np.bincount(np.searchsorted(rows, series.row), weights=late, minlength=len(rows)) >= _LAPSES] if len(series) else rows
    chosen = np.flatnonzero(late & np.isin(series.row, often))
    return [_lapses(series, attempts) for attempts in groups(series.registrar, chosen, 1)]


def _lapses(series: Series, attempts: Array) -> Lapses:
    gaps = series.sent[attempts + 1] - series.until[attempts]
    longest = int(attempts[gaps.argmax()])
    return Lapses(int(series.registrar[longest]), attempts, longest, longest + 1, float(gaps.max()) / SECOND)


def flapping(series: Series) -> list[Flapping]:
    """Devices that register six times or more at intervals of a few seconds."""
    taken = np.flatnonzero(series.status // 100 == 2)
    found = (_flapping(series, attempts) for attempts in groups(series.row, taken, _OFTEN))
    return [one for one in found if one]


def _flapping(series: Series, attempts: Array) -> Flapping | None:
    sent = series.sent[attempts]
    if sent[-1] - sent[0] >= 2 * _QUICK * len(sent):
        return None
    gap, wanted = median(np.diff(sent)), np.maximum(series.asked[attempts], series.granted[attempts])
    wanted = wanted[wanted != 0]
    if gap >= _QUICK or not len(wanted) or median(wanted) < _ASKED:
        return None
    return Flapping(attempts, gap / SECOND, len(different(series.ground.legs("src_port")[series.leg[attempts]])))


def contests(series: Series) -> list[Contest]:
    """Accounts at which a registrar keeps one contact, and two devices or more register by turns."""
    taken = np.flatnonzero(series.is_taken)
    found = (_contest(series, attempts) for attempts in groups(pairs(series.user, series.registrar), taken, _RETURNS + 2))
    return [one for one in found if one]


def _contest(series: Series, attempts: Array) -> Contest | None:
    attempts = attempts[np.argsort(series.sent[attempts], kind="stable")]
    device = series.device[attempts]
    if (device == device[0]).all() or (series.contacts[attempts] != 1).any():
        return None
    changed = np.flatnonzero(device[1:] != device[:-1]) + 1
    seen, returns = {int(device[0])}, 0
    for at in changed.tolist():
        held = series.until[attempts[at - 1]] > series.sent[attempts[at]]
        returns += int(held and int(device[at]) in seen)
        seen.add(int(device[at]))
    return Contest(attempts, len(changed)) if returns >= _RETURNS else None


def outages(series: Series) -> list[Outage]:
    """Registrations that held, were refused or unanswered, and held again."""
    failing = (series.asked != 0) & (series.status // 100 != 2)
    held = np.bincount(series.row, weights=series.is_taken) if len(series) else np.zeros(0)
    rows = [row for row in different(series.row[failing]).tolist() if held[row] >= 2]
    return [outage for row in rows[:_MOST_ROWS] if (outage := _outage(series, row))]


def _outage(series: Series, row: int) -> Outage | None:
    attempts = np.arange(*np.searchsorted(series.row, (row, row + 1)))
    taken = np.flatnonzero(series.is_taken[attempts])
    if len(taken) < 2:
        return None
    inside = np.arange(taken[0] + 1, taken[-1])
    status, asked = series.status[attempts[inside]], series.asked[attempts[inside]]
    failed = inside[(status // 100 != 2) & (asked != 0) & (status != 423)]
    if not len(failed):
        return None
    again = taken[taken > failed[-1]][0]
    seconds = float(series.sent[attempts[again]] - series.sent[attempts[failed[0]]]) / SECOND
    return Outage(attempts, attempts[failed], seconds) if seconds >= _GRACE / SECOND else None


def shortened(series: Series) -> list[Granted]:
    """By registrar the registrations that were granted for a shorter time than was asked."""
    less = series.is_taken & (series.granted > 0) & (series.granted < series.asked * _LESS) & (series.contacts < 2)
    return [_granted(series, attempts) for attempts in groups(series.registrar, np.flatnonzero(less), 1)]


def unlisted(series: Series) -> list[Granted]:
    """By registrar the registrations whose 2xx lists no contact at all (RFC 3261 section 10.3 step 8)."""
    none = series.is_taken & (series.asked > 0) & (series.contacts == 0)
    return [_granted(series, attempts) for attempts in groups(series.registrar, np.flatnonzero(none), 1)]


def _granted(series: Series, attempts: Array) -> Granted:
    return Granted(int(series.registrar[attempts[0]]), attempts)


def duplicates(series: Series) -> list[Duplicate]:
    """Answers that list one device twice; of each registration the last answer is read, and not more than sixty in all."""
    several = np.flatnonzero(series.is_taken & (series.contacts >= 2))
    last = np.flatnonzero(np.diff(series.row[several], append=-1))
    return [found for attempt in several[last][:_LOOKED_AT].tolist() if (found := _duplicate(series, attempt))]


def _duplicate(series: Series, attempt: int) -> Duplicate | None:
    answer = series.ground.evidence.message(int(series.answer[attempt]))
    by_device: dict[tuple[str, str], list[str]] = {}
    for value in answer.values("Contact"):
        for device in _devices(value):
            by_device.setdefault(device, []).append(uri_of(value))
    twice = [(device, uris) for device, uris in by_device.items() if len(uris) > 1]
    if not twice:
        return None
    (kind, _), uris = max(twice, key=lambda one: (one[0][0] == "instance", len(one[1])))
    return Duplicate(attempt, tuple(uris), kind == "instance")


def _devices(value: str) -> Iterator[tuple[str, str]]:
    """What a contact says which device it is: its instance, or a private address, which two devices do not share."""
    instance, reg_id = parameter(value, "+sip.instance"), parameter(value, "reg-id")
    if instance:
        yield "instance", f"{instance} {reg_id or ''}"
        return
    uri = uri_of(value)
    host = host_of(uri)
    if host and is_hidden(host[0]):
        yield "address", f"{user_of(uri)}@{host[0]}"
