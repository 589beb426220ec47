"""Sound that plays is never out of hand: it is stopped by what begins after it, by the key, and by the end of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sipwhy.app.feed import Feed
from sipwhy.tui.program import Program


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
