"""One call's packets as a capture of their own (in work)."""

from __future__ import annotations

from sipwhy.app.report import FullReport
from sipwhy.diagnosis.report import Report


def export(report: Report, number: int, output: str, *, anonymize: bool = False) -> None:
    """Writes the SIP and RTP of one call to `output` as pcapng."""
    if not isinstance(report, FullReport):
        raise TypeError("only a report of files can be exported")
    raise NotImplementedError
