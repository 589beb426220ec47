"""Whoever writes a number of thousands of digits, or with digits of another script, where SIP has one makes no rule fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_PLACES = (
    "Max-Forwards: {}", "Content-Length: {}", "CSeq: {} INVITE", "Expires: {}", "Contact: <sip:1001@198.51.100.21>;expires={}",
    "Session-Expires: {}", "Min-SE: {}", "RSeq: {}", "RAck: {} 1 INVITE", "Retry-After: {}", "Reason: Q.850;cause={}",
    "Warning: {} pbx \"no\"", "Timestamp: {}", "Refer-Sub: {}", "X-Asterisk-HangupCauseCode: {}",
)  # fmt: skip
_IN_SDP = (
    "v=0|o=- {n} {n} IN IP4 198.51.100.21|s=-|c=IN IP4 198.51.100.21|t=0 0|m=audio {n} RTP/AVP {n} 8|a=rtpmap:{n} PCMA/{n}|a=ptime:{n}|\
a=maxptime:{n}|m=image 4004 udptl t38|a=T38FaxVersion:{n}|a=T38MaxBitRate:{n}".split("|")
)


@pytest.mark.parametrize("number", ["9" * 5000, "\u0b67" * 3, "\u00b2"], ids=["5000 digits", "digits of Odia", "a power"])
def test_no_rule_fails_at_a_number_that_is_none(tmp_path: Path, number: str) -> None:
    script = Script({})
    for at, place in enumerate([*_PLACES, ""]):
        dialog = chr(ord("a") + at)
        header = [f"    {place.format(number)}"] if place else []
        described = [] if place else ["    Content-Type: application/sdp", *(f"    |{line.format(n=number)}" for line in _IN_SDP)]
        script.play([
            f"{at}.000 alice > pbx [{dialog}] INVITE 1001 > 1002", *header, *described,
            f"{at}.100 pbx > alice [{dialog}] 183 Session Progress", *header, *described,
            f"{at}.200 pbx > alice [{dialog}] 200 OK", *header, *described,
            f"{at}.210 alice > pbx [{dialog}] ACK", *header,
            f"{at}.300 alice > pbx [{dialog}] INVITE", *header, *described,
            f"{at}.310 pbx > alice [{dialog}] 200 OK", *header, *([*described[:-2], "    |a=T38FaxVersion:0"] if described else []),
            f"{at}.320 alice > pbx [{dialog}] ACK", *header,
            f"{at}.400 alice > pbx [{dialog}] BYE", *header,
            f"{at}.410 pbx > alice [{dialog}] 481 Call/Transaction Does Not Exist", *header,
        ])  # fmt: skip
        script.play(
            [f"{at}.500 alice > pbx [{dialog}{dialog}] REGISTER 1001", *header, f"{at}.600 pbx > alice [{dialog}{dialog}] 200 OK", *header]
        )
    write_pcap(tmp_path / "numbers.pcap", script.packets)
    report = run([str(tmp_path / "numbers.pcap")])
    rows = list(report.rows())
    assert len(rows) > len(_PLACES)
    for row in rows:
        report.findings_of(row.number)
    assert not [line for line in report.not_checked if line.error]
