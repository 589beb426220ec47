"""One call saved: other programs open it, and sipwhy says the same about it, with and without names."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.export import export
from sipwhy.cli.main import main
from sipwhy.diagnosis import CaptureRule
from sipwhy.diagnosis.registry import rules
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

CAPTURES = sorted((Path(__file__).parent.parent / "captures").glob("*/*.pcap*"))
tshark = pytest.mark.skipif(not shutil.which("tshark"), reason="tshark is not installed")


def facts(path: str) -> list[tuple[object, ...]]:
    report = run([path])
    return [(row.kind, row.result, row.status, row.reason, row.legs, row.messages, report.cause_of(row.number)) for row in report.rows()]


def _is_of_more(cause: str) -> bool:
    """Whether it is told by more than what is saved, messages and voice: by what others do beside the call, or by acknowledgements."""
    return cause == "tcp-segment-lost" or isinstance(rules().get(cause), CaptureRule)


@pytest.mark.parametrize("anonymize", [False, True], ids=["plain", "anonymous"])
@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.parent.name)
def test_the_call_alone_says_what_it_said_among_others(path: Path, anonymize: bool, tmp_path: Path) -> None:
    report = run([str(path)])
    for number, before in list(enumerate(facts(str(path)), 1))[:12]:
        saved = tmp_path / f"{number}.pcapng"
        done = export(report, number, str(saved), anonymize=anonymize)
        assert done.packets
        told = len(before) - _is_of_more(str(before[-1]))
        assert before[:told] in [after[:told] for after in facts(str(saved))], f"call {number}"


@tshark
@pytest.mark.parametrize("anonymize", [False, True], ids=["plain", "anonymous"])
def test_tshark_finds_the_same_messages_and_rtp_in_it(anonymize: bool, tmp_path: Path) -> None:
    path = next(path for path in CAPTURES if path.parent.name == "good-call")
    report = run([str(path)])
    number = next(row.number for row in report.rows() if row.kind == "call")
    saved = tmp_path / "call.pcapng"
    export(report, number, str(saved), anonymize=anonymize, comment="what it is")
    read = ["tshark", "-r", str(saved), "-T", "fields", "-E", "separator=,", "-e", "sip.Status-Code", "-e", "sip.Method", "-e", "rtp.ssrc"]
    lines = subprocess.run(read, capture_output=True, text=True, check=True).stdout.splitlines()
    said = [line.removesuffix(",") for line in lines if not line.startswith(",,")]
    expected = [str(m.status) + "," if m.status else f",{m.method}" for m in report.call(number).messages]
    assert sorted(said) == sorted(line for line in expected)
    assert sum(line.startswith(",,0x") for line in lines) >= sum(stream.packets for stream in report.call(number).streams) * 0.99
    assert "malformed" not in subprocess.run(["tshark", "-r", str(saved), "-V"], capture_output=True, text=True, check=True).stdout.lower()


def test_the_evidence_is_written_beside_its_packets(tmp_path: Path) -> None:
    path = next(path for path in CAPTURES if path.parent.name == "wrong-password")
    saved = tmp_path / "call.pcapng"
    assert main(["export", str(path), "1", "-o", str(saved), "--lang", "en"]) == 0
    assert b"[wrong-password]" in saved.read_bytes()
    assert main(["export", str(path), "1", "-o", str(saved), "--lang", "en", "--anonymize"]) == 0
    assert b"[wrong-password]" not in saved.read_bytes()


def test_other_calls_on_the_same_connection_stay_out(tmp_path: Path) -> None:
    path = tmp_path / "two.pcap"
    script = Script({})
    script.play(
        [
            "0.000 alice > pbx [a] INVITE 1001 > 1002 +sdp", "0.100 pbx > alice [a] 486 Busy Here", "0.110 alice > pbx [a] ACK",
            "0.120 alice > pbx [b] INVITE 1001 > 1003 +sdp", "0.200 pbx > alice [b] 404 Not Found", "0.210 alice > pbx [b] ACK",
        ]
    )  # fmt: skip
    write_pcap(path, script.packets)
    saved = tmp_path / "one.pcapng"
    export(run([str(path)]), 2, str(saved))
    assert [fact[2] for fact in facts(str(saved))] == [404]


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(CAPTURES[0]), "1", "-o", str(tmp_path / "no" / "such.pcapng"), "--lang", "en"]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_failed_export_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = tmp_path / "call.pcapng"
    saved.write_bytes(b"old")
    monkeypatch.setattr(
        import_module("sipwhy.app.export"), "write_pcapng", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(OSError, match="No space"):
        export(run([str(CAPTURES[0])]), 1, str(saved))
    assert saved.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["call.pcapng"]


def test_gzip_can_be_exported_too(tmp_path: Path) -> None:
    packed = tmp_path / "capture.pcap.gz"
    subprocess.run(["gzip", "-c", str(CAPTURES[0])], stdout=packed.open("wb"), check=True)
    saved = tmp_path / "call.pcapng"
    export(run([str(packed)]), 1, str(saved))
    assert facts(str(saved))[0] in facts(str(CAPTURES[0]))
    assert json.dumps(facts(str(saved)))


def test_silence_is_evidence_too(tmp_path: Path) -> None:
    """Nobody answered for 60 s: the capture of the call alone ends with its last packet, and still says so."""
    path, saved = tmp_path / "silent.pcap", tmp_path / "call.pcapng"
    script = Script({})
    script.play(["0.000 alice > pbx INVITE 1001 > 1002 +sdp", "0.500 alice > pbx INVITE again", "60 end"])
    write_pcap(path, script.packets)
    export(run([str(path)]), 1, str(saved))
    assert facts(str(saved)) == facts(str(path)) == [("call", "unanswered", None, None, 1, 2, "next-hop-unreachable")]


def test_an_end_that_nobody_can_believe_is_not_believed(tmp_path: Path) -> None:
    """A capture that says it ended a year after its last packet has a wrong clock: nothing is known of the time between."""
    path, saved = tmp_path / "short.pcap", tmp_path / "call.pcapng"
    script = Script({})
    script.play(["0.000 alice > pbx INVITE 1001 > 1002 +sdp", "0.500 alice > pbx INVITE again"])
    write_pcap(path, script.packets)
    report = run([str(path)])
    report.table.evidence.until += 365 * 86_400_000_000
    export(report, 1, str(saved))
    assert [fact[1] for fact in facts(str(saved))] == ["incomplete"]
