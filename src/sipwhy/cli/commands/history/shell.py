"""`sipwhy history shell [FILE...]`, and `sipwhy history` alone: questions one after the other, with completion."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.asked import LATEST, number_of, show_entry, source, sources, write_list
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.where import expression
from sipwhy.cli.wrapped import wrapped
from sipwhy.diagnosis.registry import rules
from sipwhy.history import MessageSource
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER

_OF_ASTERISK = ("pjsip", "show", "history")
_ENDS = ("quit", "exit", "q", "\\q")
WORDS = ("list", "where", "entry", "strict on", "strict off", "help", "quit")
"""What a line may begin with."""


def command(lang: Language) -> click.Command:
    """The shell."""

    @told
    def shell(**given: Any) -> None:
        _run(given["files"], given, lang)

    files = click.Argument(["files"], nargs=-1, metavar="[FILE...]", shell_complete=suggestions.files)
    return Command("shell", lang, [files, *sources(lang)], shell)


def _run(files: tuple[str, ...], given: Mapping[str, Any], lang: Language) -> None:
    is_terminal = sys.stdin.isatty()
    lines = _typed() if is_terminal else _piped()
    messages = source(files, given, lang)
    if is_terminal:
        sys.stdout.write(wrapped(say(RECORDER, "shell-welcome", lang, n=messages.count), sys.stdout) + "\n")
    asked = Asking(messages, dict(given), lang)
    for line in lines:
        if line.strip().lower() in _ENDS:
            return
        asked.answer(line)
        sys.stdout.flush()


def _typed() -> Iterator[str]:
    """Lines as they are typed; HistoryError if what edits them is not installed."""
    try:
        prompt = import_module("sipwhy.cli.history_prompt")  # late: only this shell needs prompt_toolkit
    except ImportError as error:
        raise HistoryError("no-prompt", 2, detail=str(error)) from None
    lines: Iterator[str] = prompt.lines(WORDS, tuple(rules()))
    return lines


def _piped() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\n")


class Asking:
    """Answers one line after the other; what is wrong with one is said, and the next is awaited."""

    def __init__(self, messages: MessageSource, given: dict[str, Any], lang: Language) -> None:
        self._messages, self._given, self._lang = messages, given, lang

    def answer(self, line: str) -> None:
        """Answers one line."""
        try:
            self._answer(line.strip())
        except FailureError as failure:
            sys.stdout.flush()
            sys.stderr.write(f"{failure.said(self._lang)}\n")
        except KeyboardInterrupt:
            sys.stdout.write("\n")

    def _answer(self, line: str) -> None:
        words = line.split()
        if tuple(word.lower() for word in words[:3]) == _OF_ASTERISK:  # as fingers know it
            words = words[3:] or ["list"]
            line = line.split(maxsplit=3)[3] if len(words) > 1 or line.split()[3:] else "list"
        if not words:
            return
        verb, rest = words[0].lower(), line.split(maxsplit=1)[1] if len(words) > 1 else ""
        strict: bool = self._given["strict_asterisk"]
        match verb:
            case "help" | "?" | "h":
                sys.stdout.write(f"{say(RECORDER, 'shell-help', self._lang)}\n")
            case "list" | "ls":
                limit = number_of(rest, False) if rest else None if strict else LATEST
                write_list(None, self._messages, limit, self._given, self._lang)
            case "entry" | "e":
                show_entry(number_of(rest, strict), self._messages, self._given, self._lang)
            case "strict":
                self._set_strict(rest)
            case "where" | "w":
                self._where(rest)
            case _ if line.isdigit():
                show_entry(number_of(line, strict), self._messages, self._given, self._lang)
            case _:
                self._where(line)

    def _where(self, text: str) -> None:
        strict: bool = self._given["strict_asterisk"]
        limit = None if strict else LATEST
        write_list(expression(text, self._lang, strict, name=""), self._messages, limit, self._given, self._lang)

    def _set_strict(self, rest: str) -> None:
        if rest not in ("on", "off"):
            raise HistoryError("bad-strict", 2, value=rest)
        self._given["strict_asterisk"] = rest == "on"
        sys.stdout.write(f"{say(RECORDER, 'strict-on' if rest == 'on' else 'strict-off', self._lang)}\n")
