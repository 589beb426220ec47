"""`sipwhy history off`: ends the recording."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.commands.history.which import folder_of, store_option
from sipwhy.cli.help import Command
from sipwhy.cli.output import print_lines
from sipwhy.render.paper import Paper
from sipwhy.store.folder import Folder
from sipwhy.store.lock import holder
from sipwhy.store.status import read_status
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER

_PATIENCE = 60.0
"""Seconds in which what is at hand is judged and sealed."""


def command(lang: Language) -> click.Command:
    """The end of recording."""

    @told
    def off(**given: Any) -> None:
        _off(given, lang)

    return Command("off", lang, [store_option(lang), *shared.timeless_speech(lang)], off)


def _off(given: Mapping[str, Any], lang: Language) -> None:
    folder = folder_of(given)
    folder.check()
    if not end(folder):
        print_lines([say(RECORDER, "off-already", lang, path=str(folder.path))], Paper())
        return
    status = read_status(folder)
    print_lines([say(RECORDER, "off", lang, count=status.recorded if status else 0)], Paper())


def end(folder: Folder) -> bool:
    """Ends who records and waits for it; whether anybody did."""
    pid = holder(folder)
    if pid is None:
        return False
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return False
    except PermissionError as error:
        raise HistoryError("not-allowed", 2, pid=pid, detail=error.strerror) from None
    until = time.monotonic() + _PATIENCE
    while holder(folder) is not None:
        if time.monotonic() > until:
            raise HistoryError("not-ended", 2, pid=pid)
        time.sleep(0.05)
    return True
