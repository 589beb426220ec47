"""The answer to `--fail-on`: whether anything as bad was found."""

from __future__ import annotations

from collections.abc import Iterable

from sipwhy.diagnosis.blame import SIDES
from sipwhy.diagnosis.report import CauseGroup, Report
from sipwhy.model import Finding
from sipwhy.render.voice import Voice
from sipwhy.views.summary import FAILED

_RANK = {"info": 0, "notice": 1, "warning": 2, "error": 3}
_BLAMELESS = frozenset({"user", "nobody"})
"""Where nothing is broken: a person chose or dialled so, or two requests merely met."""


def is_any(severities: Iterable[str], least: str | None) -> bool:
    """Whether one of them is `least` or above; with None nobody asked."""
    return least is not None and any(_RANK.get(severity, 0) >= _RANK[least] for severity in severities)


def is_found(report: Report, severity: str, voice: Voice, only: int | None = None) -> bool:
    """
    Whether anything of `severity` or above was found, in the whole capture or in a call that the filters let pass; of `only` one call,
    whatever is shown of that one.

    A failure that nothing explains is an error; what is no fault of the equipment is a notice at most. What the report leaves to -v,
    a notice beside what a call ended by, does not count: the answer would be "everything is well".
    """
    least = _RANK[severity]
    row = report.row(only) if only is not None else None
    if row is not None:
        return (row.cause is None and row.result in FAILED) or any(_rank(finding) >= least for finding in report.findings_of(row.number))
    if report.unexplained():
        return True
    if any(_rank(group) >= least for group in report.causes):
        return True  # the calls below have these causes too; where one is bad enough not every call need be looked at
    if any(_rank(finding) >= least for finding in report.findings):
        return True
    beside = (finding for row in report.rows() for finding in report.findings_of(row.number) if voice.is_shown(finding))
    return any(_rank(finding) >= least for finding in beside)


def _rank(found: Finding | CauseGroup) -> int:
    rank = _RANK[found.severity]
    cause = found.rule if isinstance(found, Finding) else found.cause
    is_blameless = found.at_fault in _BLAMELESS and SIDES.get(cause) != "account"
    return min(rank, _RANK["notice"]) if is_blameless else rank
