"""One call as a file, in the form that the file's name ends with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from sipwhy.app.report import FullReport
from sipwhy.app.whole_file import written_whole
from sipwhy.render.flow_head import flow_head
from sipwhy.render.media.lock import why_shut
from sipwhy.render.paper import Paper
from sipwhy.render.remarks import remarks
from sipwhy.render.subject import subject
from sipwhy.render.svg import svg
from sipwhy.render.text.card import card
from sipwhy.render.text.message import message_lines
from sipwhy.render.voice import Voice
from sipwhy.views.hit import Hit

ENDINGS = (".pcapng", ".txt", ".svg", ".html", ".wav")
"""What names may end with."""
_WIDTH = 120


class SavingError(ValueError):
    """Nothing was written; `key` and `values` say why (texts.tui.TUI)."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def targets(name: str, numbers: Sequence[int], inputs: Sequence[str]) -> list[Path]:
    """The file for each call: `name` for one, name-7.pcapng for each of several. SavingError if a name cannot be meant."""
    path = Path(os.path.expanduser(name))  # noqa: PTH111  # of a user who is not there nothing is expanded, and that is no error
    if path.suffix.lower() not in ENDINGS or not path.stem:
        raise SavingError("bad-ending", path=name, known=ENDINGS)
    paths = [path] if len(numbers) == 1 else [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in numbers]
    read = {os.path.realpath(one) for one in inputs}
    for one in paths:
        if os.path.realpath(one) in read:
            raise SavingError("is-input", path=str(one))
    return paths


def save_call(report: FullReport, number: int, path: Path, voice: Voice) -> None:
    """Writes one call to `path`. SavingError if that cannot be done; nothing is left of a failed try."""
    writers: dict[str, Callable[[FullReport, int, Path, Voice], None]] = {
        ".pcapng": _packets,
        ".txt": _text,
        ".svg": _ladder,
        ".html": _page,
        ".wav": _sound,
    }
    try:
        writers[path.suffix.lower()](report, number, path, voice)
    except OSError as error:
        raise SavingError("cannot-write", path=str(path), detail=error.strerror or str(error)) from None


def _packets(report: FullReport, number: int, path: Path, voice: Voice) -> None:
    export: Any = import_module("sipwhy.app.export")  # late: what masks names is loaded with it
    comment, notes = remarks(report, number, voice)
    try:
        export.export(report, number, str(path), comment=comment, notes=notes)
    except export.LogOnlyError:
        raise SavingError("no-packets", n=number) from None


def _text(report: FullReport, number: int, path: Path, voice: Voice) -> None:
    """What was found, the ladder, and every message."""
    paper = Paper(_WIDTH)
    call = report.call(number)
    hits = (Hit(message, number, message.raw) for message in call.messages)
    lines = [*card(report, number, voice, paper, full=True), "", *message_lines(hits, report.files, voice, paper, None)]
    _write(path, (f"{line}\n" for line in lines))


def _ladder(report: FullReport, number: int, path: Path, voice: Voice) -> None:
    found = subject(report, number, voice, full=True)
    if found is not None:
        _write(path, (f"{line}\n" for line in svg(found.picture, voice.lang, above=tuple(flow_head(found, voice)))))


def _page(report: FullReport, number: int, path: Path, voice: Voice) -> None:
    page: Any = import_module("sipwhy.app.page")  # late: few calls are saved so
    _write(path, page.page_of(report, voice, True, number))


def _sound(report: FullReport, number: int, path: Path, voice: Voice) -> None:
    audio: Any = import_module("sipwhy.app.audio")  # late: few runs listen
    try:
        heard = audio.hear_call(report, number)
    except audio.NoDecoderError:
        raise SavingError("no-decoder") from None
    if heard is None:
        raise SavingError("no-voice", n=number)
    if not len(heard.sound):
        why = why_shut([(one.lock, one.stream) for one in heard.voices], voice.lang)
        raise SavingError("no-sound-of", why=why) if why else SavingError("no-sound")
    audio.save(heard, str(path))


def _write(path: Path, pieces: Iterable[str]) -> None:
    with written_whole(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(pieces)
