"""Help in the user's language: click's own headings have none but English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.usage import COMMAND, HELP, OPTION

_WIDEST = 100


class Command(click.Command):
    """A command whose help speaks `lang`; the main job's help lists the other commands too."""

    def __init__(self, name: str, lang: Language, parameters: list[click.Parameter], callback: Callable[..., Any]) -> None:
        super().__init__(name or "sipwhy", params=parameters, callback=callback, add_help_option=True)
        self.lang, self.key = lang, name
        self.help = say(COMMAND, name, lang)
        self.others: Sequence[str] = ()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help and -h with our word for it."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say(OPTION, "help", self.lang)
        return option

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """How help is asked for."""
        return ["-h", "--help"]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line; options are "..." as there are many."""
        pieces = [parameter.metavar or "" for parameter in self.params if isinstance(parameter, click.Argument)]
        formatter.write_usage(ctx.command_path, " ".join([*pieces, "[...]"]), prefix=say(HELP, "Usage: ", self.lang))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and for the main job the commands."""
        records = [
            record
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)) is not None
        ]
        with formatter.section(say(HELP, "Options", self.lang)):
            formatter.write_dl([(names, said.replace("[required]", say(HELP, "[required]", self.lang))) for names, said in records])
        if self.others:
            with formatter.section(say(HELP, "Commands", self.lang)):
                formatter.write_dl([(name, say(COMMAND, name, self.lang).partition("\n\n")[0]) for name in self.others])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the exit status means."""
        if not self.key:
            formatter.write_paragraph()
            formatter.write_text(say(HELP, "exit", self.lang))
