"""Why somebody hears nothing, where streams are listed or listened to: on one leg both may well be heard."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.report import Report
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice

RULES = ("one-way-audio", "no-audio", "media-stopped", "rtp-not-latched", "silent-audio")
"""The rules that tell why who hears nothing."""


def unheard_lines(report: Report, number: int, voice: Voice, paper: Paper) -> Iterator[str]:
    """A line for each finding that tells it of one call."""
    for finding in report.findings_of(number):
        if finding.rule in RULES:
            yield from ("", *paper.paragraph(f"{voice.title(finding)} [{finding.rule}]"))
