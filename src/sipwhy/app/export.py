"""One call's packets as a capture of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from msgspec import Struct

from sipwhy import __version__
from sipwhy.app.report import FullReport
from sipwhy.app.whole_file import written_whole
from sipwhy.diagnosis.report import Report
from sipwhy.export import RAW_IP, About, LeakError, Opened, Record, anonymous, pick, wanted_of, write_pcapng
from sipwhy.model import Message
from sipwhy.texts.file_names import names_apart
from sipwhy.wire.extractor import Packet, packets

_TRIES = 3
"""A pseudonym can by chance equal somebody else's name; with new ones it will not."""

Notes = Mapping[tuple[int, int], str]
"""What to say beside a packet, by (file, frame)."""


__all__ = ["Exported", "LeakError", "LogOnlyError", "export", "export_into"]


class LogOnlyError(ValueError):
    """The call is known from text logs alone: there are no packets of it."""


class Exported(Struct, frozen=True):
    """How many packets were written, and how many left out since they may hold names or content that cannot be masked."""

    packets: int
    left_out: int


def export(report: Report, number: int, output: str, *, anonymize: bool = False, comment: str = "", notes: Notes | None = None) -> Exported:
    """Writes one call to the file `output` as `export_into` does, as a whole or not at all. OSError if it cannot be written."""
    with written_whole(output) as part, part.open("wb") as out:
        return export_into(out, report, number, anonymize=anonymize, comment=comment, notes=notes)


def export_into(
    out: IO[bytes], report: Report, number: int, *, anonymize: bool = False, comment: str = "", notes: Notes | None = None
) -> Exported:
    """
    Writes the SIP and RTP of one call as pcapng; `comment` and `notes` stand in it for who opens it. What was read
    out of TLS is written in the open.

    With `anonymize` users, numbers, names, addresses and digests are replaced, each by the same everywhere, sound is taken
    out, and no note is written. LeakError if something cannot be masked, LogOnlyError if no capture has the call: before anything
    is written.
    """
    if not isinstance(report, FullReport):
        raise TypeError("only a report of files can be exported")
    if not report.call(number).legs:  # only lines of a log tell of it
        raise LogOnlyError
    messages, found = _found(report, number)
    if messages and all(message.line is not None for message in messages):
        raise LogOnlyError
    left_out = 0
    if anonymize:
        records, left_out = _anonymous(report, number, messages, found)
    else:
        records = list(_plain(report, messages, found, notes or {}))
    about = About(f"sipwhy {__version__}", "" if anonymize else comment, report.table.evidence.until)
    return Exported(write_pcapng(out, records, about), left_out)


def _found(report: FullReport, number: int) -> tuple[list[Message], list[Packet]]:
    """The messages of a call, captured copies included, and its packets."""
    evidence, call = report.table.evidence, report.call(number)
    indices = [index for leg in report.table.legs_of(number - 1) for index in evidence.leg_messages(leg)]
    messages = [evidence.message(index) for index in sorted(indices)]
    return messages, list(pick(packets(evidence, len(report.files), wanted_of(call, messages)), messages, call))


def _plain(report: FullReport, messages: list[Message], found: list[Packet], notes: Notes) -> Iterator[Record]:
    """The packets as they were captured; what was read out of TLS in the open, and no keys."""
    names, opened = names_apart(report.files), Opened(messages)
    for one in found:
        note = notes.get((one.file, one.frame), "")
        if not opened.holds(one):
            yield Record(one.ts, names[one.file], one.link, one.data, one.length, note)
            continue
        for data in opened.packets(one):
            yield Record(one.ts, f"{names[one.file]}, decrypted", RAW_IP, data, len(data), note)


def _anonymous(report: FullReport, number: int, messages: list[Message], found: list[Packet]) -> tuple[list[Record], int]:
    errors = {(error.file, error.frame): error.message for leg in report.call(number).legs for error in leg.errors}
    for left in reversed(range(_TRIES)):
        try:
            return anonymous(messages, errors, found)
        except LeakError:
            if not left:
                raise
    raise AssertionError("unreachable")
