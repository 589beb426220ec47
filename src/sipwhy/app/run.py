"""The main job: from files to a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.corrections import corrections_of
from sipwhy.app.encrypted_reports import open_reports
from sipwhy.app.filters import Filters
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.calls import CallTable, tabulate
from sipwhy.diagnosis.report import Broken
from sipwhy.sources import CaptureFile, Problem, open_capture
from sipwhy.wire import Evidence, Reader
from sipwhy.wire.keys import Keys

if TYPE_CHECKING:
    from sipwhy.sources.text_log import TextLog
    from sipwhy.wire.logs import Correction

    Opened: TypeAlias = CaptureFile | TextLog

_BLOCK = 1 << 20
_BROKEN_OFF = "a SIP message breaks off in the log or is mixed with another"
_NONE: Mapping[int, Correction] = {}
_PROBLEMS = {
    "missing": "no such file",
    "directory": "this is a directory",
    "permission": "no permission to read this file",
    "empty": "the file is empty",
    "archive": "this is an archive of files, not a capture",
    "packed": "this is compressed in a way that is not read",
    "sound": "this is a sound file, not a capture",
    "keys": "these are keys of TLS sessions, for --keylog",
    "har": "this is a browser's record of HTTP, not a capture",
    "mail": "this is a letter, not a capture",
    "settings": "these are settings of a server, not a log",
    "records": "this is a table of calls, for sipwhy cdr",
    "headlines": "this is a list of SIP messages without the messages",
    "unrecognised": "neither a capture nor a log with SIP messages",
    "unreadable": "the file cannot be read",
    "growing-packed": "a packed file cannot be followed",
}

Progress = Callable[[float], None]


class Gathered(Struct, frozen=True):
    """What was read: the names of the files, their calls as columns, and what could not be read."""

    files: list[str]
    table: CallTable
    broken: list[Broken]


def run(
    paths: Sequence[str], filters: Filters | None = None, progress: Progress | None = None, settings: Settings | None = None
) -> FullReport:
    """
    Reads `paths`, merged by time, and judges what is in them as `settings` say; `progress` is told the share that is read (0 to 1).

    Problem if nothing could be read at all; what could not be read beside other files stands in `broken`.
    """
    return judge(gather(paths, progress, settings), filters, settings)


def judge(gathered: Gathered, filters: Filters | None = None, settings: Settings | None = None) -> FullReport:
    """The report on what was read, as `settings` say, of what `filters` let pass."""
    return FullReport(gathered.files, gathered.table, filters or Filters(), gathered.broken, settings)


def gather(paths: Sequence[str], progress: Progress | None = None, settings: Settings | None = None) -> Gathered:
    """
    Reads `paths`, merged by time, and puts their messages together to calls; nothing is judged.

    `settings` say how the times of logs are meant. Problem if nothing could be read at all.
    """
    chosen = settings or Settings()
    files, broken = _open(paths, chosen)
    evidence = _read(files, broken, progress, chosen.keys)
    corrections, keys = corrections_of(evidence, paths), _late_keys(evidence, paths, chosen.keys)
    if corrections or keys:
        files, broken = _open(paths, chosen, corrections)
        evidence = _read(files, broken, progress, keys or chosen.keys)
    open_reports(evidence, len(paths), [log for log in (*chosen.keys.logs, evidence.key_log) if log])
    faults = [*broken.values(), *_faults(evidence, files, broken)]
    return Gathered(list(paths), tabulate(evidence), faults)


def gather_opened(files: Sequence[CaptureFile], settings: Settings) -> Gathered:
    """The same of files that are open already; those that are no captures count as logs."""
    opened: dict[int, Opened] = {index: file if file.is_capture else _log(file, settings, None) for index, file in enumerate(files)}
    broken: dict[int, Broken] = {}
    evidence = _read(opened, broken, None, settings.keys.again())
    open_reports(evidence)
    faults = [*broken.values(), *_faults(evidence, opened, broken)]
    return Gathered([file.name for file in files], tabulate(evidence), faults)


def _late_keys(evidence: Evidence, paths: Sequence[str], keys: Keys) -> Keys | None:
    """The keys for another reading, if a capture brings some along behind what they open; what stands in a pipe is read once."""
    if "-" in paths or not evidence.secrets or not any(one.is_late for one in evidence.decryptions):
        return None
    return replace(keys, logs=(*keys.logs, evidence.key_log))


def _open(
    paths: Sequence[str], settings: Settings, corrections: Mapping[int, Correction] = _NONE
) -> tuple[dict[int, Opened], dict[int, Broken]]:
    files: dict[int, Opened] = {}
    broken: dict[int, Broken] = {}
    problems = []
    for index, path in enumerate(paths):
        try:
            file = open_capture(path)
            files[index] = file if file.is_capture else _log(file, settings, corrections.get(index))
        except Problem as problem:
            problems.append(problem)
            broken[index] = Broken(index, _PROBLEMS[problem.kind], is_unread=True)
    if problems and not files:
        raise problems[0]
    return files, broken


def _log(file: CaptureFile, settings: Settings, correction: Correction | None) -> TextLog:
    """What is no capture, as a text log; few runs need what reads these."""
    markers = import_module("sipwhy.reference.log_message").markers()
    opened = import_module("sipwhy.sources.text_log").open_log
    log: TextLog = opened(file, settings.log_zone, settings.log_year, markers, correction=correction)
    return log


def _is_log(file: Opened) -> TypeGuard[TextLog]:
    return hasattr(file, "told")


def _read(files: dict[int, Opened], broken: dict[int, Broken], progress: Progress | None, keys: Keys) -> Evidence:
    reader = Reader(keys=keys)
    for number in range(max(files) + 1):
        reader.add_file()
        if number not in files:
            reader.feed(number, b"")
        elif files[number].is_plain:
            reader.open_file(number, files[number].name)
    feeder = _Feeder(reader, files)
    while (index := reader.wants()) is not None:
        feeder.step(index)
        if index not in broken and (reader.is_recognised(index) is False or _is_refused(files[index])):
            feeder.give_up(index)
            _refuse(index, files, broken)
        if progress:
            progress(feeder.share)
    for index in files:
        if index not in broken and not reader.is_recognised(index):  # it ended before anything could be told
            _refuse(index, files, broken)
    logs = [file.told(index) for index, file in files.items() if _is_log(file) and index not in broken]
    return reader.finish(lambda file, offset, length: files[file].fetch(offset, length) if file in files else b"", logs)


def _is_refused(file: Opened) -> bool:
    return _is_log(file) and file.is_refused


def _refuse(index: int, files: dict[int, Opened], broken: dict[int, Broken]) -> None:
    """Notes that a file is no capture, and what it is if that can be told; Problem if none is a capture."""
    file = files[index]
    stranger = import_module("sipwhy.sources.stranger")
    kind = stranger.problem_of(file.head if _is_log(file) else file.fetch(0, stranger.HEAD))
    broken[index] = Broken(index, _PROBLEMS["unreadable" if file.is_out_of_room else kind], is_unread=True)
    if not all(number in broken for number in files):
        return
    if file.is_out_of_room:
        raise Problem("unreadable", file.name, file.fault or "")
    raise Problem(kind, file.name)


class _Feeder:
    """Gives the reader what it wants of each file, and knows how far it has come."""

    def __init__(self, reader: Reader, files: dict[int, Opened]) -> None:
        self._reader = reader
        self._files = files
        self._pulled = dict.fromkeys(files, 0)
        self._total = sum(file.size or 0 for file in files.values())

    def step(self, index: int) -> None:
        """Gives the next bytes of one file."""
        file = self._files[index]
        if file.is_plain:
            self._pulled[index] += self._reader.pull(index)
        else:
            self._reader.feed(index, file.read(_BLOCK))
            self._pulled[index] = file.position

    def give_up(self, index: int) -> None:
        """Reads no more of a file that is no capture."""
        self._reader.feed(index, b"")

    @property
    def share(self) -> float:
        """The share of all bytes on disk that is read, 0 to 1."""
        return min(sum(self._pulled.values()) / self._total, 1.0) if self._total else 0.0


def _faults(evidence: Evidence, files: dict[int, Opened], refused: dict[int, Broken]) -> list[Broken]:
    noted = ((file, why, frame, times) for file, why, frame, times in evidence.broken() if file not in refused)
    found = [Broken(file, why, frame=frame or None, times=times) for file, why, frame, times in noted]
    broken_off = ((index, file.broken) for index, file in files.items() if _is_log(file) and file.broken)
    found += [Broken(index, _BROKEN_OFF, line=line, times=times) for index, (line, times) in broken_off]
    return found + [Broken(index, file.fault) for index, file in files.items() if file.fault]
