"""Addresses of one machine: an SBC with a foot in each network takes calls at one and sends them on from another."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.model import Call
from tests.rules.dialogues import HOSTS, Script
from tests.rules.packets import write_pcap

SBC = "Mediant SW/v.7.40A.250"
PASSED_ON = """0.000 alice > pbx INVITE 1001 > 89161234567 +sdp
0.010 pbx > alice 100 Trying
0.020 proxy > trunk [b] INVITE 74951110022 > 79161234567 +sdp
0.050 trunk > proxy [b] 100 Trying
4.000 trunk > proxy [b] 503 Service Unavailable
4.010 proxy > trunk [b] ACK
4.020 pbx > alice 503 Service Unavailable
4.030 alice > pbx ACK
"""


def _played(folder: Path, flow: str, **names: str) -> list[Call]:
    script = Script({HOSTS[host]: name for host, name in names.items()})
    script.play(flow.splitlines())
    write_pcap(folder / "played.pcap", script.packets)
    found = run([str(folder / "played.pcap")])
    return [found.call(row.number) for row in found.rows() if row.kind == "call"]


def test_a_call_that_leaves_from_another_address_of_the_sbc_is_one_call(tmp_path: Path) -> None:
    (call,) = _played(tmp_path, PASSED_ON, pbx=SBC, proxy=SBC)
    assert [leg.joined_by for leg in call.legs] == [None, "number-and-time"]
    assert (call.caller, call.callee, call.status) == ("1001", "89161234567", 503)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SBC, "Mediant SW/v.7.20A.100"),  # another release is another machine
        ("kamailio (5.6.3)", "kamailio (5.6.3)"),  # a proxy keeps Call-ID: these are two
        ("PBX", "PBX"),  # a name without a release says nothing
    ],
)
def test_other_names_are_no_proof(tmp_path: Path, one: str, other: str) -> None:
    assert len(_played(tmp_path, PASSED_ON, pbx=one, proxy=other)) == 2


def test_equal_servers_that_call_each_other_are_two_machines(tmp_path: Path) -> None:
    between = "20.000 pbx > proxy [c] INVITE 2001 > 2002 +sdp\n20.010 proxy > pbx [c] 486 Busy Here\n20.020 pbx > proxy [c] ACK\n"
    assert len(_played(tmp_path, PASSED_ON + between, pbx=SBC, proxy=SBC)) == 3


FACES = """0.000 alice > pbx INVITE 74951110022 > 79161234567 +sdp
0.003 pbx > alice 100 Trying
0.006 proxy > gateway [b] INVITE 74951110022 > 79161234567 +sdp
0.030 gateway > proxy [b] 100 Trying
0.400 gateway > proxy [b] 503 Service Unavailable
0.402 proxy > gateway [b] ACK
0.410 proxy > trunk [c] INVITE 74951110022 > 79161234567 +sdp
0.440 trunk > proxy [c] 100 Trying
7.000 trunk > proxy [c] 200 OK +sdp
7.004 proxy > trunk [c] ACK
7.005 pbx > alice 200 OK +sdp
7.020 alice > pbx ACK
20.00 alice > pbx BYE
20.01 pbx > alice 200 OK
20.02 proxy > trunk [c] BYE
20.03 trunk > proxy [c] 200 OK
"""


def test_two_faces_without_a_name_are_one_machine_where_whole_numbers_and_all_moments_agree(tmp_path: Path) -> None:
    (call,) = _played(tmp_path, FACES)
    assert [leg.joined_by for leg in call.legs] == [None, "number-and-time", "number-and-time"]
    assert (call.result, call.status) == ("answered", 200)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("74951110022", "1001"),  # extensions meet by chance
        ("7.005 pbx", "7.905 pbx"),  # the answer is another one's
        ("proxy", "alice"),  # the caller itself calls twice
    ],
)
def test_what_disagrees_is_another_call(tmp_path: Path, written: str, instead: str) -> None:
    assert len(_played(tmp_path, FACES.replace(written, instead))) > 1
