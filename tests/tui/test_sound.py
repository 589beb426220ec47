"""Sound that plays is never out of hand: it is stopped by what begins after it, by the key, and by the end of the program."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sipwhy.app import audio
from sipwhy.app.feed import Feed
from sipwhy.sources import Problem
from sipwhy.tui.program import Program
from tests.tui.driving import drive, press, text_of

CALL = str(Path(__file__).parents[1] / "captures" / "good-call" / "capture.pcap")


class _Player:
    """Plays until it is stopped."""

    is_on = True

    def stop(self) -> None:
        self.is_on = False


def test_what_begins_stops_what_played_and_a_key_stops_it() -> None:
    program = Program(Feed([]), "en", home=Path("nowhere.json"))
    first: Any = _Player()
    second: Any = _Player()
    heard: Any = None
    assert program.begin_sound(lambda _: first, heard)
    assert program.begin_sound(lambda _: second, heard)
    assert (first.is_on, second.is_on) == (False, True)
    assert program.stop_sound()
    assert not second.is_on
    assert not program.stop_sound()


def test_where_nothing_can_play_nothing_is_left_to_stop() -> None:
    program = Program(Feed([]), "en", home=Path("nowhere.json"))
    heard: Any = None
    assert not program.begin_sound(lambda _: None, heard)
    assert not program.stop_sound()


def test_a_disk_that_is_full_is_told_and_does_not_end_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def listening(pilot: Pilot[Problem | None]) -> str:
        await press(pilot, "I", "a")
        return text_of(pilot)

    monkeypatch.setattr(audio, "begin", full)
    assert "It cannot be played: No space left on device" in drive([CALL], listening, home=tmp_path / "tui.json")
