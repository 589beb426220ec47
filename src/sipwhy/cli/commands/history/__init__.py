"""`sipwhy history on | off | status ...`: messages that are kept, and asked about. Each command is a file here."""

from __future__ import annotations

from importlib import import_module

import click

from sipwhy.cli.group import Group
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER_COMMAND


def command(lang: Language) -> click.Command:
    """The group of commands; each is built only when it is called."""
    texts = {name: say(RECORDER_COMMAND, name, lang) for name in RECORDER_COMMAND}
    return Group("history", lang, texts, lambda name: import_module(f"sipwhy.cli.commands.history.{name}").command(lang), alone="shell")
