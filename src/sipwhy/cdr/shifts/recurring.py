"""Changes that come back day by day at the same hours."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sipwhy.diagnosis.traffic import Shift

_HALF_DAY = 12 * 3_600_000_000


def hours_alike(group: Sequence[Shift]) -> bool:
    """Whether most of them began at about the same hour."""
    clocks = [one.since // 1_000_000 % 86_400 / 3600 for one in group]
    middle = sorted(clocks)[len(clocks) // 2]
    return sum(min(abs(clock - middle), 24 - abs(clock - middle)) <= 1.5 for clock in clocks) >= 0.7 * len(clocks)


def day_by_day(group: Sequence[Shift], offset: int) -> Shift:
    """The days of one change as one."""
    begins = sorted((one.since // 1_000_000 + offset) % 86_400 / 3600 for one in group)
    ends = sorted(((one.until or one.since) // 1_000_000 + offset) % 86_400 / 3600 for one in group)
    calls, lost = sum(one.calls for one in group), sum(one.lost for one in group)
    span = (round(begins[len(begins) // 2]) % 24, round(ends[len(ends) // 2]) % 24)
    return replace(
        group[0], until=group[-1].until, hours=span, days=len(group), calls=calls, lost=lost, grows=False,
        minutes_lost=sum(one.minutes_lost for one in group), after=sum(one.after * one.calls for one in group) / max(calls, 1),
    )  # fmt: skip


def joined(told: Sequence[Shift], end: int) -> list[Shift]:
    """A day of a change that comes back, told by itself, goes with it; `end` is when the CDR ends (µs since 1970 UTC)."""
    kept = [shift for shift in told if shift.hours]
    for shift in told:
        if shift.hours:
            continue
        is_day = (shift.until or end) - shift.since < _HALF_DAY
        at = next((at for at, one in enumerate(kept) if one.hours and is_day and key_of(one) == key_of(shift)), None)
        if at is None:
            kept.append(shift)
        else:
            one = kept[at]
            kept[at] = replace(
                one, since=min(one.since, shift.since), until=_later(one.until, shift.until), days=one.days + 1,
                calls=one.calls + shift.calls, lost=one.lost + shift.lost, minutes_lost=one.minutes_lost + shift.minutes_lost,
            )  # fmt: skip
    return kept


def _later(until: int | None, other: int | None) -> int | None:
    return None if until is None or other is None else max(until, other)


def key_of(shift: Shift) -> tuple[object, ...]:
    """What makes two of them one and the same."""
    return (shift.kind, shift.vendor, shift.direction, shift.caller, shift.status, shift.q850, shift.result)
