"""Points in time as people write them: one grammar for --since and --until of every command, and for the filter language."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.texts.measure import MOMENTS
from sipwhy.texts.when import Moment, when_of

END = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
FIRST_DAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def said(text: str) -> str | None:
    """The beginning of what is meant, of a capture from the 22nd of November to the 23rd."""
    when = when_of(text)
    if when is None:
        return None
    now = Moment(round(END.timestamp() * 1e6), UTC, round(FIRST_DAY.timestamp() * 1e6))
    return str(datetime.fromtimestamp(0, UTC) + timedelta(microseconds=when.span(now)[0])).removesuffix("+00:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-23T15:04:05", "2026-11-23 15:04:05"), ("2026-11-23 15:04", "2026-11-23 15:04:00"),
        ("2026-11-23", "2026-11-23 00:00:00"),
        ("2026-11-23T15:04:05.25", "2026-11-23 15:04:05.250000"), ("2026-11-23T15:04:05,25Z", "2026-11-23 15:04:05.250000"),
        ("2026-11-23T15:04+03:00", "2026-11-23 12:04:00"), ("20261123", "2026-11-23 00:00:00"), ("20261123T1504", "2026-11-23 15:04:00"),
        ("20261123T150405", "2026-11-23 15:04:05"), ("2026112315", "2026-11-23 15:00:00"), ("20261123T15", "2026-11-23 15:00:00"),
        ("2026112325", None), ("20261123150405", "2026-11-23 15:04:05"),
        ("15:04", "2026-11-22 15:04:00"), ("9:04:05", "2026-11-22 09:04:05"), ("15:04:05.5", "2026-11-22 15:04:05.500000"),
        ("today", "2026-11-23 00:00:00"), ("Yesterday", "2026-11-22 00:00:00"), ("сегодня", "2026-11-23 00:00:00"),
        ("вчера", "2026-11-22 00:00:00"),
        ("now", "2026-11-23 16:30:00"), ("now-15m", "2026-11-23 16:15:00"), ("now - 1h 30 min", "2026-11-23 15:00:00"),
        ("сейчас-2ч", "2026-11-23 14:30:00"), ("1795392000", "2026-11-23 00:00:00"),
        ("", None), ("soon", None), ("25:00", None), ("2026-13-01", None), ("20261323", None), ("now-soon", None), ("15", None),
    ],
)  # fmt: skip
def test_a_point_in_time(text: str, meant: str | None) -> None:
    assert said(text) == meant


def test_without_a_zone_it_is_one_of_the_reader() -> None:
    when = when_of("2026-11-23T15:04")
    assert when is not None
    moscow = Moment(0, timezone(timedelta(hours=3)))
    assert when.span(moscow)[0] == round(datetime(2026, 11, 23, 12, 4, tzinfo=UTC).timestamp() * 1e6)


@given(st.text(max_size=40))
def test_whatever_is_written_nothing_breaks(text: str) -> None:
    when = when_of(text)
    if when is not None:
        first, last = when.span(Moment(0, UTC))
        assert first <= last


def test_the_examples_of_the_error_are_understood() -> None:
    for words in MOMENTS:
        assert all(when_of(one) for one in words.replace(" or ", ", ").replace(" или ", ", ").split(", ")), words


@pytest.mark.parametrize(
    ("dotted", "same"),
    [("23.11.2026", "2026-11-23"), ("3.1.2026 15:04", "2026-01-03 15:04"), ("23.11.2026T15:04:05Z", "2026-11-23T15:04:05Z")],
)
def test_a_date_may_have_its_day_first(dotted: str, same: str) -> None:
    assert when_of(dotted) == when_of(same) is not None


@pytest.mark.parametrize("text", ["31.02.2026", "11.23.2026", "23.11.26", "1.2.3.4"])
def test_what_has_dots_and_is_no_date_is_none(text: str) -> None:
    assert when_of(text) is None
