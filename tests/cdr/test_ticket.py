"""A ticket about what comes back day by day tells of its hours alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sipwhy.cdr.ticket import ticket
from tests.rules.traffic_findings import traffic_report

_DAYS = 10
_EVERY = timedelta(minutes=2)


def _row(nth: int, vendor: str) -> str:
    """A record of Master.csv: from the third day on four in five calls of bravo fail between 18:00 and 20:00."""
    start = datetime(2026, 11, 2) + nth * _EVERY
    is_bad = vendor == "bravo" and start.day >= 4 and start.hour in (18, 19) and nth % 5
    at, end = start.isoformat(" "), (start + timedelta(seconds=8 if is_bad else 67)).isoformat(" ")
    answer = "" if is_bad else (start + timedelta(seconds=7)).isoformat(" ")
    how = ("8", "0", "FAILED") if is_bad else ("67", "60", "ANSWERED")
    cells = ("", f"7495{nth % 977:07}", f"7916{nth:07}", "out", "", f"PJSIP/1001-{nth:08x}", f"PJSIP/{vendor}-{nth:08x}", "Dial", "")
    return ",".join(f'"{cell}"' for cell in (*cells, at, answer, end, *how, "DOCUMENTATION", f"{vendor}-{nth}", ""))


def test_of_a_change_that_comes_back_day_by_day_the_ticket_has_its_hours(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    rows = [_row(nth, vendor) for nth in range(int(timedelta(days=_DAYS) / _EVERY)) for vendor in ("alfa", "bravo")]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    report = traffic_report(path)
    found = ticket(report, "bravo")
    assert found.finding is not None
    assert (found.finding.values["from_hour"], found.finding.values["to_hour"]) == ("18:00", "20:00")
    bad_days = _DAYS - 2
    # the hours are reckoned from the first failure, 18:02, and not from the answered call before it
    assert bad_days * 60 - 2 <= found.within.attempts <= bad_days * 60 + 2
    assert found.within.failed == bad_days * 48
    assert found.before is not None
    assert found.before.asr == 1, "the days before, at the same hours"
    assert [(result, count) for _, _, result, count in found.codes] == [("failed", bad_days * 48)]
    assert {datetime.fromtimestamp(one.start / 1e6, UTC).hour for one in found.samples} == {18, 19}
