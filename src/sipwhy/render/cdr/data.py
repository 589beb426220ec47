"""Traffic quality as JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sipwhy.cdr.measures import Measures
from sipwhy.cdr.report import CdrReport, Group
from sipwhy.model import Finding
from sipwhy.render.cdr.routes import verdicts
from sipwhy.render.cdr.steps import steps
from sipwhy.render.cdr.unread import unread
from sipwhy.render.json import encoded, rounded, values_entry, worded_entry
from sipwhy.render.voice import Voice
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import iso_utc

SCHEMA = 1
_FORMULA = ("=", "+", "-", "@")
_SIGNED = re.compile(r"[+-][\d .]*")
"""A number with its sign, as of a telephone."""
_LONGEST = 10_000
_RATIOS = ("asr", "abr", "ner", "ser", "seer", "isa")


def cdr_json(report: CdrReport, voice: Voice) -> Iterator[str]:
    """The whole report: one object and a line feed."""
    yield encoded(document(report, voice)) + "\n"


def document(report: CdrReport, voice: Voice) -> dict[str, Any]:
    """The same as values; shares are of 1, durations seconds, times UTC."""
    span = report.span
    return {
        "schema": SCHEMA,
        "start": iso_utc(span[0]) if span else None,
        "end": iso_utc(span[1]) if span else None,
        "window": None if report.window is None else dict(zip(("since", "until"), map(_moment, report.window), strict=True)),
        "sources": [
            {
                "name": source.name,
                "layout": source.layout.slug,
                "rows": source.rows,
                "attempts": source.attempts,
                "attempts_in_window": report.then.get(at, 0) if report.window else source.attempts,
                "joined_rows": source.joined.tails,
                "left_out_halves": source.joined.halves,
                "rows_of_one_call": source.joined.same,
                "columns": dict(source.mapped.columns) if source.mapped else None,
            }
            for at, source in enumerate(report.loaded.sources)
        ],
        "unread": [
            {"name": error.values.get("path"), "why": error.key, "said": unread(error, voice.lang)} for error in report.loaded.refused
        ],
        "broken": [
            {"file": row.file, "row": row.row, "why": row.why, "said": row.said, "times": row.times} for row in report.loaded.broken
        ],
        "not_in_cdr": {name: (report.lacks[name].en if name in report.lacks else None) for name in report.absent},
        "packets": None
        if report.met is None
        else {
            "calls": report.met.calls,
            "by_call_id": report.met.by_call_id,
            "by_numbers": report.met.by_numbers,
            "alone": report.met.alone,
        },
        "total": measures(report.total) | {"repeated": report.repeated},
        "vendors": _groups(report.vendors, "vendor"),
        "directions": _groups(report.directions, "direction"),
        "vendors_by_direction": _groups(report.pairs, "vendor", "direction"),
        "source_trunks": _groups(report.sources, "source_trunk"),
        "callers": _groups(report.callers, "caller"),
        "hours": _groups(report.hours, "hour"),
        "unanswered_by_status": {str(code): count for code, count in report.codes},
        "unanswered_by_q850": {str(code): count for code, count in report.causes},
        "unanswered_by_cause": {str(slug): count for slug, count in report.proved},
        "next_route": verdicts(report),
        "findings": [finding_entry(finding, voice, report.names) for finding in report.findings],
    }


def finding_entry(finding: Finding, voice: Voice, files: Sequence[str]) -> dict[str, Any]:
    """What changed, with its words and values."""
    return {
        **worded_entry(finding, voice.said(finding), steps(finding, voice, files)),
        "values": values_entry(finding.values),
    }


def measures(found: Measures) -> dict[str, Any]:
    """The measures of one group."""
    low, high = found.asr_interval
    return {
        "attempts": found.attempts,
        "seizures": found.seizures,
        "answered": found.answered,
        **{name: _rounded(getattr(found, name)) for name in _RATIOS},
        "asr_low": _rounded(low),
        "asr_high": _rounded(high),
        "acd": _rounded(found.acd),
        "minutes": _rounded(found.minutes),
        "billed_minutes": _rounded(found.billed / 60),
        "pdd_median": _rounded(found.pdd_median),
        "pdd_95": _rounded(found.pdd_95),
        "short": found.short,
        "suspected_false": found.false,
        "hung_up_caller": found.hung_up_caller,
        "hung_up_callee": found.hung_up_callee,
    }


def _groups(groups: Group, *names: str) -> list[dict[str, Any]]:
    return [dict(zip(names, key, strict=True)) | measures(found) for key, found in groups.items()]


def _moment(ts: int | None) -> str | None:
    return None if ts is None else iso_utc(ts)


def _rounded(value: float | None) -> float | None:
    return rounded(value, 4)


def cdr_csv(report: CdrReport) -> Iterator[str]:
    """A line for each vendor and direction; "" where something is not told."""
    heads = ["vendor", "direction", *measures(report.total)]
    yield _line(heads)
    for (vendor, direction), found in report.pairs.items():
        yield _line([vendor, direction, *measures(found).values()])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(["" if cell is None else _plain(cell) for cell in cells])
    return out.getvalue()


def _plain(cell: object) -> object:
    """A text with nothing in it that a terminal would obey; one that a spreadsheet would take for a formula is kept from that."""
    if not isinstance(cell, str):
        return cell
    text = harmless(cell, _LONGEST)
    return f"'{text}" if text.startswith(_FORMULA) and not _SIGNED.fullmatch(text) else text
