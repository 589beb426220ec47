"""Which entry is meant by FILE... [N]: N may be left out where there is only one, or one call among other entries."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sipwhy.cli import options as shared
from sipwhy.cli.failure import FailureError
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.options import Parameters
from sipwhy.cli.reading import read
from sipwhy.diagnosis.report import Report
from sipwhy.texts.language import Language


def files_with_number() -> Parameters:
    """FILE... and N, which may be left out."""
    (words,) = shared.files()
    words.metavar = "FILE... [N]"
    return [words]


def files_and_number(words: Sequence[str], lang: Language) -> tuple[tuple[str, ...], int | None]:
    """A last word that is a number and no file is N; a file named like a number is given as ./3."""
    *files, last = words
    if files and last.isascii() and last.isdigit() and not Path(last).is_file():
        return tuple(files), ordinal(lang)(last)
    return tuple(words), None


def one_call(command: str, given: Mapping[str, Any], lang: Language) -> tuple[Report, int]:
    """The report, and the number of the entry that is meant; FailureError with status 2 if it is not there, or not told."""
    files, number = files_and_number(given["files"], lang)
    if number is not None and len(files) > 1 and files[-1].isdigit() and not Path(files[-1]).exists():
        raise FailureError("two-numbers", 2, words=f"{files[-1]} {number}", command=command, files=shlex.join(files[:-1]))
    if number is None and len(files) > 1 and files[-1] != "-" and not Path(files[-1]).exists():
        # a word behind a file can only be meant as N
        raise FailureError("no-ordinal", 2, word=files[-1], command=command, files=shlex.join(files[:-1]))
    found = read(files, {**given, "call": number}, lang)
    if number is None:
        number = _only(found, command, files)
    elif found.row(number) is None:
        raise FailureError("no-call", 2, number=number, files=shlex.join(files))
    return found, number


def _only(found: Report, command: str, files: Sequence[str]) -> int:
    rows = list(found.rows())
    chosen = rows if len(rows) == 1 else [row for row in rows if row.kind == "call"]
    if len(chosen) == 1:
        return chosen[0].number
    raise FailureError("which-call" if rows else "no-calls", 2, command=command, n=len(rows), files=shlex.join(files))
