"""What a report that tells of no failure must not pass over: where people on a call heard badly, or a rule warns beside how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sipwhy.diagnosis.report import Report
from sipwhy.model import Finding
from sipwhy.render.digest import Digest
from sipwhy.render.selection import few_calls
from sipwhy.render.voice import Voice
from sipwhy.views.summary import ALARMING

_MOST_ASKED = 200
"""So many calls are asked for what there is beside how they ended: of more each would have to be read again."""


class Noted(Struct, frozen=True):
    """What is to be noticed of calls that went well, the worst first."""

    pieces: Sequence[tuple[int, Finding]]
    """With the number of the call."""
    is_below: bool
    """Whether the report shows each of these calls in full."""

    @property
    def warnings(self) -> int:
        """How many of them are warnings."""
        return sum(finding.severity in ALARMING for _, finding in self.pieces)

    @property
    def calls(self) -> int:
        """How many calls they are about."""
        return len({number for number, _ in self.pieces})


def noted(report: Report, digest: Digest, voice: Voice) -> Noted:
    """What is found beside how calls ended, where they are not too many to ask each."""
    pieces = [
        (number, finding)
        for number in asked_each(report, digest)
        for finding in report.findings_of(number)
        if finding.severity in ALARMING or voice.is_heard(finding)
    ]
    return Noted(sorted(pieces, key=lambda piece: piece[1].severity not in ALARMING), bool(few_calls(report, digest)))


def asked_each(report: Report, digest: Digest) -> Sequence[int]:
    """The calls that are asked what there is beside how they ended: all, or none where they are too many."""
    calls = _calls(digest)
    return few_calls(report, digest) or ([row.number for row in report.rows() if row.kind == "call"] if 0 < calls <= _MOST_ASKED else ())


def is_asked(digest: Digest) -> bool:
    """Whether every call there is was asked: else nobody knows that all is well."""
    return _calls(digest) <= _MOST_ASKED


def _calls(digest: Digest) -> int:
    return next((tally.total for tally in digest.tallies if tally.kind == "call"), 0)
