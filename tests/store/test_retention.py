"""What goes to keep the limits, and what never goes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sipwhy.store import retention
from sipwhy.store.folder import Folder
from sipwhy.store.limits import Limits
from sipwhy.store.retention import JUMP, Clock, keep
from sipwhy.store.segments import named, segments

NOW = 1_800_000_000.0
DAY = 86_400.0
ROOMY = Limits(size=10**9, age=30 * DAY, free=0)


class Hands:
    """Both clocks, set by hand."""

    wall, steady = NOW, 0.0

    def clock(self, newest: float | None = None) -> Clock:
        return Clock(newest, lambda: self.wall, lambda: self.steady)

    def pass_time(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Ten segments of 1000 bytes, one a day, the newest of today."""
    made = Folder(tmp_path / "history")
    made.prepare()
    for day in range(10):
        path = named(made.messages, 10 * day + 1, 10 * day + 10)
        path.write_bytes(b"x" * 1000)
        os.utime(path, (NOW - (9 - day) * DAY, NOW - (9 - day) * DAY))
    return made


def kept(folder: Folder) -> list[int]:
    return [one.first // 10 for one in segments(folder.messages)]


def test_within_the_limits_nothing_goes(folder: Folder) -> None:
    assert list(keep(folder, ROOMY, Hands().clock())) == []


def test_the_oldest_go_for_the_size(folder: Folder) -> None:
    gone = list(keep(folder, Limits(size=4500, age=30 * DAY, free=0), Hands().clock()))
    assert [one.why for one in gone] == ["size"] * 6
    assert kept(folder) == [6, 7, 8, 9]


def test_what_was_merged_and_is_still_to_go_costs_no_history(folder: Folder) -> None:
    merged = named(folder.messages, 1, 90)
    merged.write_bytes(b"x" * 9000)
    os.utime(merged, (NOW - DAY, NOW - DAY))
    assert list(keep(folder, Limits(size=10_500, age=30 * DAY, free=0), Hands().clock())) == []


def test_what_is_too_old_goes(folder: Folder) -> None:
    assert {one.why for one in keep(folder, Limits(size=10**9, age=3.5 * DAY, free=0), Hands().clock())} == {"age"}
    assert kept(folder) == [6, 7, 8, 9]


def test_for_room_on_the_disk_all_but_the_newest_go(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "free", lambda _: 10)
    assert {one.why for one in keep(folder, Limits(size=10**9, age=30 * DAY, free=11), Hands().clock())} == {"free"}
    assert kept(folder) == [9]


def test_a_clock_that_jumps_a_year_ahead_deletes_nothing(folder: Folder) -> None:
    hands = Hands()
    clock = hands.clock()
    hands.pass_time(10)
    hands.wall += 365 * DAY
    assert list(keep(folder, ROOMY, clock)) == []
    assert clock.jumped == pytest.approx(365 * DAY)
    hands.pass_time(3600)
    assert list(keep(folder, ROOMY, clock)) == []
    hands.wall -= 365 * DAY
    assert list(keep(folder, ROOMY, clock)) == []
    hands.pass_time(2 * DAY)
    assert list(keep(folder, ROOMY, clock)) == []
    assert kept(folder) == list(range(10))


def test_a_year_that_stays_is_believed_after_a_day(folder: Folder) -> None:
    hands = Hands()
    clock = hands.clock()
    hands.wall += 365 * DAY
    assert list(keep(folder, ROOMY, clock)) == []
    hands.pass_time(DAY + 1)
    assert len(list(keep(folder, ROOMY, clock))) == 9


def test_a_clock_that_stands_before_the_newest_message_is_not_believed(folder: Folder) -> None:
    hands = Hands()
    hands.wall = NOW - 100 * DAY
    clock = hands.clock(newest=NOW)
    assert not clock.is_trusted
    assert list(keep(folder, ROOMY, clock)) == []


def test_a_small_step_is_none(folder: Folder) -> None:
    hands = Hands()
    clock = hands.clock()
    hands.wall += JUMP / 2
    clock.look()
    assert clock.jumped is None
    assert clock.is_trusted


def test_the_real_clocks_agree() -> None:
    clock = Clock(time.time())
    clock.look()
    assert clock.is_trusted
