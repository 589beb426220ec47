"""Every key does what the bar, the help and the manual say of it, whatever has the focus and however fast it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from sipwhy.sources import Problem
from sipwhy.sources.growing import open_growing
from sipwhy.tui.ask_screen import AskScreen
from sipwhy.tui.help_screen import HelpScreen
from sipwhy.tui.list_screen import ListScreen
from sipwhy.tui.message_screen import MessageScreen
from sipwhy.tui.preferences import load
from sipwhy.tui.raw_screen import RawScreen
from sipwhy.tui.save_screen import SaveScreen
from tests.tui.driving import SAMPLE, drive, press, settle, text_of

Here = Pilot[Problem | None]
HOME = Path("tui.json")


def test_arrows_go_from_message_to_message() -> None:
    async def driving(pilot: Here) -> list[int]:
        await press(pilot, *["down"] * 9, "enter", "home", "enter")
        seen = []
        for key in ("right", "right", "left", "left", "left"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, MessageScreen)
            seen.append(pilot.app.screen.message.number)
        return seen

    assert drive([SAMPLE], driving, home=HOME) == [123, 124, 123, 122, 122]


def test_arrows_change_a_setting_forth_and_back() -> None:
    async def driving(pilot: Here) -> list[str]:
        await press(pilot, "f8")
        seen = []
        for key in ("right", "right", "left", "left", "left"):
            await press(pilot, key)
            seen.append(load(HOME).theme)
        return seen

    assert drive([SAMPLE], driving, home=HOME) == ["light", "contrast", "light", "dark", "mono"]


@pytest.mark.parametrize("keys", [(), ("enter",), ("enter", "enter"), ("r",), ("w",), ("i",), ("e",), ("enter", "space", "down", "space")])
@pytest.mark.parametrize("key", ["f1", "h", "р", "question_mark"])
def test_help_is_a_key_away_from_every_screen_and_the_same_key_closes_it(keys: tuple[str, ...], key: str) -> None:
    async def driving(pilot: Here) -> tuple[bool, bool]:
        await press(pilot, *["down"] * 9, *keys)
        before = pilot.app.screen
        await press(pilot, key)
        helps = isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, key)
        return helps, pilot.app.screen is before

    assert drive([SAMPLE], driving, home=HOME) == (True, True)


def test_what_is_typed_at_once_after_the_key_of_the_filter_box_stands_in_it() -> None:
    async def driving(pilot: Here) -> tuple[str, bool]:
        for key, character in (("slash", "/"), ("q", "q"), ("h", "h"), ("4", "4"), ("space", " "), ("8", "8")):
            pilot.app.post_message(events.Key(key, character))  # as a slow line brings them: all at once
        await settle(pilot)
        return pilot.app.query_one("#filter", Input).value, isinstance(pilot.app.screen, ListScreen)

    value, is_list = drive([SAMPLE], driving, home=HOME)
    assert (value, is_list) == ("qh4 8", True)


@pytest.mark.parametrize("keys", [(), ("enter", "enter"), ("f8",), ("f2",), ("slash",)])
def test_control_c_leaves_from_everywhere(keys: tuple[str, ...]) -> None:
    async def driving(pilot: Here) -> bool:
        await press(pilot, *keys)
        await pilot.press("ctrl+c")
        await pilot.pause()
        return pilot.app._exit  # whether it has been told to end; there is no public word for it

    assert drive([SAMPLE], driving, home=HOME)


def test_control_c_asks_while_calls_come_in_and_leaves_the_second_time() -> None:
    Path("live.pcap").write_bytes(Path(SAMPLE).read_bytes())

    async def driving(pilot: Here) -> tuple[bool, bool]:
        await press(pilot, "ctrl+c")
        asks = isinstance(pilot.app.screen, AskScreen)
        await pilot.press("ctrl+c")
        await pilot.pause()
        return asks, pilot.app._exit  # as above

    assert drive(["live.pcap"], driving, home=HOME, growing=[open_growing("live.pcap")]) == (True, True)


@pytest.mark.parametrize(("key", "is_written"), [("y", True), ("д", True), ("н", False), ("т", False), ("n", False), ("enter", False)])
def test_only_a_yes_overwrites(key: str, is_written: bool) -> None:
    Path("call-10.pcapng").write_text("precious")

    async def driving(pilot: Here) -> None:
        await press(pilot, *["down"] * 9, "f2", "enter", key)

    drive([SAMPLE], driving, home=HOME)
    assert (Path("call-10.pcapng").read_bytes() != b"precious") is is_written


@pytest.mark.parametrize("name", ["~nobody-of-this-name/a.txt", "a" * 300 + ".txt", "/", ".txt", ""])
def test_a_name_that_cannot_be_is_told_and_the_dialog_stays(name: str) -> None:
    async def driving(pilot: Here) -> tuple[bool, str]:
        await press(pilot, "f2")
        pilot.app.screen.query_one("#name", Input).value = name
        await press(pilot, "enter")
        return isinstance(pilot.app.screen, SaveScreen), text_of(pilot)

    stays, text = drive([SAMPLE], driving, home=HOME)
    assert stays
    assert "must end in" in text or "cannot be written" in text
    assert not list(Path().iterdir())


def test_related_calls_are_asked_for_again_and_again() -> None:
    async def driving(pilot: Here) -> tuple[list[bool], bool]:
        await press(pilot, "end", "enter")
        told = []
        for _ in range(2):
            await press(pilot, "x")
            told.append("No other call of these people" in text_of(pilot))
        await press(pilot, "r")
        return told, isinstance(pilot.app.screen, RawScreen)

    assert drive([SAMPLE], driving, home=HOME) == ([True, True], True)
