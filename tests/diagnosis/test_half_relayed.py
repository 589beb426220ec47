"""A call that a proxy forks to very many telephones is looked at leg by leg, and not each leg with each."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from sipwhy.diagnosis.half_relayed import half_relayed
from sipwhy.diagnosis.talk import talks
from sipwhy.model import Call
from tests.counting import steps
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_FROM = "    From: <sip:1001@203.0.113.10>;tag=f-a"


def _forked(tmp_path: Path, phones: int, seconds: float) -> Call:
    """A call to so many telephones, each told of a socket of its own at a relay, to which voice comes so long."""
    lines: list[tuple[float, str]] = [
        (0.0, "alice > proxy [a] INVITE 1001 > 1002 +sdp:198.51.100.21:4000"),
        (1.5, "proxy > alice [a] 200 OK +sdp:10.1.0.1:5000"),
        (1.6, "alice > proxy [a] ACK"),
        (12.0, "alice > proxy [a] BYE"),
    ]
    for number in range(phones):
        ip, relay = f"10.1.{number // 200}.{number % 200 + 1}", f"203.0.113.99:{10000 + 2 * number}"
        lines += [
            (0.01 + number * 1e-5, f"proxy > {ip} [a] INVITE 1001 > 1002 +sdp:{relay}\n{_FROM}"),
            (1.0 + number * 1e-5, f"{ip} > proxy [a] 200 OK +sdp:10.1.0.1:5000\n{_FROM}"),
            (2.0 + number * 1e-5, f"10.1.0.1:5000 > {relay} rtp {round(seconds * 50)}"),
            (12.1 + number * 1e-5, f"proxy > {ip} [a] BYE\n{_FROM}"),
        ]
    script = Script({})
    script.play(line for at, said in sorted(lines) for line in f"{at:.6f} {said}".split("\n"))
    write_pcap(tmp_path / f"forked{phones}.pcap", sorted(script.packets, key=lambda packet: packet[0]))
    report = run([str(tmp_path / f"forked{phones}.pcap")])
    (call,) = (report.call(row.number) for row in report.rows())
    return call


def test_a_leg_whose_relay_has_but_one_description_is_found(tmp_path: Path) -> None:
    found = half_relayed(_forked(tmp_path, 2, 10.0))
    assert found
    assert (found.relay.port, found.server) == (10000, "203.0.113.60")


def test_the_work_grows_with_the_telephones_and_not_with_their_square(tmp_path: Path) -> None:
    few, many = (_forked(tmp_path, phones, 0.1) for phones in (60, 240))
    assert len(talks(many)) >= 240

    def work(call: Call) -> int:
        return steps(lambda: half_relayed(call)) - steps(lambda: talks(call))

    assert work(many) < 6 * work(few)
