"""Every screen in both languages at 80x24, reached by the keys that lead there, and the ones that are otherwise on a wide terminal."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from sipwhy.sources import Problem
from sipwhy.texts.language import LANGUAGES, Language
from tests.tui.driving import SAMPLE, check_screen, drive, press, settle, text_of, type_text

SCREENS: dict[str, tuple[str, ...]] = {
    "list": (),
    "list-marked": ("space", "down", "down", "space"),
    "list-sorted": (">", ">", ">", ">", "z"),
    "list-wrong": ("!",),
    "list-invites": ("I",),
    "ladder": ("down",) * 9 + ("enter",),
    "ladder-answered": ("end", "enter"),
    "ladder-band": ("down", "down", "enter", "end", "up", "up", "up", "up"),
    "ladder-without-pane": ("down",) * 9 + ("enter", "t"),
    "ladder-plain": ("down",) * 9 + ("enter", "d", "m", "c"),
    "ladder-repeats": ("down",) * 13 + ("enter", "t", "s"),
    "ladder-only-sdp": ("down",) * 9 + ("enter", "D", "t"),
    "ladder-one-leg": ("down",) * 9 + ("enter", "end", "g", "t"),
    "ladder-related": ("down",) * 4 + ("x", "t"),
    "ladder-two-calls": ("down",) * 4 + ("space", "space", "enter", "t"),
    "message": ("down",) * 9 + ("enter", "enter"),
    "message-bytes": ("down",) * 9 + ("enter", "enter", "right", "b"),
    "raw": ("down",) * 9 + ("r",),
    "why": ("down",) * 9 + ("w",),
    "why-evidence": ("down",) * 9 + ("w", "down", "enter"),
    "why-well": ("w",),
    "answer": ("down",) * 9 + ("e",),
    "answer-in-ladder": ("down",) * 9 + ("enter", "e"),
    "difference": ("down",) * 9 + ("enter", "home", "space", "down", "down", "down", "space"),
    "overview": ("i",),
    "help": ("f1",),
    "help-ladder": ("enter", "f1"),
    "save": ("f2", "down"),
    "columns": ("f10", "down", "space"),
    "settings": ("f8",),
    "settings-theme": ("f8", "enter"),
}
LOW = ("list", "list-wrong", "ladder", "ladder-one-leg", "why", "message", "difference", "overview", "help", "save", "columns", "settings")
WIDE = ("list", "ladder", "difference", "ladder-answered")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_eighty_by_twenty_four(name: str, lang: Language) -> None:
    check_screen(f"{name}.{lang}.txt", _screen(SCREENS[name], lang, (80, 24)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LOW)
def test_a_screen_of_sixty_by_fifteen(name: str, lang: Language) -> None:
    check_screen(f"{name}.low.{lang}.txt", _screen(SCREENS[name], lang, (60, 15)))


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_screen(name: str) -> None:
    check_screen(f"{name}.wide.txt", _screen(SCREENS[name], "en", (140, 40)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_typed_into_the_filter_narrows_the_list(lang: Language) -> None:
    async def driving(pilot: Pilot[Problem | None]) -> str:
        await press(pilot, "slash")
        await type_text(pilot, "status=4xx 1001")
        return text_of(pilot)

    check_screen(f"list-filtered.{lang}.txt", drive([SAMPLE], driving, home=Path("tui.json"), lang=lang))


FILTERS = {
    "filter-expression": "status = 4xx and cause = codec-mismatch",
    "filter-fault": "status = 4xx and stauts > 5",
    "filter-wrong-sign": "from > 1001",
    "filter-long-fault": 'header.user-agent like "yealink" and status in (401, 403, 404, 407, 480, 486, 488) and talk like "x"',
    "filter-next": "status = 4xx and kind = ",
    "filter-begun": "status ",
    "filter-no-rule": "cause = nonsense",
    "filter-no-value": "result = faildd",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILTERS)
def test_what_is_typed_is_an_expression_or_its_fault_is_shown_where_it_is(name: str, lang: Language) -> None:
    async def driving(pilot: Pilot[Problem | None]) -> str:
        await press(pilot, "/")
        pilot.app.query_one("#filter", Input).value = FILTERS[name][:-1]  # at once: what stood there in between would narrow the list
        await type_text(pilot, FILTERS[name][-1])
        return text_of(pilot)

    check_screen(f"{name}.{lang}.txt", drive([SAMPLE], driving, home=Path("tui.json"), lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_capture_without_sip_says_so(lang: Language, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pcap"
    empty.write_bytes(bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000"))

    async def driving(pilot: Pilot[Problem | None]) -> str:
        await press(pilot, "enter", "w", "e", "r", "x", "space", "i", "escape", "z", "pagedown", "end")
        return text_of(pilot)

    check_screen(f"empty.{lang}.txt", drive([str(empty)], driving, home=Path("tui.json"), lang=lang))


def _screen(keys: tuple[str, ...], lang: Language, size: tuple[int, int]) -> str:
    async def driving(pilot: Pilot[Problem | None]) -> str:
        await press(pilot, *keys)
        await pilot.pause(0.45)
        await settle(pilot)
        return text_of(pilot)

    return drive([SAMPLE], driving, home=Path("tui.json"), lang=lang, size=size)


@pytest.mark.parametrize(("zone", "said"), [("Europe/Moscow", "MSK"), ("UTC", "UTC")])
def test_ladder_and_message_name_day_and_zone(zone: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    async def look(pilot: Pilot[Problem | None]) -> tuple[str, str, str]:
        await press(pilot, "enter")
        ladder = text_of(pilot)
        await press(pilot, "enter")
        message = text_of(pilot)
        await press(pilot, "escape", "escape", "f8")
        return ladder, message, text_of(pilot)

    try:
        ladder, message, settings = drive([SAMPLE], look, home=tmp_path / "tui.json", size=(120, 24), is_utc=False)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "2026-11-23" in ladder.splitlines()[0]
    assert f" {said} " in ladder.splitlines()[0]
    assert "2026-11-23" in message.splitlines()[0]
    assert f" {said} " in f"{message.splitlines()[0]} "
    assert ("local: MSK, UTC+03:00" if said == "MSK" else "local: UTC ") in settings
