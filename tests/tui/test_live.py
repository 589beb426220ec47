"""What grows while the program looks on: the list goes on, the cursor stays on its call, a pause holds, nothing is lost."""

from __future__ import annotations

import asyncio
import errno
import os
from collections import Counter
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from sipwhy.app.report import FullReport
from sipwhy.app.watch import Watch
from sipwhy.sources import Problem
from sipwhy.sources.growing import open_growing
from sipwhy.tui.call_table import CallTable
from sipwhy.tui.ladder_screen import LadderScreen
from sipwhy.tui.list_screen import ListScreen
from tests.tui.driving import SAMPLE, drive, press, settle, text_of

Here = Pilot[Problem | None]
HOME = Path("tui.json")
LIVE = Path("live.pcap")
WHOLE = Path(SAMPLE).read_bytes()
HEAD, RECORD = 24, 16


def part(until: float) -> bytes:
    """The first packets of the sample, about so great a share of it."""
    at = HEAD
    while at < len(WHOLE) * until:
        at += RECORD + int.from_bytes(WHOLE[at + 8 : at + 12], "little")
    return WHOLE[:at]


def table(pilot: Here) -> CallTable:
    return pilot.app.screen_stack[0].query_one(CallTable)


async def until(pilot: Here, count: int) -> None:
    """Waits until the list has so many entries."""
    for _ in range(400):
        if len(table(pilot).seen) >= count:
            break
        await asyncio.sleep(0.05)
    await settle(pilot)


def test_the_list_goes_on_and_the_cursor_and_marks_stay_with_their_calls() -> None:
    LIVE.write_bytes(part(0.5))

    async def driving(pilot: Here) -> tuple[int, int | None, int, int | None, set[int], str]:
        await until(pilot, 3)
        await press(pilot, "down", "down", "space")
        before, chosen = len(table(pilot).seen), table(pilot).number
        LIVE.write_bytes(WHOLE)
        await until(pilot, 16)
        return before, chosen, len(table(pilot).seen), table(pilot).number, table(pilot).marked, text_of(pilot).splitlines()[0]

    before, chosen, after, still, marked, head = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert before < after == 16
    assert chosen == still
    assert chosen is not None
    assert marked == {3}
    assert head.startswith(" LIVE · live.pcap · 2026-11-23 UTC · 16 entries")


def test_nothing_new_is_shown_while_it_is_paused_and_all_of_it_afterwards() -> None:
    LIVE.write_bytes(part(0.5))

    async def driving(pilot: Here) -> tuple[int, int, int, str]:
        await until(pilot, 3)
        await press(pilot, "p")
        before = len(table(pilot).seen)
        LIVE.write_bytes(WHOLE)
        await asyncio.sleep(1.2)
        paused, head = len(table(pilot).seen), text_of(pilot).splitlines()[0]
        await press(pilot, "p")
        await until(pilot, 16)
        return before, paused, len(table(pilot).seen), head

    before, paused, after, head = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert before == paused < after == 16
    assert "PAUSED" in head


def test_a_ladder_grows_with_its_call_and_an_emptied_list_begins_anew() -> None:
    call = _call_start(12)
    LIVE.write_bytes(WHOLE[:call])

    async def driving(pilot: Here) -> tuple[int, int, int]:
        await until(pilot, 1)
        await press(pilot, "end", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, LadderScreen)
        before = len(screen.rows)
        LIVE.write_bytes(WHOLE)
        for _ in range(200):
            if len(screen.rows) > before:
                break
            await asyncio.sleep(0.05)
        grown = len(screen.rows)
        await press(pilot, "q", "f5")
        for _ in range(100):
            if not len(table(pilot).seen):
                break
            await asyncio.sleep(0.05)
        return before, grown, len(table(pilot).seen)

    before, grown, left = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert before < grown
    assert left == 0


def test_a_list_that_was_emptied_while_it_was_judged_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    LIVE.write_bytes(part(0.5))
    started, begun, going = _slow(monkeypatch)

    async def driving(pilot: Here) -> int:
        await until(pilot, 3)
        started.set()
        LIVE.write_bytes(WHOLE)
        await asyncio.to_thread(begun.wait, 20)
        await pilot.press("f5")
        going.set()
        await asyncio.sleep(1)
        return len(table(pilot).seen)

    assert drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())]) == 0


def test_a_pause_while_it_is_judged_holds_and_afterwards_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    LIVE.write_bytes(part(0.5))
    started, begun, going = _slow(monkeypatch)

    async def driving(pilot: Here) -> tuple[int, int, int]:
        await until(pilot, 3)
        before = len(table(pilot).seen)
        started.set()
        LIVE.write_bytes(WHOLE)
        await asyncio.to_thread(begun.wait, 20)
        await pilot.press("p")
        going.set()
        await asyncio.sleep(1)
        paused = len(table(pilot).seen)
        await press(pilot, "p")
        await until(pilot, 16)
        return before, paused, len(table(pilot).seen)

    before, paused, after = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert before == paused < after == 16


