"""Days of a change that comes back are one change; what lasts is not over with the last of them."""

from __future__ import annotations

from msgspec.structs import replace

from sipwhy.cdr.shifts.recurring import joined
from sipwhy.diagnosis.traffic import Shift

_HOUR, _DAY = 3_600_000_000, 86_400_000_000
_EVENINGS = Shift(
    kind="failing", vendor="alfa", direction=None, caller=None, status=503, q850=None, result=None, since=18 * _HOUR,
    until=3 * _DAY + 22 * _HOUR, before=0.0, after=0.5, calls=400, lost=200, minutes_lost=300.0, asr_before=0.6, asr_after=0.3,
    others_before=None, others_after=None, hours=(18, 22), days=4,
)  # fmt: skip


def _alone(since: int, until: int | None) -> Shift:
    return replace(_EVENINGS, since=since, until=until, hours=None, days=1)


def test_an_evening_told_alone_goes_with_the_others() -> None:
    [shift] = joined([_EVENINGS, _alone(4 * _DAY + 18 * _HOUR, 4 * _DAY + 22 * _HOUR)], 10 * _DAY)
    assert (shift.days, shift.until) == (5, 4 * _DAY + 22 * _HOUR)


def test_an_evening_that_lasts_to_the_end_keeps_the_change_open() -> None:
    [shift] = joined([_EVENINGS, _alone(4 * _DAY + 18 * _HOUR, None)], 4 * _DAY + 20 * _HOUR)
    assert (shift.days, shift.until) == (5, None)


def test_what_has_lasted_for_days_is_no_evening() -> None:
    outage = _alone(4 * _DAY + 18 * _HOUR, None)
    assert joined([_EVENINGS, outage], 10 * _DAY) == [_EVENINGS, outage]
