"""Between which moments --since and --until reach, in the words of a user and a capture of two days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sipwhy.cli.failure import FailureError
from sipwhy.cli.reading import bounds
from sipwhy.texts.when import Moment, when_of


def between(since: str, until: str, first: str, end: str) -> list[str]:
    """What is meant in a capture from `first` to `end`."""
    day, now = (round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1e6) for text in (first, end))
    found = bounds({"since": when_of(since), "until": when_of(until)}, Moment(now, UTC, day))
    return [f"{datetime.fromtimestamp(0, UTC) + timedelta(microseconds=one or 0):%d %H:%M}" for one in found]


def test_times_of_day_are_those_of_the_first_day() -> None:
    assert between("10:00", "11:30", "2026-11-25 09:00", "2026-11-26 12:00") == ["25 10:00", "25 11:30"]


def test_a_night_may_be_meant() -> None:
    assert between("23:00", "01:00", "2026-11-25 20:00", "2026-11-26 04:00") == ["25 23:00", "26 01:00"]
    assert between("23:00", "01:00", "2026-11-26 00:10", "2026-11-26 04:00") == ["25 23:00", "26 01:00"]
    assert between("18:00", "08:00", "2026-11-25 16:00", "2026-11-26 12:00") == ["25 18:00", "26 08:00"]


def test_two_times_that_had_passed_when_the_capture_begins_are_those_of_its_next_day() -> None:
    assert between("00:00", "06:00", "2026-11-25 00:00:02", "2026-11-26 00:00:01") == ["25 00:00", "25 06:00"]
    assert between("09:00", "12:00", "2026-11-25 10:00", "2026-11-26 09:15") == ["25 09:00", "25 12:00"]
    assert between("00:10", "00:15", "2026-11-25 23:58", "2026-11-26 00:27") == ["26 00:10", "26 00:15"]
    assert between("23:59", "00:15", "2026-11-25 23:58", "2026-11-26 00:27") == ["25 23:59", "26 00:15"]
    assert between("08:00", "12:00", "2026-11-25 09:00", "2026-11-25 18:00") == ["25 08:00", "25 12:00"]
    assert between("08:00", "12:00", "2026-11-25 09:00", "2026-11-27 18:00") == ["25 08:00", "25 12:00"]


def test_a_time_of_day_beside_a_date_is_the_nearest_where_nothing_would_be_left() -> None:
    assert between("2026-11-20", "18:00", "2026-11-23 15:00", "2026-11-23 15:00") == ["20 00:00", "23 18:00"]
    assert between("2026-11-26 23:00", "01:30", "2026-11-25 09:00", "2026-11-27 12:00") == ["26 23:00", "27 01:30"]
    assert between("2026-11-26 10:00", "11:00", "2026-11-25 09:00", "2026-11-27 12:00") == ["26 10:00", "26 11:00"]
    assert between("23:00", "2026-11-25 09:30", "2026-11-25 09:00", "2026-11-27 12:00") == ["24 23:00", "25 09:30"]


@pytest.mark.parametrize(("since", "until"), [("10:00", "10:00"), ("2026-11-26", "2026-11-25"), ("now", "now-1h")])
def test_nothing_fits_in_less_than_no_time(since: str, until: str) -> None:
    with pytest.raises(FailureError):
        between(since, until, "2026-11-25 20:00", "2026-11-26 04:00")
