"""Which packets are those of a fax, and of which evidence nothing can be said about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.live import LiveJudge
from sipwhy.app.settings import Settings
from sipwhy.model import Finding
from tests.rules.dialogues import Script
from tests.rules.packets import Socket, write_pcap

T38 = ("v=0", "o=- 1 2 IN IP4 {ip}", "s=-", "c=IN IP4 {ip}", "t=0 0", "m=image {port} udptl t38")
PAGE = ("4.500 alice:4008 > trunk:4006 t38 TSI DCS page page EOP DCN", "4.600 trunk:4006 > alice:4008 t38 CED CSI DIS CFR MCF")
HALF = ("4.500 alice:4008 > trunk:4006 t38 TSI DCS page page", "4.600 trunk:4006 > alice:4008 t38 CED CSI DIS CFR")
BYE = ("40.000 alice > trunk BYE", "40.010 trunk > alice 200 OK")


class Traced(Script):
    """Also writes what is said as Asterisk's trace does, seen from alice."""

    def __init__(self) -> None:
        super().__init__({})
        self.log = ""

    def _sip(self, at: int, src: Socket, dst: Socket, payload: bytes, words: Iterable[str] = ()) -> None:
        super()._sip(at, src, dst, payload, words)
        moment = (datetime(2025, 11, 23, 9, tzinfo=UTC) + timedelta(microseconds=at)).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        kind = "response" if payload.startswith(b"SIP") else "request"
        is_own = src[0] == "198.51.100.21"
        way, (ip, port) = ("Transmitting", dst) if is_own else ("Received", src)
        head = f"<--- {way} SIP {kind} ({len(payload)} bytes) {'to' if is_own else 'from'} UDP:{ip}:{port} --->"
        self.log += f"[{moment}] VERBOSE[1] res_pjsip_logger.c: {head}\n{payload.decode()}\n".replace("\r\n", "\n")


def agreed(begun: int = 0, name: str = "a") -> list[str]:
    """A call that changes to T.38."""
    lines = [
        f"{begun}.000 alice > trunk [{name}] INVITE 1001 > 79161234567 +sdp",
        f"{begun + 1}.000 trunk > alice [{name}] 200 OK +sdp:4002",
    ]
    lines += [f"{begun + 1}.010 alice > trunk [{name}] ACK", f"{begun + 4}.000 trunk > alice [{name}] INVITE"]
    lines += [f"    |{line.format(ip='203.0.113.50', port=4006)}" for line in T38]
    lines += [f"{begun + 4}.050 alice > trunk [{name}] 200 OK"]
    lines += [f"    |{line.format(ip='198.51.100.21', port=4008)}" for line in T38]
    return [*lines, f"{begun + 4}.060 trunk > alice [{name}] ACK"]


def of_fax(findings: Sequence[Finding]) -> list[str]:
    return [finding.variant for finding in findings if finding.rule == "t38-outcome"]


def test_a_log_has_no_packets_of_which_to_speak(tmp_path: Path) -> None:
    script = Traced()
    script.play([*agreed(), *PAGE, *BYE])
    (tmp_path / "full.log").write_text(script.log)
    write_pcap(tmp_path / "fax.pcap", script.packets)
    settings = Settings(log_zone="UTC", log_year=2025)
    log = run([str(tmp_path / "full.log")], settings=settings)
    assert (log.call(1).result, of_fax(log.findings_of(1))) == ("answered", [])
    both = run([str(tmp_path / "full.log"), str(tmp_path / "fax.pcap")], settings=settings)
    assert of_fax(both.findings_of(1)) == [""]


def test_of_what_comes_live_no_packet_of_a_fax_is_said_to_be_missing(tmp_path: Path) -> None:
    script = Script({})
    script.play([*agreed(), *PAGE, *BYE])
    write_pcap(tmp_path / "fax.pcap", script.packets)
    live = LiveJudge("live")
    live.feed((tmp_path / "fax.pcap").read_bytes())
    (ended,) = live.ended(live.latest + 60_000_000, is_last=True)
    assert of_fax(ended.report.findings_of(ended.row.number)) == []
    assert of_fax(run([str(tmp_path / "fax.pcap")]).findings_of(1)) == [""]


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_call_without_bye_has_not_the_fax_of_a_later_one_on_its_ports(is_ended: bool, tmp_path: Path) -> None:
    script = Script({})
    script.play([*agreed(), *HALF, *(BYE if is_ended else ())])
    later = [f"36{line.partition(' ')[0].zfill(6)} {line.partition(' ')[2]}" for line in PAGE]
    script.play([*agreed(3600, "b"), *later, "3640.000 alice > trunk [b] BYE", "3640.010 trunk > alice [b] 200 OK"])
    write_pcap(tmp_path / "fax.pcap", script.packets)
    report = run([str(tmp_path / "fax.pcap")])
    first, second = ([one for one in report.findings_of(n) if one.rule == "t38-outcome"] for n in (1, 2))
    assert [(one.values["n"], one.values["back"], one.variant == "") for one in (*first, *second)] == [(4, 4, False), (6, 5, True)]


def test_a_fax_whose_end_is_cut_off_goes_on_to_the_end_of_the_capture(tmp_path: Path) -> None:
    script = Script({})
    script.play([*agreed(), *HALF])
    write_pcap(tmp_path / "fax.pcap", script.packets)
    assert of_fax(run([str(tmp_path / "fax.pcap")]).findings_of(1)) == ["cut"]
