"""The part that each address plays, where only one side of its traffic was captured."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import HOSTS, Script
from tests.rules.packets import write_pcap


def _role(folder: Path, flow: str, host: str, **names: str) -> str:
    script = Script({HOSTS[name]: agent for name, agent in ({"pbx": "Asterisk PBX 20.20.1"} | names).items()})
    script.play(flow.splitlines())
    write_pcap(folder / "played.pcap", script.packets)
    return run([str(folder / "played.pcap")]).host(HOSTS[host]).role


def test_whom_a_pbx_sends_a_long_number_to_is_a_trunk(tmp_path: Path) -> None:
    assert _role(tmp_path, "0 pbx > trunk INVITE 1001 > 79161234567 +sdp\n1 trunk > pbx 486 Busy Here", "trunk") == "trunk"


def test_it_stays_one_though_it_challenges_and_calls(tmp_path: Path) -> None:
    flow = """0 pbx > trunk INVITE 1001 > 79161234567 +sdp
0.1 trunk > pbx 407 Proxy Authentication Required
0.2 pbx > trunk ACK
9 trunk > pbx [b] INVITE 79160000000 > 74951110022 +sdp
9.1 pbx > trunk [b] 486 Busy Here"""
    assert _role(tmp_path, flow, "trunk") == "trunk"


@pytest.mark.parametrize("agent", ["Yealink SIP-T46U 108.86.0.20", "Asterisk PBX 18.9.0"])
def test_a_telephone_or_another_pbx_with_a_long_name_is_none(tmp_path: Path, agent: str) -> None:
    assert _role(tmp_path, "0 pbx > trunk INVITE 1001 > 79161234567 +sdp\n1 trunk > pbx 486 Busy Here", "trunk", trunk=agent) != "trunk"


def test_a_number_of_the_house_makes_no_trunk(tmp_path: Path) -> None:
    assert _role(tmp_path, "0 pbx > trunk INVITE 1001 > 1002 +sdp\n1 trunk > pbx 486 Busy Here", "trunk") == "unknown"


def test_a_pbx_that_only_registers_makes_its_registrar_a_trunk(tmp_path: Path) -> None:
    assert _role(tmp_path, "0 pbx > trunk REGISTER 74951110022\n1 trunk > pbx 403 Forbidden", "trunk") == "trunk"


def test_a_proxy_that_passes_on_the_names_of_telephones_is_a_proxy(tmp_path: Path) -> None:
    flow = """0 alice > proxy INVITE 1001 > 1002 +sdp
0.1 proxy > alice 100 Trying
0.2 proxy > bob INVITE 1001 > 1002 +sdp
    -User-Agent
    User-Agent: Yealink SIP-T46U 108.86.0.20
0.3 bob > proxy 486 Busy Here
0.4 proxy > alice 486 Busy Here"""
    assert _role(tmp_path, flow, "proxy", proxy="OpenSIPS (3.4.2 (x86_64/linux))") == "proxy"


@pytest.mark.parametrize(("passed_on", "role"), [("", "proxy"), ("[b] ", "phone")])
def test_who_passes_calls_on_under_their_call_id_is_no_telephone_by_whatever_name(tmp_path: Path, passed_on: str, role: str) -> None:
    """A proxy without a name leaves User-Agent as it came; a telephone that is called and calls begins a Call-ID of its own."""
    flow = f"""0 alice > proxy INVITE 1001 > 1002 +sdp
0.1 proxy > bob {passed_on}INVITE 1001 > 1002 +sdp
0.2 bob > proxy {passed_on}486 Busy Here
0.3 proxy > alice 486 Busy Here"""
    assert _role(tmp_path, flow, "proxy", proxy="Linphone Desktop/4.3.2") == role


def test_telephones_behind_one_address_that_call_each_other_by_a_server_are_no_proxy(tmp_path: Path) -> None:
    flow = """0 198.51.100.77:40001 > pbx INVITE 1001 > 1002 +sdp
    User-Agent: Yealink SIP-T46U 108.86.0.20
0.1 pbx > 198.51.100.77:40002 INVITE 1001 > 1002 +sdp
0.2 198.51.100.77:40002 > pbx 486 Busy Here
    User-Agent: Yealink SIP-T46U 108.86.0.20
0.3 pbx > 198.51.100.77:40001 486 Busy Here"""
    script = Script({HOSTS["pbx"]: "OpenSIPS (3.4.2 (x86_64/linux))", "198.51.100.77": "-"})
    script.play(flow.splitlines())
    write_pcap(tmp_path / "played.pcap", script.packets)
    assert run([str(tmp_path / "played.pcap")]).host("198.51.100.77").role == "phone"


@pytest.mark.parametrize(
    ("where", "agent", "is_gateway"),
    [("trunk", "-", False), ("trunk", "Eltex SMG-1016M", True), ("192.168.1.20", "-", True), ("trunk", "Twilio Gateway", False)],
)
def test_a_trunk_may_be_a_gateway_of_ones_own_by_its_name_or_its_private_address(
    where: str, agent: str, is_gateway: bool, tmp_path: Path
) -> None:
    ip = HOSTS.get(where, where)
    script = Script({HOSTS["pbx"]: "Asterisk PBX 20.20.1", ip: agent})
    script.play([f"0 pbx > {where} INVITE 1001 > 79161234567 +sdp", f"1 {where} > pbx 503 Service Unavailable"])
    write_pcap(tmp_path / "played.pcap", script.packets)
    host = run([str(tmp_path / "played.pcap")]).host(ip)
    assert (host.role, host.is_gateway) == ("trunk", is_gateway)
