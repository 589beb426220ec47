"""Which store, and which part of it: options that the commands of `history` share."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.problem import HistoryError
from sipwhy.cli.wrapped import tell_beside
from sipwhy.render.recorder import spoiled_line
from sipwhy.store.folder import Folder, default_folder
from sipwhy.store.reader import Store
from sipwhy.store.soundness import Spoiled
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER_OPTION, RECORDER_PROBLEM

_SPOILED_TOLD = 3


option = partial(shared.option, table=RECORDER_OPTION)
"""An option of `history`."""


def store_option(lang: Language) -> click.Option:
    """Where the store is."""
    return option(lang, "--store", metavar="FOLDER")


def no_files(name: str, instead: str) -> click.Argument:
    """Where no file belongs: `instead` is what does with one what the command `name` does with what was recorded."""

    def refused(text: str) -> str:
        if Path(text).exists():
            raise HistoryError("no-files-here", 2, name=name, instead=instead, file=shlex.quote(text))
        raise HistoryError("no-words-here", 2, name=name, word=text)

    return click.Argument(["words"], nargs=-1, metavar="", expose_value=False, type=refused)


def folder_of(given: Mapping[str, Any]) -> Folder:
    """The store that is meant."""
    return Folder(Path(given["store"]).absolute()) if given["store"] else default_folder()


def opened(given: Mapping[str, Any], lang: Language) -> Store:
    """The store that is meant, for reading; segments that are spoiled are told, a line each, as far as they are few."""
    return Store(folder_of(given), tell=teller(lang))


def teller(lang: Language) -> Callable[[Spoiled], None]:
    """Who says on standard error which segments are spoiled."""
    count = 0

    def tell(one: Spoiled) -> None:
        nonlocal count
        count += 1
        if count <= _SPOILED_TOLD:
            tell_beside(spoiled_line(one, lang))
        elif count == _SPOILED_TOLD + 1:
            tell_beside(say(RECORDER_PROBLEM, "spoiled-more", lang))

    return tell


def only_one(given: Mapping[str, Any], *names: str) -> str:
    """The one of several options that was given."""
    chosen = [name for name in names if given[name] not in (None, ())]
    if len(chosen) != 1:
        raise HistoryError("one-source", 2, options=tuple(f"--{name}" for name in names))
    return chosen[0]
