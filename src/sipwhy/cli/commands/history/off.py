"""`sipwhy history off`: ends the recording."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.answer import answer
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.commands.history.which import folder_of, store_option
from sipwhy.cli.help import Command
from sipwhy.store.folder import Folder
from sipwhy.store.lock import holder
from sipwhy.store.status import read_status
from sipwhy.texts.language import Language

_PATIENCE = 60.0
"""Seconds in which what is at hand is judged and sealed."""


def command(lang: Language) -> click.Command:
    """The end of recording."""

    @told
    def off(**given: Any) -> None:
        _off(given, lang)

    return Command("off", lang, [shared.option(lang, "--json", is_flag=True), store_option(lang), *shared.timeless_speech(lang)], off)


def _off(given: Mapping[str, Any], lang: Language) -> None:
    folder = folder_of(given)
    folder.check()
    if not end(folder):
        answer("off-already", given, lang, path=str(folder.path))
        return
    status = read_status(folder)
    answer("off", given, lang, count=status.recorded if status else 0)


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
