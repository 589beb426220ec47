"""
The entry point: finds the command, loads nothing else, and turns whatever happens into an exit status.

The first word that is the name of a command is that command, and `help` is a question; anything else belongs to the main job,
`sipwhy FILE...`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from sipwhy import __version__
from sipwhy.cli import SHELL_ASKS
from sipwhy.cli.commands import COMMANDS
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language, choose_language

DONE, FAILED, INTERRUPTED = 0, 2, 130
_EVERYWHERE = ("--lang", "--utc", "--no-color")
"""Options of every command, or of every one that shows times."""
_WITHOUT_COLUMNS = frozenset({"cdr", "code", "completion", "history", "live", "pbx"})
"""Commands that read no capture, or read none before they have understood their words."""
_ASKS_HELP = frozenset({"--help", "--help-all", "-h"})
_STAYS_OR_HELPS = _ASKS_HELP | {"--follow"}
"""With these the main job is none that ends soon, or none at all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line `arguments` (default: the process's own) and returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = choose_language(_lang_of(words), os.environ)
    try:
        if words in (["--version"], ["-V"], ["version"]):
            sys.stdout.write(f"sipwhy {__version__}\n")
            sys.stdout.flush()
            return DONE
        return _run(words, lang)
    except BrokenPipeError:
        _abandon_output()
        return DONE
    except KeyboardInterrupt:
        _abandon_output()
        return INTERRUPTED
    except OSError as error:  # the output's disk is full, the input's is broken
        _abandon_output()
        detail = import_module("sipwhy.texts.faults").fault(error.strerror or str(error), lang)
        sys.stderr.write(f"sipwhy: {say(ERROR, 'system', lang, detail=detail)}\n")
        return FAILED


def _run(words: list[str], lang: Language) -> int:
    if asked := os.environ.get(SHELL_ASKS):
        answered: int = import_module("sipwhy.cli.completion").answer(asked, lang)
        return answered
    if not words:
        width = import_module("sipwhy.cli.wrapped").width_of(sys.stderr)
        sys.stderr.write(import_module("sipwhy.cli.first_screen").first_screen(lang, width))
        return FAILED
    words = _command_first(_help_asked(words))
    name = words[0] if words and words[0] in COMMANDS else ""
    if not name and not _STAYS_OR_HELPS & set(words):
        import_module("sipwhy._core").keep_one_heap()  # before what else is loaded, which then stands there too
    if name not in _WITHOUT_COLUMNS and not _ASKS_HELP & set(words):
        import_module("sipwhy.cli.lean").load()
    status = _run_files(words, lang) if not name and _are_files(words) else _run_command(name, words, lang)
    sys.stdout.flush()
    return status


def _are_files(words: Sequence[str]) -> bool:
    """Whether the words of the main job can only be files: none is an option, or a number that might be that of a call."""
    return not any(word.startswith("-") or word.isdigit() for word in words)


def _run_files(files: Sequence[str], lang: Language) -> int:
    """The main job without options, for which nobody need wait for click."""
    status: int = import_module("sipwhy.cli.main_job").run(files, lang)
    return status


def _run_command(name: str, words: Sequence[str], lang: Language) -> int:
    status: int = import_module("sipwhy.cli.running").run_command(name, words[1:] if name else words, lang)
    return status


def _help_asked(words: list[str]) -> list[str]:
    """`help`, `help --all` and `help COMMAND` as `--help`, `--help-all` and `COMMAND --help`: other programs have it so."""
    if words[:1] != ["help"]:
        return words
    asked = words[1:]
    if asked[:1] in (["all"], ["--all"], ["-a"]):
        return ["--help-all", *asked[1:]]
    return [*asked, "--help"] if asked and asked[0] in COMMANDS else ["--help", *asked]


def _command_first(words: list[str]) -> list[str]:
    """`--lang ru pbx bans` as `pbx bans --lang ru`: other programs take such options before a command."""
    at = 0
    while at < len(words) and (words[at] in _EVERYWHERE or words[at].startswith("--lang=")):
        at += 2 if words[at] == "--lang" else 1
    if not at or at >= len(words) or words[at] not in COMMANDS:
        return words
    rest = words[at:]
    end = rest.index("--") if "--" in rest else len(rest)
    return [*rest[:end], *words[:at], *rest[end:]]


def _lang_of(words: Sequence[str]) -> str | None:
    """The value of --lang wherever it stands: help and errors must speak it too."""
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
        if word == "--":
            break
    return None


def _abandon_output() -> None:
    """Nobody reads any more: what is still buffered must not raise again when the interpreter ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
