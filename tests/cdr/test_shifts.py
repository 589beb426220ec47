"""What changed is found in CDRs that lack PDD and SIP statuses, too."""

from __future__ import annotations

from pathlib import Path

from tests.rules.traffic_findings import traffic_report


def _row(minute: int, vendor: str, callee: str, how: str) -> str:
    at = f"2026-11-{23 + minute // 1440:02} {minute // 60 % 24:02}:{minute % 60:02}:00"
    talk = 90 if how == "ANSWERED" else 0
    answer = at if talk else ""
    return (
        f'"","{callee[::-1]}","{callee}","out","""A"" <1>","PJSIP/1001-00000001","PJSIP/{vendor}-00000002",'
        f'"Dial","","{at}","{answer}","{at}",'
        f'{talk},{talk},"{how}","DOCUMENTATION","{vendor}{callee}",""'
    )


def test_master_csv_alone_tells_when_a_vendor_began_to_fail(tmp_path: Path) -> None:
    rows = [_row(minute, vendor, f"7916{minute:07}", "ANSWERED") for minute in range(2000) for vendor in ("alfa", "bravo")]
    rows += [_row(minute, "bravo", f"7917{minute:07}", "FAILED") for minute in range(600, 720)]
    path = tmp_path / "Master.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = traffic_report(path).findings
    assert [(finding.rule, finding.values["vendor"]) for finding in found] == [("vendor-failing", "bravo")]
