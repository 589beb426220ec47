"""`sipwhy pbx check | debug | bans | unban`: on the server itself. Each is a file here."""

from __future__ import annotations

from importlib import import_module

import click

from sipwhy.cli.group import Group
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.pbx import PBX_COMMAND


def command(lang: Language) -> click.Command:
    """The group of commands; each is built only when it is called."""
    texts = {name: say(PBX_COMMAND, name, lang) for name in PBX_COMMAND}
    return Group("pbx", lang, texts, lambda name: import_module(f"sipwhy.cli.commands.pbx.{name}").command(lang))
