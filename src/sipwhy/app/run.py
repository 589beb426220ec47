"""The main job: from files to a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sipwhy.app.filters import Filters
from sipwhy.app.report import FullReport
from sipwhy.calls import tabulate
from sipwhy.diagnosis.report import Broken
from sipwhy.sources import CaptureFile, Problem, open_capture
from sipwhy.wire import Evidence, Reader

_BLOCK = 1 << 20
_PROBLEMS = {
    "missing": "no such file",
    "directory": "this is a directory",
    "permission": "no permission to read this file",
    "empty": "the file is empty",
    "unrecognised": "not a capture file",
    "unreadable": "the file cannot be read",
}

Progress = Callable[[float], None]


def run(paths: Sequence[str], filters: Filters | None = None, progress: Progress | None = None) -> FullReport:
    """Reads `paths`, merged by time, and judges what is in them; `progress` is told the share that is read (0 to 1).

    Problem if nothing could be read at all; what could not be read beside other files stands in `broken`.
    """
    files, broken = _open(paths)
    evidence = _read(files, broken, progress)
    return FullReport(list(paths), tabulate(evidence), filters or Filters(), [*broken.values(), *_faults(evidence, files)])


def _open(paths: Sequence[str]) -> tuple[dict[int, CaptureFile], dict[int, Broken]]:
    files: dict[int, CaptureFile] = {}
    broken: dict[int, Broken] = {}
    problems = []
    for index, path in enumerate(paths):
        try:
            files[index] = open_capture(path)
        except Problem as problem:
            problems.append(problem)
            broken[index] = Broken(index, _PROBLEMS[problem.kind])
    if problems and not files:
        raise problems[0]
    return files, broken


def _read(files: dict[int, CaptureFile], broken: dict[int, Broken], progress: Progress | None) -> Evidence:
    reader = Reader()
    total = sum(file.size or 0 for file in files.values())
    for index in range(max(files) + 1):
        reader.add_file()
        if index not in files:
            reader.feed(index, b"")
    refused = 0
    while (index := reader.wants()) is not None:
        file = files[index]
        if index in broken:
            reader.feed(index, b"")
            continue
        reader.feed(index, file.read(_BLOCK))
        if reader.is_recognised(index) is False:
            refused += 1
            broken[index] = Broken(index, _PROBLEMS["unrecognised"])
            if refused == len(files):
                raise Problem("unrecognised", file.name)
        if progress and total:
            progress(min(sum(file.position for file in files.values()) / total, 1.0))
    return reader.finish(lambda file, offset, length: files[file].fetch(offset, length))


def _faults(evidence: Evidence, files: dict[int, CaptureFile]) -> list[Broken]:
    found = [Broken(file, why, frame=frame, times=times) for file, why, frame, times in evidence.broken()]
    return found + [Broken(index, file.fault) for index, file in files.items() if file.fault]
