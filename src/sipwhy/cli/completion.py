"""
Completion by the shell: click's scripts for zsh and fish, and one of our own for bash, ask the program itself.

It answers as it would run: the first word names a command or else belongs to the main job, and only that command is loaded.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete, split_arg_string

from sipwhy.cli import SHELL_ASKS
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.running import Builder
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language
from sipwhy.texts.usage import COMMAND

_PROGRAM = "sipwhy"
_BASH = r"""%(complete_func)s() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" answer kind value word at
    local -a found
    answer=$(env COMP_WORDS="$line" %(complete_var)s=bash_complete "$1")
    COMPREPLY=()
    while IFS=, read -r kind value; do
        if [[ $kind == plain ]]; then
            COMPREPLY+=("$value")
        elif [[ $kind == file ]]; then
            compopt -o filenames
            mapfile -t found < <(compgen -f -- "$value")
            COMPREPLY+=("${found[@]}")
        fi
    done <<< "$answer"
    # What bash replaces begins behind the last colon: q850:3 is three words to it.
    word=${line##*[[:space:]]}
    if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
        for at in "${!COMPREPLY[@]}"; do
            COMPREPLY[at]=${COMPREPLY[at]#"${word%%"${word##*:}"}"}
        done
    fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class _Asked(ShellComplete):
    """What every shell is answered."""

    lang: Language = "en"

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Commands and files for the first word; else what its command takes."""
        if not args and not incomplete.startswith("-"):
            names = [name for name in COMMANDS if name.startswith(incomplete)]
            return [*(CompletionItem(name, help=say(COMMAND, name, self.lang)) for name in names), CompletionItem(incomplete, type="file")]
        name = args[0] if args and args[0] in COMMANDS else ""
        self.cli = _built(name or "report", self.lang)
        return super().get_completions(args[1:] if name else args, incomplete)


class _Bash(_Asked, BashComplete):
    """Bash breaks words at colons and equals signs: it sends the line up to the cursor, and we take it apart ourselves."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)
        incomplete = words.pop() if words and not line[-1:].isspace() else ""
        return words[1:], incomplete


class _Zsh(_Asked, ZshComplete):
    """Zsh has descriptions beside the words: click's own script serves it."""


class _Fish(_Asked, FishComplete):
    """Fish is asked as click asks it."""


_KINDS: dict[str, type[_Asked]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}
SHELLS = tuple(_KINDS)


def script(shell: str, lang: Language) -> str:
    """What a shell runs once to have completion."""
    return _asking(shell, lang).source()


def answer(instruction: str, lang: Language) -> int:
    """Answers a shell that asks by the variable ("bash_complete"); the exit status."""
    shell, _, what = instruction.partition("_")
    try:
        if shell not in SHELLS or what != "complete":
            raise ValueError(instruction)
        asking = _asking(shell, lang)
        args, incomplete = asking.get_completion_args()
    except (KeyError, ValueError):  # not all of the variables are there
        sys.stderr.write(f"sipwhy: {say(ERROR, 'completion', lang, shells=SHELLS, variable=SHELL_ASKS)}\n")
        return 2
    sys.stdout.write("".join(f"{asking.format_completion(item)}\n" for item in asking.get_completions(args, incomplete)))
    return 0


def _asking(shell: str, lang: Language) -> _Asked:
    asking = _KINDS[shell](click.Command(_PROGRAM), {}, _PROGRAM, SHELL_ASKS)
    asking.lang = lang
    return asking


def _built(name: str, lang: Language) -> click.Command:
    build: Builder = import_module(f"sipwhy.cli.commands.{name}").command
    return build(lang)
