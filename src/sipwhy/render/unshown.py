"""Notices that stand beside how a call ended and are shown only to who asks for all: they are at least counted."""

from __future__ import annotations

from collections.abc import Iterable

from sipwhy.diagnosis.report import Report
from sipwhy.render.voice import Voice


def unshown_in(report: Report, numbers: Iterable[int], voice: Voice) -> int:
    """How many there are in some calls."""
    found = (finding for number in numbers for finding in report.findings_of(number) if finding.rule != report.cause_of(number))
    return sum(finding.severity == "notice" and not voice.is_shown(finding) for finding in found)


def unshown_told(report: Report, numbers: Iterable[int], voice: Voice) -> str:
    """That behind the number of calls; "" if there are none."""
    count = unshown_in(report, numbers, voice)
    return voice.screen("unshown", n=count) if count else ""
