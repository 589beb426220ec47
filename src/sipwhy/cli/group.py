"""A command that has commands of its own: `sipwhy pbx check`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

import click

from sipwhy.cli.help import Command, unbroken
from sipwhy.cli.options import language
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.usage import HELP


class Group(Command, click.Group):
    """`texts` names the commands with their help, `build` makes one of them when it is called; without one `alone` is called, if named."""

    def __init__(self, name: str, lang: Language, texts: Mapping[str, str], build: Callable[[str], click.Command], alone: str = "") -> None:
        super().__init__(name, lang, [language(lang)], lambda **_: None)  # in which language is known already
        self._texts, self._build, self._alone = texts, build, alone
        self.no_args_is_help = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self._texts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them, built now."""
        if cmd_name not in self._texts:
            return None
        made = self._build(cmd_name)
        made.help = self._texts[cmd_name]
        return made

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words; without a command among them there is nothing to do."""
        if not ctx.resilient_parsing:
            self._refuse_option_of_another(ctx, args)
        if self._alone and not ctx.resilient_parsing and (not args or (args[0].startswith("-") and not {"-h", "--help"} & set(args))):
            args = [self._alone, *args]
        rest = super().parse_args(ctx, args)
        if not args and not ctx.resilient_parsing:
            raise click.UsageError(self._expected(), ctx)
        return rest

    def _refuse_option_of_another(self, ctx: click.Context, args: list[str]) -> None:
        """`history --hep 9060` is an option of `history on`, and `--nonsense` of none: neither belongs to the command that is run alone."""
        name = args[0].partition("=")[0] if args else ""
        if not name.startswith("-") or any(name in parameter.opts for parameter in self.get_params(ctx)):
            return
        commands = {key: self._build(key) for key in self._texts}
        owners = [key for key, command in commands.items() if any(name in parameter.opts for parameter in command.params)]
        if self._alone in owners:
            return
        if not owners:
            every = click.Command("", params=[parameter for command in commands.values() for parameter in command.params])
            near = import_module("sipwhy.cli.slips").options_near(name, every)
            raise click.UsageError(
                say(ERROR, "no-option-like" if near else "no-option", self.lang, name=harmless(name, 60), near=near), ctx
            )
        named = tuple(f"sipwhy {self.key} {owner}" for owner in owners)
        raise click.UsageError(say(ERROR, "option-of-subcommand", self.lang, name=harmless(name, 60), commands=named), ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names."""
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            raise click.UsageError(self._expected(args[0]), ctx)
        return args[0] if found is not None else None, found, args[1:]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        formatter.write_usage(ctx.command_path, say(HELP, "COMMAND [...]", self.lang), prefix=say(HELP, "Usage: ", self.lang))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, and the option that asks for this help."""
        super().format_options(ctx, formatter)
        with formatter.section(say(HELP, "Commands", self.lang)):
            formatter.write_dl([(name, unbroken(text.partition("\n\n")[0])) for name, text in self._texts.items()])

    def _expected(self, word: str = "") -> str:
        if word and (near := import_module("sipwhy.cli.slips").subcommand_near(word, self._texts)):
            return say(
                ERROR, "no-subcommand-like", self.lang, word=harmless(word, 60), meant=f"sipwhy {self.key} {near}", known=tuple(self._texts)
            )
        return say(ERROR, "no-subcommand", self.lang, name=self.key, known=tuple(self._texts))
