"""The two halves of one leg: a Cisco gateway sends from any port and listens on the one that Via names."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.calls.halves import answers_of, halves, is_heard
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

VIA = "    Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK-c1"
HEARD = f"""0.000 alice:49152 > pbx INVITE 1001 > 1002 +sdp
{VIA}
0.600 pbx > alice:5060 180 Ringing
{VIA}
3.000 pbx > alice:5060 200 OK +sdp
{VIA}
3.010 alice:49152 > pbx ACK
"""
UNHEARD = f"""0.000 alice:49152 > pbx INVITE 1001 > 1002 +sdp
{VIA}
3.000 pbx > alice:5060 200 OK +sdp
{VIA}
3.500 pbx > alice:5060 200 again
4.500 pbx > alice:5060 200 again
"""
ASIDE = """0.000 bob > trunk [a] INVITE 1002 > 1003 +sdp
0.400 carol > pbx [b] INVITE 1004 > 1005 +sdp unsent
0.500 pbx > carol [b] 200 OK +sdp
"""


def _found(folder: Path, flow: str) -> FullReport:
    script = Script({})
    script.play(flow.splitlines())
    write_pcap(folder / "played.pcap", script.packets)
    return run([str(folder / "played.pcap")])


def test_requests_from_one_port_and_answers_to_another_are_two_halves(tmp_path: Path) -> None:
    found = _found(tmp_path, HEARD)
    asking, answering = halves(found.table.evidence)
    assert asking.tolist() == [True, False]
    assert answering.tolist() == [False, True]
    (call,) = (found.call(row.number) for row in found.rows())
    assert [message.status for message in answers_of(call.legs[0], call.legs)] == [180, 200]
    assert answers_of(call.legs[1], call.legs) == []


def test_one_sided_legs_of_other_calls_are_halves_of_nothing(tmp_path: Path) -> None:
    asking, answering = halves(_found(tmp_path, ASIDE).table.evidence)
    assert not asking.any()
    assert not answering.any()


def test_answers_that_are_repeated_were_not_heard(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert is_heard(_found(tmp_path / "a", HEARD).table.evidence).all()
    assert is_heard(_found(tmp_path / "b", UNHEARD).table.evidence).tolist() == [True, False]
