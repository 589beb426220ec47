"""Points and spans of time as people write them, and what "now" and "10:00" are counted from: of the filter language and of options."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, tzinfo
from typing import Literal

from msgspec import Struct

from sipwhy.texts.measure import length_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_EPOCH_TEXT = r"(?a)(\d{9,11})(?:\.(\d{1,6}))?"
"""Seconds since 1970; fewer digits are none, for who writes 15 means an hour, and not the first minute of 1970."""
_DATE = r"(?a)(\d{4}-\d\d-\d\d)(?:[ Tt](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?"
_DOTTED = r"(?a)(\d\d?)\.(\d\d?)\.(\d{4})((?:[ Tt].*)?)"
"""A date as it is written in Russia and in most of Europe: the day first."""
_CLOCK = r"(?a)(\d?\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?"
_RUN_TOGETHER = r"(?a)((?:19[789]|20\d)\d)(\d\d)(\d\d)(?:[Tt]?(\d\d)(?:(\d\d)(\d\d)?)?)?"
"""A date as the names of files have it; with its hour alone it has as many digits as the seconds of 2033 and later."""
_FROM_NOW = r"(?i)(?:now|сейчас)(?:\s*([+-])\s*(.+))?"
_DAYS = {"today": 0, "yesterday": -1, "сегодня": 0, "вчера": -1}


class Moment(Struct, frozen=True):
    """
    What times are counted from: `now` for "last 15m", the day of `day` for "10:00" (that of `now` if it is None); µs since 1970 UTC.

    Times without a zone are of `zone`; None is the machine's own. Of a file "now" is its end.
    """

    now: int
    zone: tzinfo | None = None
    day: int | None = None


class When(Struct, frozen=True):
    """
    A span of time: a second, a minute or a day, as precise as it was written; `width` is its length in µs.

    `start` is µs since 1970 UTC ("epoch"), since 1970 by the reader's clock ("local"), since midnight ("clock"), since midnight of
    today ("day"), or since now ("now").
    """

    base: Literal["epoch", "local", "clock", "day", "now"]
    start: int
    width: int = 1

    @property
    def is_relative(self) -> bool:
        """Whether it is another one by another clock or on another day: 10:00, today, now-15m."""
        return self.base in ("clock", "day", "now")

    def span(self, moment: Moment) -> tuple[int, int]:
        """Its first and its last µs, since 1970 UTC."""
        start = self._start(moment)
        if self.base in ("epoch", "now") or self.width < _DAY:
            return start, start + self.width - 1
        return start, self._later(moment) - 1

    def _start(self, moment: Moment) -> int:
        match self.base:
            case "epoch":
                return self.start
            case "now":
                return moment.now + self.start
            case "local":
                return _absolute(self.start, moment.zone)
            case "clock":
                return _absolute(_midnight(moment.now if moment.day is None else moment.day, moment.zone) + self.start, moment.zone)
            case "day":
                return _absolute(_midnight(moment.now, moment.zone) + self.start, moment.zone)

    def _later(self, moment: Moment) -> int:
        """The end of a day, which is not always 24 h long."""
        midnight = self.start if self.base == "local" else _midnight(moment.now, moment.zone) + self.start
        return _absolute(midnight + self.width, moment.zone)


def when_of(text: str) -> When | None:
    """The span that `text` means; None if it means none. `ValueError` is never raised."""
    plain = text.strip()
    try:
        return _day(plain) or _now(plain) or _run_together(plain) or _epoch(plain) or _date(plain) or _dotted(plain) or _clock(plain)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> When | None:
    days = _DAYS.get(text.lower())
    return None if days is None else When("day", days * _DAY, _DAY)


def _now(text: str) -> When | None:
    found = re.fullmatch(_FROM_NOW, text)
    if not found:
        return None
    if not found[1]:
        return When("now", 0)
    length = length_of(found[2])
    return None if length is None else When("now", -length if found[1] == "-" else length)


def _epoch(text: str) -> When | None:
    found = re.fullmatch(_EPOCH_TEXT, text)
    if not found:
        return None
    start, width = int(found[1]) * _SECOND, _SECOND
    if found[2]:
        width = 10 ** (6 - len(found[2]))
        start += int(found[2]) * width
    return When("epoch", start, width)


def _run_together(text: str) -> When | None:
    found = re.fullmatch(_RUN_TOGETHER, text)
    if not found:
        return None
    year, month, day, hours, minutes, seconds = found.groups()
    of_day = f"T{hours}:{minutes or '00'}" + (f":{seconds}" if seconds else "") if hours else ""
    return _date(f"{year}-{month}-{day}{of_day}")


def _date(text: str) -> When | None:
    found = re.fullmatch(_DATE, text)
    if not found:
        return None
    day = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    if not MINYEAR < day.year < MAXYEAR:  # in another zone there may be no such time
        raise ValueError(text)
    start, width = (day - _EPOCH) // timedelta(microseconds=1), _DAY
    if found[2]:
        of_day, width = _of_day(found[2], found[3], found[4], found[5])
        start += of_day
    if not found[6]:
        return When("local", start, width)
    return When("epoch", start - _offset(found[6]), width)


def _dotted(text: str) -> When | None:
    found = re.fullmatch(_DOTTED, text)
    return _date(f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}{found[4]}") if found else None


def _clock(text: str) -> When | None:
    found = re.fullmatch(_CLOCK, text)
    return When("clock", *_of_day(found[1], found[2], found[3], found[4])) if found else None


def _of_day(hours: str, minutes: str, seconds: str | None, fraction: str | None) -> tuple[int, int]:
    """µs since midnight, and how precise that is."""
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        raise ValueError(hours)
    start, width = (int(hours) * 3_600 + int(minutes) * 60 + int(seconds or 0)) * _SECOND, _SECOND if seconds else 60 * _SECOND
    if fraction:
        width = 10 ** (6 - len(fraction))
        start += int(fraction) * width
    return start, width


def _offset(text: str) -> int:
    """µs east of UTC."""
    if text in "Zz":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) > 23 or int(digits[2:]) > 59:
        raise ValueError(text)
    size = (int(digits[:2]) * 3_600 + int(digits[2:]) * 60) * _SECOND
    return -size if text[0] == "-" else size


def _midnight(now: int, zone: tzinfo | None) -> int:
    """The midnight before `now` by the clock of `zone`, in µs since 1970 by that clock."""
    try:
        local = (_EPOCH + timedelta(microseconds=now)).astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return now - now % _DAY
    day = datetime(local.year, local.month, local.day, tzinfo=UTC)
    return (day - _EPOCH) // timedelta(microseconds=1)


def _absolute(local: int, zone: tzinfo | None) -> int:
    """µs since 1970 UTC of what the clock of `zone` shows."""
    try:
        naive = (_EPOCH + timedelta(microseconds=local)).replace(tzinfo=None)
        stated = naive.replace(tzinfo=zone) if zone else naive.astimezone()
        return (stated - _EPOCH) // timedelta(microseconds=1)
    except (OverflowError, OSError, ValueError):
        return local
