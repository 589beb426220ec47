"""`sipwhy history clear`: deletes everything that was recorded, after asking."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.answer import answer
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.commands.history.which import folder_of, option, store_option
from sipwhy.cli.consent import says_yes
from sipwhy.cli.help import Command
from sipwhy.store.clearing import ask_recorder, clear
from sipwhy.store.folder import Folder
from sipwhy.store.lock import Lock, holder
from sipwhy.store.reader import Store
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER

_PATIENCE = 20.0


def command(lang: Language) -> click.Command:
    """The clearing."""

    @told
    def clearing(**given: Any) -> None:
        _clear(given, lang)

    parameters: shared.Parameters = [
        option(lang, "--yes", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        store_option(lang),
        *shared.timeless_speech(lang),
    ]
    return Command("clear", lang, parameters, clearing)


def _clear(given: Mapping[str, Any], lang: Language) -> None:
    folder = folder_of(given)
    folder.check()
    if not given["yes"] and not _is_agreed(folder, lang):
        answer("kept", given, lang)
        return
    if (pid := holder(folder)) is not None:
        _clear_while_recording(folder, pid)
    else:
        lock = Lock(folder)
        try:
            clear(folder)
        finally:
            lock.release()
    answer("cleared", given, lang)


def _is_agreed(folder: Folder, lang: Language) -> bool:
    if not sys.stdin.isatty():
        raise HistoryError("no-terminal", 2)
    count = Store(folder).ask("SELECT count(*) FROM messages")[0][0]
    return says_yes(say(RECORDER, "ask-clear", lang, count=count, path=str(folder.path)))


def _clear_while_recording(folder: Folder, pid: int) -> None:
    """Asks the recorder to do it, since the files are its own."""
    asked = ask_recorder(folder)
    until = time.monotonic() + _PATIENCE
    while asked.exists():
        if time.monotonic() > until:
            asked.unlink(missing_ok=True)
            raise HistoryError("not-cleared", 2, pid=pid)
        time.sleep(0.05)
