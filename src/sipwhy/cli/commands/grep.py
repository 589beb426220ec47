"""`sipwhy grep FILE... [TEXT]`: whole messages that match."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from sipwhy.app.search import Search, Wanted
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.output import paper, print_pieces
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import find, no_such_status, voice
from sipwhy.cli.unread import complain_of_list
from sipwhy.cli.wrapped import tell_beside
from sipwhy.render.text.message import message_lines
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.statuses import are_beyond
from sipwhy.views.hit import Hit

_LIKE_A_FILE = (".pcap", ".pcapng", ".cap", ".gz", ".zst", ".log", ".txt")
_METHODS_NAMED = 8
_PATTERN = re.compile(r"[|*+?^$\\]|\[.+\]")
"""Signs that are rare in SIP and mean something in a regular expression."""


def command(lang: Language) -> click.Command:
    """The search."""

    def grep(**given: Any) -> int:
        return _grep(given, lang)

    words = click.Argument(["words"], nargs=-1, required=True, metavar="FILE... [TEXT]", shell_complete=suggestions.files)
    parameters = [
        words,
        shared.option(lang, "--text", "-e", metavar="TEXT"),
        shared.option(lang, "--regexp", "-E", is_flag=True),
        shared.option(lang, "--ignore-case", "-i", is_flag=True),
        shared.option(lang, "--count", "-c", is_flag=True),
        shared.option(lang, "--only-calls", "-l", is_flag=True),
        *shared.conditions(lang, "message-"),
        *shared.settings(lang),
        *shared.keys(lang),
        *shared.dating(lang),
        shared.option(lang, "--json", is_flag=True),
        shared.option(lang, "--jsonl", is_flag=True, text="jsonl-messages"),
        *shared.speech(lang),
    ]
    return Command("grep", lang, parameters, grep)


def _grep(given: Mapping[str, Any], lang: Language) -> int:
    _refuse_mixtures(given)
    files, text = _parted(given["words"], given["text"])
    wanted = _wanted(text, given) if text else None
    found = find(files, given, wanted, lang)
    if are_beyond(given["status"] or ()) and not found.count():
        raise no_such_status(given["status"])
    if given["count"]:
        print_pieces([f"{found.count()}\n"])
    elif not (_print_calls if given["only_calls"] else _print_messages)(found, wanted, given, lang):
        _say_what_there_is(found, lang)
        _say_how_it_was_read(text, files, given, lang)
    return complain_of_list(found, lang)


def _refuse_mixtures(given: Mapping[str, Any]) -> None:
    for one, other in (("json", "jsonl"), ("count", "only_calls"), ("count", "json"), ("count", "jsonl")):
        if given[one] and given[other]:
            raise FailureError("one-format", 2, options=tuple(f"--{name.replace('_', '-')}" for name in (one, other)))


def _parted(words: Sequence[str], text: str | None) -> tuple[list[str], str | None]:
    """Files and text: without -e the last of several words is the text if there is no such file."""
    last = words[-1]
    if text is None and len(words) > 1 and not _is_there(words[0]) and _is_there(last):
        raise FailureError("no-file-but-text", 2, name=words[0], files=shlex.join(words[1:]), quoted=shlex.quote(words[0]))
    if text is not None or len(words) == 1 or _is_there(last):
        return list(words), text
    if last.lower().endswith(_LIKE_A_FILE):
        raise FailureError("no-text-with-file", 2, name=last)
    return list(words[:-1]), last


def _is_there(name: str) -> bool:
    return name == "-" or Path(name).exists()


def _wanted(text: str, given: Mapping[str, Any]) -> Wanted:
    wanted = Wanted(text, given["regexp"], given["ignore_case"])
    try:
        _ = wanted.pattern
    except (re.error, OverflowError, RecursionError) as error:
        raise FailureError("bad-pattern", 2, value=harmless(text, 60), detail=str(error)) from None
    return wanted


def _print_messages(found: Search, wanted: Wanted | None, given: Mapping[str, Any], lang: Language) -> bool:
    """Writes the messages as they are found; whether there was any."""
    hits, has_any = _noticed(found.hits())
    if given["json"] or given["jsonl"]:
        pieces = import_module("sipwhy.render.message_json")
        has_times = not found.is_timeless
        lines = (f"{pieces.encoded(pieces.message_entry(hit, has_times=has_times))}\n" for hit in hits)
        print_pieces(pieces.json_messages(hits, has_times=has_times) if given["json"] else lines, "utf-8")
    else:
        on = paper(given["no_color"])
        speaker = replace(voice(given, lang), is_timeless=found.is_timeless)
        show_lines(message_lines(hits, found.files, speaker, on, wanted.pattern if wanted else None), on)
    return bool(has_any)


def _noticed(hits: Iterator[Hit]) -> tuple[Iterator[Hit], list[bool]]:
    """The same, and a list that has something in it as soon as one was taken."""
    any_taken: list[bool] = []

    def taken() -> Iterator[Hit]:
        for hit in hits:
            any_taken[:] = [True]
            yield hit

    return taken(), any_taken


def _print_calls(found: Search, wanted: Wanted | None, given: Mapping[str, Any], lang: Language) -> bool:
    """Writes the calls of the messages that are found; whether there was any."""
    rows = list(found.rows())
    if given["json"] or given["jsonl"]:
        pieces = import_module("sipwhy.render.json")
        entries = map(pieces.encoded, pieces.row_entries(found.report, rows))
        print_pieces(pieces.listed("calls", entries) if given["json"] else (f"{entry}\n" for entry in entries), "utf-8")
    elif rows:
        on = paper(given["no_color"])
        show_lines(import_module("sipwhy.render.text").dated_list(rows, voice(given, lang).of(found.report), on), on)
    return bool(rows)


def _say_what_there_is(found: Search, lang: Language) -> None:
    """On standard error: nothing was found, and what was searched."""
    sys.stdout.flush()
    methods = [f"{name} {count}" for name, count in found.methods().items()]
    named = ", ".join([*methods[:_METHODS_NAMED], "…"] if len(methods) > _METHODS_NAMED else methods)
    key = "no-match" if found.message_count else "no-messages"
    tell_beside(say(ERROR, key, lang, n=found.message_count, methods=named))


def _say_how_it_was_read(text: str | None, files: Sequence[str], given: Mapping[str, Any], lang: Language) -> None:
    """On standard error: what looks like a regular expression was none."""
    if text is None or given["regexp"] or given["count"] or not _PATTERN.search(text):
        return
    said = say(ERROR, "plain-text", lang, text=text, files=shlex.join(files), quoted=shlex.quote(text))
    tell_beside(said)
