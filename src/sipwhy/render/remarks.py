"""What stands beside packets in an exported capture: the verdict, and each piece of evidence with its note."""

from __future__ import annotations

from sipwhy.diagnosis.report import Report
from sipwhy.render.voice import Voice
from sipwhy.render.wording import heading

Place = tuple[int, int]


def remarks(report: Report, number: int, voice: Voice) -> tuple[str, dict[Place, str]]:
    """The capture's comment, and a comment for each (file, frame) that proves something about call `number`."""
    row, call = report.row(number), report.call(number)
    lines = ["  ".join(heading(row, voice))] if row else []
    places: dict[Place, list[str]] = {}
    for finding in report.findings_of(number):
        said = voice.said(finding)
        lines.append(f"{said.title} [{finding.rule}]")
        for piece in finding.evidence:
            message = call.message(piece.message) if piece.message is not None else None
            place = (message.file, message.frame) if message else (piece.file, piece.frame) if piece.frame is not None else None
            if place and (note := said.notes.get(piece.note)):
                places.setdefault(place, []).append(f"{note} [{finding.rule}]")
    return "\n".join(lines), {place: "\n".join(dict.fromkeys(notes)) for place, notes in places.items()}
