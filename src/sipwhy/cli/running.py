"""Runs one command under click and says in one or two lines what was wrong with its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import click

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.failure import FailureError
from sipwhy.cli.wrapped import tell_beside
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

Builder = Callable[[Language], click.Command]
_WRONG_USAGE = 2


def run_command(name: str, words: Sequence[str], lang: Language) -> int:
    """Loads the command `name` ("" is the main job), runs it, and returns the exit status."""
    program = f"sipwhy {name}".rstrip()
    build: Builder = import_module(f"sipwhy.cli.commands.{name or 'report'}").command
    try:
        with build(lang).make_context(program, list(words)) as context:
            status = context.command.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        refused = error.ctx.command_path if error.ctx is not None else program
        tell_beside(f"{_worded(error, lang)}\n{say(ERROR, 'see-help', lang, program=refused)}")
        return _WRONG_USAGE
    except FailureError as failure:
        return failure.tell(lang)
    return status if isinstance(status, int) else 0


def _worded(error: click.UsageError, lang: Language) -> str:
    """Click's complaint in our words."""
    match error:
        case click.NoSuchOption():
            if (command := error.option_name.lstrip("-")) in COMMANDS:
                return say(ERROR, "no-option-command", lang, name=error.option_name, command=command)
            return _no_option(error, lang)
        case click.MissingParameter():
            return say(ERROR, "missing-parameter", lang, name=_wanted(error))
        case click.BadParameter():
            return say(ERROR, "bad-value", lang, name=_name(error.param), detail=fault(error.message, lang))
        case click.BadOptionUsage():
            return _needs_value(error, lang)
    if "extra argument" in error.message:
        return say(ERROR, "extra", lang, words=harmless(error.message.partition("(")[2].rpartition(")")[0], 100))
    return harmless(error.message, 300)


def _no_option(error: click.NoSuchOption, lang: Language) -> str:
    slips, command = import_module("sipwhy.cli.slips"), error.ctx.command if error.ctx is not None else click.Command("")
    known = [word for parameter in command.params for word in parameter.opts]
    if meant := slips.option_meant(error.option_name, known):
        return say(import_module("sipwhy.texts.slips").NO_OPTION, meant, lang, name=error.option_name)
    near = slips.options_near(error.option_name, command)
    return say(ERROR, "no-option-like" if near else "no-option", lang, name=error.option_name, near=near)


def _needs_value(error: click.BadOptionUsage, lang: Language) -> str:
    """That an option lacks its value, and what kind of value that is."""
    parameters = error.ctx.command.params if error.ctx is not None else []
    metavar = next((known.metavar for known in parameters if error.option_name in known.opts), None)
    return say(ERROR, "needs-value-of" if metavar else "needs-value", lang, name=error.option_name, metavar=metavar)


def _wanted(error: click.MissingParameter) -> str:
    """What is missing: an option, or the words that the command is given, all of them as they belong together."""
    if not isinstance(error.param, click.Argument) or error.ctx is None:
        return " ".join(filter(None, (_name(error.param), error.param.metavar if error.param is not None else None)))
    return " ".join(_name(parameter) for parameter in error.ctx.command.params if isinstance(parameter, click.Argument))


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.metavar or "?"
