"""Which entry is meant: by N behind the files, by --call N, by conditions that only one fits, or because there is no other."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.reading import read, voice
from sipwhy.cli.wrapped import width_of, wrapped
from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.render.paper import paper_for
from sipwhy.render.text.calls import dated_list
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command as words_of
from sipwhy.render.wording import readable
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.strange import STRANGE

_SEVERAL = re.compile(r"[0-9]+(?:[,-][0-9]+)+")
"""Numbers as a printer takes them: 1,4 and 2-5."""


class NoEntryError(FailureError):
    """There is no call and no registration; where SIP may be inside TLS that stays shut, it is said what opens it."""

    def __init__(self, found: Report, files: Sequence[str]) -> None:
        super().__init__("no-calls", 2, files=shlex.join(files))
        self._found = found

    def tell(self, lang: Language) -> int:
        """As of any other, and below it what became of TLS."""
        sealed = import_module("sipwhy.render.decryption").shut_tls_lines(self._found, voice({}, lang).of(self._found))
        self.below = [wrapped(line, sys.stderr) for line in (*stranger_lines(self._found, lang), *sealed)]
        return super().tell(lang)


def stranger_lines(found: Report, lang: Language) -> Iterator[str]:
    """That voice of no call is there, and how it is heard."""
    if n := found.overview.unplaced_rtp:
        yield say(STRANGE, "strangers-there", lang, n=n, command=words_of(readable(found), "audio", "--stream", "1"))


_LISTED = 10
"""So many entries are listed where several fit."""


def files_and_number(given: Mapping[str, Any], lang: Language, command: str = "") -> tuple[tuple[str, ...], int | None]:
    """
    The files of a command, and the number that stands behind them or behind --call.

    A last word that is a number and no file is N; a file named like a number is given as ./3. FailureError where N stands first, or
    where there are two of them.
    """
    _refuse_number_first(given["files"], command)
    *files, last = given["files"]
    asked: int | None = given["call"]
    if files and _SEVERAL.fullmatch(last) and not Path(last).exists():
        raise FailureError("two-numbers", 2, words=last, start=f"sipwhy {command}".strip(), files=shlex.join(files))
    if not (files and last.isascii() and last.isdigit() and not Path(last).is_file()):
        return tuple(given["files"]), asked
    if len(files) > 1 and _is_number(files[-1]):
        start = f"sipwhy {command}".strip()
        raise FailureError("two-numbers", 2, words=f"{files[-1]} {last}", start=start, files=shlex.join(files[:-1]))
    return tuple(files), agreed(import_module("sipwhy.cli.kinds").number_behind(last, lang), asked)


def agreed(number: int | None, call: int | None) -> int | None:
    """The number that N or --call N tells; FailureError with status 2 if both do, and differ."""
    if number is not None and call not in (None, number):
        raise FailureError("number-and-call", 2, number=number, call=call)
    return call if number is None else number


def demand(found: Report, number: int, files: Sequence[str]) -> None:
    """FailureError with status 2 if there is no entry of this number, or if it does not fit the conditions beside it."""
    if found.row(number) is not None:
        if not found.results():
            raise FailureError("number-fits-not", 2, number=number)
        return
    there = sum(found.contents.counts.values())
    raise FailureError("no-call", 2, number=number, n=there, files=shlex.join(files)) if there else NoEntryError(found, files)


def one_call(command: str, given: Mapping[str, Any], lang: Language) -> tuple[Report, int]:
    """The report, and the number of the entry that is meant; FailureError with status 2 if it is not there, or not told."""
    files, number = files_and_number(given, lang, command)
    if number is None and len(files) > 1 and files[-1] != "-" and not Path(files[-1]).exists():
        # a word behind a file can only be meant as N
        raise FailureError("no-ordinal", 2, word=files[-1], command=command, files=shlex.join(files[:-1]))
    found = read(files, {**given, "call": number}, lang)
    if number is not None:
        demand(found, number, files)
        return found, number
    return found, _only(found, command, files, given, lang)


def _refuse_number_first(words: Sequence[str], command: str) -> None:
    """FailureError where a number stands before the files: what is to be written, or which of them is not there."""
    first, *rest = words
    if not rest or not _is_number(first) or all(map(_is_number, rest)):
        return
    files = [word for word in rest if not _is_number(word)]
    if missing := next((word for word in files if not _is_evidence(word)), None):
        raise FailureError("missing", NO_INPUT, path=missing)
    start, told = f"sipwhy {command}".strip(), shlex.join(files)
    if len(files) < len(rest):
        raise FailureError("two-numbers", 2, words=" ".join(filter(_is_number, words)), start=start, files=told)
    raise FailureError("number-first", 2, number=first, start=start, files=told)


def _is_number(word: str) -> bool:
    """Whether a word can only be an entry's number: there is no file of that name."""
    return word.isascii() and word.isdigit() and not Path(word).exists()


def _is_evidence(word: str) -> bool:
    return word == "-" or Path(word).exists()


def _only(found: Report, command: str, files: Sequence[str], given: Mapping[str, Any], lang: Language) -> int:
    """The only entry that fits, or the only call among others; where several do they are listed, on standard error."""
    counts = found.results()
    total, calls = sum(counts.values()), sum(count for (kind, _), count in counts.items() if kind == "call")
    if total == 1 or calls == 1:
        return next(row.number for row in found.rows() if total == 1 or row.kind == "call")
    if not total:
        raise FailureError("no-call-fits", 2, files=shlex.join(files)) if found.contents.counts else NoEntryError(found, files)
    first = list(islice(found.rows(), _LISTED))
    number = next((row.number for row in first if row.kind == "call"), first[0].number)
    target = f" -o {shlex.quote(given['output'])}" if given.get("output") else ""
    values = {"n": total, "command": command, "files": shlex.join(files), "number": number, "target": target}
    raise FailureError("which-call" if total > _LISTED else "which-listed", 2, **values).above(_listed(first, voice(given, lang).of(found)))


def _listed(rows: Sequence[CallRow], speaker: Voice) -> list[str]:
    """The lines of a list for standard error, without colours: what that says may end in a log."""
    on = paper_for(width_of(sys.stderr) if sys.stderr.isatty() else None, False, sys.stderr.encoding or "ascii", {})
    return [on.shown(line) for line in dated_list(rows, speaker, on)]
