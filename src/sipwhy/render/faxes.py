"""Faxes by T.38 of calls that are not shown in full: whether they went through."""

from __future__ import annotations

from collections.abc import Collection

from sipwhy.diagnosis.report import Report
from sipwhy.model import Finding
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import whole
from sipwhy.views.summary import ALARMING

_RULE = "t38-outcome"


def fax_counts(report: Report, shown: Collection[int], voice: Voice) -> list[str]:
    """A line for each outcome with the number of calls and one of them; those that went wrong stand among the causes."""
    by_variant: dict[str, list[tuple[int, Finding]]] = {}
    for number in report.faxes:
        finding = next((one for one in report.findings_of(number) if one.rule == _RULE), None)
        if finding and number not in shown and finding.severity not in ALARMING:
            by_variant.setdefault(finding.variant, []).append((number, finding))
    width = max((len(whole(len(found), voice.lang)) for found in by_variant.values()), default=0)
    return [
        f"{whole(len(found), voice.lang):>{width}}  {voice.screen('example', number=found[0][0])}: {voice.title(found[0][1])} [{_RULE}]"
        for found in sorted(by_variant.values(), key=len, reverse=True)
    ]
