"""Plays a call while the screen goes on."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

from sipwhy.app.report import FullReport
from sipwhy.render.media.lock import why_shut
from sipwhy.texts.faults import fault
from sipwhy.tui.page import Page
from sipwhy.tui.working import work


async def toggle_sound(page: Page, report: FullReport, number: int) -> None:
    """Plays call `number`, or stops what plays; says on `page` what happens."""
    if page.program.stop_sound():
        page.tell(page.say("stopped"))
        return
    page.tell(page.say("decoding"))
    work(page, partial(_play, page, report, number), "sound")


async def _play(page: Page, report: FullReport, number: int) -> None:
    audio: Any = import_module("sipwhy.app.audio")  # late: few runs listen
    try:
        heard = await page.program.away(audio.hear_call, report, number)
    except audio.NoDecoderError:
        page.tell(page.say("no-decoder"))
        return
    if heard is None:
        page.tell(page.say("no-voice", n=number))
        return
    if not len(heard.sound):
        why = why_shut([(one.lock, one.stream) for one in heard.voices], page.lang)
        page.tell(page.say("no-sound-of", why=why) if why else page.say("no-sound"))
        return
    try:
        is_on = await page.program.away(page.program.begin_sound, audio.begin, heard)
    except OSError as error:  # no room for the sound, or a player that is no program
        page.tell(page.say("cannot-play", detail=fault(error.strerror or str(error), page.lang)))
        return
    if is_on:
        page.tell(page.say("playing", seconds=heard.seconds, n=number))
    else:
        key = next(key.shown.split()[0] for key in page.KEYS if key.action == "save")
        page.tell(page.say("no-player", players=tuple(player[0] for player in audio.PLAYERS), press=key))
