"""`sipwhy tui [FILE... | --iface IFACE]`: the terminal program."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from sipwhy.app import Problem
from sipwhy.app.feed import Feed
from sipwhy.app.settings import Settings
from sipwhy.app.watch import Watch
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.commands.live import LiveFailureError
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.reading import conditions
from sipwhy.sources.growing import open_growing
from sipwhy.texts.language import Language

_OWN_WORDS = {"bad-filter": "bad-packet-filter", "no-linux": "no-interfaces-here", "no-libpcap": "no-filter-compiler"}
"""Errors of listening that are said otherwise where an interface is an option."""
_LEAST_COLOURS = 8


def command(lang: Language) -> click.Command:
    """The terminal program."""

    def tui(**given: Any) -> int:
        return _tui(given, lang)

    files = click.Argument(["files"], nargs=-1, metavar="FILE...", shell_complete=suggestions.files)
    parameters: shared.Parameters = [
        files,
        shared.option(lang, "--iface", metavar="NAME"),
        shared.option(lang, "--filter", metavar="EXPR"),
        shared.option(lang, "--follow", text="follow-tui", is_flag=True),
        *shared.settings(lang),
        *shared.dating(lang),
        *shared.speech(lang),
    ]
    return Command("tui", lang, parameters, tui)


def _tui(given: Mapping[str, Any], lang: Language) -> int:
    if find_spec("textual") is None:
        raise FailureError("no-textual", 2)
    files = given["files"]
    if bool(files) == bool(given["iface"]):
        raise FailureError("tui-input", 2)
    if given["filter"] and not given["iface"]:
        raise FailureError("filter-alone", 2)
    if not sys.stdout.isatty() or os.environ.get("TERM", "") in ("", "dumb"):
        raise FailureError("no-terminal", 2)
    feed = _feed(given, lang)
    program = import_module("sipwhy.tui.program").Program  # late: nothing else waits for Textual
    is_plain = given["no_color"] or bool(os.environ.get("NO_COLOR")) or not has_colours(os.environ)
    try:
        problem = program(feed, lang if given["lang"] else None, is_utc=given["utc"], no_color=is_plain).run()
    finally:
        feed.close()
    if isinstance(problem, Problem):
        raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail)
    return 0


def has_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal has colours, as terminfo(5) tells of TERM; one that is unknown there, or says more in COLORTERM, has."""
    if environ.get("COLORTERM") or find_spec("curses") is None:
        return True
    curses: Any = import_module("curses")  # late: nothing else asks for it, and Windows has none
    try:
        curses.setupterm(environ.get("TERM"), sys.stdout.fileno())
    except (curses.error, OSError):
        return True
    colours: int = curses.tigetnum("colors")
    return colours >= _LEAST_COLOURS


def _feed(given: Mapping[str, Any], lang: Language) -> Feed:
    files = given["files"]
    _, settings = conditions(files, given, 0, lang)
    try:
        if given["iface"]:
            return _listening(given["iface"], given["filter"] or "", settings)
        if given["follow"] or "-" in files:
            growing = [open_growing(path) for path in files]
            _give_keyboard_back(files)
            return Feed(files, settings, Watch(growing, settings))
    except Problem as problem:
        raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail) from None
    return Feed(files, settings)


def _listening(name: str, expression: str, settings: Settings) -> Feed:
    """Opens the interface, which needs rights, and gives them up before anything is read."""
    live: Any = import_module("sipwhy.sources.live")  # late: files need none of it
    try:
        interface = import_module("sipwhy.sources.interface").Interface(name, expression)
    except live.LiveError as error:
        status = 2 if error.kind in ("bad-filter", "no-libpcap", "no-interface") else NO_INPUT
        if error.kind in _OWN_WORDS:
            raise FailureError(_OWN_WORDS[error.kind], status, **error.values) from None
        raise LiveFailureError(error.kind, status, **error.values) from None
    become_caller()
    interface.start()
    return Feed([name], settings, Watch([interface], settings, lambda: interface.dropped, lambda: interface.is_up), interface.close)


def become_caller() -> None:
    """Becomes who called sudo, whose preferences are read; who is root by itself stays so, without capabilities."""
    privileges = import_module("sipwhy.sources.privileges")
    caller = os.environ.get("SUDO_UID", "")
    if not (caller.isdigit() and int(caller)):
        privileges.give_up_capabilities()
        return
    given_up = privileges.give_up()
    if given_up.how == "user":
        os.environ["HOME"] = import_module("pwd").getpwnam(given_up.user).pw_dir
        os.environ.pop("XDG_CONFIG_HOME", None)


def _give_keyboard_back(files: tuple[str, ...]) -> None:
    """Where packets come by standard input, keys come from the terminal itself."""
    if "-" in files:
        terminal = os.open("/dev/tty", os.O_RDWR)
        os.dup2(terminal, 0)
        os.close(terminal)
