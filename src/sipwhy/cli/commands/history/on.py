"""`sipwhy history on --hep [ADDRESS:]PORT | --iface NAME | --log FILE | --pcap FILE`: begins to record."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from sipwhy.app.recording import Recorder
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.background import Background
from sipwhy.cli.commands.history.answer import answer
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.commands.history.which import folder_of, only_one, option, store_option
from sipwhy.cli.commands.live import LiveFailureError, asked
from sipwhy.cli.ends import ends
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import length, listened, size
from sipwhy.cli.wrapped import tell_beside
from sipwhy.sources import Problem
from sipwhy.sources.capture_file import MAGICS, PACKED
from sipwhy.sources.intake import Intake
from sipwhy.sources.live import ANY, LiveError, interfaces
from sipwhy.store.folder import Folder
from sipwhy.store.limits import Limits
from sipwhy.store.lock import holder
from sipwhy.store.problem import StoreError
from sipwhy.store.status import read_status
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER_PROBLEM

_LOOKED_AT = 16 << 20
"""Bytes at the end of a log in which a SIP message is looked for."""
_HEAD = 4
"""Bytes that tell a capture."""
_SOURCES = ("iface", "hep", "log", "pcap")


def command(lang: Language) -> click.Command:
    """The beginning of recording."""

    @told
    def on(**given: Any) -> int:
        return _on(given, lang)

    parameters: shared.Parameters = [
        click.Argument(["words"], nargs=-1, metavar="[WORD...]"),
        option(lang, "--iface", metavar="NAME", multiple=True),
        option(lang, "--filter", metavar="EXPR"),
        option(lang, "--hep", metavar="[ADDRESS:]PORT", type=listened(lang)),
        option(lang, "--log", metavar="FILE", shell_complete=suggestions.files),
        option(lang, "--pcap", metavar="FILE", shell_complete=suggestions.files),
        option(lang, "--max-size", metavar="SIZE", type=size(lang), default="10G"),
        option(lang, "--max-age", metavar="TIME", type=length(lang), default="30d"),
        option(lang, "--min-free", metavar="SIZE", type=size(lang, 0), default="1G"),
        option(lang, "--no-calls", is_flag=True),
        option(lang, "--foreground", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        store_option(lang),
        *shared.dating(lang),
        *shared.timeless_speech(lang),
    ]
    return Command("on", lang, parameters, on)


def _on(words: Mapping[str, Any], lang: Language) -> int:
    given = _asked(words)
    source = only_one(given, *_SOURCES)
    folder = folder_of(given)
    import_module("sipwhy.store.parquet").engine()
    folder.prepare()
    if (pid := holder(folder)) is not None:
        raise StoreError("locked", path=str(folder.path), pid=pid)
    begin = _beginning(source, given, folder)
    if given["foreground"]:
        _warn(given, lang)
        return _record(_begun(begin))
    background = Background(folder.log, keeps_input=given["pcap"] == "-")
    if background.is_child:
        _record_for(background, begin)
    if trouble := background.trouble():
        raise _TROUBLES[trouble["of"]](trouble["key"], NO_INPUT if trouble["of"] == "file" else 2, **trouble["values"])
    _warn(given, lang)
    answer("on", given, lang, path=str(folder.path), pid=holder(folder))
    return 0


def _warn(given: Mapping[str, Any], lang: Language) -> None:
    """Says so where a log may never bring a message."""
    path = given["log"] or given["pcap"]  # what is no capture is read as a log
    if path and is_without_sip(path):
        said = say(RECORDER_PROBLEM, "log-without-sip", lang, path=path)
        tell_beside(said)


def is_without_sip(path: str) -> bool:
    """Whether a file is no capture, and has something but no SIP message in its last megabytes; one that cannot be read is not judged."""
    if not Path(path).is_file():  # a pipe can be read by one only, and opening it waits for who writes
        return False
    try:
        with Path(path).open("rb") as file:
            if file.read(_HEAD).startswith((*MAGICS, *PACKED)):
                return False
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LOOKED_AT))
            return size > 0 and b"SIP/2.0" not in file.read(_LOOKED_AT)
    except OSError:
        return False


def _asked(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is asked for, where interfaces and a filter stand as words as if they stood behind --iface and --filter."""
    if not given["words"]:
        return given
    if any(given[name] not in (None, ()) for name in _SOURCES if name != "iface"):
        raise HistoryError("words-and-source", 2, words=" ".join(given["words"]), options=tuple(f"--{name}" for name in _SOURCES))
    names, expression = asked(given, interfaces())
    if "-" in names:
        if len(names) > 1 or expression:
            raise LiveFailureError("stdin-alone", 2)
        return {**given, "iface": (), "pcap": "-"}
    return {**given, "iface": names or (ANY,), "filter": expression}


