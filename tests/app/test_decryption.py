"""TLS is read where there are keys, as tshark reads it; where there are none, or wrong ones, a report says so."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.export import export
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings, SettingsError, keys_of
from sipwhy.cli.main import main
from sipwhy.wire.keys import Keys

FOLDER = Path(__file__).resolve().parents[1] / "captures"
SUITES, SESSIONS, CALL = (FOLDER / name for name in ("tls-suites", "tls-sessions", "tls-dtls-call"))
RECORDED = [SUITES / "capture.pcap", CALL / "capture.pcap", FOLDER / "tls-wss-refused" / "capture.pcap", *sorted(SESSIONS.glob("*.pcap"))]


def report_of(capture: Path, *logs: Path, private: tuple[Path, ...] = ()) -> FullReport:
    return run([str(capture)], settings=Settings(keys=keys_of(map(str, logs), map(str, private))))


def messages_of(report: FullReport) -> list[tuple[int, str]]:
    evidence = report.table.evidence
    found = [evidence.message(index) for index in range(evidence.sip_messages)]
    return [(message.frame, message.raw.partition(b"\r\n")[0].decode()) for message in found]


def with_secrets(capture: Path, log: bytes, target: Path, *, first: bool = True) -> Path:
    """The capture as pcapng with the key log in it, before its packets or behind them."""
    data = capture.read_bytes()

    def block(kind: int, body: bytes) -> bytes:
        body += bytes(-len(body) % 4)
        length = struct.pack("<I", len(body) + 12)
        return struct.pack("<I", kind) + length + body + length

    secrets = block(10, struct.pack("<II", 0x544C534B, len(log)) + log)
    packets, at = [], 24
    while at < len(data):
        seconds, micros, size, length = struct.unpack_from("<IIII", data, at)
        ts = seconds * 1_000_000 + micros
        packets.append(block(6, struct.pack("<IIIII", 0, ts >> 32, ts & 0xFFFFFFFF, size, length) + data[at + 16 : at + 16 + size]))
        at += 16 + size
    head = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(
        1, struct.pack("<HHI", *struct.unpack_from("<H", data, 20), 0, 0)
    )
    target.write_bytes(head + (secrets if first else b"") + b"".join(packets) + (b"" if first else secrets))
    return target


@pytest.mark.parametrize("capture", RECORDED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_same_messages_are_read_in_the_same_frames_as_tshark_reads_them(capture: Path) -> None:
    if not shutil.which("tshark"):
        pytest.skip("tshark is not installed")
    log = capture.with_name("keys.log")
    words = ["tshark", "-r", str(capture), "-o", f"tls.keylog_file:{log}", "-Y", "sip", "-T", "fields", "-E", "occurrence=a"]
    fields = ["-E", "aggregator=|", "-e", "frame.number", "-e", "sip.Request-Line", "-e", "sip.Status-Line"]
    told = subprocess.run([*words, *fields], capture_output=True, text=True, check=True).stdout
    theirs = []
    for line in told.splitlines():
        frame, *lines = line.split("\t")
        theirs += [(int(frame), said) for part in lines for said in part.split("|") if said]
    ours = messages_of(report_of(capture, log))
    assert sorted(ours) == sorted(theirs)
    assert ours


def test_a_message_out_of_tls_is_like_one_of_a_wire() -> None:
    report = report_of(SUITES / "capture.pcap", SUITES / "keys.log")
    assert {(row.kind, row.result) for row in report.rows()} == {("registration", "registered")}
    transports = [message.transport for row in report.rows() for leg in report.call(row.number).legs for message in leg.messages]
    assert (transports.count("tls"), transports.count("wss")) == (50, 4)


@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_keys_in_the_capture_are_used_without_being_asked_for(first: bool, tmp_path: Path) -> None:
    capture = with_secrets(CALL / "capture.pcap", (CALL / "keys.log").read_bytes(), tmp_path / "call.pcapng", first=first)
    report = run([str(capture)])
    assert messages_of(report) == messages_of(report_of(CALL / "capture.pcap", CALL / "keys.log"))
    assert [(group.outcome, group.count) for group in report.tls] == [("opened", 1)]


def test_an_rsa_key_opens_what_was_sent_under_it_and_the_rest_is_told() -> None:
    report = report_of(SUITES / "capture.pcap", private=(SUITES / "server.key",))
    assert [(group.outcome, group.count) for group in report.tls] == [("opened", 16), ("ephemeral", 11)]
    other = report_of(SUITES / "capture.pcap", private=(SESSIONS / "server.key",))
    assert {group.outcome: group.count for group in other.tls} == {"other-key": 16, "ephemeral": 11}


def test_a_log_of_something_else_and_a_damaged_one_are_told_apart(tmp_path: Path) -> None:
    assert [group.outcome for group in report_of(CALL / "capture.pcap", SUITES / "keys.log").tls] == ["no-key"]
    lines = (CALL / "keys.log").read_text(encoding="ascii").splitlines()
    damaged = tmp_path / "damaged.log"
    damaged.write_text("".join(f"{line[:-2]}{'00' if line[-2:] != '00' else '11'}\n" for line in lines), encoding="ascii")
    assert [group.outcome for group in report_of(CALL / "capture.pcap", damaged).tls] == ["wrong-key"]


def test_a_capture_that_begins_in_the_middle_of_a_connection_says_so(tmp_path: Path) -> None:
    data = (CALL / "capture.pcap").read_bytes()
    at = 24
    for _ in range(12):  # the handshake and the first messages
        at += 16 + struct.unpack_from("<I", data, at + 8)[0]
    (tmp_path / "cut.pcap").write_bytes(data[:24] + data[at:])
    report = report_of(tmp_path / "cut.pcap", CALL / "keys.log")
    assert [group.outcome for group in report.tls] == ["begun-before"]


def test_a_lost_packet_costs_its_own_message_and_is_told(tmp_path: Path) -> None:
    whole = report_of(CALL / "capture.pcap", CALL / "keys.log")
    lost = next(message for message in whole.call(2).messages if message.status == 180)
    data = (CALL / "capture.pcap").read_bytes()
    kept, at, number = data[:24], 24, 0
    while at < len(data):
        number += 1
        end = at + 16 + struct.unpack_from("<I", data, at + 8)[0]
        kept += data[at:end] if number != lost.frame else b""
        at = end
    (tmp_path / "holed.pcap").write_bytes(kept)
    report = report_of(tmp_path / "holed.pcap", CALL / "keys.log")
    said = [first for _, first in messages_of(report)]
    assert said == [first for frame, first in messages_of(whole) if frame != lost.frame]
    assert report.call(2).result == "answered"
    assert report.table.evidence.tcp_gaps[0] == 1
    assert "packets-missing" in report.trust


@pytest.mark.parametrize(("lang", "said"), [("en", "A key log of either of the two programs opens it"), ("ru", "журналом ключей любой")])
def test_without_keys_it_is_said_what_would_be_needed(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CALL / "capture.pcap"), "--lang", lang]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_the_outcome_stands_in_the_json_and_no_key_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(CALL / "capture.pcap"), "--keylog", str(CALL / "keys.log")]
    assert main([*words, "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["capture"]["tls"] == [
        {
            "outcome": "opened",
            "connections": 1,
            "with_sip": 1,
            "records_refused": 0,
            "example": {
                "file": 0,
                "frame": 4,
                "client": "198.51.100.31:40396",
                "server": "203.0.113.60:5061",
                "version": "TLS 1.3",
                "cipher_suite": 0x1302,
            },
        }
    ]
    assert main([*words, "-v"]) == 0
    printed_too = capsys.readouterr()
    secrets = [line.split()[2] for line in (CALL / "keys.log").read_text(encoding="ascii").splitlines()]
    for text in (printed.out, printed.err, printed_too.out, printed_too.err):
        assert not any(secret in text for secret in secrets)
    keys = keys_of([str(CALL / "keys.log")], [str(SUITES / "server.key")])
    assert repr(keys) == "Keys(1 logs, 1 RSA keys)"


@pytest.mark.parametrize("anonymize", [False, True], ids=["plain", "anonymous"])
def test_an_exported_call_stands_in_the_open_and_brings_no_keys(anonymize: bool, tmp_path: Path) -> None:
    report = report_of(CALL / "capture.pcap", CALL / "keys.log")
    saved = tmp_path / "call.pcapng"
    export(report, 2, str(saved), anonymize=anonymize)
    written = saved.read_bytes()
    again = run([str(saved)])
    (row,) = again.rows()
    assert (row.result, row.messages) == ("answered", len(report.call(2).messages))
    assert {message.transport for message in again.call(1).messages} == {"tcp"}
    for line in (CALL / "keys.log").read_bytes().splitlines():
        secret = line.split()[2]
        assert secret not in written
        assert bytes.fromhex(secret.decode()) not in written
    assert b"\x17\x03\x03" not in written.split(b"decrypted", 1)[-1]


@pytest.mark.parametrize(
    ("name", "logs", "private"),
    [
        ("keylog-none", [SUITES / "server.key"], []),
        ("rsa-key-none", [], [SUITES / "keys.log"]),
        ("keys-unreadable", [SUITES / "not-there"], []),
    ],
)
def test_a_file_that_holds_no_keys_is_refused_before_anything_is_read(name: str, logs: list[Path], private: list[Path]) -> None:
    with pytest.raises(SettingsError) as refused:
        keys_of(map(str, logs), map(str, private))
    assert refused.value.key == name


def test_a_key_log_with_its_comment_alone_is_taken(tmp_path: Path) -> None:
    begun = tmp_path / "keys.log"
    begun.write_bytes(b"# TLS secrets log file, generated by OpenSSL / Python\n\n")
    report = report_of(FOLDER / "tls-name-mismatch" / "capture.pcap", begun)
    assert [finding.rule for finding in report.findings] == ["tls-name-mismatch"]
    begun.write_bytes(b"")
    with pytest.raises(SettingsError):
        keys_of([str(begun)], [])


def test_keys_of_other_kinds_and_locked_ones_are_told_apart(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    locked, other, own = (tmp_path / name for name in ("locked.pem", "ec.pem", "own.der"))
    made = ["openssl", "pkey", "-in", str(SUITES / "server.key")]
    subprocess.run([*made, "-aes256", "-passout", "pass:x", "-out", str(locked)], check=True)
    subprocess.run([*made, "-outform", "DER", "-out", str(own)], check=True)
    subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(other)], check=True)
    for path, key in ((locked, "rsa-key-locked"), (other, "rsa-key-not-rsa")):
        with pytest.raises(SettingsError) as refused:
            keys_of([], [str(path)])
        assert refused.value.key == key
    assert report_of(SUITES / "capture.pcap", private=(own,)).tls[0].count == 16


def test_a_key_log_that_grows_is_read_again(tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    log.write_text("CLIENT_RANDOM " + "00" * 32 + " " + "00" * 48 + "\n", encoding="ascii")
    keys = keys_of([str(log)], [])
    log.write_bytes(log.read_bytes() + (CALL / "keys.log").read_bytes())
    assert keys.again().logs[0].count(b"\n") > keys.logs[0].count(b"\n")
    log.unlink()
    assert keys.again() == keys
    assert not Keys()
