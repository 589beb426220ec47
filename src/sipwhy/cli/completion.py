"""
Completion by the shell: the commands as one tree for click, whose scripts for bash, zsh and fish ask the program itself.

The tree is built only when a shell asks; a usual run loads one command.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click
from click.shell_completion import CompletionItem, get_completion_class

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.running import Builder
from sipwhy.texts.language import Language

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_SIPWHY_COMPLETE"
_PROGRAM = "sipwhy"


class _Tree(click.Group):
    """The main job's options and files, and every command below."""

    def __init__(self, lang: Language) -> None:
        options = [parameter for parameter in _built("report", lang).params if isinstance(parameter, click.Option)]
        super().__init__(_PROGRAM, params=options)
        self._lang: Language = lang

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        return _built(cmd_name, self._lang) if cmd_name in COMMANDS else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Options, commands, and whatever file begins so."""
        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]


def script(shell: str, lang: Language) -> str:
    """What a shell runs once to have completion."""
    return _asking(shell, lang).source()


def answer(instruction: str, lang: Language) -> int:
    """Answers a shell that asks by the variable ("bash_complete"); the exit status."""
    shell, _, what = instruction.partition("_")
    if shell not in SHELLS or what != "complete":
        return 2
    sys.stdout.write(_asking(shell, lang).complete() + "\n")
    return 0


def _asking(shell: str, lang: Language) -> click.shell_completion.ShellComplete:
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"no completion for {shell}, expected one of {', '.join(SHELLS)}")
    return kind(_Tree(lang), {}, _PROGRAM, VARIABLE)


def _built(name: str, lang: Language) -> click.Command:
    build: Builder = import_module(f"sipwhy.cli.commands.{name}").command
    return build(lang)