def _beginning(source: str, given: Mapping[str, Any], folder: Folder) -> Callable[[], Recorder]:
    limits = Limits(given["max_size"], given["max_age"], given["min_free"])
    where = given[source] if source in ("hep", "iface") or given[source] == "-" else str(Path(given[source]).absolute())

    def begin() -> Recorder:
        intake = _opened(source, where, given, folder)
        return Recorder(folder, intake, limits, judges=not given["no_calls"])

    return begin


def _begun(begin: Callable[[], Recorder]) -> Recorder:
    """The recorder; FailureError with status 3 if its file cannot be read."""
    try:
        return begin()
    except Problem as problem:
        raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail) from None


def _opened(source: str, where: Any, given: Mapping[str, Any], folder: Folder) -> Intake:
    try:
        if source == "hep":
            return _hep(where)
        if source == "iface":
            return _interfaces(where, given, folder)
        growing = import_module("sipwhy.sources.growing").open_growing(where)
        before = read_status(folder)
        since = before.newest if before and before.source == where else 0
        made: Intake = import_module("sipwhy.sources.intake.growing").GrowingIntake(growing, since, given["log_zone"], given["log_year"])
        return made
    except LiveError as error:
        kind = "no-rights-to-record" if error.kind == "no-rights" else error.kind
        raise LiveFailureError(kind, 2, **({"known": interfaces()} | error.values)) from None
    except OSError as error:
        raise HistoryError("no-source", 2, source=f"--{source} {where}", detail=error.strerror or str(error)) from None


def _hep(where: str) -> Intake:
    hep = import_module("sipwhy.sources.intake.hep")
    address, port = hep.place_of(where)
    made: Intake = hep.HepPort(port, address)
    return made


def _interfaces(names: Sequence[str], given: Mapping[str, Any], folder: Folder) -> Intake:
    """Interfaces, opened with all rights and listened to without any that are not needed: the store must be its owner's."""
    listening = import_module("sipwhy.sources.intake.interface").InterfaceIntake(names, given["filter"] or "")
    if folder.path.stat().st_uid == os.geteuid():
        import_module("sipwhy.sources.privileges").give_up_capabilities()
    listening.begin()
    made: Intake = listening
    return made


def _record_for(background: Background, begin: Callable[[], Recorder]) -> None:
    """Records in the background; never returns."""
    with background.ends_here():
        try:
            recorder = begin()
        except (FailureError, StoreError, Problem) as error:
            background.tell(_told_to_parent(error))
            return
        background.tell(None)
        _record(recorder)


def _told_to_parent(error: FailureError | StoreError | Problem) -> dict[str, Any]:
    if isinstance(error, Problem):
        return {"of": "file", "key": error.kind, "values": {"path": error.path, "detail": error.detail}}
    return {"of": "live" if isinstance(error, LiveFailureError) else "history", "key": error.key, "values": error.values}


_TROUBLES: Mapping[str, Callable[..., FailureError]] = {"file": FailureError, "history": HistoryError, "live": LiveFailureError}


def _record(recorder: Recorder) -> int:
    with ends() as is_ended:
        recorder.run(is_ended)
    return 0
