"""Drives the terminal program by keys, and reads its screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from textual.pilot import Pilot

from sipwhy.app.feed import Feed
from sipwhy.app.watch import Watch
from sipwhy.sources import Problem
from sipwhy.sources.growing import Growing
from sipwhy.texts.language import Language
from sipwhy.tui.list_screen import ListScreen
from sipwhy.tui.program import Program
from tests.render.snapshot import check_snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"
SAMPLE = str(Path(__file__).parents[2] / "samples" / "office-morning.pcap")
_BARS = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█▉▊▋▌▍▎▏"), " ")
_TYPED = 0.2
_PATIENCE = 200

Seen = TypeVar("Seen")
Driving = Callable[[Pilot[Problem | None]], Awaitable[Seen]]


def drive(
    files: Sequence[str],
    driving: Driving[Seen],
    *,
    home: Path,
    lang: Language = "en",
    size: tuple[int, int] = (80, 24),
    no_color: bool = False,
    is_utc: bool = True,
    growing: Sequence[Growing] = (),
    dropped: Callable[[], int] = lambda: 0,
    is_up: Callable[[], bool] = lambda: True,
) -> Seen:
    """Runs the program on `files` (or on what grows) and hands it to `driving`; times are UTC if `is_utc`, or this machine's."""

    async def run() -> Seen:
        feed = Feed(files, watch=Watch(growing, dropped=dropped, is_up=is_up) if growing else None)
        program = Program(feed, lang, is_utc=is_utc, no_color=no_color, home=home)
        async with program.run_test(size=size) as pilot:
            await settle(pilot)
            return await driving(pilot)

    return asyncio.run(run())


async def press(pilot: Pilot[Problem | None], *keys: str) -> None:
    """Presses keys one after the other, each when the one before has done its work."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def settle(pilot: Pilot[Problem | None]) -> None:
    """Waits until nothing is being done any more; what grows is followed for ever, and not waited for."""
    for _ in range(_PATIENCE):
        await pilot.pause()
        busy = [worker for worker in pilot.app.workers if not worker.is_finished and worker.group != "reading"]
        if not busy and not _is_reading(pilot):
            break
        await asyncio.sleep(0.01)
    await pilot.pause()


def _is_reading(pilot: Pilot[Problem | None]) -> bool:
    program = pilot.app
    if not isinstance(program, Program) or program.feed.watch is not None or not program.is_running:
        return False
    return any(isinstance(screen, ListScreen) and screen.is_reading for screen in program.screen_stack)


async def type_text(pilot: Pilot[Problem | None], text: str) -> None:
    """Types into a box, and waits until it had its effect."""
    for char in text:
        await pilot.press("space" if char == " " else char)
    await asyncio.sleep(_TYPED)
    if isinstance(pilot.app.screen, ListScreen):
        pilot.app.screen.refilter()  # what it does by itself a moment after the last key, however busy the machine is
    await settle(pilot)


def text_of(pilot: Pilot[Problem | None]) -> str:
    """What stands on the screen: its lines without the blanks at their ends, and without scroll bars, which tell of what is not on it."""
    strips = pilot.app.screen._compositor.render_strips()  # there is no public way to the text of a screen
    return "\n".join(strip.text.translate(_BARS).rstrip() for strip in strips) + "\n"


def check_screen(name: str, text: str) -> None:
    """Compares a screen with the file `name`, exactly."""
    check_snapshot(name, text, SNAPSHOTS)
