"""Packets beside CDRs tell why attempts failed, and never when they began to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sipwhy.app.cdr import cdr_report
from sipwhy.app.settings import Settings
from sipwhy.cdr.directions import Directory
from sipwhy.cdr.load import Wanted
from sipwhy.cdr.report import CdrReport
from tests.rules import packets
from tests.rules.dialogues import Script
from tests.rules.packets import START

_ALL, _MINUTE = 2000, 60_000_000
_PBX, _TRUNK = ("192.168.1.10", 5060), ("203.0.113.7", 5060)


def _row(minute: int) -> str:
    at = datetime.fromtimestamp(START / 1e6 + minute * 60, UTC).strftime("%Y-%m-%d %H:%M:%S")
    how, talk = ("FAILED", 0) if minute % 3 == 0 else ("ANSWERED", 90)
    number = f"7916{minute:07}"
    return (
        f'"","{number[::-1]}","{number}","out","""A"" <1>","PJSIP/1001-00000001","PJSIP/alfa-00000002",'
        f'"Dial","","{at}","{at if talk else ""}","{at}",{talk},{talk},"{how}","DOCUMENTATION","{minute}",""'
    )


def _failed(minute: int, more: str = "") -> Iterable[packets.Frame]:
    """A call that the trunk refuses with 503, and what it says besides."""
    number = f"7916{minute:07}"
    head = (
        f"Via: SIP/2.0/UDP 192.168.1.10;branch=z9hG4bK{minute}\r\nFrom: <sip:{number[::-1]}@192.168.1.10>;tag=a{minute}\r\n"
        f"To: <sip:{number}@203.0.113.7>{{to}}\r\nCall-ID: {minute}@192.168.1.10\r\nCSeq: 1 {{method}}\r\nContent-Length: 0\r\n\r\n"
    )
    uri = f"sip:{number}@203.0.113.7"
    said = (
        (_PBX, _TRUNK, f"INVITE {uri} SIP/2.0\r\n" + head.format(to="", method="INVITE")),
        (_TRUNK, _PBX, f"SIP/2.0 503 Service Unavailable\r\n{more}" + head.format(to=";tag=b", method="INVITE")),
        (_PBX, _TRUNK, f"ACK {uri} SIP/2.0\r\n" + head.format(to=";tag=b", method="ACK")),
    )
    for at, (src, dst, text) in enumerate(said):
        frame = packets.udp(src, dst, text.encode())
        yield minute * _MINUTE + at * 20_000, frame, len(frame)


def _report(folder: Path, seen: Iterable[int]) -> CdrReport:
    records, capture = folder / "Master.csv", folder / "trunk.pcap"
    records.write_text("\n".join(map(_row, range(_ALL))) + "\n", encoding="utf-8")
    packets.write_pcap(capture, (frame for minute in seen if minute % 3 == 0 for frame in _failed(minute)))
    directory = Directory("RU")
    return cdr_report([str(records), str(capture)], Wanted(numbering=directory.numbering()), directory, Settings(), zone=UTC)


@pytest.mark.parametrize(
    "seen",
    [range(_ALL - 400, _ALL), range(400), [*range(400), *range(_ALL - 400, _ALL)], range(_ALL)],
    ids=["of the end", "of the beginning", "with a gap", "of all"],
)
def test_a_capture_makes_no_change_where_it_begins_or_ends(tmp_path: Path, seen: Iterable[int]) -> None:
    report = _report(tmp_path, seen)
    assert report.met is not None
    assert report.met.by_numbers == len([minute for minute in seen if minute % 3 == 0])
    assert dict(report.codes) == {503: report.met.by_numbers}
    assert [finding.rule for finding in report.findings] == []


@pytest.mark.parametrize("cause", ["70000", "9" * 5000], ids=["of five digits", "of five thousand"])
def test_a_cause_that_is_none_is_left_out(tmp_path: Path, cause: str) -> None:
    capture = tmp_path / "trunk.pcap"
    packets.write_pcap(capture, _failed(0, f"Reason: Q.850;cause={cause}\r\n"))
    report = cdr_report([str(capture)], Wanted(), Directory(), Settings(), zone=UTC)
    assert (report.total.attempts, report.codes, report.causes) == (1, [(503, 1)], [])


def test_a_call_that_the_capture_cuts_off_does_not_say_how_it_ended(tmp_path: Path) -> None:
    records, capture = tmp_path / "Master.csv", tmp_path / "trunk.pcap"
    records.write_text("\n".join(map(_row, range(4))) + "\n", encoding="utf-8")
    packets.write_pcap(capture, list(_failed(3))[:1])
    report = cdr_report([str(records), str(capture)], Wanted(), Directory(), Settings(), zone=UTC)
    assert report.met is not None
    assert report.met.by_numbers == 1
    assert (report.total.attempts, report.total.seizures, report.total.failed) == (4, 4, 2)


_FORKED = """0.000 alice > pbx INVITE 1001 > 600 +sdp
0.010 pbx > alice 100 Trying
0.020 pbx > bob [b] INVITE 1001 > 1002 +sdp
0.021 pbx > carol [c] INVITE 1001 > 1003 +sdp
0.100 bob > pbx [b] 180 Ringing
0.110 carol > pbx [c] 180 Ringing
0.120 pbx > alice 180 Ringing
3.000 carol > pbx [c] 200 OK +sdp
3.010 pbx > carol [c] ACK
3.020 pbx > alice 200 OK +sdp
3.030 alice > pbx ACK
3.040 pbx > bob [b] CANCEL
3.050 bob > pbx [b] 200 OK (CANCEL)
3.060 bob > pbx [b] 487 Request Terminated (INVITE)
3.070 pbx > bob [b] ACK
9.000 alice > pbx BYE
9.010 pbx > alice 200 OK
9.020 pbx > carol [c] BYE
9.030 carol > pbx [c] 200 OK
"""


@pytest.mark.parametrize(
    ("callee", "call_id"), [("600", ""), ("1003", ""), ("1002", ""), ("s", "case-a@203.0.113.10"), ("s", "case-c@203.0.113.10")]
)
def test_a_call_that_rang_at_several_telephones_is_known_by_any_of_them(callee: str, call_id: str, tmp_path: Path) -> None:
    script = Script({})
    script.play(_FORKED.splitlines())
    records, capture = tmp_path / "calls.csv", tmp_path / "pbx.pcap"
    packets.write_pcap(capture, script.packets)
    at = datetime.fromtimestamp(START / 1e6, UTC).strftime("%Y-%m-%d %H:%M:%S")
    records.write_text(f"start,caller,callee,disposition,talk,call_id\n{at},1001,{callee},ANSWERED,6,{call_id}\n", encoding="utf-8")
    report = cdr_report([str(records), str(capture)], Wanted(), Directory(), Settings(), zone=UTC)
    assert report.met is not None
    assert (report.met.by_call_id, report.met.by_numbers, report.met.alone) == (bool(call_id), not call_id, 0)
