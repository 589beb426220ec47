"""The lines of a `cdr` block as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_START = datetime(2026, 11, 23, tzinfo=UTC)
_HEAD = "start,answer,end,caller,callee,vendor,sip_code,q850,pdd,talk_seconds,call_id"


def cdr_text(lines: Iterable[str]) -> str:
    """The file; ValueError if a line is not of the form."""
    return "\n".join([_HEAD, *(_row(number, line) for number, line in enumerate(lines, 1) if line.strip())]) + "\n"


def _row(number: int, line: str) -> str:
    at, vendor, caller, callee, status, cause, *more = line.split()
    known = dict(piece.split("=", 1) for piece in more)
    if unknown := set(known) - {"pdd", "ring", "talk"}:
        raise ValueError(f"{line}: expected pdd=, ring=, talk=, not {sorted(unknown)}")
    begin = _START + timedelta(seconds=float(at))
    reached = begin + timedelta(seconds=float(known.get("ring", 1)))
    is_answered = status.startswith("2")
    end = reached + timedelta(seconds=float(known.get("talk", 0)))
    talk = known.get("talk", "0") if is_answered else ""
    return ",".join((
        _said(begin), _said(reached) if is_answered else "", _said(end), caller, callee, vendor, status, cause,
        known.get("pdd", ""), talk, f"{number}@pbx.example",
    ))  # fmt: skip


def _said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
