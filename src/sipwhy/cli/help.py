"""Help in the user's language: click's own headings have none but English."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Any

import click

from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language
from sipwhy.texts.usage import COMMAND, HELP, OPTION

_HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""What click does not break a line at: a path or an option that is broken cannot be copied."""
_CONDITIONS = frozenset(
    {"call", "phone", "caller", "callee", "ip", "call_id", "method", "status", "since", "until", "cause", "where", "leg"}
)


class Command(click.Command):
    """A command whose help speaks `lang`."""

    def __init__(self, name: str, lang: Language, parameters: list[click.Parameter], callback: Callable[..., Any]) -> None:
        super().__init__(name or "sipwhy", params=parameters, callback=callback, add_help_option=True)
        self.lang, self.key = lang, name
        # One of our own: click would first say it in the machine's language, and load what that takes.
        names, said = self.get_help_option_names(), say(OPTION, "help", lang)
        self._asking = click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=_say_help, help=said)
        self.help = say(COMMAND, name, lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the words; an option is never the value of another one, as click would have it, unless "=" stands between them."""
        options = {name: parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option) for name in parameter.opts}
        given: dict[str, str] = {}
        words = iter(takewhile(lambda word: word != "--", args))
        for word in words:
            name, is_joined, joined = word.partition("=")
            option = options.get(name)
            if option is None or not _wants_value(option):
                continue
            value = joined if is_joined else next(words, None)
            if value is None:
                if ctx.resilient_parsing:  # a shell asks what may stand there
                    break
                raise click.BadOptionUsage(name, "", ctx)
            if not option.multiple and option.name in _CONDITIONS and given.setdefault(name, value) != value:
                # of two values of one condition click would take the last one, and say nothing
                raise click.UsageError(say(ERROR, "twice", self.lang, option=name, values=(given[name], value)), ctx)
            if is_joined:
                continue
            if "-e" not in option.opts and value.partition("=")[0] in options:  # behind -e a text may begin with a dash, as behind grep's
                raise click.BadOptionUsage(word, "", ctx)
        try:
            return super().parse_args(ctx, [*args])  # click empties the list
        except click.NoSuchOption as error:
            meant = _long_meant(error.option_name, args, options)
            raise (click.NoSuchOption(meant, ctx=ctx) if meant else error) from None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help and -h with our word for it."""
        return self._asking

    def get_help_option_names(self, ctx: click.Context | None = None) -> list[str]:
        """How help is asked for."""
        return ["-h", "--help"]

    def get_help(self, ctx: click.Context) -> str:
        """The whole help."""
        return super().get_help(ctx).replace(_HYPHEN, "-")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(unbroken(self.help or ""))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line; options are "..." as there are many."""
        pieces = [parameter.metavar for parameter in self.params if isinstance(parameter, click.Argument) and parameter.metavar]
        formatter.write_usage(ctx.command_path, " ".join([*pieces, "[...]"]), prefix=say(HELP, "Usage: ", self.lang))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and what each does, with all that click says of them in the language asked for."""
        records = [
            record
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)) is not None
        ]
        with formatter.section(say(HELP, "Options", self.lang)):
            formatter.write_dl(
                [(names, unbroken(said.replace("[required]", say(HELP, "[required]", self.lang)))) for names, said in records]
            )


def unbroken(text: str) -> str:
    """`text` with hyphens at which no line ends; `Command.get_help` puts the plain ones back."""
    return text.replace("-", _HYPHEN)


def _say_help(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        _show(ctx.get_help())
        ctx.exit()


def _show(text: str) -> None:
    """Help, by a pager where the terminal has fewer lines than it."""
    paper = import_module("sipwhy.cli.output").paper(True)  # late: no other call of a command waits for these
    import_module("sipwhy.cli.pager").show_lines(text.splitlines(), paper)


def _wants_value(option: click.Option) -> bool:
    """Whether an option takes the next word, whatever it is; where it may be left out the metavar stands in brackets."""
    return not (option.is_flag or option.count or (option.metavar or "").startswith("["))


def _long_meant(letter: str, words: Sequence[str], options: Collection[str]) -> str:
    """The word with one dash (-call) of which click takes `letter` for an option, and which with two is one; "" if there is none."""
    names = (word.partition("=")[0] for word in words if word[:2] != "--")
    return next((name for name in names if letter.lstrip("-") in name[1:] and f"-{name}" in options), "")


class MainCommand(Command):
    """The main job: --help is the first screen, --help-all its options, all commands in a line or two, and the exit status."""

    def __init__(self, lang: Language, parameters: list[click.Parameter], callback: Callable[..., Any], commands: Sequence[str]) -> None:
        everything = click.Option(
            ["--help-all"], is_flag=True, is_eager=True, expose_value=False, callback=self._say_all, help=say(OPTION, "help-all", lang)
        )
        super().__init__("", lang, [*parameters, everything], callback)
        self._commands = commands

    def get_help(self, ctx: click.Context) -> str:
        """The first screen."""
        width = import_module("sipwhy.cli.output").paper(True).width
        screen: str = import_module("sipwhy.cli.first_screen").first_screen(self.lang, width)
        return screen.rstrip("\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and the commands."""
        super().format_options(ctx, formatter)
        with formatter.section(say(HELP, "Commands", self.lang)):
            formatter.write_dl([(name, unbroken(say(COMMAND, name, self.lang).partition("\n\n")[0])) for name in self._commands])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the exit status means."""
        formatter.write_paragraph()
        formatter.write_text(unbroken(say(HELP, "exit", self.lang)))

    def _say_all(self, ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:
        if is_asked and not ctx.resilient_parsing:
            _show(super().get_help(ctx))
            ctx.exit()
