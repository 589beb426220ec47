"""A log that writes whole seconds makes nothing of a second that may have been none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run

_HEADERS = "Via: SIP/2.0/UDP 192.0.2.20:5060;rport;branch=z9hG4bK87\nCall-ID: abc@192.0.2.20\nCSeq: 1 INVITE\nContent-Length: 0\n"
_LOG = """\
[2025-06-23 13:37:{asked}] VERBOSE[1] res_pjsip_logger.c: <--- Received SIP request (300 bytes) from UDP:192.0.2.20:5060 --->
INVITE sip:1002@192.0.2.10 SIP/2.0
From: <sip:1001@192.0.2.10>;tag=1
To: <sip:1002@192.0.2.10>
{headers}
[2025-06-23 13:37:{told}] VERBOSE[1] res_pjsip_logger.c: <--- Transmitting SIP response (300 bytes) to UDP:192.0.2.20:5060 --->
SIP/2.0 486 Busy Here
From: <sip:1001@192.0.2.10>;tag=1
To: <sip:1002@192.0.2.10>;tag=4
{headers}
"""


@pytest.mark.parametrize(("asked", "told", "is_late"), [("21", "22", False), ("21", "23", True), ("21.100", "22.100", True)])
def test_no_100_is_missed_where_the_answer_may_have_come_at_once(asked: str, told: str, is_late: bool, tmp_path: Path) -> None:
    log = tmp_path / "full"
    log.write_text(_LOG.format(asked=asked, told=told, headers=_HEADERS), encoding="utf-8")
    found = {finding.rule for finding in run([str(log)]).findings_of(1)}
    assert ("trying-missing" in found) is is_late
