"""Points in time."""

from datetime import UTC, timedelta, timezone

from sipwhy.texts.moment import distance_of, iso_utc, span_of, time_of, zone_of

NOON = 1_763_985_600_123_456
"""2025-11-24 12:00:00.123456 UTC."""


def test_iso_has_microseconds_and_z() -> None:
    assert iso_utc(NOON) == "2025-11-24T12:00:00.123456Z"


def test_time_is_cut_and_not_rounded() -> None:
    assert time_of(NOON, UTC, 3) == "12:00:00.123"
    assert time_of(NOON, UTC) == "12:00:00"


def test_zone_is_named() -> None:
    assert zone_of(NOON, UTC) == "UTC"
    assert zone_of(NOON, timezone(timedelta(hours=3), "MSK")) == "MSK"
    assert zone_of(NOON, timezone(timedelta(hours=5, minutes=30))) == "UTC+05:30"


def test_the_day_is_said_once() -> None:
    assert span_of(NOON, NOON + 60_000_000, UTC) == "2025-11-24 12:00:00–12:01:00 UTC"
    assert span_of(NOON, NOON + 86_400_000_000, UTC) == "2025-11-24 12:00:00–2025-11-25 12:00:00 UTC"


def test_absurd_times_do_not_fail() -> None:
    for ts in (-(2**63), 2**63):
        assert iso_utc(ts).endswith("Z")


def test_a_zone_tells_how_far_it_is_from_utc() -> None:
    assert distance_of(NOON, UTC) == "UTC"
    assert distance_of(NOON, timezone(timedelta(hours=3), "MSK")) == "UTC+03:00"
    assert distance_of(NOON, timezone(-timedelta(hours=3, minutes=30), "NST")) == "UTC-03:30"
