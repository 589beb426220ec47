"""
The main job: from the names of files, and what was asked for beside them, to a report that is written.

Whoever names files and asks for nothing but a language, a zone or no colours need not wait for click, nor for the words of options:
`run` is all that it takes.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.one_call import demand, files_and_number
from sipwhy.cli.output import paper, print_pieces, save
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import read, voice
from sipwhy.cli.unread import complain
from sipwhy.cli.verdict import is_found
from sipwhy.diagnosis.report import Report
from sipwhy.render.text import screen
from sipwhy.render.text.further import further, lead
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

_FORMATS = ("json", "jsonl", "html", "markdown")
_ENDS = {"json": (".json",), "jsonl": (".jsonl", ".ndjson", ".json"), "markdown": (".md", ".markdown")}
"""How files are called that are meant to be written, and are none to read if they are not there."""
UNASKED: Mapping[str, Any] = {
    **dict.fromkeys(("call", "phone", "caller", "callee", "ip", "call_id", "method", "status", "since", "until", "cause", "where")),
    **dict.fromkeys(("settings", "log_zone", "log_year", "html", "fail_on", "lang")),
    **dict.fromkeys(("secret", "secret_file", "keylog", "rsa_key", "certificate"), ()),
    **dict.fromkeys(("follow", "listen", "verbose", "json", "jsonl", "markdown", "utc", "no_color"), False),
}
"""What the options of the main job are where none is given."""


def run(files: Sequence[str], speech: Mapping[str, object], lang: Language) -> int:
    """The main job on files, with no option but those of `speech`; the exit status."""
    try:
        return report({**UNASKED, **speech, "files": tuple(files)}, lang)
    except FailureError as failure:
        return failure.tell(lang)


def report(given: Mapping[str, Any], lang: Language) -> int:
    """The main job with its options as click gives them; the exit status."""
    form = asked_format(given)
    words: Sequence[str] = given["files"]
    files, number = files_and_number(given, lang)
    given = {**given, "files": files, "call": number}
    if given["follow"]:
        status: int = import_module("sipwhy.cli.following").follow(given, lang)
        return status
    _refuse_misspelt(words)
    _refuse_target(files, form)
    found = read(files, given, lang)
    if number is not None:
        demand(found, number, files)
    speaker = voice(given, lang).about(found)
    write(found, form, given, speaker)
    return complain(found, lang) or int(bool(given["fail_on"]) and is_found(found, given["fail_on"], speaker, number))


def _amount(found: Report, number: int | None, lang: Language) -> str:
    """How much a page holds."""
    row = found.row(number) if number is not None else None
    if row is not None:
        return say(ERROR, "one-entry", lang, number=row.number, n=row.messages)
    return say(ERROR, "entries", lang, n=sum(1 for _ in found.rows()))


def _refuse_misspelt(words: Sequence[str]) -> None:
    """`sipwhy clals x.pcap` is no report on two files of which one is missing, nor is `sipwhy x.pcap calls`: a command was meant."""
    word, *rest = words
    if not rest:
        return
    if command := next((each for each in rest if each in COMMANDS and not Path(each).exists()), ""):
        raise FailureError("command-behind", NO_INPUT, near=command, rest=shlex.join(each for each in words if each != command))
    if Path(word).exists():
        return
    slips = import_module("sipwhy.cli.slips")
    if word.lower() in slips.MAIN_JOB:
        raise FailureError("no-main-command", NO_INPUT, path=word, rest=shlex.join(rest))
    if near := slips.command_near(word):
        raise FailureError("misspelt-command", NO_INPUT, path=word, near=near, rest=shlex.join(rest))


def _refuse_target(words: Sequence[str], form: str) -> None:
    """`sipwhy x.pcap --markdown report.md`: what is written to standard output takes no name, and the word would be one more capture."""
    target = next((word for word in words if word.lower().endswith(_ENDS.get(form, ())) and not Path(word).exists()), None)
    if target is not None and (files := shlex.join(word for word in words if word != target)):
        raise FailureError("writes-to-output", 2, option=f"--{form}", files=files, target=shlex.quote(target))


def asked_format(given: Mapping[str, Any]) -> str:
    """The one format that was asked for, text if none was."""
    asked = [name for name in _FORMATS if given[name]]
    if len(asked) > 1:
        raise FailureError("one-format", 2, options=tuple(f"--{name}" for name in asked))
    return asked[0] if asked else "text"


def write(found: Report, form: str, given: Mapping[str, Any], speaker: Voice) -> None:
    """Writes a report; only the renderer that is asked for is loaded."""
    match form:
        case "json" | "jsonl":
            pieces = import_module("sipwhy.render.json")
            print_pieces((pieces.json_report if form == "json" else pieces.json_lines)(found, speaker), "utf-8")
        case "html":
            page = import_module("sipwhy.app.page").page_of(found, speaker, given["verbose"], given["call"])
            save(page, given["html"], given["files"], speaker.lang, _amount(found, given["call"], speaker.lang))
        case "markdown":
            lines = import_module("sipwhy.render.markdown").markdown(found, speaker, given["verbose"], given["call"])
            print_pieces((f"{line}\n" for line in lines), "utf-8")
        case _:
            on = paper(given["no_color"])
            if sys.stdout.isatty():
                lines = screen(found, speaker, on, given["verbose"], given["call"], lead=lead(found, speaker, on))
                show_lines(chain(lines, further(found, speaker, on, given["call"])), on)
            else:
                show_lines(screen(found, speaker, on, given["verbose"], given["call"]), on)