def test_a_pause_while_it_is_judged_costs_no_more_boards_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    LIVE.write_bytes(part(0.5))
    started, begun, going = _slow(monkeypatch)
    made, rounds, renew, take = Counter[str](), Counter[str](), ListScreen._renew, Watch.take

    async def counted_renew(screen: ListScreen, report: FullReport, clearings: int) -> bool:
        made["boards"] += 1
        return await renew(screen, report, clearings)

    def counted_take(watch: Watch) -> None:
        take(watch)
        rounds["of the loop"] += 1

    monkeypatch.setattr(ListScreen, "_renew", counted_renew)
    monkeypatch.setattr(Watch, "take", counted_take)

    async def driving(pilot: Here) -> int:
        await until(pilot, 3)
        started.set()
        LIVE.write_bytes(WHOLE)
        await asyncio.to_thread(begun.wait, 20)
        await pilot.press("p")
        going.set()
        before, since = made["boards"], rounds["of the loop"]
        while rounds["of the loop"] < since + 4:
            await asyncio.sleep(0.05)
        paused = made["boards"] - before
        await press(pilot, "p")
        await until(pilot, 16)
        return paused

    assert drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())]) == 0


def test_why_is_told_again_when_more_of_its_call_came() -> None:
    LIVE.write_bytes(WHOLE[: _call_start(2122)])

    async def driving(pilot: Here) -> tuple[str, str]:
        await until(pilot, 16)
        await press(pilot, "end", "w")
        before = text_of(pilot)
        LIVE.write_bytes(WHOLE)
        for _ in range(200):
            if text_of(pilot) != before:
                break
            await asyncio.sleep(0.05)
        return before, text_of(pilot)

    before, after = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert "talked" not in before
    assert "talked" in after


def test_an_interface_that_is_gone_is_told() -> None:
    LIVE.write_bytes(WHOLE)

    async def driving(pilot: Here) -> str:
        await until(pilot, 16)
        return text_of(pilot).splitlines()[0]

    head = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())], is_up=lambda: False)
    assert head.startswith(" INTERFACE GONE OR DOWN, waiting · live.pcap · 2026-11-23 UTC · 16 entries")


def test_leaving_while_calls_come_in_is_asked_about() -> None:
    LIVE.write_bytes(WHOLE)

    async def driving(pilot: Here) -> tuple[str, bool]:
        await until(pilot, 16)
        await press(pilot, "q")
        asked = text_of(pilot)
        await press(pilot, "n", "q", "y")
        return asked, pilot.app.is_running

    asked, _ = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert "Leave sipwhy?" in asked


def test_packets_that_were_dropped_are_counted_in_the_head() -> None:
    LIVE.write_bytes(WHOLE)

    async def driving(pilot: Here) -> str:
        await until(pilot, 16)
        return text_of(pilot).splitlines()[0]

    head = drive(["live.pcap"], driving, home=HOME, size=(120, 24), growing=[open_growing(_grown())], dropped=lambda: 3)
    assert "3 packets dropped" in head


def test_a_filter_that_cannot_be_meant_leaves_what_comes_in_shown_as_before() -> None:
    LIVE.write_bytes(part(0.5))

    async def driving(pilot: Here) -> tuple[int, int, int | None]:
        await until(pilot, 3)
        pilot.app.query_one("#filter", Input).value = "stauts = 4xx and status ="
        await asyncio.sleep(0.3)
        before = len(table(pilot).seen)
        LIVE.write_bytes(WHOLE)
        await until(pilot, 16)
        await press(pilot, "end")
        return before, len(table(pilot).seen), table(pilot).number

    before, after, last = drive(["live.pcap"], driving, home=HOME, growing=[open_growing(_grown())])
    assert before < after == 16
    assert last == 16


def _slow(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event, Event]:
    """From the first event on judging tells by the second one that it has begun, and does not end before the third."""
    judged = Watch.report
    started, begun, going = Event(), Event(), Event()

    def report(watch: Watch) -> FullReport | None:
        made = judged(watch)
        if made is not None and started.is_set():
            begun.set()
            going.wait(10)
        return made

    monkeypatch.setattr(Watch, "report", report)
    return started, begun, going


def _grown() -> str:
    return str(LIVE)


def _call_start(packets: int) -> int:
    """Where so many packets of the sample end."""
    at = HEAD
    for _ in range(packets):
        at += RECORD + int.from_bytes(WHOLE[at + 8 : at + 12], "little")
    return at


def test_what_cannot_be_read_any_more_ends_the_program_with_a_word() -> None:
    class Broken:
        name, has_past, has_ended = "full", True, False

        def take(self) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(Problem, match="unreadable Input/output error") as told:
        Watch([Broken()]).take()
    assert told.value.path == "full"
