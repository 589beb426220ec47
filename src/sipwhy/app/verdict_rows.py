"""A judged entry as rows of the store: the call, and its findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.model import Finding
from sipwhy.render.json import call_entry, encoded
from sipwhy.render.voice import Voice
from sipwhy.texts.moment import iso_utc

if TYPE_CHECKING:
    from sipwhy.app.follow import Ended

Row = dict[str, Any]


def call_row(ended: Ended, number: int) -> Row:
    """The row of `store.tables.CALLS`; `number` is its own in the store."""
    row, report = ended.row, _full(ended)
    english, russian = _voices(report)
    outline = report.outline(row.number)
    findings = report.findings_of(row.number)
    cause = next((finding for finding in findings if finding.rule == row.cause), None)
    entry = call_entry(report, row, english) | {"number": number}
    return {
        "number": number,
        "kind": row.kind,
        "call_ids": list(outline.call_ids),
        "from_user": row.caller,
        "to_user": row.callee,
        "src": row.src,
        "dst": row.dst,
        "start": iso_utc(row.start).rstrip("Z"),
        "result": row.result,
        "status": row.status,
        "reason": row.reason,
        "pdd": row.pdd,
        "ring": _ring(ended),
        "setup": row.setup,
        "talk": row.talk,
        "duration": _duration(ended),
        "hung_up": outline.hung_up,
        "cause": row.cause,
        "at_fault": cause.at_fault if cause else None,
        "severity": cause.severity if cause else None,
        "title": english.title(cause) if cause else None,
        "title_ru": russian.title(cause) if cause else None,
        "findings": [finding.rule for finding in findings],
        "messages": row.messages,
        "legs": row.legs,
        "entry": encoded(entry),
    }


def finding_rows(ended: Ended, number: int) -> Iterator[Row]:
    """The rows of `store.tables.FINDINGS`."""
    report = _full(ended)
    call = report.outline(ended.row.number)
    english, russian = (voice.on(call) for voice in _voices(report))
    for finding in report.findings_of(ended.row.number):
        said, told = english.said(finding), russian.said(finding)
        yield {
            "call": number,
            "rule": finding.rule,
            "severity": finding.severity,
            "confidence": finding.confidence,
            "at_fault": finding.at_fault,
            "title": said.title,
            "title_ru": told.title,
            "explanation": said.explanation,
            "explanation_ru": told.explanation,
            "fix": list(said.fix),
            "fix_ru": list(told.fix),
            "messages": _numbers(report, finding),
        }


def _voices(report: FullReport) -> tuple[Voice, Voice]:
    return Voice("en", rules(), UTC).about(report), Voice("ru", rules(), UTC).about(report)


def _full(ended: Ended) -> FullReport:
    assert isinstance(ended.report, FullReport)
    return ended.report


def _numbers(report: FullReport, finding: Finding) -> list[int]:
    """The numbers in the store of the messages that prove it: a record's line is the message's number."""
    evidence = report.table.evidence
    indices = [piece.message - 1 for piece in finding.evidence if piece.message is not None]
    return [evidence.place(index)[1] for index in indices]


def _times(ended: Ended) -> list[int]:
    """When its messages passed, µs."""
    report = _full(ended)
    table, evidence = report.table, report.table.evidence
    if ended.row.number > len(table):
        return []
    ts = evidence.messages("ts")
    return [int(ts[index]) for leg in table.legs_of(ended.row.number - 1) for index in evidence.leg_messages(leg)]


def _duration(ended: Ended) -> float | None:
    """Seconds from its first message to its last."""
    times = _times(ended)
    return (max(times) - min(times)) / 1e6 if times else None


def _ring(ended: Ended) -> float | None:
    """Seconds between the first sign of ringing and the answer, or the end of a call that nobody answered."""
    row = ended.row
    if row.pdd is None:
        return None
    if row.setup is not None:
        return max(row.setup - row.pdd, 0.0)
    whole = _duration(ended)
    return max(whole - row.pdd, 0.0) if row.kind == "call" and whole is not None else None
