"""Redirections that may lead back are signed; all others end alike and cost no more than a refusal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.sieve import sift
from sipwhy.model.sign import Sign
from sipwhy.rules.outcome.redirected import RULE
from sipwhy.wire.columns import different
from tests.rules.cases import Case, all_cases
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_CASES = [case for case in all_cases() if case.slug == "redirected"]
_LEAD_BACK = ("loop", "back")


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.title)
def test_no_redirection_that_leads_back_is_missed(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.pcap"
    case.write(path)
    report = run([str(path)])
    signed = {row.number for row in report.rows() if int(report.table.signs[row.number - 1]) & Sign.MAY_LEAD_BACK}
    assert _leading_back(report) <= signed


@pytest.mark.parametrize(
    ("contact", "is_signed"),
    [
        ("<sip:1003@203.0.113.60>", False),
        ("<sip:1002@203.0.113.60>", True),
        ("sip:1002@203.0.113.60;q=0.3", True),
        ("<SIP:1002@203.0.113.60>", True),
        ("<sip:1002@203.0.113.70>", False),
        ("<sip:1002;rn=+7999@203.0.113.60>", False),
        ("<sip:1002@203.0.113.60>, <sip:1002@203.0.113.70>", False),
        ("<sip:1001@elsewhere.example>", True),
        ("<tel:+79161234567>", True),
    ],
)
def test_what_contact_names_decides(contact: str, is_signed: bool, tmp_path: Path) -> None:
    report = _redirected(tmp_path, [contact])
    assert bool(int(report.table.signs[0]) & Sign.MAY_LEAD_BACK) is is_signed


def test_calls_that_are_sent_on_are_of_one_kind_and_none_is_judged_by_itself(tmp_path: Path) -> None:
    table = _redirected(tmp_path, [f"<sip:7{number}@203.0.113.70>" for number in range(40)]).table
    assert not sift(table, [RULE]).one_by_one.any()
    assert len(different(table.outcomes(np.arange(len(table)))[1])) == 1


def test_one_that_leads_back_is_judged_by_itself(tmp_path: Path) -> None:
    table = _redirected(tmp_path, ["<sip:71@203.0.113.70>", "<sip:1002@203.0.113.60>", "<sip:72@203.0.113.70>"]).table
    assert sift(table, [RULE]).one_by_one.tolist() == [False, True, False]


def _leading_back(report: FullReport) -> set[int]:
    return {row.number for row in report.rows() for one in report.findings_of(row.number) if one.variant in _LEAD_BACK}


def _redirected(folder: Path, contacts: list[str]) -> FullReport:
    script, lines = Script({}), list[str]()
    for at, contact in enumerate(contacts):
        lines += [
            f"{at}.000 alice > proxy [d{at}] INVITE 1001 > 1002 +sdp",
            f"{at}.010 proxy > alice [d{at}] 302 Moved Temporarily",
            f"    Contact: {contact}",
            f"{at}.020 alice > proxy [d{at}] ACK",
        ]
    script.play([*lines, f"{len(contacts) + 40} end"])
    write_pcap(folder / "redirected.pcap", script.packets)
    return run([str(folder / "redirected.pcap")])
