"""The answer to `--fail-on`: whether anything as bad was found."""

from __future__ import annotations

from sipwhy.diagnosis.report import Report

_RANK = {"info": 0, "notice": 1, "warning": 2, "error": 3}


def is_found(report: Report, severity: str) -> bool:
    """Whether any finding, of the whole capture or of a call that the filters let pass, is of `severity` or above."""
    least = _RANK[severity]
    if any(_RANK[group.severity] >= least for group in report.causes):
        return True
    if any(_RANK[finding.severity] >= least for finding in report.findings):
        return True
    return any(_RANK[finding.severity] >= least for row in report.rows() for finding in report.findings_of(row.number))
